#include "uevent.h"

#include <linux/netlink.h>
#include <net/if.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "loop.h"

int uevent_open(bool nonblocking)
{
    struct sockaddr_nl address = {.nl_family = AF_NETLINK, .nl_groups = 1}; /* 1: the kernel's own events */
    int type = SOCK_DGRAM | SOCK_CLOEXEC | (nonblocking ? SOCK_NONBLOCK : 0);
    int fd = socket(AF_NETLINK, type, NETLINK_KOBJECT_UEVENT);
    if (fd >= 0 && bind(fd, (struct sockaddr *)&address, sizeof address) < 0) {
        close(fd);
        return -1;
    }
    return fd;
}

bool uevent_read(int fd, char *event, unsigned size)
{
    memset(event, 0, size);
    return recv(fd, event, size - 1, 0) > 0;
}

const char *uevent_get(const char *event, unsigned size, const char *key)
{
    size_t n = strlen(key);
    for (const char *p = event; p < event + size && *p; p += strlen(p) + 1) {
        if (strncmp(p, key, n) == 0 && p[n] == '=')
            return p + n + 1;
    }
    return "";
}

static bool path_exists(const char *path) { return access(path, F_OK) == 0; }

/* Not by a path in /sys, which a process that still sees the initramfs cannot reach after the switch of the root. */
static bool interface_exists(const char *name) { return if_nametoindex(name) != 0; }

static bool wait_until(bool (*exists)(const char *), const char *what, unsigned seconds)
{
    char event[UEVENT_SIZE];
    int64_t deadline = now_ms() + (int64_t)seconds * 1000;
    int fd = uevent_open(false);
    bool found;
    while (!(found = exists(what))) {
        int64_t left = deadline - now_ms();
        struct timeval limit = {left / 1000, left % 1000 * 1000};
        if (fd < 0 || left <= 0 || setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) < 0)
            break;
        uevent_read(fd, event, sizeof event);
    }
    if (fd >= 0)
        close(fd);
    return found;
}

bool wait_for_path(const char *path, unsigned seconds) { return wait_until(path_exists, path, seconds); }

bool wait_for_interface(const char *name, unsigned seconds) { return wait_until(interface_exists, name, seconds); }
