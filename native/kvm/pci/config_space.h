// The 256 bytes of configuration space of a conventional PCI function, type 0. PCI local bus specification 3.0, chapter 6.
// Without a PCI Express capability an operating system asks no questions about links, error reports and power.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace vmwright::pci {

struct Identity {
  std::uint16_t vendor;
  std::uint16_t device;
  std::uint32_t class_code;  // base class, sub-class, interface: 24 bits
  std::uint8_t revision = 0;
  std::uint16_t subsystem_vendor = 0;
  std::uint16_t subsystem = 0;
};

// Built once, then read and written by the guest; the owner locks.
class ConfigSpace {
 public:
  static constexpr std::size_t kSize = 256;
  using State = std::array<std::uint8_t, kSize>;

  explicit ConfigSpace(const Identity& identity);

  // Memory at `address`, which is a multiple of `size`, a power of two from 16 bytes to 2 GiB. BARs `index` and
  // `index` + 1. It can be sized, but not moved: the register keeps its value whatever else is written.
  void add_memory_bar(unsigned index, std::uint64_t address, std::uint64_t size);
  // A capability of `body`, which follows ID and link; `writable` has the bits that the guest may set, as many bytes
  // or fewer. Gives back where the capability begins. Throws std::length_error when there is no room.
  std::uint8_t add_capability(std::uint8_t id, std::span<const std::uint8_t> body,
                              std::span<const std::uint8_t> writable = {});

  // All ones past the end, as behind a bridge to conventional PCI: Linux then looks for no extended capabilities.
  void read(std::size_t offset, std::span<std::byte> data) const noexcept;
  // Changes what may be changed, drops the rest.
  void write(std::size_t offset, std::span<const std::byte> data) noexcept;

  // Little endian; `offset` + the width lies within the space.
  std::uint16_t word(std::size_t offset) const noexcept;
  std::uint32_t dword(std::size_t offset) const noexcept;

  const State& state() const noexcept { return bytes_; }
  // Throws std::invalid_argument unless the state differs from this space only where a guest may write.
  void restore(const State& state);

 private:
  void set(std::size_t offset, std::uint32_t value, std::size_t width) noexcept;
  bool is_bar(std::size_t offset) const noexcept;
  void write_bar(std::size_t offset, std::span<const std::byte> data) noexcept;

  State bytes_{};
  State writable_{};
  struct Bar {
    std::uint32_t value = 0;  // address and type
    std::uint32_t sizing = 0;  // what is read after all ones were written
  };
  std::array<Bar, 6> bars_{};
  std::uint8_t last_link_;  // where the next capability is linked from
  std::size_t next_free_;
};

}  // namespace vmwright::pci
