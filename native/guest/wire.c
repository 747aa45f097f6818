#include "wire.h"

#include <string.h>

/* No byte below 0x20 and no 0x00: a magic can then never lie across a frame header (docs/guest-protocol.md, 2). */
const uint8_t MAGIC_HELLO[MAGIC_SIZE] = {0xf7, 'v', 'm', 'w', 'r', 'i', 'g', 'h', 't', '-', 'h', 'e', 'l', 'l', 'o', 0xfe};
const uint8_t MAGIC_WELCOME[MAGIC_SIZE] = {0xf7, 'v', 'm', 'w', 'r', 'i', 'g', 'h', 't', '-', 'r', 'e', 'a', 'd', 'y', 0xfe};
const uint8_t MAGIC_START[MAGIC_SIZE] = {0xf7, 'v', 'm', 'w', 'r', 'i', 'g', 'h', 't', '-', 's', 't', 'a', 'r', 't', 0xfe};

uint16_t get16(const uint8_t *p) { return (uint16_t)(p[0] | p[1] << 8); }
uint32_t get32(const uint8_t *p) { return get16(p) | (uint32_t)get16(p + 2) << 16; }
uint64_t get64(const uint8_t *p) { return get32(p) | (uint64_t)get32(p + 4) << 32; }

void put16(uint8_t *p, uint16_t v)
{
    p[0] = (uint8_t)v;
    p[1] = (uint8_t)(v >> 8);
}

void put32(uint8_t *p, uint32_t v)
{
    put16(p, (uint16_t)v);
    put16(p + 2, (uint16_t)(v >> 16));
}

void put64(uint8_t *p, uint64_t v)
{
    put32(p, (uint32_t)v);
    put32(p + 4, (uint32_t)(v >> 32));
}

static uint8_t *take(struct reader *r, size_t n)
{
    if (r->bad || (size_t)(r->end - r->p) < n) {
        r->bad = true;
        return NULL;
    }
    uint8_t *p = r->p;
    r->p += n;
    return p;
}

uint8_t read8(struct reader *r)
{
    uint8_t *p = take(r, 1);
    return p ? *p : 0;
}

uint16_t read16(struct reader *r)
{
    uint8_t *p = take(r, 2);
    return p ? get16(p) : 0;
}

uint32_t read32(struct reader *r)
{
    uint8_t *p = take(r, 4);
    return p ? get32(p) : 0;
}

uint64_t read64(struct reader *r)
{
    uint8_t *p = take(r, 8);
    return p ? get64(p) : 0;
}

char *read_str(struct reader *r)
{
    uint32_t length = read32(r);
    char *s = (char *)take(r, (size_t)length + 1);
    if (s && memchr(s, 0, (size_t)length + 1) != s + length) {
        r->bad = true;
        s = NULL;
    }
    return s;
}

void put_header(uint8_t *p, uint8_t type, uint8_t channel, uint32_t stream, uint32_t length)
{
    p[0] = type;
    p[1] = channel;
    put16(p + 2, 0);
    put32(p + 4, stream);
    put32(p + 8, length);
}

void append_frame(struct buf *b, uint8_t type, uint8_t channel, uint32_t stream, const void *payload, uint32_t length)
{
    put_header(buf_reserve(b, FRAME_HEADER + length), type, channel, stream, length);
    b->end += FRAME_HEADER;
    buf_append(b, payload, length);
}

void append_str(struct buf *b, const char *s)
{
    uint8_t length[4];
    put32(length, (uint32_t)strlen(s));
    buf_append(b, length, 4);
    buf_append(b, s, strlen(s) + 1);
}
