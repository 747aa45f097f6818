#include "kvm/boot/place_file.h"

#include <sys/mman.h>

#include "base/error.h"

namespace vmwright::boot {
namespace {

constexpr std::uint64_t kPage = 4096;

}  // namespace

void place_file(const File& file, std::uint64_t offset, std::uint64_t length, const GuestMemory& memory,
                GuestAddr address, Loading loading) {
  std::span<std::byte> target = memory.slice(address, length);
  const bool aligned = offset % kPage == 0 && address.value % kPage == 0;
  const std::uint64_t whole_pages = loading == Loading::map && aligned ? length / kPage * kPage : 0;
  if (whole_pages > 0) {
    // Replaces pages that GuestMemory owns and unmaps in the end; KVM notices the change of mapping.
    const void* mapped = mmap(target.data(), whole_pages, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_FIXED | MAP_NORESERVE, file.fd(), static_cast<off_t>(offset));
    check(mapped == MAP_FAILED ? -1 : 0, "mmap of a kernel or initrd");
  }
  file.read(offset + whole_pages, target.subspan(whole_pages));
}

}  // namespace vmwright::boot
