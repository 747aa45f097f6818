#ifndef VMWRIGHT_AGENT_H
#define VMWRIGHT_AGENT_H

/* Gets one byte when the first host was answered; -1: nobody wants to know. Set before the agent is forked. */
extern int agent_ready_fd;
/* At its end once the network is set up; -1: nothing to wait for. Set before the agent is forked. */
extern int agent_network_fd;

/* Serves every agent port of this guest, and `device` (NULL: none), until SIGTERM. */
_Noreturn void agent_run(const char *device);
/* Serves one session on an open socket, then exits. */
_Noreturn void agent_run_fd(int fd);

/* Runs the agent in a child and starts it again when it dies. As PID 1 also reaps orphans and obeys the power signals. */
_Noreturn void keeper_run(const char *device, int agent_pid);
/* Forks the agent; the child never returns. */
int keeper_start_agent(const char *device);
/* Makes `ps` show `@vmwright-agent`: systemd spares root processes named so at shutdown. */
void set_process_name(void);

#endif
