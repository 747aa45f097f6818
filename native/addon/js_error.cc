#include "addon/js_error.h"

namespace vmwright {

void set_error_classes(const Napi::CallbackInfo& info) {
  if (!info[0].IsFunction()) throw Napi::TypeError::New(info.Env(), "initialize: a class is expected");
  auto* data = info.Env().GetInstanceData<AddonData>();
  data->error_class = Napi::Persistent(info[0].As<Napi::Function>());
  if (info[1].IsFunction()) data->option_class = Napi::Persistent(info[1].As<Napi::Function>());
}

Napi::Value to_js_error(Napi::Env env, const std::exception& error) {
  const auto* data = env.GetInstanceData<AddonData>();
  if (data == nullptr || data->error_class.IsEmpty()) return Napi::Error::New(env, error.what()).Value();
  std::string code = "INTERNAL";
  Napi::Object details = Napi::Object::New(env);
  if (const auto* host_error = dynamic_cast<const Error*>(&error)) {
    code = host_error->code();
    if (host_error->errnum() != 0) {
      details.Set("errno", errno_name(host_error->errnum()));
      details.Set("call", host_error->op());
    }
  }
  if (const auto* handle_error = dynamic_cast<const HandleError*>(&error)) {
    details.Set("remedy", handle_error->remedy());
  }
  const Napi::Value message = Napi::String::New(env, error.what());
  if (code == "OPTION_INVALID" && !data->option_class.IsEmpty()) return data->option_class.New({message});
  return data->error_class.New({Napi::String::New(env, code), message, details});
}

}  // namespace vmwright
