// What a machine tells its owner.
#pragma once

#include <string>

namespace vmwright {

enum class MachineEventKind {
  // These end the guest: its CPUs stand still until Machine::reset().
  power_off,       // the guest switched itself off
  reset,           // the guest asked for a reset, as a reboot does
  triple_fault,    // a CPU gave up: what a PC does then is a reset
  internal_error,  // KVM or the host cannot go on
  // This does not: the guest decides what follows.
  panicked,        // the guest kernel said so by its panic port
};

struct MachineEvent {
  MachineEventKind kind;
  // For people: by which door, or what went wrong.
  std::string detail;
};

}  // namespace vmwright
