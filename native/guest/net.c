#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <net/if.h>
#include <net/route.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "init.h"
#include "uevent.h"

#define DEVICE_SECONDS 10
#define RESOLV_CONF "resolv.conf"

struct address {
    char device[IFNAMSIZ];
    const char *ip, *router, *dns; /* dns: addresses with commas or spaces between */
    unsigned prefix;
};

static struct sockaddr_in inet(uint32_t host_order)
{
    return (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(host_order)};
}

static bool parse_ip(const char *text, uint32_t *ip)
{
    struct in_addr a;
    if (!text || inet_pton(AF_INET, text, &a) != 1)
        return false;
    *ip = ntohl(a.s_addr);
    return true;
}

static bool set_address(int fd, struct ifreq *r, unsigned long request, uint32_t ip)
{
    struct sockaddr_in a = inet(ip);
    memcpy(&r->ifr_addr, &a, sizeof a);
    return ioctl(fd, (int)request, r) == 0;
}

static bool link_up(int fd, const char *device)
{
    struct ifreq r = {0};
    strncpy(r.ifr_name, device, IFNAMSIZ - 1);
    if (ioctl(fd, SIOCGIFFLAGS, &r) < 0)
        return false;
    r.ifr_flags |= IFF_UP | IFF_RUNNING;
    return ioctl(fd, SIOCSIFFLAGS, &r) == 0;
}

static bool bring_up(const char *device)
{
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    bool ok = fd >= 0 && link_up(fd, device);
    if (fd >= 0)
        close(fd);
    return ok;
}

void net_loopback_up(void) { bring_up("lo"); }

static bool add_default_route(int fd, uint32_t router, char *device)
{
    struct rtentry route = {.rt_flags = RTF_UP | RTF_GATEWAY, .rt_dev = device};
    struct sockaddr_in any = inet(0), gateway = inet(router);
    memcpy(&route.rt_dst, &any, sizeof any);
    memcpy(&route.rt_genmask, &any, sizeof any);
    memcpy(&route.rt_gateway, &gateway, sizeof gateway);
    return ioctl(fd, SIOCADDRT, &route) == 0 || errno == EEXIST;
}

static bool apply(struct address *a)
{
    uint32_t ip, router, mask = a->prefix == 0 ? 0 : ~0u << (32 - a->prefix);
    struct ifreq r = {0};
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    strncpy(r.ifr_name, a->device, IFNAMSIZ - 1);
    bool ok = fd >= 0 && parse_ip(a->ip, &ip) && set_address(fd, &r, SIOCSIFADDR, ip) &&
              set_address(fd, &r, SIOCSIFNETMASK, mask) && link_up(fd, a->device) &&
              (!parse_ip(a->router, &router) || add_default_route(fd, router, a->device));
    if (!ok)
        fprintf(stderr, "vmwright: network %s %s: %s\n", a->device, a->ip ? a->ip : "", strerror(errno));
    if (fd >= 0)
        close(fd);
    return ok;
}

/* A link (to systemd-resolved's file, say) is replaced, not written through. */
static void write_resolv_conf(int etc, const char *dns)
{
    char text[512] = "", servers[256], *state;
    size_t n = 0;
    snprintf(servers, sizeof servers, "%s", dns ? dns : "");
    for (char *s = strtok_r(servers, ", ", &state); s && n < sizeof text - 80; s = strtok_r(NULL, ", ", &state))
        n += (size_t)snprintf(text + n, sizeof text - n, "nameserver %.60s\n", s);
    if (n == 0)
        return;
    unlinkat(etc, RESOLV_CONF, 0);
    int fd = openat(etc, RESOLV_CONF, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0 || write(fd, text, n) < 0)
        fprintf(stderr, "vmwright: /etc/resolv.conf: %s\n", strerror(errno));
    if (fd >= 0)
        close(fd);
}

static bool is_dhcp(const char *spec)
{
    const char *comma = strchr(spec, ',');
    return comma && strcmp(comma + 1, "dhcp") == 0;
}

/* Becomes the DHCP client, which calls this same program back for each lease. Returns when that is not wanted. */
void net_run_dhcp(const char *spec, bool on_disk)
{
    char device[IFNAMSIZ];
    if (!is_dhcp(spec))
        return;
    snprintf(device, sizeof device, "%.*s", (int)strcspn(spec, ","), spec);
    if (on_disk || access("/bin/busybox", X_OK) < 0) {
        fprintf(stderr, "vmwright: network %s: dhcp is left to the image's own programs\n", device);
        return;
    }
    char name[sizeof "hostname:" + HOST_NAME_MAX] = "hostname:";
    size_t length = strlen(name);
    gethostname(name + length, sizeof name - length); /* for the name server of the network */
    execl("/bin/busybox", "udhcpc", "-f", "-i", device, "-x", name, "-s", "/init", "-t", "8", "-T", "1", "-A", "5", (char *)NULL);
    fprintf(stderr, "vmwright: udhcpc: %s\n", strerror(errno));
}

void net_configure(const char *spec, int etc)
{
    char copy[256], *state;
    struct address a = {.prefix = 24};
    snprintf(copy, sizeof copy, "%s", spec);
    char *device = strtok_r(copy, ",", &state), *ip = strtok_r(NULL, ",", &state);
    if (!device || !ip)
        return;
    snprintf(a.device, sizeof a.device, "%s", device);
    if (!wait_for_interface(a.device, DEVICE_SECONDS)) {
        fprintf(stderr, "vmwright: network %s: no such device\n", a.device);
        return;
    }
    if (is_dhcp(spec))
        return;
    char *slash = strchr(ip, '/');
    if (slash) {
        *slash = 0;
        a.prefix = (unsigned)atoi(slash + 1) & 63;
    }
    a.ip = ip;
    a.router = strtok_r(NULL, ",", &state);
    a.dns = strtok_r(NULL, "", &state);
    if (a.prefix <= 32 && apply(&a))
        write_resolv_conf(etc, a.dns);
}

/* busybox udhcpc passes interface, ip, mask (prefix length), router and dns in the environment. */
int net_dhcp_event(const char *event)
{
    struct address a = {.ip = getenv("ip"), .router = getenv("router"), .dns = getenv("dns")};
    const char *device = getenv("interface"), *mask = getenv("mask");
    snprintf(a.device, sizeof a.device, "%s", device ? device : "");
    if (strcmp(event, "deconfig") == 0)
        return bring_up(a.device) ? 0 : 1; /* requests cannot be sent before */
    if (strcmp(event, "bound") != 0 && strcmp(event, "renew") != 0)
        return 0;
    a.prefix = mask ? (unsigned)atoi(mask) & 63 : 24;
    if (a.prefix > 32 || !apply(&a))
        return 1;
    int etc = open("/etc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    write_resolv_conf(etc, a.dns);
    return 0;
}
