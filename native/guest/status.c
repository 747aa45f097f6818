#include "status.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

/* A path of 4096 bytes, the call and the header. */
#define MESSAGE_MAX 8192u

static void on_status(struct watch *w, uint32_t events)
{
    (void)events;
    status_read(container_of(w, struct stream, status));
}

void stream_watch_status(struct stream *s, int fd)
{
    s->status = (struct watch){.fd = fd, .ready = on_status};
    loop_add(&s->status, EPOLLIN);
}

/* One message, and the descriptor that a dial worker sends along with it. */
static ssize_t receive(struct stream *s, uint8_t *to, int *passed)
{
    char control[CMSG_SPACE(sizeof(int))] = {0};
    struct iovec iov = {to, MESSAGE_MAX};
    struct msghdr msg = {
        .msg_iov = &iov, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    *passed = -1;
    if (s->kind != STREAM_WORKER)
        return read(s->status.fd, to, MESSAGE_MAX);
    ssize_t n = recvmsg(s->status.fd, &msg, MSG_CMSG_CLOEXEC);
    struct cmsghdr *c = n > 0 ? CMSG_FIRSTHDR(&msg) : NULL;
    if (c && c->cmsg_type == SCM_RIGHTS)
        memcpy(passed, CMSG_DATA(c), sizeof *passed);
    return n;
}

static void set_nonblocking(int fd) { fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK); }

/* The dialled socket becomes both ends of the stream; two descriptors, so that each end is watched on its own. */
static void become_socket(struct stream *s, int fd)
{
    int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    if (copy < 0) {
        close(fd);
        stream_fail(s, STEP_SETUP, errno, "dup");
        return;
    }
    set_nonblocking(fd);
    s->kind = STREAM_SOCKET;
    append_frame(&s->port->tx, F_STARTED, 0, s->id, (uint8_t[4]){0}, 4);
    stream_watch_in(s, fd);
    stream_watch_out(s, 0, copy);
}

static void ended(struct stream *s)
{
    bool running = (s->kind == STREAM_EXEC || s->kind == STREAM_PTY) && buf_len(&s->open) == 0;
    loop_close(&s->status);
    if (running && !s->started) {
        uint8_t pid[4];
        s->started = true;
        put32(pid, (uint32_t)s->pid);
        append_frame(&s->port->tx, F_STARTED, 0, s->id, pid, 4);
    }
    stream_check_end(s);
}

void status_read(struct stream *s)
{
    while (s->port && s->status.fd >= 0) {
        int passed;
        ssize_t n = receive(s, buf_reserve(&s->open, MESSAGE_MAX), &passed);
        if (n > 0) {
            s->open.end += (size_t)n;
            if (passed >= 0)
                become_socket(s, passed);
        } else if (n < 0 && (errno == EINTR || errno == ECONNRESET)) {
            continue; /* ECONNRESET, told once before the message: the worker left our word to it unread */
        } else if (n < 0 && errno == EAGAIN) {
            return;
        } else {
            ended(s);
        }
    }
}
