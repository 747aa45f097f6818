#include "kvm/block/sector_map.h"

#include <sys/mman.h>

#include <algorithm>
#include <bit>
#include <cstddef>

namespace vmwright::block {
namespace {

constexpr std::uint64_t kPage = 4096;

constexpr std::uint64_t whole_pages(std::uint64_t sectors) {
  return std::max<std::uint64_t>(kPage, (sectors / 8 + kPage) / kPage * kPage);
}

}  // namespace

SectorMap::SectorMap(std::uint64_t sectors) : memory_(Mapping::anonymous(whole_pages(sectors))) {
  // A huge page for a few bits would undo the saving.
  madvise(memory_.address(), memory_.size(), MADV_NOHUGEPAGE);
  words_ = {static_cast<std::uint64_t*>(memory_.address()), memory_.size() / sizeof(std::uint64_t)};
}

std::uint64_t SectorMap::run(std::uint64_t first, std::uint64_t limit) const noexcept {
  const std::uint64_t flip = get(first) ? 0 : ~std::uint64_t{0};
  std::uint64_t found = 0;
  while (found < limit) {
    const std::uint64_t at = first + found;
    const unsigned bit = at % 64;
    const auto ones = static_cast<unsigned>(std::countr_one((words_[at / 64] ^ flip) >> bit));
    // The shift fills up with zeroes, so no more than 64 - bit ones can be counted.
    found += ones;
    if (ones < 64 - bit) break;
  }
  return std::min(found, limit);
}

void SectorMap::set(std::uint64_t first, std::uint64_t count) noexcept {
  for (const std::uint64_t end = first + count; first < end;) {
    const unsigned bit = first % 64;
    const std::uint64_t here = std::min<std::uint64_t>(64 - bit, end - first);
    const std::uint64_t mask = (here == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << here) - 1) << bit;
    std::uint64_t& word = words_[first / 64];
    count_ += static_cast<std::uint64_t>(std::popcount(mask & ~word));
    word |= mask;
    first += here;
  }
}

}  // namespace vmwright::block
