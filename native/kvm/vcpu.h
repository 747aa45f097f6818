// One virtual CPU: one ioctl = one method. Documentation/virt/kvm/api.rst, "vcpu ioctls".
// All methods but request_exit() belong to the thread that runs the vCPU: the kernel makes others wait
// until it has left KVM_RUN.
#pragma once

#include <linux/kvm.h>
#include <signal.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/fd.h"
#include "base/mapping.h"

namespace vmwright {

class Vcpu {
 public:
  // What KVM_GET_XSAVE fills in.
  static constexpr std::size_t kXsaveSize = 4096;

  // `mmap_size`: System::vcpu_mmap_size().
  Vcpu(Fd fd, std::size_t mmap_size);

  kvm_regs get_regs() const;
  void set_regs(const kvm_regs& regs) const;
  kvm_sregs get_sregs() const;
  void set_sregs(const kvm_sregs& sregs) const;
  // With the PAE page-directory pointers in place of the interrupt bitmap. KVM_CAP_SREGS2.
  kvm_sregs2 get_sregs2() const;
  void set_sregs2(const kvm_sregs2& sregs) const;
  kvm_fpu get_fpu() const;
  void set_fpu(const kvm_fpu& fpu) const;
  // FPU, SSE, AVX... in the layout of the XSAVE instruction, standard format. KVM_CAP_XSAVE.
  std::vector<std::byte> get_xsave() const;
  // `size`: what the VM's KVM_CAP_XSAVE2 says, at least kXsaveSize. Needed where a guest may use AMX.
  std::vector<std::byte> get_xsave2(std::size_t size) const;
  // As many bytes as get_xsave2() gives where the host has KVM_CAP_XSAVE2, else kXsaveSize: the kernel
  // reads that many, whatever the span says.
  void set_xsave(std::span<const std::byte> area) const;
  kvm_xcrs get_xcrs() const;
  void set_xcrs(const kvm_xcrs& xcrs) const;
  kvm_debugregs get_debugregs() const;
  void set_debugregs(const kvm_debugregs& regs) const;
  // Pending and injected exceptions, interrupts, NMIs and SMIs.
  kvm_vcpu_events get_events() const;
  void set_events(const kvm_vcpu_events& events) const;
  // KVM_MP_STATE_*
  std::uint32_t get_mp_state() const;
  void set_mp_state(std::uint32_t state) const;
  // The in-kernel local APIC's register page.
  kvm_lapic_state get_lapic() const;
  void set_lapic(const kvm_lapic_state& lapic) const;
  // Fills in `data`; the number read, fewer than asked for when KVM refused the next one.
  std::size_t get_msrs(std::span<kvm_msr_entry> entries) const;
  // The number written, fewer than asked for when KVM refused the next one.
  std::size_t set_msrs(std::span<const kvm_msr_entry> entries) const;

  std::vector<kvm_cpuid_entry2> get_cpuid() const;
  // Before the first run.
  void set_cpuid(std::span<const kvm_cpuid_entry2> entries) const;
  std::uint32_t get_tsc_khz() const;
  void set_tsc_khz(std::uint32_t khz) const;
  void enable_cap(unsigned capability, std::array<std::uint64_t, 4> args, std::uint32_t flags = 0) const;
  // Tells the guest's kvmclock that the VM was paused, which keeps its soft-lockup watchdog calm.
  // EINVAL when the guest does not use kvmclock.
  void kvmclock_ctrl() const;
  // Attributes of the vCPU as a device, as KVM_VCPU_TSC_OFFSET of group KVM_VCPU_TSC_CTRL is.
  bool has_attr(const kvm_device_attr& attr) const;
  void get_attr(const kvm_device_attr& attr) const;
  void set_attr(const kvm_device_attr& attr) const;

  // Queues a non-maskable interrupt.
  void nmi() const;
  // Queues an external interrupt; only without an in-kernel local APIC.
  void interrupt(std::uint32_t vector) const;
  // Single steps and breakpoints that exit as Debug; `control`: KVM_GUESTDBG_*.
  void set_guest_debug(const kvm_guest_debug& debug) const;
  // Through the guest's page tables.
  kvm_translation translate(std::uint64_t linear_address) const;

  // Signals blocked while the guest runs, in place of those that the thread blocks.
  void set_signal_mask(const sigset_t& blocked) const;
  // Makes the current or next run end at once, until taken back; from any thread. One that is inside of
  // KVM_RUN sees it only when a signal makes it look.
  void request_exit(bool wanted) const noexcept;

  // Runs the guest until it exits; false when a signal (or request_exit) ended the run.
  bool run() const;
  // Finishes the port or memory access of the last exit without running the guest further. Needed
  // before the registers are replaced or saved. Takes back a request_exit().
  void complete_io() const;

  // Shared with the kernel; valid after run().
  kvm_run& state() const noexcept { return *static_cast<kvm_run*>(mapping_.address()); }

 private:
  Fd fd_;
  Mapping mapping_;
};

}  // namespace vmwright
