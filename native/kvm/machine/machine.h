// A virtual machine: memory, CPUs, interrupt controller, devices, and a guest in it.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <span>

#include "base/event_loop.h"
#include "kvm/bus/bus.h"
#include "kvm/guest_memory.h"
#include "kvm/interrupts.h"
#include "kvm/machine/config.h"
#include "kvm/machine/cpus.h"
#include "kvm/machine/event.h"
#include "kvm/machine/legacy_devices.h"
#include "kvm/machine/virtio_slots.h"
#include "kvm/system.h"
#include "kvm/vm.h"

namespace vmwright {

// On the loop's thread, or before the loop runs, where nothing else is said. Destroyed when the loop does not run; the
// order is: vCPU threads end, devices are reset, memory goes.
class Machine {
 public:
  struct Callbacks {
    // On the loop's thread. After an event that ends the guest no other comes before reset(); `panicked` comes once per
    // boot.
    std::function<void(const MachineEvent&)> event;
    // What the guest writes to its serial port, and that it has read all its input; on vCPU threads.
    legacy::Serial::Callbacks serial;
    // First on each vCPU thread.
    std::function<void()> vcpu_thread_started;
  };
  using Done = std::function<void()>;
  using GenerationId = std::array<std::byte, 16>;

  // Loads the guest and makes everything but the threads; opens nothing after that. Throws Error.
  Machine(const System& system, EventLoop& loop, MachineConfig config, Callbacks callbacks);
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;
  ~Machine();

  // Before start(), in the order in which the guest finds them. The device outlives the machine.
  void attach(virtio::Device& device) { virtio_.attach(device); }
  // Lets the guest run.
  void start();

  // vCPUs stand still and devices take no requests when `done` is called. Not before all vCPUs have left the device that
  // they are talking to; meanwhile the loop goes on. Calls may overlap and take effect in order.
  void pause(Done done);
  void resume(Done done);
  // As the reset button: the guest boots again from the same files. Stays paused when it was.
  // Throws out of the loop when the host fails.
  void reset(Done done);

  void press_power_button() { legacy_.power().raise(legacy::PowerEvent::power_button); }
  // Tells the guest that it is a copy of another one.
  void set_generation_id(const GenerationId& id);

  const GuestMemory& memory() const noexcept { return memory_; }
  // Input for the guest's serial port.
  legacy::Serial& serial() noexcept { return legacy_.serial(); }
  std::size_t cpus() const noexcept { return cpus_.count(); }
  // From any thread.
  ExitTotals exits() const noexcept { return cpus_.exits(); }
  // CLOCK_MONOTONIC nanoseconds of the first guest instruction; 0 before.
  std::int64_t first_entry_ns() const noexcept { return cpus_.first_entry_ns(); }

 private:
  void create_cpus(const System& system);
  void load_kernel() const;
  void prepare_entry();
  void go_on();
  void tell_clocks() const;
  void power_on();
  void clear_memory();
  void report(MachineEvent event);

  EventLoop& loop_;
  const MachineConfig config_;
  const Callbacks callbacks_;
  GuestMemory memory_;
  std::future<void> loading_;  // kernel and initrd, while KVM makes the VM
  Vm vm_;
  Interrupts interrupts_;
  Bus ports_;
  Bus memory_bus_;
  LegacyDevices legacy_;
  VirtioSlots virtio_;
  kvm_sregs pristine_{};  // of the boot CPU when it was new
  GenerationId generation_id_{};
  bool paused_ = false;
  std::atomic<bool> ended_ = false;     // told to the owner
  std::atomic<bool> panicked_ = false;  // likewise
  Cpus cpus_;                           // last: its threads use all of the above
};

}  // namespace vmwright
