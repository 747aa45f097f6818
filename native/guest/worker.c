#define _GNU_SOURCE
#include "worker.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "child.h"

/* Fewer switches between worker and agent per MiB; more than the default 64 KiB needs CAP_SYS_RESOURCE or luck. */
#define BULK_PIPE (256 << 10)

struct worker {
    worker_op *run;
    bool input, output;
};

static const struct worker workers[] = {
    [OP_READ] = {work_read, false, true},
    [OP_WRITE] = {work_write, true, false},
    [OP_STAT] = {work_stat, false, false},
    [OP_LIST] = {work_list, false, true},
    [OP_MKDIR] = {work_mkdir, false, false},
    [OP_RENAME] = {work_rename, false, false},
    [OP_REMOVE] = {work_remove, false, false},
    [OP_TREE_OUT] = {work_tree_out, false, true},
    [OP_TREE_IN] = {work_tree_in, true, false},
    [OP_DIAL] = {work_dial, false, false},
    [OP_SYNC] = {work_sync, false, false},
};

static bool make_pipe(int fds[2], int ours)
{
    if (pipe2(fds, O_CLOEXEC) < 0)
        return false;
    fcntl(fds[0], F_SETPIPE_SZ, BULK_PIPE);
    return fcntl(fds[ours], F_SETFL, O_NONBLOCK) == 0;
}

static void close_both(const int fds[2])
{
    if (fds[0] >= 0) {
        close(fds[0]);
        close(fds[1]);
    }
}

static pid_t start(const struct worker *w, struct reader *r, int in[2], int out[2], int status[2])
{
    if ((w->input && !make_pipe(in, 1)) || (w->output && !make_pipe(out, 0)))
        return -1;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, status) < 0 || fcntl(status[0], F_SETFL, O_NONBLOCK) < 0)
        return -1;
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    child_descriptors(in[0], out[1], -1, status[1]);
    child_reset();
    umask(022);
    if (chdir("/") == 0)
        w->run(r);
    _exit(1);
}

void worker_start(struct stream *s, struct reader *r)
{
    const struct worker *w = s->op < sizeof workers / sizeof *workers ? &workers[s->op] : NULL;
    int in[2] = {-1, -1}, out[2] = {-1, -1}, status[2] = {-1, -1};
    if (!w || !w->run) {
        stream_fail(s, STEP_REQUEST, ENOSYS, "unknown operation");
        return;
    }
    pid_t pid = start(w, r, in, out, status);
    if (pid < 0) {
        int error = errno;
        close_both(in);
        close_both(out);
        close_both(status);
        stream_fail(s, STEP_SETUP, error, "start a worker process");
        return;
    }
    s->pid = pid;
    s->kind = STREAM_WORKER;
    s->open.start = s->open.end = 0;
    close(status[1]);
    stream_watch_status(s, status[0]);
    if (w->output) {
        close(out[1]);
        stream_watch_out(s, 0, out[0]);
    }
    if (w->input) {
        close(in[0]);
        stream_watch_in(s, in[1]);
    }
}

static void send_result(const uint8_t *header, const void *data, size_t length)
{
    struct iovec parts[2] = {{(void *)(uintptr_t)header, RESULT_HEADER}, {(void *)(uintptr_t)data, length}};
    struct msghdr msg = {.msg_iov = parts, .msg_iovlen = 2};
    _exit(sendmsg(STATUS_FD, &msg, MSG_NOSIGNAL) < 0);
}

_Noreturn void work_done(const struct buf *result)
{
    static const uint8_t header[RESULT_HEADER];
    send_result(header, result ? result->data + result->start : NULL, result ? buf_len(result) : 0);
    _exit(1);
}

_Noreturn void work_fail(enum step step, int error, const char *call, const char *what)
{
    uint8_t header[RESULT_HEADER] = {0};
    char text[4352]; /* PATH_MAX and the call */
    snprintf(text, sizeof text, "%s %s", call, what);
    put32(header, (uint32_t)error);
    put16(header + 4, (uint16_t)step);
    send_result(header, text, strlen(text));
    _exit(1);
}

_Noreturn void work_fail_errno(const char *call, const char *path) { work_fail(STEP_FILE, errno, call, path); }

void work_output(const void *data, size_t length)
{
    const char *p = data;
    while (length > 0) {
        ssize_t n = write(1, p, length);
        if (n < 0 && errno != EINTR)
            _exit(1);
        if (n > 0) {
            p += n;
            length -= (size_t)n;
        }
    }
}

bool work_input_complete(void)
{
    char word;
    return recv(STATUS_FD, &word, 1, 0) == 1 && word == 'C';
}

static int64_t copy_through_buffer(int from, int to, uint64_t length)
{
    static char buffer[128 << 10];
    uint64_t done = 0;
    while (done < length) {
        size_t want = length - done < sizeof buffer ? (size_t)(length - done) : sizeof buffer;
        ssize_t n = read(from, buffer, want);
        if (n < 0 && errno != EINTR)
            return -1;
        if (n == 0)
            break;
        for (ssize_t off = 0, m; off < n; off += m) {
            m = write(to, buffer + off, (size_t)(n - off));
            if (m < 0 && errno != EINTR)
                return -1;
            m = m < 0 ? 0 : m;
        }
        done += n > 0 ? (uint64_t)n : 0;
    }
    return (int64_t)done;
}

/* splice() spares a copy; procfs and O_APPEND files refuse it with EINVAL before anything moved. */
int64_t work_copy(int from, int to, uint64_t length)
{
    uint64_t done = 0;
    while (done < length) {
        size_t want = length - done < (1u << 20) ? (size_t)(length - done) : 1u << 20;
        ssize_t n = splice(from, NULL, to, NULL, want, SPLICE_F_MOVE | SPLICE_F_MORE);
        if (n < 0 && errno == EINVAL && done == 0)
            return copy_through_buffer(from, to, length);
        if (n < 0 && errno != EINTR)
            return -1;
        if (n == 0)
            break;
        done += n > 0 ? (uint64_t)n : 0;
    }
    return (int64_t)done;
}

uint8_t kind_letter(unsigned mode)
{
    switch (mode & S_IFMT) {
    case S_IFREG:
        return 'f';
    case S_IFDIR:
        return 'd';
    case S_IFLNK:
        return 'l';
    case S_IFSOCK:
        return 's';
    case S_IFIFO:
        return 'p';
    case S_IFBLK:
        return 'b';
    case S_IFCHR:
        return 'c';
    default:
        return 0;
    }
}
