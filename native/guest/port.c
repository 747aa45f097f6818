#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "agent.h"
#include "session.h"

/* Read before frames are looked at; two frames of the largest size always fit. */
#define RX_BATCH (128u << 10)
/* While this much waits to be written nothing more is read: a host that does not listen gets no answers to hoard. */
#define TX_HIGH (256u << 10)

struct port *ports;

static void on_ready(struct watch *w, uint32_t events)
{
    struct port *p = container_of(w, struct port, watch);
    if (events & (EPOLLIN | EPOLLHUP | EPOLLERR))
        p->readable = true;
    if (events & EPOLLOUT)
        p->writable = true;
}

struct port *port_add(int fd, enum port_kind kind, const char *name)
{
    struct port *p = calloc(1, sizeof *p);
    if (!p)
        abort();
    p->kind = kind;
    p->readable = p->writable = true;
    strncpy(p->name, name, sizeof p->name - 1);
    p->watch = (struct watch){.fd = fd, .ready = on_ready};
    loop_add(&p->watch, EPOLLIN | EPOLLOUT);
    p->next = ports;
    ports = p;
    p->announce = kind != PORT_SOCKET;
    return p;
}

void port_remove(struct port *p)
{
    port_end_session(p);
    for (struct port **at = &ports; *at; at = &(*at)->next) {
        if (*at == p) {
            *at = p->next;
            break;
        }
    }
    loop_close(&p->watch);
    buf_free(&p->rx);
    buf_free(&p->tx);
    free(p);
}

/* Forgets everything of the session and kills what it started. */
void port_end_session(struct port *p)
{
    p->in_session = p->heard = false;
    for (unsigned i = 0; i < STREAM_BUCKETS; i++) {
        while (p->streams[i])
            stream_detach(p->streams[i]);
    }
    p->rx.start = p->rx.end = 0;
    p->tx.start = p->tx.end = 0;
}

static void remember_tail(struct port *p, const uint8_t *data, size_t n)
{
    if (n >= HELLO_SIZE) {
        memcpy(p->tail, data + n - HELLO_SIZE, HELLO_SIZE);
    } else {
        memmove(p->tail, p->tail + n, HELLO_SIZE - n);
        memcpy(p->tail + HELLO_SIZE - n, data, n);
    }
}

static void received(struct port *p, size_t n)
{
    remember_tail(p, p->rx.data + p->rx.end, n);
    p->rx.end += n;
    if (memcmp(p->tail, MAGIC_HELLO, MAGIC_SIZE) == 0) {
        uint8_t hello[HELLO_SIZE];
        memcpy(hello, p->tail, HELLO_SIZE);
        memset(p->tail, 0, HELLO_SIZE);
        session_start(p, hello);
    }
    if (!p->in_session)
        p->rx.start = p->rx.end = 0;
}

/* The host closed its end. A virtio port stays open for the next host; a socket or a terminal is finished. */
static void hung_up(struct port *p)
{
    port_end_session(p);
    p->readable = false;
    if (p->kind != PORT_VIRTIO)
        p->gone = p->hung_up = true;
}

static void read_batch(struct port *p)
{
    while (p->readable && buf_len(&p->rx) < RX_BATCH && buf_len(&p->tx) < TX_HIGH) {
        uint8_t *at = buf_reserve(&p->rx, RX_BATCH);
        ssize_t n = read(p->watch.fd, at, RX_BATCH);
        if (n > 0)
            received(p, (size_t)n);
        else if (n == 0 && p->kind == PORT_VIRTIO && p->in_session && !p->heard)
            p->readable = false; /* bytes of a new host can be here before the kernel knows that it opened the port */
        else if (n == 0)
            hung_up(p);
        else if (errno == EAGAIN)
            p->readable = false;
        else if (errno == ENODEV || (errno != EINTR && p->kind != PORT_VIRTIO))
            p->gone = true, p->readable = false;
        else if (errno != EINTR)
            hung_up(p);
    }
}

static void write_out(struct port *p)
{
    while (p->writable && buf_len(&p->tx) > 0) {
        ssize_t n = write(p->watch.fd, buf_data(&p->tx), buf_len(&p->tx));
        if (n > 0) {
            p->heard = p->in_session;
            buf_take(&p->tx, (size_t)n);
        } else if (n < 0 && errno == EINTR)
            continue;
        else if (n < 0 && errno == EAGAIN)
            p->writable = false;
        else {
            hung_up(p);
            return;
        }
    }
}

/* A host that still talks to an earlier agent must learn that it is gone; one whose HELLO was waiting knows. */
static void announce(struct port *p)
{
    if (p->announce && !p->in_session)
        buf_append(&p->tx, MAGIC_START, MAGIC_SIZE);
    p->announce = false;
}

/* After the answer is on its way, so that what waits for it competes with nothing. */
static void tell_ready(const struct port *p)
{
    if (agent_ready_fd < 0 || !p->in_session || buf_len(&p->tx) > 0)
        return;
    if (write(agent_ready_fd, "", 1) == 1)
        close(agent_ready_fd);
    agent_ready_fd = -1;
}

bool port_service(struct port *p)
{
    read_batch(p);
    announce(p);
    if (p->in_session)
        session_input(p);
    if (p->in_session)
        pump_run(p);
    write_out(p);
    tell_ready(p);
    bool may_send = p->in_session && p->writable && p->ready_head;
    bool may_read = p->readable && buf_len(&p->tx) < TX_HIGH;
    return !p->gone && (may_send || may_read);
}
