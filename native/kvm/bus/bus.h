// Port and memory buses: which device answers at an address.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace vmwright {

// What sits on a bus. Called on vCPU threads, possibly on several at once; the device does its own locking.
class BusDevice {
 public:
  virtual ~BusDevice() = default;
  // `offset` counts from where the device was inserted; an access never reaches past its end. `data` has 1, 2, 4 or 8 bytes.
  virtual void read(std::uint64_t offset, std::span<std::byte> data) = 0;
  virtual void write(std::uint64_t offset, std::span<const std::byte> data) = 0;
};

// Built before the first vCPU runs and not changed after that, so that look-ups need no lock.
class Bus {
 public:
  // `device` outlives the bus. Throws std::logic_error when the range is empty, wraps or overlaps another.
  void insert(std::uint64_t base, std::uint64_t size, BusDevice& device);

  // Where nobody answers, reads give all ones and writes are dropped: that is what a PC does.
  void read(std::uint64_t address, std::span<std::byte> data) const;
  void write(std::uint64_t address, std::span<const std::byte> data) const;

 private:
  struct Range {
    std::uint64_t base;
    std::uint64_t size;
    BusDevice* device;
  };
  const Range* find(std::uint64_t address, std::size_t length) const noexcept;

  std::vector<Range> ranges_;  // ascending
};

}  // namespace vmwright
