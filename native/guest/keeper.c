#include "agent.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "loop.h"
#include "power.h"

/* An agent that dies at once is started again this much later. */
#define RESTART_MS 250
/* Between SIGTERM and SIGKILL to everything at power-off. */
#define STOP_MS 2000

void set_process_name(void)
{
    /* Filled at run time: /proc/PID/cmdline shows anonymous memory only, not pages of the file. */
    static char name[32];
    unsigned long start = (unsigned long)(uintptr_t)name;
    size_t size = (size_t)snprintf(name, sizeof name, "@vmwright-agent") + 1;
    /* The start first: it must never be above the end, and the old end is on the stack, above everything. */
    if (prctl(PR_SET_MM, PR_SET_MM_ARG_START, start, 0, 0) == 0)
        prctl(PR_SET_MM, PR_SET_MM_ARG_END, start + size, 0, 0);
    prctl(PR_SET_NAME, "vmwright-agent", 0, 0, 0);
}

int keeper_start_agent(const char *device)
{
    pid_t pid = fork();
    if (pid == 0) {
        setsid();
        set_process_name();
        agent_run(device);
    }
    return pid;
}

static void wait_set(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGCHLD);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGINT);
    sigaddset(set, SIGUSR2);
    sigprocmask(SIG_BLOCK, set, NULL);
}

/* Reaps everything that ended; true when the agent was among it. */
static bool reap(pid_t agent)
{
    bool found = false;
    for (pid_t pid; (pid = waitpid(-1, NULL, WNOHANG)) > 0;)
        found = found || pid == agent;
    return found;
}

static void wait_ms(const sigset_t *set, int64_t ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000};
    sigtimedwait(set, NULL, &t);
}

/* Everything in the guest descends from PID 1 and orphans are its children: none left means all are gone. */
_Noreturn static void stop_system(const sigset_t *set, enum power_action action)
{
    int64_t deadline = now_ms() + STOP_MS;
    kill(-1, SIGTERM);
    kill(-1, SIGCONT);
    for (int64_t left; (left = deadline - now_ms()) > 0; wait_ms(set, left)) {
        reap(0);
        if (waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD)
            break;
    }
    kill(-1, SIGKILL);
    power_now(action);
}

/* Not before `started` + RESTART_MS, and reaping meanwhile. */
static pid_t restart(const char *device, int64_t started)
{
    for (int64_t left; (left = started + RESTART_MS - now_ms()) > 0;) {
        sigset_t children;
        sigemptyset(&children);
        sigaddset(&children, SIGCHLD);
        wait_ms(&children, left);
        reap(0);
    }
    return keeper_start_agent(device);
}

_Noreturn void keeper_run(const char *device, int agent_pid)
{
    sigset_t set;
    bool init = getpid() == 1;
    int64_t started = now_ms();
    pid_t agent = agent_pid;
    wait_set(&set);
    for (;;) {
        if (reap(agent)) {
            agent = restart(device, started);
            started = now_ms();
        }
        int signal_number = sigwaitinfo(&set, NULL);
        if (init && signal_number == POWER_OFF_SIGNAL)
            stop_system(&set, POWER_OFF);
        if (init && (signal_number == POWER_REBOOT_SIGNAL || signal_number == SIGINT))
            stop_system(&set, POWER_REBOOT);
        if (!init && signal_number == SIGTERM) {
            kill(agent, SIGTERM);
            _exit(0);
        }
    }
}
