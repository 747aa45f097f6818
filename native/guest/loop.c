#include "loop.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

static int epoll_fd = -1;

void loop_init(void)
{
    epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    if (epoll_fd < 0)
        abort();
}

void loop_add(struct watch *w, uint32_t events)
{
    struct epoll_event event = {.events = events | EPOLLET, .data.ptr = w};
    /* EPERM: a regular file or /dev/null, always ready; its owner tries it once and never sees EAGAIN. */
    if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, w->fd, &event) < 0 && errno != EPERM)
        abort();
}

void loop_close(struct watch *w)
{
    if (w->fd < 0)
        return;
    /* Explicit, because a copy of the descriptor in a forked child would keep the registration alive. */
    epoll_ctl(epoll_fd, EPOLL_CTL_DEL, w->fd, NULL);
    close(w->fd);
    w->fd = -1;
}

void loop_once(int timeout_ms)
{
    struct epoll_event events[64];
    int n = epoll_wait(epoll_fd, events, 64, timeout_ms);
    for (int i = 0; i < n; i++) {
        struct watch *w = events[i].data.ptr;
        if (w->fd >= 0)
            w->ready(w, events[i].events);
    }
}

int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}
