#ifndef VMWRIGHT_WIRE_H
#define VMWRIGHT_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

/* The wire format of docs/guest-protocol.md. All integers are little-endian. */

#define PROTOCOL_VERSION 1u
#define MAGIC_SIZE 16u
#define NONCE_SIZE 16u
#define HELLO_SIZE 40u         /* magic, nonce, u32 version, u32 window */
#define FRAME_HEADER 12u       /* u8 type, u8 channel, u16 0, u32 stream, u32 length */
#define MAX_PAYLOAD 65536u
#define MAX_OPEN (4u << 20)    /* all OPEN frames of one stream together */
#define WINDOW (256u << 10)    /* bytes the host may send ahead, per stream */

extern const uint8_t MAGIC_HELLO[MAGIC_SIZE], MAGIC_WELCOME[MAGIC_SIZE], MAGIC_START[MAGIC_SIZE];

enum frame_type {
    F_OPEN = 1,
    F_DATA = 2,
    F_EOF = 3,
    F_CREDIT = 4,
    F_STARTED = 5,
    F_RESULT = 6,
    F_ABORT = 7,
    F_SIGNAL = 8,
    F_RESIZE = 9,
};

/* In the channel byte of OPEN. */
enum open_flag { OPEN_NO_INPUT = 1, OPEN_MORE = 2 };

enum op {
    OP_EXEC = 1,
    OP_READ = 2,
    OP_WRITE = 3,
    OP_STAT = 4,
    OP_LIST = 5,
    OP_MKDIR = 6,
    OP_RENAME = 7,
    OP_REMOVE = 8,
    OP_TREE_OUT = 9,
    OP_TREE_IN = 10,
    OP_DIAL = 11,
    OP_TIME_SET = 12,
    OP_ENTROPY = 13,
    OP_SYNC = 14,
    OP_POWEROFF = 15,
    OP_REBOOT = 16,
    OP_PING = 17,
};

/* What failed, in RESULT. */
enum step {
    STEP_NONE = 0,
    STEP_REQUEST = 1, /* the OPEN payload makes no sense */
    STEP_SETUP = 2,   /* pipes, pty, fork */
    STEP_USER = 3,    /* no such user, or no right to become it */
    STEP_CHDIR = 4,
    STEP_EXEC = 5,
    STEP_FILE = 6,
    STEP_CONNECT = 7,
    STEP_SYSTEM = 8,
    STEP_ABORTED = 9,
};

struct frame {
    uint8_t type, channel;
    uint32_t stream, length;
    uint8_t *payload;
};

/* A cursor over a payload. After any short or malformed item `bad` is set and every later item is zero or NULL. */
struct reader {
    uint8_t *p, *end;
    bool bad;
};

uint16_t get16(const uint8_t *p);
uint32_t get32(const uint8_t *p);
uint64_t get64(const uint8_t *p);
void put16(uint8_t *p, uint16_t v);
void put32(uint8_t *p, uint32_t v);
void put64(uint8_t *p, uint64_t v);

uint8_t read8(struct reader *r);
uint16_t read16(struct reader *r);
uint32_t read32(struct reader *r);
uint64_t read64(struct reader *r);
/* u32 length, bytes without NUL, one NUL. The result points into the payload. */
char *read_str(struct reader *r);

void put_header(uint8_t *p, uint8_t type, uint8_t channel, uint32_t stream, uint32_t length);
void append_frame(struct buf *b, uint8_t type, uint8_t channel, uint32_t stream, const void *payload, uint32_t length);
void append_str(struct buf *b, const char *s);

#endif
