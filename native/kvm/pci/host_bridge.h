// The bridge between CPU and PCI bus, slot 0: it only says that it is there.
#pragma once

#include <mutex>

#include "kvm/pci/config_space.h"
#include "kvm/pci/function.h"

namespace vmwright::pci {

class HostBridge final : public Function {
 public:
  HostBridge();

  void read_config(std::uint16_t offset, std::span<std::byte> data) override;
  void write_config(std::uint16_t offset, std::span<const std::byte> data) override;

  // As when the machine was switched on.
  void reset();

  ConfigSpace::State state() const;
  // Throws std::invalid_argument.
  void restore(const ConfigSpace::State& state);

 private:
  mutable std::mutex mutex_;
  ConfigSpace config_;
};

}  // namespace vmwright::pci
