#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "agent.h"
#include "child.h"

/* Both ends of everything one process needs; -1 where there is none. */
struct plumbing {
    int child_in, child_out, child_err, child_status;
    int in, out, err, status;
};

static void close_fds(const int *fds, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        if (fds[i] >= 0)
            close(fds[i]);
    }
}

/* `ours` is the end that the agent keeps; only that one is non-blocking. */
static bool make_pipe(int *read_end, int *write_end, const int *ours)
{
    int fds[2];
    if (pipe2(fds, O_CLOEXEC) < 0)
        return false;
    *read_end = fds[0];
    *write_end = fds[1];
    return fcntl(*ours, F_SETFL, O_NONBLOCK) == 0;
}

static bool open_pipes(struct plumbing *p, bool no_input)
{
    if (no_input)
        p->child_in = open("/dev/null", O_RDONLY | O_CLOEXEC);
    else if (!make_pipe(&p->child_in, &p->in, &p->in))
        return false;
    return p->child_in >= 0 && make_pipe(&p->out, &p->child_out, &p->out) &&
           make_pipe(&p->err, &p->child_err, &p->err);
}

static bool open_pty(struct plumbing *p)
{
    int unlock = 0;
    p->out = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (p->out < 0 || ioctl(p->out, TIOCSPTLCK, &unlock) < 0)
        return false;
    p->child_in = ioctl(p->out, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    p->in = p->child_in < 0 ? -1 : fcntl(p->out, F_DUPFD_CLOEXEC, 0);
    p->child_out = p->in < 0 ? -1 : fcntl(p->child_in, F_DUPFD_CLOEXEC, 0);
    p->child_err = p->child_out < 0 ? -1 : fcntl(p->child_in, F_DUPFD_CLOEXEC, 0);
    return p->child_err >= 0;
}

static void watch(struct stream *s, const struct plumbing *p)
{
    stream_watch_status(s, p->status);
    stream_watch_out(s, 0, p->out);
    if (p->err >= 0)
        stream_watch_out(s, 1, p->err);
    if (p->in >= 0)
        stream_watch_in(s, p->in);
}

/* A network device that never appears must not keep commands from starting for ever. */
#define NETWORK_MS 5000

/* A command may use the network at once, so in a guest that has just booted it starts when the network is there. */
static void await_network(void)
{
    struct pollfd done = {.fd = agent_network_fd, .events = POLLIN};
    if (agent_network_fd >= 0)
        poll(&done, 1, NETWORK_MS);
}

static void start(struct stream *s, struct exec_request *q, bool no_input)
{
    struct plumbing p = {-1, -1, -1, -1, -1, -1, -1, -1};
    bool ok = (q->pty ? open_pty(&p) : open_pipes(&p, no_input)) && make_pipe(&p.status, &p.child_status, &p.status);
    pid_t pid = ok ? fork() : -1;
    int error = errno;
    if (pid == 0) {
        await_network();
        child_descriptors(p.child_in, p.child_out, p.child_err, p.child_status);
        exec_child(q);
    }
    close_fds(&p.child_in, 4);
    if (pid < 0) {
        close_fds(&p.in, 4);
        stream_fail(s, STEP_SETUP, error, q->pty ? "open a pty and fork" : "make pipes and fork");
        return;
    }
    s->pid = pid;
    s->kind = q->pty ? STREAM_PTY : STREAM_EXEC;
    s->in.eof = no_input && !q->pty;
    s->open.start = s->open.end = 0;
    watch(s, &p);
}

void process_start(struct stream *s, struct reader *r, bool no_input)
{
    struct exec_request q = {0};
    if (exec_parse(r, &q))
        start(s, &q, no_input);
    else
        stream_fail(s, STEP_REQUEST, EINVAL, "malformed exec request");
    exec_free(&q);
}
