// What the programs of the guest share.
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

// Seconds.
static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void die(const char* what) {
  perror(what);
  exit(1);
}
