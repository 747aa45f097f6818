// The code at F000:FFF0, where a PC's firmware starts. Linux on hardware-reduced ACPI without EFI jumps there to reboot,
// in real mode, unless `reboot=` says otherwise.
#pragma once

#include "kvm/guest_memory.h"

namespace vmwright::boot {

// Code that resets the machine by its reset register.
void write_reset_vector(const GuestMemory& memory);

}  // namespace vmwright::boot
