// /dev/kvm itself: one ioctl = one method, no policy. Documentation/virt/kvm/api.rst, "system ioctls".
#pragma once

#include <linux/kvm.h>

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

 private:
  explicit System(Fd fd) noexcept : fd_(std::move(fd)) {}

  Fd fd_;
};

}  // namespace vmwright
