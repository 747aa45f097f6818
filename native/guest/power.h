#ifndef VMWRIGHT_POWER_H
#define VMWRIGHT_POWER_H

#include <stdbool.h>

enum power_action { POWER_OFF, POWER_REBOOT };

/* Set in PID 1 before it forks the agent, when it stays init: then PID 1 obeys our two signals. */
extern bool power_own_init;
#define POWER_OFF_SIGNAL SIGUSR2
#define POWER_REBOOT_SIGNAL SIGTERM

/* Asks whatever init this guest has to stop the system in order; false with errno when none can be asked. */
bool power_request(enum power_action action);
/* As our own init, with every other process already gone: unmount what can be, and stop. */
_Noreturn void power_now(enum power_action action);
/* `vmwright: fatal: <what>: <error>` on the console, then off: the host makes its error of that line. */
_Noreturn void fatal(const char *what, int error);

#endif
