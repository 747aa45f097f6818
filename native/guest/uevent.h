#ifndef VMWRIGHT_UEVENT_H
#define VMWRIGHT_UEVENT_H

#include <stdbool.h>

/* A socket that gets the kernel's uevents; -1 when not allowed. Open it before looking for what is waited for. */
int uevent_open(bool nonblocking);
/* Reads one event; false when there is none (or none within the socket's time limit). */
bool uevent_read(int fd, char *event, unsigned size);
/* Value of a key (`SUBSYSTEM`) in an event, or "". */
const char *uevent_get(const char *event, unsigned size, const char *key);
/* Wait until the path or network interface exists; false after `seconds`. */
bool wait_for_path(const char *path, unsigned seconds);
bool wait_for_interface(const char *name, unsigned seconds);

#define UEVENT_SIZE 4096u

#endif
