// /dev/kvm itself: one ioctl = one method, no policy. Documentation/virt/kvm/api.rst, "system ioctls".
// Safe to use from several threads.
#pragma once

#include <linux/kvm.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/fd.h"

namespace vmwright {

class System {
 public:
  // Throws Error with the errno of open().
  static System open(const char* path);

  int api_version() const;
  // 0 when unsupported, else a positive value whose meaning depends on `capability` (KVM_CAP_*).
  int check_extension(unsigned capability) const;
  // Bytes to map of a vCPU's descriptor.
  std::size_t vcpu_mmap_size() const;
  Fd create_vm() const;
  // The CPU features that KVM can give to a guest on this host.
  std::vector<kvm_cpuid_entry2> supported_cpuid() const;
  // The MSRs that a vCPU has and that a snapshot must save.
  std::vector<std::uint32_t> msr_index_list() const;
  // The MSRs that describe features, as IA32_ARCH_CAPABILITIES does; get_msrs() of this class reads them.
  std::vector<std::uint32_t> msr_feature_index_list() const;
  // Fills in `data` of feature MSRs; the number read, fewer than asked for when KVM refused the next one.
  std::size_t get_msrs(std::span<kvm_msr_entry> entries) const;

 private:
  explicit System(Fd fd) noexcept : fd_(std::move(fd)) {}

  Fd fd_;
};

}  // namespace vmwright
