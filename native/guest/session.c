#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>

#include <errno.h>
#include <signal.h>
#include <sys/ioctl.h>

#include "session.h"

const char *agent_boot_id = "";

static void send_welcome(struct port *p, const uint8_t *nonce)
{
    struct timespec up;
    struct utsname name;
    struct buf info = {0};
    uint8_t fixed[12];
    clock_gettime(CLOCK_BOOTTIME, &up);
    uname(&name);
    put64(fixed, (uint64_t)up.tv_sec * 1000 + (uint64_t)up.tv_nsec / 1000000);
    buf_append(&info, fixed, 8);
    append_str(&info, AGENT_VERSION);
    append_str(&info, name.release);
    append_str(&info, agent_boot_id);
    put32(fixed, PROTOCOL_VERSION);
    put32(fixed + 4, WINDOW);
    put32(fixed + 8, (uint32_t)buf_len(&info));
    buf_append(&p->tx, MAGIC_WELCOME, MAGIC_SIZE);
    buf_append(&p->tx, nonce, NONCE_SIZE);
    buf_append(&p->tx, fixed, 12);
    buf_append(&p->tx, buf_data(&info), buf_len(&info));
    buf_free(&info);
}

/* A HELLO ends whatever was before it, also in the middle of a frame. */
void session_start(struct port *p, const uint8_t *hello)
{
    port_end_session(p);
    send_welcome(p, hello + MAGIC_SIZE);
    p->window = get32(hello + MAGIC_SIZE + NONCE_SIZE + 4);
    p->in_session = get32(hello + MAGIC_SIZE + NONCE_SIZE) == PROTOCOL_VERSION;
}

/* The host broke the protocol: everything is dropped and it is told to say HELLO again. */
void session_fail(struct port *p, const char *why)
{
    fprintf(stderr, "vmwright: agent: %s: session closed\n", why);
    port_end_session(p);
    buf_append(&p->tx, MAGIC_START, MAGIC_SIZE);
    if (p->kind == PORT_SOCKET)
        p->gone = true;
}

static void on_open(struct port *p, const struct frame *f)
{
    struct stream *s = stream_find(p, f->stream);
    if (f->stream == 0 || (s && !s->opening)) {
        session_fail(p, "OPEN of a stream in use");
        return;
    }
    if (!s)
        s = p->stream_count < MAX_STREAMS ? stream_new(p, f->stream) : NULL;
    if (!s || buf_len(&s->open) + f->length > MAX_OPEN) {
        session_fail(p, "too many streams or too long an OPEN");
        return;
    }
    buf_append(&s->open, f->payload, f->length);
    if (f->channel & OPEN_MORE)
        return;
    s->opening = false;
    operation_open(s, f->channel & OPEN_NO_INPUT);
}

static void on_data(struct port *p, struct stream *s, const struct frame *f)
{
    if (f->channel != 0 || f->length > s->in.credit || s->in.eof) {
        session_fail(p, "DATA without credit");
        return;
    }
    s->in.credit -= f->length;
    stream_input(s, f->payload, f->length);
}

static void on_eof(struct stream *s, const struct frame *f)
{
    if (f->channel == 0)
        stream_input_end(s);
    else if (f->channel <= 2)
        stream_source_close(&s->out[f->channel - 1]); /* nobody reads it any more: the writer gets SIGPIPE */
}

static void on_credit(struct port *p, struct stream *s, const struct frame *f)
{
    if (f->length != 4 || f->channel < 1 || f->channel > 2) {
        session_fail(p, "bad CREDIT");
        return;
    }
    struct source *src = &s->out[f->channel - 1];
    uint32_t more = get32(f->payload);
    src->credit = src->credit + more < more ? UINT32_MAX : src->credit + more;
    pump_queue(src);
}

static void on_signal(struct stream *s, const struct frame *f)
{
    if (f->length != 4 || (s->kind != STREAM_EXEC && s->kind != STREAM_PTY))
        return;
    kill(-s->pid, (int)get32(f->payload));
    if (!s->started)
        kill(s->pid, (int)get32(f->payload)); /* it may not have its process group yet */
}

static void on_resize(struct stream *s, const struct frame *f)
{
    int fd = s->out[0].watch.fd;
    if (f->length != 4 || s->kind != STREAM_PTY || fd < 0)
        return;
    struct winsize size = {.ws_col = get16(f->payload), .ws_row = get16(f->payload + 2)};
    ioctl(fd, TIOCSWINSZ, &size);
}

/* Frames of a stream that ended meanwhile are not an error: its RESULT may still be on the way to the host. */
static void on_frame(struct port *p, const struct frame *f)
{
    if (f->type == F_OPEN) {
        on_open(p, f);
        return;
    }
    struct stream *s = stream_find(p, f->stream);
    if (s && s->opening && f->type != F_ABORT) {
        session_fail(p, "frame for a stream that is not open");
        return;
    }
    if (f->type < F_OPEN || f->type > F_RESIZE || f->type == F_STARTED || f->type == F_RESULT)
        session_fail(p, "unknown frame type");
    else if (!s)
        return;
    else if (f->type == F_DATA)
        on_data(p, s, f);
    else if (f->type == F_EOF)
        on_eof(s, f);
    else if (f->type == F_CREDIT)
        on_credit(p, s, f);
    else if (f->type == F_ABORT)
        stream_abort(s);
    else if (f->type == F_SIGNAL)
        on_signal(s, f);
    else
        on_resize(s, f);
}

void session_input(struct port *p)
{
    while (p->in_session && buf_len(&p->rx) >= FRAME_HEADER) {
        uint8_t *at = buf_data(&p->rx);
        struct frame f = {at[0], at[1], get32(at + 4), get32(at + 8), at + FRAME_HEADER};
        if (f.length > MAX_PAYLOAD || get16(at + 2) != 0) {
            session_fail(p, "bad frame header");
            return;
        }
        if (buf_len(&p->rx) < FRAME_HEADER + f.length)
            return;
        on_frame(p, &f);
        if (p->in_session)
            buf_take(&p->rx, FRAME_HEADER + f.length);
    }
}
