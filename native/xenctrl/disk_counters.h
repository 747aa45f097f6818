// What blkback, the kernel's server of disks, has counted of each: xen/drivers/block/xen-blkback/xenbus.c in sysfs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace vmwright::xenctrl {

// Doubles, as JavaScript has them: a double is exact up to 2^53.
struct DiskCounters {
  double domid;
  double device;  // its number in xenstore: 51712 is xvda
  double read_requests;
  double write_requests;
  double flush_requests;
  double read_sectors;  // of 512 bytes
  double written_sectors;
};

// Of all disks, in no order; a disk that goes away meanwhile is left out. `devices`: /sys/bus/xen-backend/devices, where
// other backends are, too; none when there is no such folder.
std::vector<DiskCounters> disk_counters(const std::string& devices);

}  // namespace vmwright::xenctrl
