#ifndef VMWRIGHT_CHILD_H
#define VMWRIGHT_CHILD_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "session.h"

/*
 * Everything between fork() and exec() or _exit(). A child has its stdin, stdout, stderr in 0-2, its status channel
 * in STATUS_FD, and nothing else of the agent.
 */
#define STATUS_FD 3

/* The agent's own settings, which its children must not inherit. Called once at start. */
void child_policy_init(bool protect_from_oom);

/* Moves the given descriptors (-1: keep what is there) to 0, 1, 2 and STATUS_FD and closes all others. */
void child_descriptors(int in, int out, int err, int status);
/* Default signals, limits and out-of-memory score. */
void child_reset(void);

struct exec_request {
    bool pty;
    uint16_t columns, rows;
    char *user, *cwd; /* empty: root, the user's home */
    char **argv;      /* ends with NULL */
    char **env;       /* ends with NULL; has room for ENV_DEFAULTS more */
    uint32_t env_count;
};
#define ENV_DEFAULTS 8u

/* Points into the payload; argv and env are allocated. False when malformed. */
bool exec_parse(struct reader *r, struct exec_request *q);
void exec_free(struct exec_request *q);
/* Becomes the program, or reports on STATUS_FD why not. */
_Noreturn void exec_child(struct exec_request *q);

/* process.c */
void process_start(struct stream *s, struct reader *r, bool no_input);
/* worker.c */
void worker_start(struct stream *s, struct reader *r);

#endif
