#include "kvm/boot/cpu_reset.h"

#include <asm/kvm_para.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

#include "base/error.h"
#include "kvm/boot/cpu_state.h"

namespace vmwright::boot {
namespace {

// Intel SDM volume 4; AMD APM volume 2, appendix A.
constexpr std::uint32_t kSysenterCs = 0x174;
constexpr std::uint32_t kSysenterEsp = 0x175;
constexpr std::uint32_t kSysenterEip = 0x176;
constexpr std::uint32_t kMiscEnable = 0x1a0;
constexpr std::uint32_t kPat = 0x277;
constexpr std::uint32_t kMtrrDefaultType = 0x2ff;
constexpr std::uint32_t kTscDeadline = 0x6e0;
constexpr std::uint32_t kSpecCtrl = 0x48;
constexpr std::uint32_t kXss = 0xda0;
constexpr std::uint32_t kStar = 0xc000'0081;
constexpr std::uint32_t kLstar = 0xc000'0082;
constexpr std::uint32_t kCstar = 0xc000'0083;
constexpr std::uint32_t kSyscallMask = 0xc000'0084;
constexpr std::uint32_t kKernelGsBase = 0xc000'0102;
constexpr std::uint32_t kTscAux = 0xc000'0103;

constexpr std::uint64_t kFastStrings = 1;
constexpr std::uint64_t kMtrrWriteBack = (1 << 11) | 6;  // enabled, default type write-back
constexpr std::uint64_t kPatReset = 0x0007'0406'0007'0406;

constexpr std::uint64_t kApicBaseBoot = 1 << 8;
constexpr std::uint64_t kApicBaseX2 = 1 << 10;

// Offsets in the local APIC's page. Intel SDM volume 3, table 11-1 and section 11.4.7.1.
constexpr std::size_t kApicId = 0x20;
constexpr std::size_t kApicDestinationFormat = 0xe0;
constexpr std::size_t kApicSpurious = 0xf0;
constexpr std::size_t kApicCmci = 0x2f0;
constexpr std::size_t kApicFirstVector = 0x320;  // timer, thermal, performance, LINT0, LINT1, error
constexpr std::size_t kApicLastVector = 0x370;
constexpr std::uint32_t kApicMasked = 1 << 16;

constexpr std::uint64_t kDr6Reset = 0xffff'0ff0;
constexpr std::uint64_t kDr7Reset = 0x400;
constexpr std::uint16_t kFpuControlReset = 0x37f;
constexpr std::uint32_t kMxcsrReset = 0x1f80;

struct MsrValue {
  std::uint32_t index;
  std::uint64_t value;
};

constexpr MsrValue kFirmwareMsrs[] = {{kMiscEnable, kFastStrings}, {kMtrrDefaultType, kMtrrWriteBack}};

// Those that every KVM has come first; a host may lack the last ones.
constexpr MsrValue kResetMsrs[] = {
    {MSR_KVM_SYSTEM_TIME_NEW, 0}, {MSR_KVM_WALL_CLOCK_NEW, 0}, {kSysenterCs, 0},  {kSysenterEsp, 0},
    {kSysenterEip, 0},            {kStar, 0},                  {kLstar, 0},       {kCstar, 0},
    {kSyscallMask, 0},            {kKernelGsBase, 0},          {kPat, kPatReset}, {kMiscEnable, kFastStrings},
    {kMtrrDefaultType, kMtrrWriteBack},
};
constexpr MsrValue kOptionalResetMsrs[] = {
    {MSR_KVM_ASYNC_PF_EN, 0}, {MSR_KVM_ASYNC_PF_INT, 0}, {MSR_KVM_STEAL_TIME, 0}, {MSR_KVM_PV_EOI_EN, 0},
    {MSR_KVM_POLL_CONTROL, 1}, {kTscDeadline, 0},        {kTscAux, 0},            {kSpecCtrl, 0},
    {kXss, 0},
};

kvm_msr_entry entry_of(const MsrValue& msr) { return {.index = msr.index, .reserved = 0, .data = msr.value}; }

void set_all(const Vcpu& vcpu, std::span<const MsrValue> msrs) {
  std::vector<kvm_msr_entry> entries;
  for (const MsrValue& msr : msrs) entries.push_back(entry_of(msr));
  const std::size_t written = vcpu.set_msrs(entries);
  if (written < entries.size()) throw Error("KVM_ERROR", "KVM refused to set MSR " + std::to_string(msrs[written].index));
}

// One by one: KVM stops at the first that it does not have, and then the guest did not have it either.
void set_those_that_exist(const Vcpu& vcpu, std::span<const MsrValue> msrs) {
  for (const MsrValue& msr : msrs) {
    const std::array entry = {entry_of(msr)};
    vcpu.set_msrs(entry);
  }
}

void store(kvm_lapic_state& apic, std::size_t offset, std::uint32_t value) {
  std::memcpy(apic.regs + offset, &value, sizeof value);
}

kvm_lapic_state apic_after_reset(std::uint32_t number) {
  kvm_lapic_state apic{};
  store(apic, kApicId, number << 24);
  store(apic, kApicDestinationFormat, 0xffff'ffff);
  store(apic, kApicSpurious, 0xff);
  store(apic, kApicCmci, kApicMasked);
  for (std::size_t offset = kApicFirstVector; offset <= kApicLastVector; offset += 0x10) store(apic, offset, kApicMasked);
  return apic;
}

// XCR0 = x87 only (SDM volume 3, 13.3). A host whose CPU has no XSAVE (no KVM_CAP_XCRS) answers EINVAL: its guest has no XCR0.
void reset_xcr0(const Vcpu& vcpu) {
  try {
    vcpu.set_xcrs({.nr_xcrs = 1, .flags = 0, .xcrs = {{.xcr = 0, .reserved = 0, .value = 1}}, .padding = {}});
  } catch (const Error& error) {
    if (error.errnum() != EINVAL) throw;
  }
}

void reset_fpu(const Vcpu& vcpu) {
  reset_xcr0(vcpu);
  // Everything in its initial state, as XSTATE_BV = 0 says; MXCSR is the exception and always stored.
  std::vector<std::byte> area(Vcpu::kXsaveSize);
  std::memcpy(area.data(), &kFpuControlReset, sizeof kFpuControlReset);
  std::memcpy(area.data() + 24, &kMxcsrReset, sizeof kMxcsrReset);
  vcpu.set_xsave(area);
}

}  // namespace

void set_firmware_msrs(const Vcpu& vcpu) { set_all(vcpu, kFirmwareMsrs); }

void enter_kernel(const Vcpu& vcpu, const Entry& entry, const kvm_sregs& pristine, const GuestMemory& memory) {
  vcpu.set_sregs(entry_sregs(entry, pristine, memory));
  vcpu.set_regs(entry_regs(entry));
}

void reset_cpu(const Vcpu& vcpu, std::uint32_t number, const kvm_sregs& pristine) {
  kvm_sregs sregs = pristine;
  sregs.apic_base &= ~kApicBaseX2;
  if (number != 0) sregs.apic_base &= ~kApicBaseBoot;
  // Events first: a pending exception would refuse some of what follows. The APIC's mode before its registers.
  vcpu.set_events({});
  vcpu.set_sregs(sregs);
  vcpu.set_lapic(apic_after_reset(number));
  reset_fpu(vcpu);
  kvm_debugregs debug{};
  debug.dr6 = kDr6Reset;
  debug.dr7 = kDr7Reset;
  vcpu.set_debugregs(debug);
  set_all(vcpu, kResetMsrs);
  set_those_that_exist(vcpu, kOptionalResetMsrs);
  vcpu.set_regs({});
  vcpu.set_mp_state(number == 0 ? KVM_MP_STATE_RUNNABLE : KVM_MP_STATE_UNINITIALIZED);
}

}  // namespace vmwright::boot
