#include "kvm/pci/host_bridge.h"

namespace vmwright::pci {
namespace {

// The generic PCI Express host bridge of virtual machines; no operating system has quirks for it.
constexpr Identity kIdentity = {.vendor = 0x1b36, .device = 0x0008, .class_code = 0x06'00'00};

}  // namespace

HostBridge::HostBridge() : config_(kIdentity) {}

void HostBridge::read_config(std::uint16_t offset, std::span<std::byte> data) {
  const std::lock_guard lock(mutex_);
  config_.read(offset, data);
}

void HostBridge::write_config(std::uint16_t offset, std::span<const std::byte> data) {
  const std::lock_guard lock(mutex_);
  config_.write(offset, data);
}

void HostBridge::reset() {
  const std::lock_guard lock(mutex_);
  config_ = ConfigSpace(kIdentity);
}

ConfigSpace::State HostBridge::state() const {
  const std::lock_guard lock(mutex_);
  return config_.state();
}

void HostBridge::restore(const ConfigSpace::State& state) {
  const std::lock_guard lock(mutex_);
  config_.restore(state);
}

}  // namespace vmwright::pci
