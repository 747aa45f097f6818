#include <errno.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "session.h"

/* Control-D: what ends the input of a program on a terminal. */
#define VEOF_BYTE 4

static void grant(struct stream *s, size_t n)
{
    uint8_t more[4];
    s->in.consumed += (uint32_t)n;
    if (s->in.eof || s->in.consumed < WINDOW / 4)
        return;
    put32(more, s->in.consumed);
    append_frame(&s->port->tx, F_CREDIT, 0, s->id, more, 4);
    s->in.credit += s->in.consumed;
    s->in.consumed = 0;
}

/* The reader in the guest is gone: the host is told to send no more, what it sent is dropped. */
static void refuse(struct stream *s)
{
    loop_close(&s->in.watch);
    buf_free(&s->in.pending);
    if (!s->in.eof)
        append_frame(&s->port->tx, F_EOF, 0, s->id, NULL, 0);
    stream_check_end(s);
}

/* How many bytes the descriptor took; -1 when it will never take any again. */
static ssize_t write_some(struct stream *s, const uint8_t *data, size_t length)
{
    size_t done = 0;
    while (done < length) {
        ssize_t n = write(s->in.watch.fd, data + done, length - done);
        if (n >= 0)
            done += (size_t)n;
        else if (errno == EAGAIN)
            break;
        else if (errno != EINTR)
            return -1;
    }
    return (ssize_t)done;
}

static void end_of_input(struct stream *s)
{
    if (s->kind == STREAM_PTY)
        return; /* the end was sent in-band */
    if (s->kind == STREAM_SOCKET)
        shutdown(s->in.watch.fd, SHUT_WR);
    loop_close(&s->in.watch);
    /* Tells a finished input from one cut short by the death of the agent. */
    if (s->kind == STREAM_WORKER && s->status.fd >= 0)
        send(s->status.fd, "C", 1, MSG_NOSIGNAL);
    stream_check_end(s);
}

static void flush(struct stream *s)
{
    struct buf *b = &s->in.pending;
    if (buf_len(b) > 0) {
        ssize_t n = write_some(s, buf_data(b), buf_len(b));
        if (n < 0) {
            refuse(s);
            return;
        }
        buf_take(b, (size_t)n);
        grant(s, (size_t)n);
    }
    if (buf_len(b) == 0 && s->in.eof)
        end_of_input(s);
}

static void on_sink(struct watch *w, uint32_t events)
{
    (void)events;
    struct stream *s = container_of(w, struct stream, in.watch);
    if (buf_len(&s->in.pending) > 0)
        flush(s);
}

void stream_watch_in(struct stream *s, int fd)
{
    s->in.watch = (struct watch){.fd = fd, .ready = on_sink};
    loop_add(&s->in.watch, EPOLLOUT);
    flush(s);
}

/* Bytes for a descriptor that does not exist yet (a dial under way) wait too. */
static bool may_come(const struct stream *s) { return s->kind == STREAM_WORKER && s->op == OP_DIAL; }

bool stream_input(struct stream *s, const uint8_t *data, uint32_t length)
{
    bool open = s->in.watch.fd >= 0;
    if (!open && !may_come(s))
        return false;
    if (!open || buf_len(&s->in.pending) > 0) {
        buf_append(&s->in.pending, data, length);
        return true;
    }
    ssize_t n = write_some(s, data, length);
    if (n < 0) {
        refuse(s);
        return false;
    }
    buf_append(&s->in.pending, data + n, length - (size_t)n);
    grant(s, (size_t)n);
    return true;
}

void stream_input_end(struct stream *s)
{
    if (s->in.eof)
        return;
    s->in.eof = true;
    if (s->kind == STREAM_PTY && s->in.watch.fd >= 0)
        buf_append(&s->in.pending, (uint8_t[]){VEOF_BYTE}, 1);
    if (s->in.watch.fd >= 0)
        flush(s);
}
