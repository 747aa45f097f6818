#ifndef VMWRIGHT_SESSION_H
#define VMWRIGHT_SESSION_H

#include <sys/types.h>

#include "buf.h"
#include "loop.h"
#include "wire.h"

#define STREAM_BUCKETS 64u
#define MAX_STREAMS 4096u

struct port;
struct stream;

/* A descriptor whose bytes go to the host: channel 1 or 2 of a stream. Read only with credit and room in the port. */
struct source {
    struct watch watch;
    struct stream *stream;
    struct source *next; /* in the port's ring of ready sources */
    uint32_t credit;
    uint32_t linger;     /* after the grace period: bytes still taken from a pipe that never ends; 0 = no limit yet */
    uint8_t channel;
    bool ready, queued;
};

/* A descriptor that takes the host's bytes of channel 0. What it does not take at once waits in `pending`. */
struct sink {
    struct watch watch;
    struct buf pending;
    uint32_t credit;   /* bytes the host may still send */
    uint32_t consumed; /* taken since the last CREDIT frame */
    bool eof;          /* the host sent its last byte */
};

enum stream_kind { STREAM_EXEC, STREAM_PTY, STREAM_WORKER, STREAM_SOCKET };

/* One operation of the host. Lives in its port's table until its RESULT is sent and its child is reaped. */
struct stream {
    struct port *port; /* NULL once the session is gone: nothing is sent any more */
    struct stream *next;                    /* in the port's bucket */
    struct stream *live_next, *live_prev;   /* all streams of all ports */
    uint32_t id;
    enum stream_kind kind;
    uint8_t op;
    bool opening, aborted, exited, started;
    pid_t pid;         /* 0 without child; kept as a zombie until the end so that its number cannot be reused */
    int wait_status;
    int64_t linger_at; /* now_ms() at which the grace period after exit ends; 0 = not running */
    struct buf open;   /* OPEN payload so far, later the RESULT payload of the child */
    struct watch status; /* from the child: exec failure, worker result, dialled socket */
    struct sink in;
    struct source out[2];
};

enum port_kind { PORT_VIRTIO, PORT_TTY, PORT_SOCKET };

/* One byte channel to a host and its session. */
struct port {
    struct watch watch;
    enum port_kind kind;
    bool in_session, readable, writable, gone, hung_up, announce;
    bool heard; /* the kernel took a byte for the host of this session, so the port is open on both sides */
    struct buf rx, tx;
    uint8_t tail[HELLO_SIZE]; /* the last bytes received: a HELLO there starts a new session at any time */
    uint32_t window;          /* bytes we may send ahead per channel of a new stream */
    uint32_t stream_count;
    struct stream *streams[STREAM_BUCKETS];
    struct source *ready_head, *ready_tail;
    struct port *next;
    char name[64];
};

extern struct port *ports;
extern struct stream *live_streams;
extern const char *agent_boot_id;

/* port.c: bytes in and out */
struct port *port_add(int fd, enum port_kind kind, const char *name);
/* Reads, answers, pumps and writes as far as possible; true when there is more to do at once. */
bool port_service(struct port *p);
void port_remove(struct port *p);
void port_end_session(struct port *p);

/* session.c: frames */
void session_input(struct port *p);
void session_start(struct port *p, const uint8_t *hello);
void session_fail(struct port *p, const char *why);

/* stream.c: one operation's descriptors and end */
struct stream *stream_find(struct port *p, uint32_t id);
struct stream *stream_new(struct port *p, uint32_t id);
void stream_watch_in(struct stream *s, int fd);
void stream_watch_out(struct stream *s, unsigned index, int fd);
void stream_watch_status(struct stream *s, int fd);
bool stream_input(struct stream *s, const uint8_t *data, uint32_t length);
void stream_input_end(struct stream *s);
void stream_abort(struct stream *s);
void stream_detach(struct stream *s);
void stream_source_close(struct source *src);
void stream_fail(struct stream *s, enum step step, int error, const char *what);
void stream_check_end(struct stream *s);
void stream_reap(void);
int64_t stream_next_deadline(void);
void stream_run_deadlines(int64_t now);
void stream_free_dead(void);

/* pump.c: sources to frames, in turn */
void pump_queue(struct source *src);
void pump_unqueue(struct source *src);
void pump_run(struct port *p);

/* operation.c: what an OPEN asks for */
void operation_open(struct stream *s, bool no_input);

/* A child's message on its status channel becomes the RESULT payload: u32 errno, u16 step, u16 0, data or text. */
#define RESULT_HEADER 8u

#endif
