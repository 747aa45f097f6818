#include <errno.h>
#include <fcntl.h>
#include <linux/random.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "child.h"
#include "power.h"

static void succeed(struct stream *s)
{
    stream_fail(s, STEP_NONE, 0, "");
}

static void set_time(struct stream *s, struct reader *r)
{
    int64_t ns = (int64_t)read64(r);
    struct timespec t = {ns / 1000000000, ns % 1000000000};
    if (r->bad)
        stream_fail(s, STEP_REQUEST, EINVAL, "malformed time");
    else if (clock_settime(CLOCK_REALTIME, &t) < 0)
        stream_fail(s, STEP_SYSTEM, errno, "clock_settime");
    else
        succeed(s);
}

/* Credits the bytes as entropy and has the generator use them at once. */
static void add_entropy(struct stream *s, struct reader *r)
{
    size_t n = (size_t)(r->end - r->p);
    struct rand_pool_info *pool = calloc(1, sizeof *pool + (n + 3) / 4 * 4);
    int fd = open("/dev/random", O_RDWR | O_CLOEXEC);
    if (!pool || fd < 0 || n == 0 || n > 4096) {
        stream_fail(s, STEP_SYSTEM, n == 0 || n > 4096 ? EINVAL : errno, "open /dev/random");
    } else {
        pool->entropy_count = (int)n * 8;
        pool->buf_size = (int)n;
        memcpy(pool->buf, r->p, n);
        bool ok = ioctl(fd, RNDADDENTROPY, pool) == 0 && ioctl(fd, RNDRESEEDCRNG) == 0;
        stream_fail(s, ok ? STEP_NONE : STEP_SYSTEM, ok ? 0 : errno, ok ? "" : "RNDADDENTROPY");
    }
    if (fd >= 0)
        close(fd);
    free(pool);
}

static void power(struct stream *s, enum power_action action)
{
    if (power_request(action))
        succeed(s);
    else
        stream_fail(s, STEP_SYSTEM, errno, "ask init to stop");
}

void operation_open(struct stream *s, bool no_input)
{
    struct reader r = {buf_data(&s->open), buf_data(&s->open) + buf_len(&s->open), false};
    s->op = read8(&r);
    if (r.bad) {
        stream_fail(s, STEP_REQUEST, EINVAL, "empty request");
        return;
    }
    switch (s->op) {
    case OP_EXEC:
        process_start(s, &r, no_input);
        break;
    case OP_PING:
        succeed(s);
        break;
    case OP_TIME_SET:
        set_time(s, &r);
        break;
    case OP_ENTROPY:
        add_entropy(s, &r);
        break;
    case OP_POWEROFF:
        power(s, POWER_OFF);
        break;
    case OP_REBOOT:
        power(s, POWER_REBOOT);
        break;
    default:
        worker_start(s, &r);
    }
    if (s->port && no_input)
        stream_input_end(s);
}
