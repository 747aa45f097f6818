#ifndef VMWRIGHT_RESUME_H
#define VMWRIGHT_RESUME_H

/* Calls `resumed` from the loop each time this guest goes on after it was saved, or moved. Not where the kernel cannot tell. */
void resume_watch(void (*resumed)(void));

#endif
