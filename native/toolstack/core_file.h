// A domain's memory as a file for crash(8): Xen's dump-core format 0.1 of guests whose frames the hypervisor translates
// (docs/misc/dump-core-format.txt in Xen's sources). An ELF file without segments; its sections are found by name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace vmwright::toolstack {

constexpr std::uint64_t kPageSize = 4096;
// Stands in the table of frames where a page could not be read.
constexpr std::uint64_t kNoFrame = ~std::uint64_t{0};

// struct xen_dumpcore_elfnote_xen_version_desc
struct XenVersionNote {
  std::uint64_t major_version;
  std::uint64_t minor_version;
  char extra_version[16];
  char compile_info[144];
  char capabilities[1024];
  char changeset[64];
  std::uint64_t virt_start;
  std::uint64_t page_size;
};
static_assert(sizeof(XenVersionNote) == 1280);

struct CoreFacts {
  XenVersionNote xen;
  std::uint64_t vcpus;
  std::span<const std::byte> contexts;  // vcpu_guest_context_t of each vCPU
  std::uint64_t pages;
};

class CoreFile {
 public:
  // Writes all that comes before the pages. `fd` stays the caller's, is empty and is called `path` in errors. Throws Error.
  CoreFile(int fd, std::string path, const CoreFacts& facts);

  // The pages from number `index` on. Those of nothing but zeroes become holes.
  void write_pages(std::uint64_t index, std::span<const std::byte> pages) const;
  // `frames`: which guest frame each page is of. The file is whole then, and on the disk.
  void finish(std::span<const std::uint64_t> frames) const;

 private:
  void write(std::uint64_t at, const void* data, std::size_t length) const;

  const int fd_;
  const std::string path_;
  std::uint64_t pages_at_ = 0;
  std::uint64_t frames_at_ = 0;
};

}  // namespace vmwright::toolstack
