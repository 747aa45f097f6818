#include "kvm/system.h"

#include <fcntl.h>
#include <sys/ioctl.h>

#include <cerrno>

#include "base/error.h"
#include "kvm/flexible_ioctls.h"

namespace vmwright {
namespace {

using GetIndices = int (*)(int fd, std::uint32_t* indices, std::uint32_t* count);

std::vector<std::uint32_t> read_indices(int fd, GetIndices get, const char* op) {
  // The first call says E2BIG and how many there are.
  std::uint32_t count = 0;
  std::vector<std::uint32_t> indices;
  int result;
  do {
    indices.resize(count);
    result = get(fd, indices.data(), &count);
  } while (result < 0 && errno == E2BIG && count > indices.size());
  check(result, op);
  indices.resize(count);
  return indices;
}

}  // namespace

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

std::vector<std::uint32_t> System::msr_index_list() const {
  return read_indices(fd_.get(), vmwright_get_msr_index_list, "KVM_GET_MSR_INDEX_LIST");
}

std::vector<std::uint32_t> System::msr_feature_index_list() const {
  return read_indices(fd_.get(), vmwright_get_msr_feature_index_list, "KVM_GET_MSR_FEATURE_INDEX_LIST");
}

std::size_t System::get_msrs(std::span<kvm_msr_entry> entries) const {
  const auto count = static_cast<std::uint32_t>(entries.size());
  return static_cast<std::size_t>(check(vmwright_get_msrs(fd_.get(), entries.data(), count), "KVM_GET_MSRS"));
}

}  // namespace vmwright
