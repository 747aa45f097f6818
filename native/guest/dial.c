#define _GNU_SOURCE
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "child.h"
#include "worker.h"

enum dial_kind { DIAL_TCP = 1, DIAL_UNIX = 2 };

/* Hands the connected socket to the agent, then ends without a result: the stream goes on as a socket. */
_Noreturn static void pass(int fd)
{
    char control[CMSG_SPACE(sizeof fd)] = {0};
    struct iovec iov = {"S", 1};
    struct msghdr msg = {
        .msg_iov = &iov, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    struct cmsghdr *c = CMSG_FIRSTHDR(&msg);
    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN(sizeof fd);
    memcpy(CMSG_DATA(c), &fd, sizeof fd);
    _exit(sendmsg(STATUS_FD, &msg, MSG_NOSIGNAL) < 0);
}

static int try_connect(int family, const struct sockaddr *address, socklen_t length)
{
    int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, address, length) == 0)
        return fd;
    int error = errno;
    close(fd);
    errno = error;
    return -1;
}

_Noreturn static void dial_unix(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path)
        work_fail(STEP_CONNECT, ENAMETOOLONG, "connect to", path);
    strcpy(address.sun_path, path);
    int fd = try_connect(AF_UNIX, (struct sockaddr *)&address, sizeof address);
    if (fd < 0)
        work_fail(STEP_CONNECT, errno, "connect to", path);
    pass(fd);
}

/* Tries every address of one name; the first error is the one told, it belongs to the preferred address. */
static int dial_name(const char *host, const char *port, int *error)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *list;
    int rc = getaddrinfo(host, port, &hints, &list);
    if (rc != 0)
        work_fail(STEP_CONNECT, rc == EAI_SYSTEM ? errno : EHOSTUNREACH, gai_strerror(rc), host);
    for (struct addrinfo *a = list; a; a = a->ai_next) {
        int fd = try_connect(a->ai_family, a->ai_addr, a->ai_addrlen);
        if (fd >= 0)
            return fd;
        if (*error == 0)
            *error = errno;
    }
    return -1;
}

void work_dial(struct reader *r)
{
    uint8_t kind = read8(r);
    uint16_t number = read16(r);
    const char *host = read_str(r);
    char port[8], what[300];
    int error = 0;
    if (r->bad || (kind != DIAL_TCP && kind != DIAL_UNIX))
        work_fail(STEP_REQUEST, EINVAL, "malformed", "dial request");
    if (kind == DIAL_UNIX)
        dial_unix(host);
    snprintf(port, sizeof port, "%u", number);
    snprintf(what, sizeof what, "%s port %s", *host ? host : "localhost", port);
    /* Without a host the guest itself is meant, whichever family the server listens on. */
    int fd = dial_name(*host ? host : "127.0.0.1", port, &error);
    if (fd < 0 && !*host)
        fd = dial_name("::1", port, &(int){0});
    if (fd < 0)
        work_fail(STEP_CONNECT, error, "connect to", what);
    pass(fd);
}
