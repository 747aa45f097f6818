// /dev/kvm for JavaScript.
#include "addon/args.h"
#include "addon/entry.h"
#include "addon/handle.h"
#include "addon/kvm_api.h"
#include "addon/layouts.h"
#include "addon/vm_state.h"
#include "kvm/system.h"

namespace vmwright {
namespace {

struct SystemState {
  static constexpr napi_type_tag kTag{0x3c1f0c5f9d1b4a52, 0x8f3d6f1c2e7a9b04};
  static constexpr const char* kName = "the KVM device";

  System system;
};

const System& system_of(const Napi::CallbackInfo& info) { return use<SystemState>(info[0]).system; }

Napi::Array indices_to_js(Napi::Env env, const std::vector<std::uint32_t>& indices) {
  Napi::Array array = Napi::Array::New(env, indices.size());
  for (std::uint32_t i = 0; i < indices.size(); i++) array.Set(i, Napi::Number::New(env, indices[i]));
  return array;
}

Napi::Value JS_system_open(const Napi::CallbackInfo& info) {
  if (!info[0].IsString()) throw Error("OPTION_INVALID", "device: expected a path");
  const std::string path = info[0].As<Napi::String>();
  return make_handle(info.Env(), std::make_shared<SystemState>(SystemState{System::open(path.c_str())}));
}

Napi::Value JS_system_close(const Napi::CallbackInfo& info) {
  take<SystemState>(info[0]);
  return info.Env().Undefined();
}

Napi::Value JS_system_api_version(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), system_of(info).api_version());
}

Napi::Value JS_system_check_extension(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), system_of(info).check_extension(to_u32(info[1], "capability")));
}

Napi::Value JS_system_vcpu_mmap_size(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(system_of(info).vcpu_mmap_size()));
}

Napi::Value JS_system_supported_cpuid(const Napi::CallbackInfo& info) {
  const auto entries = system_of(info).supported_cpuid();
  return list_to_js<kvm_cpuid_entry2>(info.Env(), kCpuidEntry, entries);
}

Napi::Value JS_system_msr_index_list(const Napi::CallbackInfo& info) {
  return indices_to_js(info.Env(), system_of(info).msr_index_list());
}

Napi::Value JS_system_msr_feature_index_list(const Napi::CallbackInfo& info) {
  return indices_to_js(info.Env(), system_of(info).msr_feature_index_list());
}

// (system, indices): the entries that could be read.
Napi::Value JS_system_get_msrs(const Napi::CallbackInfo& info) {
  auto entries = msr_entries(info[1]);
  entries.resize(system_of(info).get_msrs(entries));
  return list_to_js<kvm_msr_entry>(info.Env(), kMsrEntry, entries);
}

Napi::Value JS_system_create_vm(const Napi::CallbackInfo& info) {
  const System& system = system_of(info);
  auto vm = std::make_shared<VmState>(VmState{{}, Vm(system.create_vm()), system.vcpu_mmap_size()});
  return make_handle(info.Env(), std::move(vm));
}

}  // namespace

void export_system_api(Napi::Object exports) {
  add_entry<JS_system_open>(exports, "systemOpen");
  add_entry<JS_system_close>(exports, "systemClose");
  add_entry<JS_system_api_version>(exports, "systemApiVersion");
  add_entry<JS_system_check_extension>(exports, "systemCheckExtension");
  add_entry<JS_system_vcpu_mmap_size>(exports, "systemVcpuMmapSize");
  add_entry<JS_system_supported_cpuid>(exports, "systemSupportedCpuid");
  add_entry<JS_system_msr_index_list>(exports, "systemMsrIndexList");
  add_entry<JS_system_msr_feature_index_list>(exports, "systemMsrFeatureIndexList");
  add_entry<JS_system_get_msrs>(exports, "systemGetMsrs");
  add_entry<JS_system_create_vm>(exports, "systemCreateVm");
}

}  // namespace vmwright
