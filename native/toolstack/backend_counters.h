// What dom0's own drivers count of a domain's interfaces and disks, from sysfs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vmwright::toolstack {

// As the guest sees it.
struct InterfaceCounters {
  std::uint64_t index = 0;
  std::uint64_t received_bytes = 0;
  std::uint64_t received_packets = 0;
  std::uint64_t sent_bytes = 0;
  std::uint64_t sent_packets = 0;
};

// Of the interfaces that dom0 serves, by index. `net`: /sys/class/net.
std::vector<InterfaceCounters> interface_counters(const std::string& net, std::uint32_t domid);

struct DiskCounters {
  std::int64_t read = 0;  // bytes
  std::int64_t written = 0;
};

// Of a disk that the kernel's blkback serves: a block device. Nothing for those of the device model. `name`: `xvda`.
// `backends`: /sys/bus/xen-backend/devices.
std::optional<DiskCounters> disk_counters(const std::string& backends, std::uint32_t domid, const std::string& name);

// Of all that it serves of a domain, in the order of their numbers, whatever their names.
std::vector<DiskCounters> all_disk_counters(const std::string& backends, std::uint32_t domid);

// Number of a disk in Xen's protocols; 0 for what is not named `xvda` to `xvdz`.
std::uint32_t disk_number(const std::string& name);

}  // namespace vmwright::toolstack
