#define _GNU_SOURCE
#include "child.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static struct rlimit inherited_files;
static bool oom_protected;

static bool write_oom_score(const char *score, size_t length)
{
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    bool ok = fd >= 0 && write(fd, score, length) == (ssize_t)length;
    if (fd >= 0)
        close(fd);
    return ok;
}

void child_policy_init(bool protect_from_oom)
{
    getrlimit(RLIMIT_NOFILE, &inherited_files);
    struct rlimit more = {65536, 65536};
    if (setrlimit(RLIMIT_NOFILE, &more) < 0) {
        more = (struct rlimit){inherited_files.rlim_max, inherited_files.rlim_max};
        setrlimit(RLIMIT_NOFILE, &more);
    }
    oom_protected = protect_from_oom && write_oom_score("-1000", 5);
}

static void close_from(unsigned first)
{
#ifdef SYS_close_range
    if (syscall(SYS_close_range, first, ~0u, 0) == 0)
        return;
#endif
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    for (unsigned fd = first; fd < files.rlim_cur; fd++)
        close((int)fd);
}

/* 0-2 are always open in the agent, so no source can be one of the first targets; STATUS_FD comes last. */
void child_descriptors(int in, int out, int err, int status)
{
    if (in >= 0)
        dup2(in, 0);
    if (out >= 0)
        dup2(out, 1);
    if (err >= 0)
        dup2(err, 2);
    if (status != STATUS_FD)
        dup2(status, STATUS_FD);
    fcntl(STATUS_FD, F_SETFD, FD_CLOEXEC);
    close_from(STATUS_FD + 1);
}

void child_reset(void)
{
    sigset_t none;
    sigemptyset(&none);
    signal(SIGPIPE, SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
    setrlimit(RLIMIT_NOFILE, &inherited_files);
    if (oom_protected)
        write_oom_score("0", 1);
}
