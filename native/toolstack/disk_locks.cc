#include "toolstack/disk_locks.h"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>

#include "base/error.h"

namespace vmwright::toolstack {

Fd lock_disk(const LockedDisk& disk) {
  // O_NONBLOCK: a FIFO must not make us wait.
  Fd fd(open(disk.path.c_str(), (disk.writable ? O_RDWR : O_RDONLY) | O_CLOEXEC | O_NONBLOCK));
  if (!fd) throw Error("DISK_UNREADABLE", "open of " + disk.path, errno);
  if (flock(fd.get(), (disk.writable ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0) return fd;
  if (errno != EWOULDBLOCK) throw Error("DISK_UNREADABLE", "flock of " + disk.path, errno);
  throw Error("DISK_UNREADABLE", disk.path + " is in use: another VM " +
                                     (disk.writable ? "has it, and this one wants to write to it" : "writes to it"));
}

std::vector<Fd> lock_disks(const std::vector<LockedDisk>& disks) {
  std::vector<Fd> held;
  for (const LockedDisk& disk : disks) held.push_back(lock_disk(disk));
  return held;
}

}  // namespace vmwright::toolstack
