// Disks in files, held while their VM lives: one writer or many readers, as vmwright-vmm does it.
#pragma once

#include <string>
#include <vector>

#include "base/fd.h"

namespace vmwright::toolstack {

// A disk of the user's own; overlays are nobody else's.
struct LockedDisk {
  std::string path;
  bool writable = false;
};

// Throws Error{DISK_UNREADABLE} that names the disk when another VM has it.
std::vector<Fd> lock_disks(const std::vector<LockedDisk>& disks);
// The same for one.
Fd lock_disk(const LockedDisk& disk);

}  // namespace vmwright::toolstack
