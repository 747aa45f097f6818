// load: makes load on a disk or a network and prints how much of it passed, in MiB/s or operations per second.
//   load read|write DEVICE SECONDS           1 MiB at a time, one after the other, past the page cache
//   load random DEVICE SECONDS DEPTH         4 KiB reads anywhere, DEPTH processes at once
//   load random-write DEVICE SECONDS         4 KiB writes anywhere, one by one
//   load send ADDRESS PORT SECONDS           a TCP stream
//   load sink PORT                           takes one TCP stream
//   load echo PORT                           gives back what one TCP stream brings
//   load ping ADDRESS PORT SECONDS           a byte to `load echo` and back: microseconds
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "common.h"

enum { kChunk = 1 << 20, kBlock = 4096 };

static char* buffer(void) {
  char* bytes = mmap(NULL, kChunk, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  if (bytes == MAP_FAILED) die("mmap");
  memset(bytes, 'v', kChunk);
  return bytes;
}

static uint64_t open_disk(const char* path, int flags, int* fd) {
  *fd = open(path, flags | O_DIRECT);
  const off_t size = *fd < 0 ? -1 : lseek(*fd, 0, SEEK_END);
  if (size <= 0) die(path);
  return (uint64_t)size;
}

static void sequential(const char* path, int writes, double seconds) {
  int fd;
  const uint64_t size = open_disk(path, writes ? O_WRONLY : O_RDONLY, &fd) / kChunk * kChunk;
  char* bytes = buffer();
  const double start = now();
  uint64_t done = 0;
  while (now() - start < seconds) {
    const off_t at = (off_t)(done % size);
    const ssize_t moved = writes ? pwrite(fd, bytes, kChunk, at) : pread(fd, bytes, kChunk, at);
    if (moved != kChunk) die(path);
    done += kChunk;
  }
  if (writes && fsync(fd) != 0) die("fsync");
  printf("%.2f\n", (double)done / kChunk / (now() - start));
}

static uint64_t random_blocks(const char* path, int writes, double seconds, unsigned seed) {
  int fd;
  const uint64_t blocks = open_disk(path, writes ? O_WRONLY : O_RDONLY, &fd) / kBlock;
  char* bytes = buffer();
  const double start = now();
  uint64_t count = 0;
  for (uint64_t state = seed + 1; now() - start < seconds; count++) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    const off_t at = (off_t)((state >> 33) % blocks * kBlock);
    if ((writes ? pwrite(fd, bytes, kBlock, at) : pread(fd, bytes, kBlock, at)) != kBlock) die(path);
  }
  return count;
}

static void random_load(const char* path, double seconds, unsigned depth) {
  uint64_t* counts = mmap(NULL, kBlock, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (counts == MAP_FAILED || depth > kBlock / sizeof *counts) die("depth");
  for (unsigned i = 0; i < depth; i++) {
    if (fork() != 0) continue;
    counts[i] = random_blocks(path, 0, seconds, i);
    _exit(0);
  }
  uint64_t all = 0;
  while (wait(NULL) > 0) continue;
  for (unsigned i = 0; i < depth; i++) all += counts[i];
  printf("%.2f\n", (double)all / seconds);
}

static void random_writes(const char* path, double seconds) {
  printf("%.2f\n", (double)random_blocks(path, 1, seconds, 0) / seconds);
}

static struct sockaddr_in address(const char* host, const char* port) {
  struct sockaddr_in where = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port))};
  if (inet_pton(AF_INET, host, &where.sin_addr) != 1) die(host);
  return where;
}

// The other side may not be there yet: emulated hosts take seconds to start a program.
static int connected(const char* host, const char* port) {
  const struct sockaddr_in where = address(host, port);
  for (const double end = now() + 20;; usleep(50000)) {
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(fd, (const struct sockaddr*)&where, sizeof where) == 0) return fd;
    if (now() > end) die("connect");
    close(fd);
  }
}

static void send_stream(const char* host, const char* port, double seconds) {
  const int fd = connected(host, port);
  char* bytes = buffer();
  const double start = now();
  while (now() - start < seconds) {
    if (send(fd, bytes, 128 << 10, MSG_NOSIGNAL) <= 0) die("send");
  }
}

static int accepted(const char* port) {
  const struct sockaddr_in where = address("0.0.0.0", port);
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  const int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(listener, (const struct sockaddr*)&where, sizeof where) != 0 || listen(listener, 1) != 0) die("listen");
  alarm(60);
  const int fd = accept(listener, NULL, NULL);
  if (fd < 0) die("accept");
  return fd;
}

static void sink(const char* port) {
  const int fd = accepted(port);
  char* bytes = buffer();
  const double start = now();
  uint64_t all = 0;
  for (ssize_t got; (got = recv(fd, bytes, kChunk, 0)) > 0;) all += (uint64_t)got;
  printf("%.2f\n", (double)all / kChunk / (now() - start));
}

static void at_once(int fd) {
  const int on = 1;
  if (setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0) die("TCP_NODELAY");
}

static void echo(const char* port) {
  const int fd = accepted(port);
  at_once(fd);
  for (char byte; read(fd, &byte, 1) == 1;) {
    if (write(fd, &byte, 1) != 1) die("echo");
  }
}

static void ping(const char* host, const char* port, double seconds) {
  const int fd = connected(host, port);
  at_once(fd);
  char byte = 'v';
  const double start = now();
  unsigned count = 0;
  for (; now() - start < seconds; count++) {
    if (write(fd, &byte, 1) != 1 || read(fd, &byte, 1) != 1) die("ping");
  }
  printf("%.2f\n", (now() - start) / count * 1e6);
}

int main(int argc, char** argv) {
  const char* act = argc > 1 ? argv[1] : "";
  if (argc == 4 && strcmp(act, "read") == 0) return sequential(argv[2], 0, atof(argv[3])), 0;
  if (argc == 4 && strcmp(act, "write") == 0) return sequential(argv[2], 1, atof(argv[3])), 0;
  if (argc == 5 && strcmp(act, "random") == 0) return random_load(argv[2], atof(argv[3]), (unsigned)atoi(argv[4])), 0;
  if (argc == 4 && strcmp(act, "random-write") == 0) return random_writes(argv[2], atof(argv[3])), 0;
  if (argc == 5 && strcmp(act, "send") == 0) return send_stream(argv[2], argv[3], atof(argv[4])), 0;
  if (argc == 3 && strcmp(act, "sink") == 0) return sink(argv[2]), 0;
  if (argc == 3 && strcmp(act, "echo") == 0) return echo(argv[2]), 0;
  if (argc == 5 && strcmp(act, "ping") == 0) return ping(argv[2], argv[3], atof(argv[4])), 0;
  fprintf(stderr, "usage: load read|write|random|random-write|send|sink|echo|ping …\n");
  return 2;
}
