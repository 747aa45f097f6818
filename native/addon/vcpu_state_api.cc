// The register state of a vCPU for JavaScript. The first argument of each is the vCPU.
#include <algorithm>
#include <cstring>

#include "addon/args.h"
#include "addon/entry.h"
#include "addon/handle.h"
#include "addon/kvm_api.h"
#include "addon/layouts.h"
#include "addon/vcpu_session.h"

namespace vmwright {
namespace {

Vcpu& vcpu_of(const Napi::CallbackInfo& info) { return use<VcpuSession>(info[0]).idle_vcpu(); }

// The ioctls that copy one struct, described by its layout, out or in.
template <auto get, const Layout& layout>
Napi::Value JS_get(const Napi::CallbackInfo& info) {
  return to_js(info.Env(), layout, (vcpu_of(info).*get)());
}

template <typename State, void (Vcpu::*set)(const State&) const, const Layout& layout>
Napi::Value JS_set(const Napi::CallbackInfo& info) {
  (vcpu_of(info).*set)(from_js<State>(info[1], layout));
  return info.Env().Undefined();
}

std::size_t xsave_size(const VcpuSession& session) {
  const int size = session.vm().vm.check_extension(KVM_CAP_XSAVE2);
  return std::max(static_cast<std::size_t>(size), Vcpu::kXsaveSize);
}

Napi::Value JS_vcpu_get_xsave(const Napi::CallbackInfo& info) {
  return copy_bytes(info.Env(), vcpu_of(info).get_xsave());
}

Napi::Value JS_vcpu_get_xsave2(const Napi::CallbackInfo& info) {
  const auto& session = use<VcpuSession>(info[0]);
  return copy_bytes(info.Env(), vcpu_of(info).get_xsave2(xsave_size(session)));
}

// The kernel reads as many bytes as it has, so a shorter area is completed with zeros.
Napi::Value JS_vcpu_set_xsave(const Napi::CallbackInfo& info) {
  const auto& session = use<VcpuSession>(info[0]);
  const auto bytes = to_bytes(info[1], "xsave");
  std::vector<std::byte> area(std::max(xsave_size(session), bytes.size()));
  std::copy(bytes.begin(), bytes.end(), area.begin());
  vcpu_of(info).set_xsave(area);
  return info.Env().Undefined();
}

Napi::Value JS_vcpu_get_xcrs(const Napi::CallbackInfo& info) {
  const kvm_xcrs xcrs = vcpu_of(info).get_xcrs();
  const std::size_t count = std::min<std::size_t>(xcrs.nr_xcrs, KVM_MAX_XCRS);
  return list_to_js<kvm_xcr>(info.Env(), kXcr, std::span(xcrs.xcrs).first(count));
}

Napi::Value JS_vcpu_set_xcrs(const Napi::CallbackInfo& info) {
  const Napi::Array array = to_array(info[1], "xcrs");
  if (array.Length() > KVM_MAX_XCRS) throw Error("OPTION_INVALID", "xcrs: more than 16");
  kvm_xcrs xcrs{};
  xcrs.nr_xcrs = array.Length();
  for (std::uint32_t i = 0; i < xcrs.nr_xcrs; i++) xcrs.xcrs[i] = from_js<kvm_xcr>(array.Get(i), kXcr);
  vcpu_of(info).set_xcrs(xcrs);
  return info.Env().Undefined();
}

Napi::Value JS_vcpu_get_mp_state(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), vcpu_of(info).get_mp_state());
}

Napi::Value JS_vcpu_set_mp_state(const Napi::CallbackInfo& info) {
  vcpu_of(info).set_mp_state(to_u32(info[1], "state"));
  return info.Env().Undefined();
}

Napi::Value JS_vcpu_get_lapic(const Napi::CallbackInfo& info) {
  const kvm_lapic_state lapic = vcpu_of(info).get_lapic();
  return copy_bytes(info.Env(), std::as_bytes(std::span(lapic.regs)));
}

Napi::Value JS_vcpu_set_lapic(const Napi::CallbackInfo& info) {
  kvm_lapic_state lapic{};
  const auto bytes = to_bytes(info[1], "lapic");
  if (bytes.size() != sizeof lapic.regs) throw Error("OPTION_INVALID", "lapic: expected 1024 bytes");
  std::memcpy(lapic.regs, bytes.data(), sizeof lapic.regs);
  vcpu_of(info).set_lapic(lapic);
  return info.Env().Undefined();
}

// (vcpu, indices): the entries that could be read
Napi::Value JS_vcpu_get_msrs(const Napi::CallbackInfo& info) {
  auto entries = msr_entries(info[1]);
  entries.resize(vcpu_of(info).get_msrs(entries));
  return list_to_js<kvm_msr_entry>(info.Env(), kMsrEntry, entries);
}

// (vcpu, entries): how many were written
Napi::Value JS_vcpu_set_msrs(const Napi::CallbackInfo& info) {
  const Napi::Array array = to_array(info[1], "msrs");
  std::vector<kvm_msr_entry> entries(array.Length());
  for (std::uint32_t i = 0; i < entries.size(); i++) entries[i] = from_js<kvm_msr_entry>(array.Get(i), kMsrEntry);
  return Napi::Number::New(info.Env(), static_cast<double>(vcpu_of(info).set_msrs(entries)));
}

void export_structs(Napi::Object exports) {
  add_entry<JS_get<&Vcpu::get_regs, kRegs>>(exports, "vcpuGetRegs");
  add_entry<JS_set<kvm_regs, &Vcpu::set_regs, kRegs>>(exports, "vcpuSetRegs");
  add_entry<JS_get<&Vcpu::get_sregs, kSregs>>(exports, "vcpuGetSregs");
  add_entry<JS_set<kvm_sregs, &Vcpu::set_sregs, kSregs>>(exports, "vcpuSetSregs");
  add_entry<JS_get<&Vcpu::get_sregs2, kSregs2>>(exports, "vcpuGetSregs2");
  add_entry<JS_set<kvm_sregs2, &Vcpu::set_sregs2, kSregs2>>(exports, "vcpuSetSregs2");
  add_entry<JS_get<&Vcpu::get_fpu, kFpu>>(exports, "vcpuGetFpu");
  add_entry<JS_set<kvm_fpu, &Vcpu::set_fpu, kFpu>>(exports, "vcpuSetFpu");
  add_entry<JS_get<&Vcpu::get_debugregs, kDebugregs>>(exports, "vcpuGetDebugregs");
  add_entry<JS_set<kvm_debugregs, &Vcpu::set_debugregs, kDebugregs>>(exports, "vcpuSetDebugregs");
  add_entry<JS_get<&Vcpu::get_events, kVcpuEvents>>(exports, "vcpuGetEvents");
  add_entry<JS_set<kvm_vcpu_events, &Vcpu::set_events, kVcpuEvents>>(exports, "vcpuSetEvents");
}

}  // namespace

void export_vcpu_state_api(Napi::Object exports) {
  export_structs(exports);
  add_entry<JS_vcpu_get_xsave>(exports, "vcpuGetXsave");
  add_entry<JS_vcpu_get_xsave2>(exports, "vcpuGetXsave2");
  add_entry<JS_vcpu_set_xsave>(exports, "vcpuSetXsave");
  add_entry<JS_vcpu_get_xcrs>(exports, "vcpuGetXcrs");
  add_entry<JS_vcpu_set_xcrs>(exports, "vcpuSetXcrs");
  add_entry<JS_vcpu_get_mp_state>(exports, "vcpuGetMpState");
  add_entry<JS_vcpu_set_mp_state>(exports, "vcpuSetMpState");
  add_entry<JS_vcpu_get_lapic>(exports, "vcpuGetLapic");
  add_entry<JS_vcpu_set_lapic>(exports, "vcpuSetLapic");
  add_entry<JS_vcpu_get_msrs>(exports, "vcpuGetMsrs");
  add_entry<JS_vcpu_set_msrs>(exports, "vcpuSetMsrs");
}

}  // namespace vmwright
