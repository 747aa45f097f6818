#ifndef VMWRIGHT_BUF_H
#define VMWRIGHT_BUF_H

#include <stddef.h>
#include <stdint.h>

/* A queue of bytes in one growing allocation: appended at the end, taken from the start. Zero-initialise it. */
struct buf {
    uint8_t *data;
    size_t start, end, cap;
};

/* Makes room for `n` more bytes and returns where they go; the caller then adds what it wrote to `end`. */
uint8_t *buf_reserve(struct buf *b, size_t n);
void buf_append(struct buf *b, const void *data, size_t n);
void buf_take(struct buf *b, size_t n);
void buf_free(struct buf *b);

static inline size_t buf_len(const struct buf *b) { return b->end - b->start; }
static inline uint8_t *buf_data(struct buf *b) { return b->data + b->start; }

#endif
