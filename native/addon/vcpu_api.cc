// Running a vCPU from JavaScript, and what is not register state. The first argument of each is the vCPU.
#include "addon/args.h"
#include "addon/entry.h"
#include "addon/handle.h"
#include "addon/kvm_api.h"
#include "addon/layouts.h"
#include "addon/vcpu_session.h"

namespace vmwright {
namespace {

VcpuSession& session_of(const Napi::CallbackInfo& info) { return use<VcpuSession>(info[0]); }

Vcpu& vcpu_of(const Napi::CallbackInfo& info) { return session_of(info).idle_vcpu(); }

Napi::Value JS_vcpu_close(const Napi::CallbackInfo& info) {
  if (const auto session = take<VcpuSession>(info[0])) session->close();
  return info.Env().Undefined();
}

// (vcpu, answer to the last exit): Promise of the next exit
Napi::Value JS_vcpu_run(const Napi::CallbackInfo& info) { return session_of(info).run(info[1]); }

Napi::Value JS_vcpu_stop(const Napi::CallbackInfo& info) {
  session_of(info).stop();
  return info.Env().Undefined();
}

Napi::Value JS_vcpu_clear_stop(const Napi::CallbackInfo& info) {
  session_of(info).clear_stop();
  return info.Env().Undefined();
}

Napi::Value JS_vcpu_get_cpuid(const Napi::CallbackInfo& info) {
  const auto entries = vcpu_of(info).get_cpuid();
  return list_to_js<kvm_cpuid_entry2>(info.Env(), kCpuidEntry, entries);
}

Napi::Value JS_vcpu_set_cpuid(const Napi::CallbackInfo& info) {
  const Napi::Array array = to_array(info[1], "cpuid");
  std::vector<kvm_cpuid_entry2> entries;
  for (std::uint32_t i = 0; i < array.Length(); i++) {
    entries.push_back(from_js<kvm_cpuid_entry2>(array.Get(i), kCpuidEntry));
  }
  vcpu_of(info).set_cpuid(entries);
  return info.Env().Undefined();
}

Napi::Value JS_vcpu_get_tsc_khz(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), vcpu_of(info).get_tsc_khz());
}

Napi::Value JS_vcpu_set_tsc_khz(const Napi::CallbackInfo& info) {
  vcpu_of(info).set_tsc_khz(to_u32(info[1], "khz"));
  return info.Env().Undefined();
}

// (vcpu, capability, flags, four arguments)
Napi::Value JS_vcpu_enable_cap(const Napi::CallbackInfo& info) {
  std::array<std::uint64_t, 4> args{};
  for (std::size_t i = 0; i < args.size(); i++) args[i] = to_u64(info[3 + i], "args");
  vcpu_of(info).enable_cap(to_u32(info[1], "capability"), args, to_u32(info[2], "flags"));
  return info.Env().Undefined();
}

Napi::Value JS_vcpu_kvmclock_ctrl(const Napi::CallbackInfo& info) {
  vcpu_of(info).kvmclock_ctrl();
  return info.Env().Undefined();
}

Napi::Value JS_vcpu_nmi(const Napi::CallbackInfo& info) {
  vcpu_of(info).nmi();
  return info.Env().Undefined();
}

Napi::Value JS_vcpu_interrupt(const Napi::CallbackInfo& info) {
  vcpu_of(info).interrupt(to_u32(info[1], "vector"));
  return info.Env().Undefined();
}

// (vcpu, control, eight debug registers)
Napi::Value JS_vcpu_set_guest_debug(const Napi::CallbackInfo& info) {
  kvm_guest_debug debug{};
  debug.control = to_u32(info[1], "control");
  const Napi::Array registers = to_array(info[2], "debug registers");
  for (std::uint32_t i = 0; i < std::size(debug.arch.debugreg); i++) {
    debug.arch.debugreg[i] = to_u64(registers.Get(i), "debug register");
  }
  vcpu_of(info).set_guest_debug(debug);
  return info.Env().Undefined();
}

Napi::Value JS_vcpu_translate(const Napi::CallbackInfo& info) {
  return to_js(info.Env(), kTranslation, vcpu_of(info).translate(to_u64(info[1], "address")));
}

}  // namespace

void export_vcpu_api(Napi::Object exports) {
  add_entry<JS_vcpu_close>(exports, "vcpuClose");
  add_entry<JS_vcpu_run>(exports, "vcpuRun");
  add_entry<JS_vcpu_stop>(exports, "vcpuStop");
  add_entry<JS_vcpu_clear_stop>(exports, "vcpuClearStop");
  add_entry<JS_vcpu_get_cpuid>(exports, "vcpuGetCpuid");
  add_entry<JS_vcpu_set_cpuid>(exports, "vcpuSetCpuid");
  add_entry<JS_vcpu_get_tsc_khz>(exports, "vcpuGetTscKhz");
  add_entry<JS_vcpu_set_tsc_khz>(exports, "vcpuSetTscKhz");
  add_entry<JS_vcpu_enable_cap>(exports, "vcpuEnableCap");
  add_entry<JS_vcpu_kvmclock_ctrl>(exports, "vcpuKvmclockCtrl");
  add_entry<JS_vcpu_nmi>(exports, "vcpuNmi");
  add_entry<JS_vcpu_interrupt>(exports, "vcpuInterrupt");
  add_entry<JS_vcpu_set_guest_debug>(exports, "vcpuSetGuestDebug");
  add_entry<JS_vcpu_translate>(exports, "vcpuTranslate");
}

}  // namespace vmwright
