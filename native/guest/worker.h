#ifndef VMWRIGHT_WORKER_H
#define VMWRIGHT_WORKER_H

#include <stddef.h>

#include "buf.h"
#include "wire.h"

/*
 * File operations may block for ever (a fifo, a dead network file system), so each runs in a child of its own: abort is
 * a signal, and a slow disk delays nobody else. Input is stdin, output stdout, the result goes over the status channel.
 */
typedef void worker_op(struct reader *r);

worker_op work_read, work_write, work_stat, work_list, work_mkdir, work_rename, work_remove, work_tree_out, work_tree_in,
    work_dial, work_sync;

/* All end the worker. */
_Noreturn void work_done(const struct buf *result);
_Noreturn void work_fail(enum step step, int error, const char *call, const char *what);
_Noreturn void work_fail_errno(const char *call, const char *path);

/* Writes all of it to stdout; a closed reader ends the worker. */
void work_output(const void *data, size_t length);
/* Waits for the agent's word that the host finished its input on purpose; false when it was cut short. */
bool work_input_complete(void);
/* Moves up to `length` bytes between descriptors, one of them a pipe, until the end of input. Returns how many, or -1. */
int64_t work_copy(int from, int to, uint64_t length);
/* The letter for a file type in `stat`, `list` and tree entries; 0 when unknown. */
uint8_t kind_letter(unsigned mode);
/* Creates a directory and its parents; 0 or -1 with errno. */
int make_directories(const char *path, unsigned mode);

#endif
