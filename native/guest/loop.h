#ifndef VMWRIGHT_LOOP_H
#define VMWRIGHT_LOOP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define container_of(ptr, type, member) ((type *)(void *)((char *)(ptr) - offsetof(type, member)))

/*
 * One watched descriptor, embedded in its owner. All watches are edge-triggered: a virtio port whose host is gone is
 * readable and hung up for ever, and a pipe that may not be read for lack of credit stays readable, so level
 * triggering would spin. `ready` must remember readiness until read() or write() says EAGAIN.
 */
struct watch {
    int fd; /* -1 when closed; events still queued for it are dropped */
    void (*ready)(struct watch *w, uint32_t events);
};

void loop_init(void);
/* `events` are EPOLLIN, EPOLLOUT or both. */
void loop_add(struct watch *w, uint32_t events);
/* Closes the descriptor. Safe to call twice. */
void loop_close(struct watch *w);
/* Waits for events for at most `timeout_ms` (-1: for ever) and calls their watches. */
void loop_once(int timeout_ms);

int64_t now_ms(void);

#endif
