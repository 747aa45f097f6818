#define _GNU_SOURCE
#include "init.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent.h"
#include "power.h"

#define VIRTIO_ID_BLOCK 2 /* virtio 1.2, 5 "Device Types" */

static void mount_one(const char *type, const char *at, unsigned long flags, const char *data)
{
    mkdir(at, 0755);
    if (mount(type, at, type, flags, data) < 0 && errno != EBUSY)
        fprintf(stderr, "vmwright: mount %s at %s: %s\n", type, at, strerror(errno));
}

/* What the agent needs to find its port. */
static void mount_first(void)
{
    mount_one("proc", "/proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
    mount_one("sysfs", "/sys", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
    mount_one("devtmpfs", "/dev", MS_NOSUID, "mode=0755");
}

static bool take_console(void)
{
    int console = open("/dev/console", O_RDWR | O_NOCTTY);
    if (console < 0)
        return false;
    for (int fd = 0; fd <= 2; fd++)
        dup2(console, fd);
    if (console > 2)
        close(console);
    return true;
}

/* The console of virtio comes with its driver, some messages to the host later; as our own port does, so we lose nothing. */
#define CONSOLE_MS 300

static bool await_console(void)
{
    for (int ms = 0; ms < CONSOLE_MS; ms++) {
        if (take_console())
            return true;
        usleep(1000);
    }
    return false;
}

/*
 * The console of a PV or PVH guest of Xen is there from the first line on, but each line costs a message to the host, of
 * which Xen's daemon takes 150 a second. So the kernel is quiet there, and its log goes out as a whole.
 */
static bool has_xen_console(void)
{
    char active[64] = "";
    int fd = open("/sys/class/tty/console/active", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool found = read(fd, active, sizeof active - 1) > 0 && strncmp(active, "hvc", 3) == 0 && access(XEN_BELOW, F_OK) == 0;
    close(fd);
    return found;
}

/* What programs expect. */
static void mount_rest(void)
{
    mount_one("devpts", "/dev/pts", MS_NOSUID | MS_NOEXEC, "mode=0620,gid=5,ptmxmode=0666");
    mount_one("tmpfs", "/dev/shm", MS_NOSUID | MS_NODEV, "mode=1777");
    mount_one("tmpfs", "/run", MS_NOSUID | MS_NODEV, "mode=0755");
    (void)!symlink("/proc/self/fd", "/dev/fd");
    (void)!symlink("/proc/self/fd/0", "/dev/stdin");
    (void)!symlink("/proc/self/fd/1", "/dev/stdout");
    (void)!symlink("/proc/self/fd/2", "/dev/stderr");
}

/* The host usually waits for the agent at this point; without a host the rest of the boot goes on after this long. */
#define READY_MS 300

/*
 * Slow things: network, remaining drivers, freeing the initramfs. They start when the agent has answered its first
 * host, so that on one emulated CPU they do not delay that answer; only commands wait for the network.
 */
static void start_background(const struct boot_config *c, int ready, bool on_disk)
{
    struct pollfd answered = {.fd = ready, .events = POLLIN};
    int network[2] = {-1, -1};
    if (*c->net && pipe2(network, O_CLOEXEC) == 0)
        agent_network_fd = network[0];
    /* Opened before the fork: PID 1 goes on to move NEW_ROOT away. */
    int etc = open(on_disk ? NEW_ROOT "/etc" : "/etc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fork() != 0) {
        close(etc);
        close(network[1]);
        return;
    }
    poll(&answered, 1, READY_MS);
    if (*c->net) {
        modules_load("net");
        net_configure(c->net, etc);
        close(network[1]);
    }
    if (!on_disk)
        mount_one("cgroup2", "/sys/fs/cgroup", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
    modules_load("late");
    if (*c->net)
        net_run_dhcp(c->net, on_disk);
    if (on_disk)
        root_free_initramfs();
    _exit(0);
}

_Noreturn static void hand_over(const struct boot_config *c, char **argv)
{
    char what[320];
    const char *device = *c->agent ? c->agent : NULL;
    snprintf(what, sizeof what, "cannot start %s", c->init);
    if (access(c->init, X_OK) < 0)
        fatal(what, errno); /* before the agent answers: the host then sees one failure, not two */
    if (fork() == 0) {
        setsid();
        set_process_name();
        keeper_run(device, keeper_start_agent(device));
    }
    static char name[256];
    snprintf(name, sizeof name, "%s", c->init);
    argv[0] = name;
    execv(name, argv);
    fatal(what, errno);
}

static bool is_virtio_disk(const char *name)
{
    char path[300], id[16] = "";
    snprintf(path, sizeof path, "/sys/bus/virtio/devices/%s/device", name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool disk = read(fd, id, sizeof id - 1) > 0 && strtol(id, NULL, 16) == VIRTIO_ID_BLOCK;
    close(fd);
    return disk;
}

static bool is_xen_disk(const char *name)
{
    return strncmp(name, "vbd-", 4) == 0;
}

static bool has_device(const char *bus, bool (*is_wanted)(const char *name))
{
    DIR *devices = opendir(bus);
    bool found = false;
    for (struct dirent *e; devices && !found && (e = readdir(devices));)
        found = is_wanted(e->d_name);
    if (devices)
        closedir(devices);
    return found;
}

/* Whether the host gave this guest a disk, which a command may want from the first moment on. */
static bool has_disk(void)
{
    return has_device("/sys/bus/virtio/devices", is_virtio_disk) || has_device("/sys/bus/xen/devices", is_xen_disk);
}

_Noreturn void init_main(char **argv)
{
    umask(022);
    mount_first();
    bool console = take_console();
    struct boot_config c = read_boot_config();
    modules_load("boot");
    if (console ? has_xen_console() : await_console())
        kernel_log_print(STDOUT_FILENO);
    mount_rest();
    mkdir("/etc", 0755);
    net_loopback_up();
    if (*c.hostname)
        sethostname(c.hostname, strlen(c.hostname));
    bool none = strcmp(c.init, "none") == 0;
    int ready[2] = {-1, -1};
    if (pipe2(ready, O_CLOEXEC) == 0)
        agent_ready_fd = ready[1];
    if (*c.root) {
        modules_load("root");
        root_mount(&c);
        start_background(&c, ready[0], true);
        root_switch();
        if (!none)
            hand_over(&c, argv);
        mount_one("cgroup2", "/sys/fs/cgroup", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
    }
    if (!*c.root && has_disk())
        modules_load("root");
    mount_one("tmpfs", "/tmp", MS_NOSUID | MS_NODEV, "mode=1777");
    power_own_init = true;
    reboot(RB_DISABLE_CAD); /* control-alt-delete becomes SIGINT, which reboots in order */
    const char *device = *c.agent ? c.agent : NULL;
    if (!*c.root)
        start_background(&c, ready[0], false);
    int agent = keeper_start_agent(device);
    set_process_name();
    keeper_run(device, agent);
}
