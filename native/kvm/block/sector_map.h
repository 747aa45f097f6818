// One bit per sector of a disk.
#pragma once

#include <cstdint>
#include <span>

#include "base/mapping.h"

namespace vmwright::block {

// Memory is taken for the parts that were set only, a page per 16 MiB of disk.
class SectorMap {
 public:
  explicit SectorMap(std::uint64_t sectors);

  bool get(std::uint64_t sector) const noexcept { return (words_[sector / 64] >> (sector % 64) & 1) != 0; }
  // How many sectors from `first` on, at most `limit`, are as the first one is.
  std::uint64_t run(std::uint64_t first, std::uint64_t limit) const noexcept;
  void set(std::uint64_t first, std::uint64_t count) noexcept;
  // How many are set.
  std::uint64_t count() const noexcept { return count_; }

 private:
  Mapping memory_;
  std::span<std::uint64_t> words_;
  std::uint64_t count_ = 0;
};

}  // namespace vmwright::block
