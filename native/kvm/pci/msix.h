// The MSI-X table and pending bits of one function. PCI local bus specification 3.0, section 6.8.2.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "kvm/interrupts.h"

namespace vmwright::pci {

constexpr std::uint16_t kLargestMsixTable = 2048;
constexpr std::size_t kMsixEntrySize = 16;

class MsixTable {
 public:
  struct VectorState {
    std::array<std::uint32_t, 4> entry;  // address low, address high, data, control
    bool pending;
    bool operator==(const VectorState&) const = default;
  };
  struct State {
    bool enabled = false;
    bool function_masked = false;
    std::vector<VectorState> vectors;
    bool operator==(const State&) const = default;
  };

  // Throws std::length_error for more than kLargestMsixTable or no vectors. `wiring` outlives the table.
  MsixTable(Wiring& wiring, std::uint16_t vectors);

  std::uint16_t size() const noexcept { return static_cast<std::uint16_t>(vectors_.size()); }
  // Bytes of the table and of the pending bits, which are whole 64-bit words.
  std::size_t table_bytes() const noexcept { return vectors_.size() * kMsixEntrySize; }
  std::size_t pending_bytes() const noexcept { return (vectors_.size() + 63) / 64 * 8; }

  // As when the machine was switched on.
  void reset();
  // What the message control register says.
  void set_control(bool enabled, bool function_masked);
  bool enabled() const noexcept { return enabled_; }

  // On vCPU threads. Aligned accesses of 4 or 8 bytes; others read as zero and write nothing, as do those past the end.
  void read_table(std::uint64_t offset, std::span<std::byte> data) const;
  void write_table(std::uint64_t offset, std::span<const std::byte> data);
  void read_pending(std::uint64_t offset, std::span<std::byte> data) const;

  // From any thread, without a lock. Remembers it while the vector is masked; nothing happens while MSI-X is disabled or
  // when there is no such vector.
  void trigger(std::uint16_t vector) noexcept;

  State state() const;
  // On a table that was not used yet. Throws std::invalid_argument when the number of vectors differs or an entry has
  // bits that no guest can set.
  void restore(const State& state);

 private:
  struct Vector {
    std::array<std::uint32_t, 4> entry{};
    // Made at the first unmasking, then there for good: trigger() uses it while `open` is set.
    std::unique_ptr<MsiRoute> route;
    std::atomic<bool> open = false;  // enabled, unmasked and programmed
    std::atomic<bool> pending = false;
  };
  void apply(Vector& vector);
  void program(Vector& vector);

  Wiring& wiring_;
  mutable std::mutex mutex_;  // entries and routes; taken after that of the configuration space
  std::deque<Vector> vectors_;
  std::atomic<bool> enabled_ = false;
  bool function_masked_ = false;
};

}  // namespace vmwright::pci
