// A machine with a tiny 32-bit guest that PVH boots, run until an event ends it.
#pragma once

#include <initializer_list>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "kvm/machine/machine.h"

namespace machine_guest {

using Code = std::vector<unsigned char>;

// Throws Skipped where there is no KVM.
vmwright::System open_kvm();

Code join(std::initializer_list<Code> parts);
// Assembled code. All of it is position independent.
Code out(std::uint16_t port, std::uint8_t value);
Code halt();
// Four bytes at a guest physical address, to the serial port.
Code print_word(std::uint32_t address);

// A machine of 4 MiB; what it boots is the guest's.
vmwright::MachineConfig small(std::uint32_t cpus = 1, vmwright::Transport transport = vmwright::Transport::pci);

class Guest {
 public:
  // Throws Skipped where there is no KVM.
  explicit Guest(const Code& code, vmwright::MachineConfig config = small());

  // Starts it, and runs the loop until an event ends the guest, stop() is called, or ten seconds are over: that is a
  // failure.
  void run();
  void stop() { loop.stop(); }
  // What it wrote to its serial port.
  std::string output();

  vmwright::EventLoop loop;
  std::vector<vmwright::MachineEvent> events;
  // Called for events that end the guest; by default the loop stops.
  std::function<void(const vmwright::MachineEvent&)> on_end = [this](const auto&) { loop.stop(); };
  std::unique_ptr<vmwright::Machine> machine;

 private:
  std::mutex mutex_;  // guards the output
  std::string output_;
};

}  // namespace machine_guest
