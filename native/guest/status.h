#ifndef VMWRIGHT_STATUS_H
#define VMWRIGHT_STATUS_H

#include "session.h"

/* Reads what the child says on its status channel: nothing and EOF means that exec succeeded. */
void status_read(struct stream *s);

#endif
