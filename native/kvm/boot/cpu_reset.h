// A vCPU as it is when a machine is switched on: before the first boot, and again before each that follows.
#pragma once

#include <linux/kvm.h>

#include <cstdint>

#include "kvm/boot/loader.h"
#include "kvm/guest_memory.h"
#include "kvm/vcpu.h"

namespace vmwright::boot {

// What a kernel may expect of the firmware: caching on, fast string instructions. For a new vCPU. Throws Error.
void set_firmware_msrs(const Vcpu& vcpu);

// The boot CPU stands at the kernel's entry. `pristine` is the state of the boot CPU when it was new.
void enter_kernel(const Vcpu& vcpu, const Entry& entry, const kvm_sregs& pristine, const GuestMemory& memory);

// Undoes everything a guest did to a vCPU, which is not running: registers, FPU, MSRs (kvmclock and the other
// paravirtual ones are switched off), local APIC. `number` is the APIC id; 0 is the boot CPU, the others wait for it.
void reset_cpu(const Vcpu& vcpu, std::uint32_t number, const kvm_sregs& pristine);

}  // namespace vmwright::boot
