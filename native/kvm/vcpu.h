// One virtual CPU: one ioctl = one method. Documentation/virt/kvm/api.rst, "vcpu ioctls".
// All methods belong to the thread that runs the vCPU.
#pragma once

#include <linux/kvm.h>
#include <signal.h>

#include <cstddef>
#include <span>

#include "base/fd.h"
#include "base/mapping.h"

namespace vmwright {

class Vcpu {
 public:
  // `mmap_size`: System::vcpu_mmap_size().
  Vcpu(Fd fd, std::size_t mmap_size);

  kvm_regs get_regs() const;
  void set_regs(const kvm_regs& regs) const;
  kvm_sregs get_sregs() const;
  void set_sregs(const kvm_sregs& sregs) const;
  void set_cpuid(std::span<const kvm_cpuid_entry2> entries) const;
  // Signals blocked while the guest runs, in place of those that the thread blocks.
  void set_signal_mask(const sigset_t& blocked) const;

  // Runs the guest until it exits; false when a signal (or immediate_exit) ended the run.
  bool run() const;
  // Finishes the port or memory access of the last exit without running the guest further. Needed
  // before the registers are replaced.
  void complete_io() const;

  // Shared with the kernel; valid after run().
  kvm_run& state() const noexcept { return *static_cast<kvm_run*>(mapping_.address()); }

 private:
  Fd fd_;
  Mapping mapping_;
};

}  // namespace vmwright
