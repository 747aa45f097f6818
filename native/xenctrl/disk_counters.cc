#include "xenctrl/disk_counters.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <memory>
#include <optional>
#include <string_view>

#include "base/fd.h"

namespace vmwright::xenctrl {
namespace {

constexpr std::string_view kPrefix = "vbd-";

struct Name {
  std::uint32_t domid;
  std::uint32_t device;
};

// `vbd-3-51712`.
std::optional<Name> parse_name(std::string_view name) {
  if (!name.starts_with(kPrefix)) return std::nullopt;
  const char* const end = name.data() + name.size();
  Name result{};
  const auto [domid_end, domid_error] = std::from_chars(name.data() + kPrefix.size(), end, result.domid);
  if (domid_error != std::errc{} || domid_end == end || *domid_end != '-') return std::nullopt;
  const auto [device_end, device_error] = std::from_chars(domid_end + 1, end, result.device);
  if (device_error != std::errc{} || device_end != end) return std::nullopt;
  return result;
}

// One number and a newline.
std::optional<double> read_counter(int folder, const char* name) {
  const Fd file(openat(folder, name, O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return std::nullopt;
  std::array<char, 32> text;
  const ssize_t size = read(file.get(), text.data(), text.size());
  if (size <= 0) return std::nullopt;
  std::uint64_t number = 0;
  if (std::from_chars(text.data(), text.data() + size, number).ec != std::errc{}) return std::nullopt;
  return static_cast<double>(number);
}

std::optional<DiskCounters> read_disk(int devices, const char* entry, Name name) {
  const std::string path = std::string(entry) + "/statistics";
  const Fd folder(openat(devices, path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() < 0) return std::nullopt;
  const auto reads = read_counter(folder.get(), "rd_req");
  const auto writes = read_counter(folder.get(), "wr_req");
  const auto flushes = read_counter(folder.get(), "f_req");
  const auto read_sectors = read_counter(folder.get(), "rd_sect");
  const auto written_sectors = read_counter(folder.get(), "wr_sect");
  if (!reads || !writes || !flushes || !read_sectors || !written_sectors) return std::nullopt;
  return DiskCounters{static_cast<double>(name.domid), static_cast<double>(name.device), *reads, *writes, *flushes,
                      *read_sectors, *written_sectors};
}

}  // namespace

std::vector<DiskCounters> disk_counters(const std::string& devices) {
  std::vector<DiskCounters> all;
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(opendir(devices.c_str()), &closedir);
  while (const dirent* entry = folder ? readdir(folder.get()) : nullptr) {
    const auto name = parse_name(entry->d_name);
    if (!name) continue;
    if (const auto disk = read_disk(dirfd(folder.get()), entry->d_name, *name)) all.push_back(*disk);
  }
  return all;
}

}  // namespace vmwright::xenctrl
