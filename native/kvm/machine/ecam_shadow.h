// PCI configuration space that a guest reads without leaving: a copy of it is mapped read-only where ECAM is. Writes leave
// the guest as ever, and the copy follows. A kernel reads about 170 registers of each device while it boots.
#pragma once

#include <cstdint>
#include <mutex>

#include "base/event_loop.h"
#include "base/mapping.h"
#include "kvm/bus/bus.h"
#include "kvm/vm.h"

namespace vmwright {

class EcamShadow final : public BusDevice {
 public:
  // `bus` answers for the window at layout::kEcam; `memory_slot` is free. `loop` is the one that may change memory slots.
  // Everything outlives this, which goes when no vCPU runs any more.
  EcamShadow(const Vm& vm, EventLoop& loop, BusDevice& bus, std::uint32_t memory_slot);

  // Once, before the first vCPU runs: the first `count` PCI slots are taken and do not change from now on but by the
  // guest's writes and before refresh(). Where KVM has no read-only memory, all accesses leave the guest. Throws Error.
  void show(unsigned count);
  // While no vCPU runs.
  void refresh();

  // What gets here has left the guest.
  void read(std::uint64_t offset, std::span<std::byte> data) override;
  void write(std::uint64_t offset, std::span<const std::byte> data) override;

 private:
  void copy(std::uint64_t begin, std::uint64_t end);
  bool reads_get_effects(std::uint64_t offset) const;
  void hide();

  const Vm& vm_;
  EventLoop& loop_;
  BusDevice& bus_;
  const std::uint32_t memory_slot_;
  std::mutex mutex_;  // guards all below; not held while the loop is waited for
  Mapping shadow_;
  bool shown_ = false;
};

}  // namespace vmwright
