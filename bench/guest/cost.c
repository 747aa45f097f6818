// cost: what single operations cost where it runs, each measured several times, one after the other.
//   cost SAMPLES SECONDS      lines of NAME NANOSECONDS, the mean of one operation over SECONDS
//   cost end                  ends at once; what `exec` starts
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "common.h"

enum { kPage = 4096, kFaultPages = 1024, kChasePages = 16384, kCopyBytes = 8 << 20, kMiB = 1 << 20 };

// Small pages on purpose: PV guests have no others.
static char* pages(size_t count) {
  char* bytes = mmap(NULL, count * kPage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (bytes == MAP_FAILED) die("mmap");
  madvise(bytes, count * kPage, MADV_NOHUGEPAGE);  // a kernel without huge pages says no
  return bytes;
}

// What the compiler must take for used.
static volatile uint64_t result;

static void compute(unsigned count) {
  uint64_t state = result;
  for (unsigned i = 0; i < count; i++) state = state * 6364136223846793005ULL + 1442695040888963407ULL;
  result = state;
}

// A MiB per operation.
static void copy(unsigned count) {
  static char* bytes;
  if (bytes == NULL) {
    bytes = pages(2 * kCopyBytes / kPage);
    memset(bytes, 'v', 2 * kCopyBytes);
  }
  for (unsigned i = 0; i < count; i++) {
    const size_t at = (size_t)i * kMiB % kCopyBytes;
    memcpy(bytes + kCopyBytes + at, bytes + at, kMiB);
  }
}

// One random cycle through 64 MiB, one word per page, so that nearly each step misses the TLB.
static void** random_cycle(void) {
  char* bytes = pages(kChasePages);
  static uint32_t order[kChasePages];
  uint64_t state = 1;
  for (uint32_t i = 0; i < kChasePages; i++) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    const uint32_t with = (uint32_t)((state >> 33) % (i + 1));
    order[i] = order[with];
    order[with] = i;
  }
  for (uint32_t i = 0; i < kChasePages; i++) {
    const uint32_t from = order[i], to = order[(i + 1) % kChasePages];
    *(void**)(bytes + (size_t)from * kPage + from % 64 * 64) = bytes + (size_t)to * kPage + to % 64 * 64;
  }
  return (void**)(bytes + (size_t)order[0] * kPage + order[0] % 64 * 64);
}

static void chase(unsigned count) {
  static void** at;
  if (at == NULL) at = random_cycle();
  void** next = at;
  for (unsigned i = 0; i < count; i++) next = (void**)*(void* volatile*)next;
  at = next;
}

static void read_clock(unsigned count) {
  struct timespec time;
  for (unsigned i = 0; i < count; i++) clock_gettime(CLOCK_MONOTONIC, &time);
}

static void system_call(unsigned count) {
  for (unsigned i = 0; i < count; i++) result += (uint64_t)syscall(SYS_getppid);
}

// `count` new pages written to once; the kernel gets them back together.
static void fault(unsigned count) {
  char* bytes = pages(count);
  for (unsigned i = 0; i < count; i++) bytes[(size_t)i * kPage] = 'v';
  munmap(bytes, (size_t)count * kPage);
}

static void wait_for(pid_t child) {
  int status = -1;
  if (child < 0 || waitpid(child, &status, 0) != child || status != 0) die("child");
}

static void fork_only(unsigned count) {
  for (unsigned i = 0; i < count; i++) {
    const pid_t child = fork();
    if (child == 0) _exit(0);
    wait_for(child);
  }
}

static void fork_and_exec(unsigned count) {
  for (unsigned i = 0; i < count; i++) {
    const pid_t child = fork();
    if (child == 0) {
      execl("/proc/self/exe", "cost", "end", NULL);
      _exit(1);
    }
    wait_for(child);
  }
}

// A byte to another process and back: two switches, four system calls.
static void ping_pong(unsigned count) {
  int there[2], back[2];
  char byte = 'v';
  if (pipe(there) != 0 || pipe(back) != 0) die("pipe");
  const pid_t child = fork();
  if (child == 0) {
    close(there[1]);
    while (read(there[0], &byte, 1) == 1 && write(back[1], &byte, 1) == 1) continue;
    _exit(0);
  }
  close(there[0]);
  close(back[1]);
  for (unsigned i = 0; i < count; i++) {
    if (write(there[1], &byte, 1) != 1 || read(back[0], &byte, 1) != 1) die("ping");
  }
  close(there[1]);
  close(back[0]);
  wait_for(child);
}

// `batch`: operations between two looks at the clock, for it may be a costly one.
static const struct {
  const char* name;
  unsigned batch;
  void (*run)(unsigned count);
} kWorks[] = {
    {"compute", 1 << 20, compute}, {"copy", 16, copy},          {"chase", 1 << 14, chase},
    {"clock", 1 << 10, read_clock}, {"syscall", 1 << 10, system_call}, {"fault", kFaultPages, fault},
    {"switch", 256, ping_pong},     {"fork", 8, fork_only},      {"exec", 8, fork_and_exec},
};

// In a process of its own, since a fork costs what the process has in memory.
static void measure(const char* name, unsigned batch, void (*run)(unsigned), unsigned samples, double seconds) {
  const pid_t child = fork();
  if (child != 0) return wait_for(child);
  run(batch);  // the first time is another's
  for (unsigned sample = 0; sample < samples; sample++) {
    const double start = now();
    double took = 0;
    for (uint64_t done = batch;; done += batch) {
      run(batch);
      took = now() - start;
      if (took < seconds) continue;
      printf("%s %.1f\n", name, took / (double)done * 1e9);
      fflush(stdout);  // or the children of the next sample would print it again
      break;
    }
  }
  exit(0);
}

int main(int argc, char** argv) {
  if (argc == 2 && strcmp(argv[1], "end") == 0) return 0;
  if (argc != 3) {
    fprintf(stderr, "usage: cost SAMPLES SECONDS\n");
    return 2;
  }
  for (size_t i = 0; i < sizeof kWorks / sizeof *kWorks; i++) {
    measure(kWorks[i].name, kWorks[i].batch, kWorks[i].run, (unsigned)atoi(argv[1]), atof(argv[2]));
  }
  return 0;
}
