#include "power.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "child.h"

bool power_own_init;

/* systemd(1), "Signals": SIGRTMIN+4 and +5 in the numbering of glibc, whose SIGRTMIN is 34. */
#define SYSTEMD_POWEROFF (34 + 4)
#define SYSTEMD_REBOOT (34 + 5)

static bool init_is(const char *name)
{
    char exe[256];
    ssize_t n = readlink("/proc/1/exe", exe, sizeof exe - 1);
    if (n < 0)
        return false;
    exe[n] = 0;
    const char *base = strrchr(exe, '/');
    return strcmp(base ? base + 1 : exe, name) == 0;
}

/* For sysvinit, OpenRC, runit and others: their own program knows how. */
static bool run_program(const char *path)
{
    if (access(path, X_OK) < 0)
        return false;
    pid_t pid = fork();
    if (pid != 0)
        return pid > 0 && signal(SIGCHLD, SIG_DFL) != SIG_ERR;
    child_reset();
    setsid();
    execl(path, path, (char *)NULL);
    _exit(127);
}

bool power_request(enum power_action action)
{
    bool off = action == POWER_OFF;
    if (power_own_init || init_is("busybox"))
        return kill(1, off ? POWER_OFF_SIGNAL : POWER_REBOOT_SIGNAL) == 0;
    if (init_is("systemd"))
        return kill(1, off ? SYSTEMD_POWEROFF : SYSTEMD_REBOOT) == 0;
    return run_program(off ? "/sbin/poweroff" : "/sbin/reboot");
}

static void unmount_all(void)
{
    char *points[256], line[4352];
    unsigned n = 0;
    FILE *f = fopen("/proc/self/mounts", "re");
    while (f && n < 256 && fgets(line, sizeof line, f)) {
        char *point = strchr(line, ' ');
        char *end = point ? strchr(++point, ' ') : NULL;
        if (!end || strncmp(point, "/dev", 4) == 0 || strncmp(point, "/proc", 5) == 0)
            continue;
        *end = 0;
        points[n++] = strdup(point);
    }
    while (n-- > 0) {
        if (points[n] && umount2(points[n], 0) < 0)
            mount(NULL, points[n], NULL, MS_REMOUNT | MS_RDONLY, NULL);
    }
}

_Noreturn void power_now(enum power_action action)
{
    sync();
    unmount_all();
    sync();
    reboot(action == POWER_OFF ? RB_POWER_OFF : RB_AUTOBOOT);
    reboot(RB_HALT_SYSTEM); /* a machine without power control */
    for (;;)
        pause();
}

_Noreturn void fatal(const char *what, int error)
{
    char line[512];
    int n = snprintf(line, sizeof line, "vmwright: fatal: %s: %s\n", what, strerror(error));
    int fd = open("/dev/console", O_WRONLY | O_NOCTTY | O_CLOEXEC);
    if (write(fd < 0 ? 2 : fd, line, (size_t)(n < (int)sizeof line ? n : (int)sizeof line - 1)) > 0)
        tcdrain(fd < 0 ? 2 : fd); /* a slow serial line must have sent it before the power goes */
    if (getpid() != 1)
        _exit(1);
    power_now(POWER_OFF);
}
