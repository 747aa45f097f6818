// Wires between devices and guest: lines of the I/O APIC and message-signalled interrupts to the guest, doorbells to the
// devices. None of them costs the guest an exit. KVM_IRQFD, KVM_SIGNAL_MSI, KVM_IOEVENTFD.
//
// A message is sent by KVM_SIGNAL_MSI and not through an irqfd: that is one system call per interrupt either way, but an
// irqfd needs a route, and each change of the routing table waits for a grace period of SRCU while the guest stands still.
// On an emulated host that took 12 ms for each vector of each device. Lines have routes from the start.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "base/event_fd.h"
#include "kvm/vm.h"

namespace vmwright {

// One message-signalled interrupt.
class MsiRoute {
 public:
  virtual ~MsiRoute() = default;
  // Where the message goes and what it says, as the guest programmed it; for triggers from now on. No system call.
  virtual void program(std::uint64_t address, std::uint32_t data) noexcept = 0;
  // From any thread. Nothing happens before the first program(), or when KVM refuses a message that makes no sense.
  virtual void trigger() noexcept = 0;
};

// What devices are wired with; tests have one without KVM.
class Wiring {
 public:
  // An edge-triggered input of the I/O APIC: notify the event to raise it.
  struct Line {
    std::uint32_t gsi;
    std::shared_ptr<EventFd> event;
  };

  virtual ~Wiring() = default;
  // A free input. Throws std::length_error when none is left.
  virtual Line allocate_line() = 0;
  virtual std::unique_ptr<MsiRoute> allocate_msi() = 0;
  // From now on a guest's write to `where` notifies `event` instead of leaving the guest. Throws Error.
  virtual void connect_doorbell(const EventFd& event, const IoEvent& where) = 0;
};

class Interrupts final : public Wiring {
 public:
  // Inputs of the I/O APIC.
  static constexpr std::uint32_t kLines = 24;

  // `vm` has an irqchip and outlives this and all routes.
  explicit Interrupts(const Vm& vm) noexcept : vm_(vm) {}

  // Inputs 5 to 23, without those that have a fixed use.
  Line allocate_line() override;
  // For devices with a fixed place: COM1 is 4, the RTC 8, the GED 9. The same line each time.
  Line fixed_line(std::uint32_t gsi);

  std::unique_ptr<MsiRoute> allocate_msi() override;
  void connect_doorbell(const EventFd& event, const IoEvent& where) override;

 private:
  Line connect_line(std::uint32_t gsi);

  const Vm& vm_;
  std::mutex mutex_;  // lines
  std::map<std::uint32_t, Line> lines_;
};

}  // namespace vmwright
