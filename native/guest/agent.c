#include "agent.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

#include "child.h"
#include "session.h"
#include "uevent.h"

/* `org.vmwright.agent.0` to `.3`: so many programs can attach at once. */
#define PORT_NAME "org.vmwright.agent."
#define SYS_PORTS "/sys/class/virtio-ports"

int agent_ready_fd = -1;
int agent_network_fd = -1;

static bool draining, reopen_ttys;
static const char *tty_devices; /* with commas between */
static struct watch signals = {.fd = -1}, uevents = {.fd = -1};

static void read_file(const char *path, char *to, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? 0 : read(fd, to, size - 1);
    to[n > 0 ? n : 0] = 0;
    to[strcspn(to, "\n")] = 0;
    if (fd >= 0)
        close(fd);
}

static void open_virtio(const char *device)
{
    char path[320], name[64];
    for (struct port *p = ports; p; p = p->next) {
        if (strcmp(p->name, device) == 0)
            return;
    }
    snprintf(path, sizeof path, SYS_PORTS "/%s/name", device);
    read_file(path, name, sizeof name);
    size_t prefix = sizeof PORT_NAME - 1;
    if (strncmp(name, PORT_NAME, prefix) != 0 || name[prefix] < '0' || name[prefix] > '3' || name[prefix + 1])
        return;
    snprintf(path, sizeof path, "/dev/%s", device);
    int fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (fd >= 0)
        port_add(fd, PORT_VIRTIO, device);
}

static void open_tty(const char *device)
{
    struct termios t;
    for (struct port *p = ports; p; p = p->next) {
        if (p->kind == PORT_TTY && strcmp(p->name, device) == 0)
            return;
    }
    int fd = open(device, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return;
    if (tcgetattr(fd, &t) == 0) {
        cfmakeraw(&t);
        t.c_cc[VMIN] = 1;
        t.c_cc[VTIME] = 0;
        tcsetattr(fd, TCSANOW, &t);
        /* A HELLO that waited for us was edited as a line is: of its window, 0x40000, the ^D is gone. START brings another. */
        tcflush(fd, TCIFLUSH);
    }
    port_add(fd, PORT_TTY, device);
}

static void open_ttys(void)
{
    char devices[128], *state;
    snprintf(devices, sizeof devices, "%s", tty_devices ? tty_devices : "");
    for (char *device = strtok_r(devices, ",", &state); device; device = strtok_r(NULL, ",", &state))
        open_tty(device);
}

static void find_ports(void)
{
    DIR *dir = opendir(SYS_PORTS);
    for (struct dirent *e; dir && (e = readdir(dir));) {
        if (e->d_name[0] != '.')
            open_virtio(e->d_name);
    }
    if (dir)
        closedir(dir);
    open_ttys();
}

static void on_uevent(struct watch *w, uint32_t events)
{
    (void)events;
    char event[UEVENT_SIZE];
    while (uevent_read(w->fd, event, sizeof event)) {
        const char *device = uevent_get(event, sizeof event, "DEVNAME");
        if (strcmp(uevent_get(event, sizeof event, "SUBSYSTEM"), "virtio-ports") == 0)
            open_virtio(device);
        else if (tty_devices && strcmp(uevent_get(event, sizeof event, "SUBSYSTEM"), "tty") == 0)
            open_ttys();
    }
    if (errno == ENOBUFS) /* events were lost */
        find_ports();
}

static void on_signal(struct watch *w, uint32_t events)
{
    (void)events;
    struct signalfd_siginfo info;
    while (read(w->fd, &info, sizeof info) == sizeof info) {
        if (info.ssi_signo == SIGTERM)
            draining = true;
    }
    stream_reap();
}

static void watch_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_SETMASK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    signals = (struct watch){signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC), on_signal};
    loop_add(&signals, EPOLLIN);
}

static bool children_left(void)
{
    for (struct stream *s = live_streams; s; s = s->live_next) {
        if (s->pid > 0 && !s->exited)
            return true;
    }
    return false;
}

static bool service_ports(void)
{
    bool more = false;
    for (struct port *p = ports, *next; p; p = next) {
        next = p->next;
        if (port_service(p))
            more = true;
        if (p->gone) {
            /* Linux hangs up the consoles of a guest that goes on after it was saved, and connects them anew. */
            reopen_ttys |= p->hung_up && p->kind == PORT_TTY;
            port_remove(p);
        }
    }
    return more;
}

/* Every round ends with all answers of the round written together. */
static void run_until(bool (*finished)(void))
{
    int timeout = 0;
    for (;;) {
        loop_once(timeout);
        int64_t now = now_ms();
        stream_run_deadlines(now);
        bool more = service_ports();
        if (reopen_ttys) {
            reopen_ttys = false;
            open_ttys();
            more = true;
        }
        stream_free_dead();
        if (finished())
            return;
        int64_t deadline = stream_next_deadline();
        timeout = more ? 0 : deadline == 0 ? -1 : deadline > now ? (int)(deadline - now) : 0;
    }
}

static bool asked_to_stop(void) { return draining && !children_left(); }

static bool session_over(void) { return !ports && !children_left(); }

static bool socket_done(void) { return session_over() || asked_to_stop(); }

/* 0-2 must be taken, so that no pipe of ours ever gets such a number (child_descriptors relies on it). */
static void fill_standard_fds(void)
{
    int fd;
    do
        fd = open("/dev/null", O_RDWR | O_CLOEXEC);
    while (fd >= 0 && fd <= 2);
    if (fd > 2)
        close(fd);
}

static void prepare(bool protect)
{
    static char boot_id[64];
    fill_standard_fds();
    read_file("/proc/sys/kernel/random/boot_id", boot_id, sizeof boot_id);
    agent_boot_id = boot_id;
    child_policy_init(protect);
    loop_init();
    watch_signals();
}

_Noreturn void agent_run(const char *device)
{
    prepare(true);
    tty_devices = device;
    uevents = (struct watch){uevent_open(true), on_uevent};
    if (uevents.fd >= 0)
        loop_add(&uevents, EPOLLIN);
    find_ports();
    run_until(asked_to_stop);
    exit(0);
}

_Noreturn void agent_run_fd(int fd)
{
    prepare(false);
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    port_add(fd, PORT_SOCKET, "socket");
    run_until(socket_done);
    loop_close(&signals);
    exit(0);
}
