// What is left of the i8042: the reset that `reboot=k` and old kernels use.
#pragma once

#include <functional>

#include "kvm/bus/bus.h"

namespace vmwright::legacy {

class KeyboardController : public BusDevice {
 public:
  static constexpr std::uint16_t kSize = 5;  // data at 0, status and command at 4

  // `reset` is called on vCPU threads.
  explicit KeyboardController(std::function<void()> reset);

  void read(std::uint64_t offset, std::span<std::byte> data) override;
  void write(std::uint64_t offset, std::span<const std::byte> data) override;

 private:
  std::function<void()> reset_;
};

}  // namespace vmwright::legacy
