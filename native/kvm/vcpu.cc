#include "kvm/vcpu.h"

#include <sys/ioctl.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>

#include "base/error.h"
#include "kvm/flexible_ioctls.h"

namespace vmwright {
namespace {

// The ioctls that copy one struct out or in.
template <typename State>
State get(int fd, unsigned long request, const char* op) {
  State state{};
  check(ioctl(fd, request, &state), op);
  return state;
}

template <typename State>
void set(int fd, unsigned long request, const State& state, const char* op) {
  check(ioctl(fd, request, &state), op);
}

bool is_empty(const kvm_cpuid_entry2& entry) {
  return (entry.function | entry.index | entry.flags | entry.eax | entry.ebx | entry.ecx | entry.edx) == 0;
}

}  // namespace

Vcpu::Vcpu(Fd fd, std::size_t mmap_size)
    : fd_(std::move(fd)), mapping_(Mapping::shared(fd_.get(), mmap_size, "mmap of kvm_run")) {}

kvm_regs Vcpu::get_regs() const { return get<kvm_regs>(fd_.get(), KVM_GET_REGS, "KVM_GET_REGS"); }

void Vcpu::set_regs(const kvm_regs& regs) const { set(fd_.get(), KVM_SET_REGS, regs, "KVM_SET_REGS"); }

kvm_sregs Vcpu::get_sregs() const { return get<kvm_sregs>(fd_.get(), KVM_GET_SREGS, "KVM_GET_SREGS"); }

void Vcpu::set_sregs(const kvm_sregs& sregs) const { set(fd_.get(), KVM_SET_SREGS, sregs, "KVM_SET_SREGS"); }

kvm_sregs2 Vcpu::get_sregs2() const { return get<kvm_sregs2>(fd_.get(), KVM_GET_SREGS2, "KVM_GET_SREGS2"); }

void Vcpu::set_sregs2(const kvm_sregs2& sregs) const {
  set(fd_.get(), KVM_SET_SREGS2, sregs, "KVM_SET_SREGS2");
}

kvm_fpu Vcpu::get_fpu() const { return get<kvm_fpu>(fd_.get(), KVM_GET_FPU, "KVM_GET_FPU"); }

void Vcpu::set_fpu(const kvm_fpu& fpu) const { set(fd_.get(), KVM_SET_FPU, fpu, "KVM_SET_FPU"); }

std::vector<std::byte> Vcpu::get_xsave() const {
  std::vector<std::byte> area(kXsaveSize);
  check(vmwright_get_xsave(fd_.get(), area.data()), "KVM_GET_XSAVE");
  return area;
}

std::vector<std::byte> Vcpu::get_xsave2(std::size_t size) const {
  std::vector<std::byte> area(std::max(size, kXsaveSize));
  check(vmwright_get_xsave2(fd_.get(), area.data()), "KVM_GET_XSAVE2");
  return area;
}

void Vcpu::set_xsave(std::span<const std::byte> area) const {
  check(vmwright_set_xsave(fd_.get(), area.data()), "KVM_SET_XSAVE");
}

kvm_xcrs Vcpu::get_xcrs() const { return get<kvm_xcrs>(fd_.get(), KVM_GET_XCRS, "KVM_GET_XCRS"); }

void Vcpu::set_xcrs(const kvm_xcrs& xcrs) const { set(fd_.get(), KVM_SET_XCRS, xcrs, "KVM_SET_XCRS"); }

kvm_debugregs Vcpu::get_debugregs() const {
  return get<kvm_debugregs>(fd_.get(), KVM_GET_DEBUGREGS, "KVM_GET_DEBUGREGS");
}

void Vcpu::set_debugregs(const kvm_debugregs& regs) const {
  set(fd_.get(), KVM_SET_DEBUGREGS, regs, "KVM_SET_DEBUGREGS");
}

kvm_vcpu_events Vcpu::get_events() const {
  return get<kvm_vcpu_events>(fd_.get(), KVM_GET_VCPU_EVENTS, "KVM_GET_VCPU_EVENTS");
}

void Vcpu::set_events(const kvm_vcpu_events& events) const {
  set(fd_.get(), KVM_SET_VCPU_EVENTS, events, "KVM_SET_VCPU_EVENTS");
}

std::uint32_t Vcpu::get_mp_state() const {
  return get<kvm_mp_state>(fd_.get(), KVM_GET_MP_STATE, "KVM_GET_MP_STATE").mp_state;
}

void Vcpu::set_mp_state(std::uint32_t state) const {
  set(fd_.get(), KVM_SET_MP_STATE, kvm_mp_state{state}, "KVM_SET_MP_STATE");
}

kvm_lapic_state Vcpu::get_lapic() const {
  return get<kvm_lapic_state>(fd_.get(), KVM_GET_LAPIC, "KVM_GET_LAPIC");
}

void Vcpu::set_lapic(const kvm_lapic_state& lapic) const {
  set(fd_.get(), KVM_SET_LAPIC, lapic, "KVM_SET_LAPIC");
}

std::size_t Vcpu::get_msrs(std::span<kvm_msr_entry> entries) const {
  const auto count = static_cast<std::uint32_t>(entries.size());
  return static_cast<std::size_t>(check(vmwright_get_msrs(fd_.get(), entries.data(), count), "KVM_GET_MSRS"));
}

std::size_t Vcpu::set_msrs(std::span<const kvm_msr_entry> entries) const {
  const auto count = static_cast<std::uint32_t>(entries.size());
  return static_cast<std::size_t>(check(vmwright_set_msrs(fd_.get(), entries.data(), count), "KVM_SET_MSRS"));
}

std::vector<kvm_cpuid_entry2> Vcpu::get_cpuid() const {
  // KVM keeps at most 256 entries (KVM_MAX_CPUID_ENTRIES, not in its public headers).
  std::uint32_t count = 256;
  std::vector<kvm_cpuid_entry2> entries(count);
  check(vmwright_get_cpuid2(fd_.get(), entries.data(), &count), "KVM_GET_CPUID2");
  // Linux before 6.7 leaves the count as it was: the rest is empty. No leaf is, except one at the begin.
  while (count > 0 && is_empty(entries[count - 1])) count--;
  entries.resize(count);
  return entries;
}

void Vcpu::set_cpuid(std::span<const kvm_cpuid_entry2> entries) const {
  const auto count = static_cast<std::uint32_t>(entries.size());
  check(vmwright_set_cpuid2(fd_.get(), entries.data(), count), "KVM_SET_CPUID2");
}

std::uint32_t Vcpu::get_tsc_khz() const {
  return static_cast<std::uint32_t>(check(ioctl(fd_.get(), KVM_GET_TSC_KHZ, 0), "KVM_GET_TSC_KHZ"));
}

void Vcpu::set_tsc_khz(std::uint32_t khz) const {
  check(ioctl(fd_.get(), KVM_SET_TSC_KHZ, khz), "KVM_SET_TSC_KHZ");
}

void Vcpu::enable_cap(unsigned capability, std::array<std::uint64_t, 4> args, std::uint32_t flags) const {
  kvm_enable_cap cap{};
  cap.cap = capability;
  cap.flags = flags;
  std::copy(args.begin(), args.end(), cap.args);
  set(fd_.get(), KVM_ENABLE_CAP, cap, "KVM_ENABLE_CAP");
}

void Vcpu::kvmclock_ctrl() const { check(ioctl(fd_.get(), KVM_KVMCLOCK_CTRL, 0), "KVM_KVMCLOCK_CTRL"); }

bool Vcpu::has_attr(const kvm_device_attr& attr) const {
  return ioctl(fd_.get(), KVM_HAS_DEVICE_ATTR, &attr) == 0;
}

void Vcpu::get_attr(const kvm_device_attr& attr) const {
  check(ioctl(fd_.get(), KVM_GET_DEVICE_ATTR, &attr), "KVM_GET_DEVICE_ATTR");
}

void Vcpu::set_attr(const kvm_device_attr& attr) const {
  set(fd_.get(), KVM_SET_DEVICE_ATTR, attr, "KVM_SET_DEVICE_ATTR");
}

void Vcpu::nmi() const { check(ioctl(fd_.get(), KVM_NMI, 0), "KVM_NMI"); }

void Vcpu::interrupt(std::uint32_t vector) const {
  set(fd_.get(), KVM_INTERRUPT, kvm_interrupt{vector}, "KVM_INTERRUPT");
}

void Vcpu::set_guest_debug(const kvm_guest_debug& debug) const {
  set(fd_.get(), KVM_SET_GUEST_DEBUG, debug, "KVM_SET_GUEST_DEBUG");
}

kvm_translation Vcpu::translate(std::uint64_t linear_address) const {
  kvm_translation translation{};
  translation.linear_address = linear_address;
  check(ioctl(fd_.get(), KVM_TRANSLATE, &translation), "KVM_TRANSLATE");
  return translation;
}

void Vcpu::set_signal_mask(const sigset_t& blocked) const {
  std::uint64_t kernel_set;  // the first word of the C library's larger set
  std::memcpy(&kernel_set, &blocked, sizeof kernel_set);
  check(vmwright_set_signal_mask(fd_.get(), kernel_set), "KVM_SET_SIGNAL_MASK");
}

void Vcpu::request_exit(bool wanted) const noexcept {
  std::atomic_ref<std::uint8_t>(state().immediate_exit).store(wanted ? 1 : 0);
}

bool Vcpu::run() const {
  const int result = ioctl(fd_.get(), KVM_RUN, 0);
  if (result < 0 && (errno == EINTR || errno == EAGAIN)) return false;
  check(result, "KVM_RUN");
  return true;
}

void Vcpu::complete_io() const {
  request_exit(true);
  run();
  request_exit(false);
}

}  // namespace vmwright
