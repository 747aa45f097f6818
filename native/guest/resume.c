#include <errno.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "loop.h"
#include "resume.h"

/* Nanoseconds by which the clocks drift apart between two readings that are not the same moment. */
#define SLACK 1000000

static struct watch timer = {.fd = -1};
static void (*on_resume)(void);
static int64_t slept;

static int64_t read_clock(clockid_t id)
{
    struct timespec t;
    clock_gettime(id, &t);
    return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

/* How long this guest was not there since it booted: what CLOCK_BOOTTIME counts and CLOCK_MONOTONIC does not. */
static int64_t time_slept(void)
{
    return read_clock(CLOCK_BOOTTIME) - read_clock(CLOCK_MONOTONIC);
}

/* Never expires; the kernel cancels it when the clock is set, as it is after a pause. timerfd_create(2) */
static void arm(void)
{
    struct itimerspec never = {.it_value = {.tv_sec = INT32_MAX}};
    timerfd_settime(timer.fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never, NULL);
}

static void on_timer(struct watch *w, uint32_t events)
{
    (void)events;
    uint64_t count;
    bool set = read(w->fd, &count, sizeof count) < 0 && errno == ECANCELED;
    arm();
    int64_t now = time_slept();
    if (!set || now - slept < SLACK) /* somebody set the clock */
        return;
    slept = now;
    on_resume();
}

void resume_watch(void (*resumed)(void))
{
    on_resume = resumed;
    slept = time_slept();
    timer = (struct watch){timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC), on_timer};
    if (timer.fd < 0)
        return;
    arm();
    loop_add(&timer, EPOLLIN);
}
