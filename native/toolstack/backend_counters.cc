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

// `vif7.1` behind `vif7.`: 1.
std::optional<std::uint64_t> number_behind(const std::string& prefix, const std::string& name) {
  if (!name.starts_with(prefix)) return std::nullopt;
  std::uint64_t number = 0;
  const char* end = name.data() + name.size();
  const auto [parsed, error] = std::from_chars(name.data() + prefix.size(), end, number);
  if (error != std::errc{} || parsed != end) return std::nullopt;
  return number;
}

// Of the folders of `parent` that are called `prefix` and a number, in ascending order.
std::vector<std::uint64_t> numbered(const std::string& parent, const std::string& prefix) {
  std::vector<std::uint64_t> numbers;
  const std::unique_ptr<DIR, int (*)(DIR*)> folders(opendir(parent.c_str()), &closedir);
  while (const dirent* entry = folders ? readdir(folders.get()) : nullptr)
    if (const auto number = number_behind(prefix, entry->d_name)) numbers.push_back(*number);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

std::optional<DiskCounters> disk_counters_in(const std::string& folder) {
  const auto read = counter(folder + "/statistics/rd_sect");
  const auto written = counter(folder + "/statistics/wr_sect");
  if (!read || !written) return std::nullopt;
  return DiskCounters{*read * kSector, *written * kSector};
}

std::string disk_prefix(std::uint32_t domid) { return "vbd-" + std::to_string(domid) + "-"; }

}  // namespace

std::vector<InterfaceCounters> interface_counters(const std::string& net, std::uint32_t domid) {
  std::vector<InterfaceCounters> all;
  const std::string prefix = "vif" + std::to_string(domid) + ".";
  for (const std::uint64_t index : numbered(net, prefix)) {
    const std::string folder = net + "/" + prefix + std::to_string(index) + "/statistics/";
    const auto read = [&](const char* name) { return static_cast<std::uint64_t>(counter(folder + name).value_or(0)); };
    // dom0's end receives what the guest sends.
    all.push_back({index, read("tx_bytes"), read("tx_packets"), read("rx_bytes"), read("rx_packets")});
  }
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
  return disk_counters_in(backends + "/" + disk_prefix(domid) + std::to_string(disk_number(name)));
}

std::vector<DiskCounters> all_disk_counters(const std::string& backends, std::uint32_t domid) {
  std::vector<DiskCounters> all;
  const std::string prefix = disk_prefix(domid);
  for (const std::uint64_t number : numbered(backends, prefix))
    if (const auto disk = disk_counters_in(backends + "/" + prefix + std::to_string(number))) all.push_back(*disk);
  return all;
}

}  // namespace vmwright::toolstack
