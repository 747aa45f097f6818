// xen.node: libxenctrl. See docs/xen-binding.md.
#include "addon/xenctrl/session_handle.h"

namespace vmwright::xenctrl {
namespace {

// initialize(VmError, OptionError).
Napi::Value JS_initialize(const Napi::CallbackInfo& info) {
  set_error_classes(info);
  return info.Env().Undefined();
}

// open(sysfs): Promise of a handle.
Napi::Value JS_open(const Napi::CallbackInfo& info) {
  if (!info[0].IsString()) throw Error("OPTION_INVALID", "sysfs: expected a path");
  const std::string sysfs = info[0].As<Napi::String>();
  using Opened = std::shared_ptr<SessionHandle>;
  return run_async<Opened>(
      info.Env(), [sysfs] { return std::make_shared<SessionHandle>(sysfs); },
      [](Napi::Env env, Opened& handle) -> Napi::Value { return make_handle(env, std::move(handle)); });
}

// close(handle): work under way goes on.
Napi::Value JS_close(const Napi::CallbackInfo& info) {
  take<SessionHandle>(info[0]);
  return info.Env().Undefined();
}

// interfaceVersions(handle): [DOMCTL, SYSCTL].
Napi::Value JS_interfaceVersions(const Napi::CallbackInfo& info) {
  const Release& release = use<SessionHandle>(info[0]).session.interface().release();
  Napi::Array versions = Napi::Array::New(info.Env(), 2);
  versions.Set(0U, release.domctl);
  versions.Set(1U, release.sysctl);
  return versions;
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  env.SetInstanceData(new AddonData());
  exports.Set("initialize", Napi::Function::New(env, JS_initialize, "initialize"));
  add_entry<JS_open>(exports, "open");
  add_entry<JS_close>(exports, "close");
  add_entry<JS_interfaceVersions>(exports, "interfaceVersions");
  export_host_api(exports);
  export_domain_api(exports);
  export_scheduler_api(exports);
  return exports;
}

}  // namespace
}  // namespace vmwright::xenctrl

using vmwright::xenctrl::init;
NODE_API_MODULE(xen, init)
