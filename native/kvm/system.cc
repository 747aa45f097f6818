#include "kvm/system.h"

#include <fcntl.h>
#include <sys/ioctl.h>

#include <cerrno>

#include "base/error.h"
#include "kvm/flexible_ioctls.h"

namespace vmwright {

System System::open(const char* path) {
  return System(Fd(check(::open(path, O_RDWR | O_CLOEXEC), "open")));
}

int System::api_version() const { return check(ioctl(fd_.get(), KVM_GET_API_VERSION, 0), "KVM_GET_API_VERSION"); }

int System::check_extension(unsigned capability) const {
  return check(ioctl(fd_.get(), KVM_CHECK_EXTENSION, capability), "KVM_CHECK_EXTENSION");
}

std::size_t System::vcpu_mmap_size() const {
  return static_cast<std::size_t>(check(ioctl(fd_.get(), KVM_GET_VCPU_MMAP_SIZE, 0), "KVM_GET_VCPU_MMAP_SIZE"));
}

Fd System::create_vm() const {
  // Machine type 0: x86. EINTR comes from a signal during the long allocation, not from KVM's state.
  int fd;
  do {
    fd = ioctl(fd_.get(), KVM_CREATE_VM, 0);
  } while (fd < 0 && errno == EINTR);
  return Fd(check(fd, "KVM_CREATE_VM"));
}

std::vector<kvm_cpuid_entry2> System::supported_cpuid() const {
  // The kernel says E2BIG until the table is large enough.
  for (std::uint32_t count = 128;; count *= 2) {
    std::vector<kvm_cpuid_entry2> entries(count);
    const int result = vmwright_get_supported_cpuid(fd_.get(), entries.data(), &count);
    if (result < 0 && errno == E2BIG && count < 4096) continue;
    check(result, "KVM_GET_SUPPORTED_CPUID");
    entries.resize(count);
    return entries;
  }
}

}  // namespace vmwright
