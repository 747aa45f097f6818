#include <errno.h>
#include <unistd.h>

#include "session.h"

/* The virtio port driver copies at most 32 KiB per write() into one buffer of the queue: a batch fills just that. */
#define BATCH (32u << 10)
/* A frame with less room than this is not worth starting; the batch is sent first. */
#define MIN_ROOM 4096u

void pump_queue(struct source *src)
{
    struct port *p = src->stream->port;
    if (!p || src->queued || !src->ready || src->credit == 0 || src->watch.fd < 0)
        return;
    src->queued = true;
    src->next = NULL;
    if (p->ready_tail)
        p->ready_tail->next = src;
    else
        p->ready_head = src;
    p->ready_tail = src;
}

void pump_unqueue(struct source *src)
{
    struct port *p = src->stream->port;
    if (!p || !src->queued)
        return;
    struct source *before = NULL;
    for (struct source *at = p->ready_head; at; before = at, at = at->next) {
        if (at != src)
            continue;
        if (before)
            before->next = at->next;
        else
            p->ready_head = at->next;
        if (p->ready_tail == at)
            p->ready_tail = before;
        break;
    }
    src->queued = false;
}

static struct source *pop(struct port *p)
{
    struct source *src = p->ready_head;
    p->ready_head = src->next;
    if (!p->ready_head)
        p->ready_tail = NULL;
    src->queued = false;
    return src;
}

/* Moves one frame's worth of bytes from the source into the port's buffer, without a copy in between. */
static void pump_one(struct port *p, struct source *src, size_t room)
{
    size_t want = room - FRAME_HEADER;
    if (want > src->credit)
        want = src->credit;
    if (src->linger && want > src->linger)
        want = src->linger;
    uint8_t *at = buf_reserve(&p->tx, FRAME_HEADER + want);
    ssize_t n = read(src->watch.fd, at + FRAME_HEADER, want);
    if (n > 0) {
        put_header(at, F_DATA, src->channel, src->stream->id, (uint32_t)n);
        p->tx.end += FRAME_HEADER + (size_t)n;
        src->credit -= (uint32_t)n;
        bool ended = src->linger && (src->linger -= (uint32_t)n) == 0;
        if (ended)
            stream_source_close(src);
        else
            pump_queue(src);
    } else if (n < 0 && errno == EINTR) {
        pump_queue(src);
    } else if (n < 0 && errno == EAGAIN) {
        src->ready = false;
        if (src->linger)
            stream_source_close(src);
        else
            stream_check_end(src->stream);
    } else {
        stream_source_close(src); /* end of file; EIO is a pty without its last process; ECONNRESET a dead peer */
    }
}

/* Fills one batch, each ready source in turn, so that a small answer waits for one frame of a large one at most. */
void pump_run(struct port *p)
{
    while (p->ready_head) {
        size_t used = buf_len(&p->tx);
        if (used + FRAME_HEADER + MIN_ROOM > BATCH)
            return;
        pump_one(p, pop(p), BATCH - used);
    }
}
