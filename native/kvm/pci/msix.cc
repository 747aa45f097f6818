#include "kvm/pci/msix.h"

#include <linux/pci_regs.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace vmwright::pci {
namespace {

// Words of an entry.
constexpr std::size_t kAddressLow = 0;
constexpr std::size_t kAddressHigh = 1;
constexpr std::size_t kData = 2;
constexpr std::size_t kControl = 3;

bool whole_words(std::uint64_t offset, std::size_t length) {
  return (length == 4 || length == 8) && offset % length == 0;
}

// Section 6.8.2.9: all vectors are masked after a reset.
constexpr std::array<std::uint32_t, 4> kUnused = {0, 0, 0, PCI_MSIX_ENTRY_CTRL_MASKBIT};

// Messages are aligned to 4 bytes, and the only control bit is the mask.
std::uint32_t settable(std::size_t word, std::uint32_t value) {
  if (word == kAddressLow) return value & ~3U;
  if (word == kControl) return value & PCI_MSIX_ENTRY_CTRL_MASKBIT;
  return value;
}

}  // namespace

MsixTable::MsixTable(Wiring& wiring, std::uint16_t vectors) : wiring_(wiring), vectors_(vectors) {
  for (Vector& vector : vectors_) vector.entry = kUnused;
  if (vectors == 0 || vectors > kLargestMsixTable) throw std::length_error("MSI-X table of odd size");
}

void MsixTable::reset() {
  set_control(false, false);
  const std::lock_guard lock(mutex_);
  for (Vector& vector : vectors_) vector.entry = kUnused;
}

void MsixTable::set_control(bool enabled, bool function_masked) {
  const std::lock_guard lock(mutex_);
  if (enabled == enabled_ && function_masked == function_masked_) return;
  enabled_ = enabled;
  function_masked_ = function_masked;
  for (Vector& vector : vectors_) {
    if (!enabled) vector.pending = false;
    apply(vector);
  }
}

void MsixTable::read_table(std::uint64_t offset, std::span<std::byte> data) const {
  std::ranges::fill(data, std::byte{0});
  if (!whole_words(offset, data.size()) || offset >= table_bytes()) return;
  const std::lock_guard lock(mutex_);
  const auto& entry = vectors_[offset / kMsixEntrySize].entry;
  std::memcpy(data.data(), &entry[offset % kMsixEntrySize / 4], data.size());
}

void MsixTable::write_table(std::uint64_t offset, std::span<const std::byte> data) {
  if (!whole_words(offset, data.size()) || offset >= table_bytes()) return;
  const std::lock_guard lock(mutex_);
  Vector& vector = vectors_[offset / kMsixEntrySize];
  std::size_t word = offset % kMsixEntrySize / 4;
  for (std::size_t i = 0; i < data.size(); i += 4, word++) {
    std::uint32_t value;
    std::memcpy(&value, data.data() + i, sizeof value);
    vector.entry[word] = settable(word, value);
  }
  apply(vector);
}

void MsixTable::read_pending(std::uint64_t offset, std::span<std::byte> data) const {
  std::ranges::fill(data, std::byte{0});
  if (!whole_words(offset, data.size()) || offset >= pending_bytes()) return;
  for (std::size_t i = 0; i < data.size() * 8 && offset * 8 + i < vectors_.size(); i++) {
    if (vectors_[offset * 8 + i].pending) data[i / 8] |= std::byte{1} << (i % 8);
  }
}

// `pending` is set before `open` is looked at again, and apply() sets `open` before it looks at `pending`: one of the two
// sees the other's.
void MsixTable::trigger(std::uint16_t index) noexcept {
  if (index >= vectors_.size() || !enabled_) return;
  Vector& vector = vectors_[index];
  if (!vector.open) {
    vector.pending = true;
    if (!vector.open || !vector.pending.exchange(false)) return;
  }
  vector.route->trigger();
}

void MsixTable::apply(Vector& vector) {
  const bool masked = !enabled_ || function_masked_ || (vector.entry[kControl] & PCI_MSIX_ENTRY_CTRL_MASKBIT) != 0;
  if (!masked) program(vector);
  vector.open = !masked;
  if (masked) return;
  if (vector.pending.exchange(false)) vector.route->trigger();
}

void MsixTable::program(Vector& vector) {
  if (!vector.route) vector.route = wiring_.allocate_msi();
  const std::uint64_t high = vector.entry[kAddressHigh];
  vector.route->program(high << 32 | vector.entry[kAddressLow], vector.entry[kData]);
}

MsixTable::State MsixTable::state() const {
  const std::lock_guard lock(mutex_);
  State state{enabled_, function_masked_, {}};
  for (const Vector& vector : vectors_) state.vectors.push_back({vector.entry, vector.pending});
  return state;
}

void MsixTable::restore(const State& state) {
  if (state.vectors.size() != vectors_.size()) throw std::invalid_argument("MSI-X table of another size");
  for (const VectorState& vector : state.vectors) {
    for (std::size_t word = 0; word < vector.entry.size(); word++) {
      if (settable(word, vector.entry[word]) != vector.entry[word]) throw std::invalid_argument("MSI-X entry of odd bits");
    }
  }
  const std::lock_guard lock(mutex_);
  enabled_ = state.enabled;
  function_masked_ = state.function_masked;
  for (std::size_t i = 0; i < vectors_.size(); i++) {
    vectors_[i].entry = state.vectors[i].entry;
    vectors_[i].pending = state.vectors[i].pending;
    apply(vectors_[i]);
  }
}

}  // namespace vmwright::pci
