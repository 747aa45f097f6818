#include "kvm/virtio/balloon_pages.h"

#include <sys/mman.h>

#include <algorithm>

namespace vmwright::virtio {
namespace {

constexpr std::uint64_t kPage = 4096;

}  // namespace

std::uint64_t free_pages(std::span<std::byte> bytes) noexcept {
  const auto start = reinterpret_cast<std::uintptr_t>(bytes.data());
  const std::uintptr_t first = (start + kPage - 1) / kPage * kPage;
  const std::uintptr_t end = (start + bytes.size()) / kPage * kPage;
  if (end <= first) return 0;
  // Refused for memory that is locked; then it stays, which harms nobody.
  if (madvise(bytes.data() + (first - start), end - first, MADV_DONTNEED) != 0) return 0;
  return end - first;
}

std::uint64_t free_pages(const GuestMemory& memory, std::vector<std::uint32_t>& pages) {
  std::ranges::sort(pages);
  std::uint64_t freed = 0;
  std::span<std::byte> run;
  for (const std::uint32_t number : pages) {
    const auto page = memory.find({number * kPage}, kPage);
    if (!page) continue;
    if (!run.empty() && run.data() + run.size() == page->data()) {
      run = {run.data(), run.size() + kPage};
    } else if (run.empty() || run.data() + run.size() - kPage != page->data()) {  // else: named twice
      freed += free_pages(run);
      run = *page;
    }
  }
  return freed + free_pages(run);
}

}  // namespace vmwright::virtio
