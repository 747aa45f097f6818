// The memory of the probe guest: page tables, descriptor tables and code, laid out as in layout.h.
#pragma once

#include <linux/kvm.h>

#include "kvm/guest_memory.h"

namespace vmwright::probe {

// Fills zeroed memory of PROBE_MEMORY_SIZE bytes at guest address 0.
void build_guest(const GuestMemory& memory);

// The registers of 64-bit ring 0 on that memory, on top of those of a vCPU after reset.
kvm_sregs long_mode(kvm_sregs sregs);

// Where code of guest.S at this host address runs in the guest.
GuestAddr guest_address(const std::byte* code);

}  // namespace vmwright::probe
