// libvirt.node: libvirt's API, asynchronous. See docs/libvirt.md.
#include "addon/libvirt/environment.h"

namespace vmwright::libvirt {
namespace {

// initialize(VmError, OptionError).
Napi::Value JS_initialize(const Napi::CallbackInfo& info) {
  set_error_classes(info);
  return info.Env().Undefined();
}

// setClasses(LibvirtError factory, wrap, maker of readers of structs): once, before anything else.
Napi::Value JS_setClasses(const Napi::CallbackInfo& info) {
  auto& environment = Environment::of(info.Env());
  environment.libvirt_error = Napi::Persistent(info[0].As<Napi::Function>());
  environment.wrap = Napi::Persistent(info[1].As<Napi::Function>());
  environment.make_reader = Napi::Persistent(info[2].As<Napi::Function>());
  return info.Env().Undefined();
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  auto* environment = new Environment();
  env.SetInstanceData(environment);
  NAPI_THROW_IF_FAILED(env, napi_get_uv_event_loop(env, &environment->loop), exports);
  environment->channel = Channel::create(
      env, [environment](Napi::Env in, Message& message) { environment->receive(in, message); });
  env.AddCleanupHook([channel = environment->channel] { channel->close(); });
  add_function<JS_initialize>(exports, "initialize");
  add_function<JS_setClasses>(exports, "setClasses");
  export_calls(exports);
  export_connections(exports);
  export_events(exports);
  export_streams(exports);
  return exports;
}

}  // namespace
}  // namespace vmwright::libvirt

using vmwright::libvirt::init;
NODE_API_MODULE(libvirt, init)
