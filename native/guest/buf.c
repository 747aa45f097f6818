#include "buf.h"

#include <stdlib.h>
#include <string.h>

uint8_t *buf_reserve(struct buf *b, size_t n)
{
    if (b->cap - b->end >= n)
        return b->data + b->end;
    size_t len = buf_len(b);
    if (b->start > 0) {
        memmove(b->data, b->data + b->start, len);
        b->start = 0;
        b->end = len;
    }
    if (b->cap - len < n) {
        size_t cap = b->cap ? b->cap * 2 : 4096;
        while (cap - len < n)
            cap *= 2;
        uint8_t *data = realloc(b->data, cap);
        if (!data)
            abort(); /* the keeper starts a fresh agent; half-sent frames could not be continued */
        b->data = data;
        b->cap = cap;
    }
    return b->data + b->end;
}

void buf_append(struct buf *b, const void *data, size_t n)
{
    if (n == 0)
        return;
    memcpy(buf_reserve(b, n), data, n);
    b->end += n;
}

void buf_take(struct buf *b, size_t n)
{
    b->start += n;
    if (b->start == b->end)
        b->start = b->end = 0;
}

void buf_free(struct buf *b)
{
    free(b->data);
    *b = (struct buf){0};
}
