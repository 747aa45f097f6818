#include "toolstack/backend_counters.h"

#include <dirent.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <memory>
#include <system_error>

namespace vmwright::toolstack {
namespace {

constexpr std::int64_t kSector = 512;

std::optional<std::int64_t> counter(const std::string& path) {
  std::ifstream file(path);
  std::int64_t value = 0;
  if (!(file >> value)) return std::nullopt;
  return value;
}

// `vif7.1` of domain 7: 1.
std::optional<std::uint64_t> interface_index(const std::string& name, std::uint32_t domid) {
  const std::string prefix = "vif" + std::to_string(domid) + ".";
  if (!name.starts_with(prefix)) return std::nullopt;
  std::uint64_t index = 0;
  const char* end = name.data() + name.size();
  const auto [parsed, error] = std::from_chars(name.data() + prefix.size(), end, index);
  if (error != std::errc{} || parsed != end) return std::nullopt;
  return index;
}

}  // namespace

std::vector<InterfaceCounters> interface_counters(const std::string& net, std::uint32_t domid) {
  std::vector<InterfaceCounters> all;
  const std::unique_ptr<DIR, int (*)(DIR*)> folders(opendir(net.c_str()), &closedir);
  while (const dirent* entry = folders ? readdir(folders.get()) : nullptr) {
    const auto index = interface_index(entry->d_name, domid);
    if (!index) continue;
    const std::string folder = net + "/" + entry->d_name + "/statistics/";
    const auto read = [&](const char* name) { return static_cast<std::uint64_t>(counter(folder + name).value_or(0)); };
    // dom0's end receives what the guest sends.
    all.push_back({*index, read("tx_bytes"), read("tx_packets"), read("rx_bytes"), read("rx_packets")});
  }
  std::sort(all.begin(), all.end(), [](const auto& one, const auto& other) { return one.index < other.index; });
  return all;
}

// xen/docs/man/xen-vbd-interface.7: 202 << 8 | disk << 4 for the first 16, then 1 << 28 | disk << 8.
std::uint32_t disk_number(const std::string& name) {
  constexpr std::uint32_t kMajor = 202;
  constexpr std::uint32_t kExtended = 1U << 28;
  if (name.size() != 4 || !name.starts_with("xvd") || name[3] < 'a' || name[3] > 'z') return 0;
  const auto disk = static_cast<std::uint32_t>(name[3] - 'a');
  return disk < 16 ? kMajor << 8 | disk << 4 : kExtended | disk << 8;
}

std::optional<DiskCounters> disk_counters(const std::string& backends, std::uint32_t domid, const std::string& name) {
  const std::string folder =
      backends + "/vbd-" + std::to_string(domid) + "-" + std::to_string(disk_number(name)) + "/statistics/";
  const auto read = counter(folder + "rd_sect");
  const auto written = counter(folder + "wr_sect");
  if (!read || !written) return std::nullopt;
  return DiskCounters{*read * kSector, *written * kSector};
}

}  // namespace vmwright::toolstack
