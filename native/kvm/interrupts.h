// Interrupt routing: which event reaches which input of the guest's I/O APIC or which message-signalled vector.
// KVM_SET_GSI_ROUTING, KVM_IRQFD.
#pragma once

#include <linux/kvm.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "base/event_fd.h"
#include "kvm/vm.h"

namespace vmwright {

// One message-signalled interrupt vector: an eventfd that KVM turns into the message, no exit needed.
class MsiRoute {
 public:
  virtual ~MsiRoute() = default;
  // What the guest programmed; takes effect for the next trigger. Costs one ioctl when something changed.
  virtual void set(std::uint64_t address, std::uint32_t data, bool masked) = 0;
  virtual void trigger() noexcept = 0;
};

class Interrupts {
 public:
  // Lines of the I/O APIC: 24 inputs, of which devices get 5 to 23. `vm` outlives this.
  explicit Interrupts(const Vm& vm);

  // An edge-triggered line on a free input, `gsi` says which. Throws std::length_error when none is left.
  struct Line {
    std::uint32_t gsi;
    std::shared_ptr<EventFd> event;
  };
  Line allocate_line();
  // For devices with a fixed place: COM1 is 4.
  Line fixed_line(std::uint32_t gsi);

  std::unique_ptr<MsiRoute> allocate_msi();

 private:
  struct Table;
  std::shared_ptr<Table> table_;
};

}  // namespace vmwright
