// The port by which a guest kernel says that it panicked. QEMU docs/specs/pvpanic.
#pragma once

#include <functional>

#include "kvm/bus/bus.h"

namespace vmwright::legacy {

class PanicPort : public BusDevice {
 public:
  static constexpr std::uint16_t kSize = 1;

  // `panicked` is called on vCPU threads, for each report.
  explicit PanicPort(std::function<void()> panicked);

  void read(std::uint64_t offset, std::span<std::byte> data) override;
  void write(std::uint64_t offset, std::span<const std::byte> data) override;

 private:
  std::function<void()> panicked_;
};

}  // namespace vmwright::legacy
