#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "session.h"
#include "status.h"

/* How long background children may hold the output pipes of an exited process before its end is reported. */
#define LINGER_MS 200

struct stream *live_streams;
static struct stream *dead_streams;

struct stream *stream_find(struct port *p, uint32_t id)
{
    struct stream *s = p->streams[id % STREAM_BUCKETS];
    while (s && s->id != id)
        s = s->next;
    return s;
}

struct stream *stream_new(struct port *p, uint32_t id)
{
    struct stream *s = calloc(1, sizeof *s);
    if (!s)
        abort();
    s->port = p;
    s->id = id;
    s->opening = true;
    s->status.fd = s->in.watch.fd = -1;
    s->in.credit = WINDOW;
    for (unsigned i = 0; i < 2; i++)
        s->out[i] = (struct source){.watch.fd = -1, .stream = s, .channel = (uint8_t)(i + 1), .credit = p->window};
    s->next = p->streams[id % STREAM_BUCKETS];
    p->streams[id % STREAM_BUCKETS] = s;
    p->stream_count++;
    s->live_next = live_streams;
    if (live_streams)
        live_streams->live_prev = s;
    live_streams = s;
    return s;
}

static void on_source(struct watch *w, uint32_t events)
{
    (void)events;
    struct source *src = container_of(w, struct source, watch);
    src->ready = true;
    pump_queue(src);
}

void stream_watch_out(struct stream *s, unsigned index, int fd)
{
    s->out[index].watch = (struct watch){.fd = fd, .ready = on_source};
    loop_add(&s->out[index].watch, EPOLLIN);
}

/* Closes one output. The host learns it by EOF, or at once by the RESULT if that was the last thing missing. */
void stream_source_close(struct source *src)
{
    struct stream *s = src->stream;
    if (src->watch.fd < 0)
        return;
    pump_unqueue(src);
    loop_close(&src->watch);
    bool process = (s->kind == STREAM_EXEC || s->kind == STREAM_PTY) && !s->exited;
    if (s->port && !s->aborted && (process || s->kind == STREAM_SOCKET))
        append_frame(&s->port->tx, F_EOF, src->channel, s->id, NULL, 0);
    stream_check_end(s);
}

static void unlink_from_port(struct stream *s)
{
    struct stream **at = &s->port->streams[s->id % STREAM_BUCKETS];
    while (*at != s)
        at = &(*at)->next;
    *at = s->next;
    s->port->stream_count--;
}

static void close_all(struct stream *s)
{
    for (unsigned i = 0; i < 2; i++) {
        pump_unqueue(&s->out[i]);
        loop_close(&s->out[i].watch);
    }
    loop_close(&s->in.watch);
    loop_close(&s->status);
    buf_free(&s->in.pending);
}

/* No descriptors, no session, no child left: freed once no event of this round can refer to it. */
static void retire(struct stream *s)
{
    if (s->pid > 0)
        waitpid(s->pid, NULL, 0);
    if (s->live_prev)
        s->live_prev->live_next = s->live_next;
    else
        live_streams = s->live_next;
    if (s->live_next)
        s->live_next->live_prev = s->live_prev;
    s->next = dead_streams;
    dead_streams = s;
}

void stream_free_dead(void)
{
    while (dead_streams) {
        struct stream *s = dead_streams;
        dead_streams = s->next;
        buf_free(&s->open);
        free(s);
    }
}

static void finish(struct stream *s, const void *payload, size_t length)
{
    append_frame(&s->port->tx, F_RESULT, 0, s->id, payload, (uint32_t)length);
    close_all(s);
    unlink_from_port(s);
    s->port = NULL;
    retire(s);
}

void stream_fail(struct stream *s, enum step step, int error, const char *what)
{
    uint8_t payload[RESULT_HEADER + 512] = {0};
    size_t length = strnlen(what, 512);
    put32(payload, (uint32_t)error);
    put16(payload + 4, (uint16_t)step);
    memcpy(payload + RESULT_HEADER, what, length);
    finish(s, payload, RESULT_HEADER + length);
}

static void finish_exec(struct stream *s)
{
    uint8_t payload[RESULT_HEADER + 8] = {0};
    bool signalled = WIFSIGNALED(s->wait_status);
    put32(payload + RESULT_HEADER, signalled ? 0 : (uint32_t)WEXITSTATUS(s->wait_status));
    put32(payload + RESULT_HEADER + 4, signalled ? (uint32_t)WTERMSIG(s->wait_status) : 0);
    finish(s, payload, sizeof payload);
}

static void finish_worker(struct stream *s)
{
    if (buf_len(&s->open) >= RESULT_HEADER)
        finish(s, buf_data(&s->open), buf_len(&s->open));
    else
        stream_fail(s, STEP_SETUP, EIO, "the agent's worker process died");
}

static void start_linger(struct stream *s)
{
    if (s->linger_at == 0 && !s->out[0].linger && !s->out[1].linger)
        s->linger_at = now_ms() + LINGER_MS;
}

/* Sends the RESULT as soon as nothing is missing: child gone, its message read, outputs at their end. */
void stream_check_end(struct stream *s)
{
    bool open = s->out[0].watch.fd >= 0 || s->out[1].watch.fd >= 0;
    if (!s->port || s->opening || (s->pid > 0 && !s->exited))
        return;
    if (s->aborted)
        stream_fail(s, STEP_ABORTED, ECANCELED, "aborted by the host");
    else if (s->status.fd >= 0)
        return;
    else if (s->kind == STREAM_SOCKET) {
        if (!open && s->in.watch.fd < 0)
            finish(s, (uint8_t[RESULT_HEADER]){0}, RESULT_HEADER);
    } else if (open && !(s->kind != STREAM_WORKER && buf_len(&s->open) > 0)) {
        bool empty = (s->out[0].watch.fd < 0 || !s->out[0].ready) && (s->out[1].watch.fd < 0 || !s->out[1].ready);
        if (empty)
            start_linger(s);
    } else if (s->kind == STREAM_WORKER || buf_len(&s->open) > 0)
        finish_worker(s);
    else
        finish_exec(s);
}

static void kill_children(struct stream *s)
{
    if (s->pid <= 0)
        return;
    if (s->kind == STREAM_EXEC || s->kind == STREAM_PTY) {
        kill(-s->pid, SIGKILL);
        kill(s->pid, SIGKILL); /* before its setsid() there is no group yet */
    } else if (!s->exited) {
        kill(s->pid, SIGTERM); /* workers remove their temporary file first */
    }
}

/* The host no longer wants it: everything is killed, the RESULT follows when the child is gone. */
void stream_abort(struct stream *s)
{
    s->aborted = true;
    s->opening = false;
    kill_children(s);
    close_all(s);
    stream_check_end(s);
}

/* The session is over: like abort, but nobody is told. */
void stream_detach(struct stream *s)
{
    kill_children(s);
    close_all(s);
    unlink_from_port(s);
    s->port = NULL;
    s->aborted = true;
    if (s->pid <= 0 || s->exited)
        retire(s);
}

static void child_exited(struct stream *s, const siginfo_t *info)
{
    s->exited = true;
    s->wait_status = info->si_code == CLD_EXITED ? info->si_status << 8 : info->si_status;
    if (!s->port) {
        retire(s);
        return;
    }
    status_read(s);
    for (unsigned i = 0; s->port && i < 2; i++) {
        if (s->kind == STREAM_SOCKET || s->out[i].watch.fd < 0)
            continue;
        s->out[i].ready = true; /* its last output may not have been reported yet */
        pump_queue(&s->out[i]);
    }
    if (s->port)
        stream_check_end(s);
}

void stream_reap(void)
{
    for (struct stream *s = live_streams, *next; s; s = next) {
        siginfo_t info = {0};
        next = s->live_next;
        if (s->pid <= 0 || s->exited)
            continue;
        if (waitid(P_PID, (id_t)s->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == s->pid)
            child_exited(s, &info);
    }
}

int64_t stream_next_deadline(void)
{
    int64_t first = 0;
    for (struct stream *s = live_streams; s; s = s->live_next) {
        if (s->linger_at && (first == 0 || s->linger_at < first))
            first = s->linger_at;
    }
    return first;
}

/* What the exited process wrote is in the pipe by now; exactly that is still sent. */
static void end_linger(struct stream *s)
{
    s->linger_at = 0;
    for (unsigned i = 0; s->port && i < 2; i++) {
        struct source *src = &s->out[i];
        int waiting = 0;
        if (src->watch.fd < 0)
            continue;
        ioctl(src->watch.fd, FIONREAD, &waiting);
        if (waiting <= 0) {
            stream_source_close(src);
        } else {
            src->linger = (uint32_t)waiting;
            src->ready = true;
            pump_queue(src);
        }
    }
}

void stream_run_deadlines(int64_t now)
{
    for (struct stream *s = live_streams, *next; s; s = next) {
        next = s->live_next;
        if (s->linger_at && s->linger_at <= now)
            end_linger(s);
    }
}
