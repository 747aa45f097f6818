// kvm.node: the probe, and the binding of KVM by what it is about.
#include <napi.h>

#include "addon/js_error.h"
#include "addon/kvm_api.h"
#include "addon/run_async.h"
#include "kvm/probe/probe.h"

namespace vmwright {
namespace {

Napi::Value JS_initialize(const Napi::CallbackInfo& info) {
  set_error_classes(info);
  return info.Env().Undefined();
}

// probe(device: string, limitMs: number): Promise<string>, the report as JSON.
Napi::Value JS_probe(const Napi::CallbackInfo& info) {
  if (!info[0].IsString() || !info[1].IsNumber()) {
    throw Napi::TypeError::New(info.Env(), "probe: a device path and a limit are expected");
  }
  const probe::Config config{
      .device = info[0].As<Napi::String>().Utf8Value(),
      .limit = std::chrono::milliseconds(info[1].As<Napi::Number>().Int64Value()),
  };
  return run_async<std::string>(
      info.Env(), [config] { return probe::to_json(probe::run_probe(config)); },
      [](Napi::Env env, std::string& json) -> Napi::Value { return Napi::String::New(env, json); });
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  env.SetInstanceData(new AddonData());
  exports.Set("initialize", Napi::Function::New(env, JS_initialize, "initialize"));
  exports.Set("probe", Napi::Function::New(env, JS_probe, "probe"));
  export_system_api(exports);
  export_vm_api(exports);
  export_interrupt_api(exports);
  export_vcpu_api(exports);
  export_vcpu_state_api(exports);
  export_memory_api(exports);
  export_event_api(exports);
  return exports;
}

}  // namespace
}  // namespace vmwright

using vmwright::init;
NODE_API_MODULE(kvm, init)
