// The first state of the boot CPU, by the protocol of the kernel's entry.
#pragma once

#include <linux/kvm.h>

#include "kvm/boot/loader.h"
#include "kvm/guest_memory.h"

namespace vmwright::boot {

// `pristine` is the state after a CPU reset. The 64-bit entry also gets a GDT and page tables in `memory`.
kvm_sregs entry_sregs(const Entry& entry, const kvm_sregs& pristine, const GuestMemory& memory);
kvm_regs entry_regs(const Entry& entry);

}  // namespace vmwright::boot
