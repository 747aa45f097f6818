#include "addon/js_error.h"

#include "base/error.h"

namespace vmwright {

Napi::Value to_js_error(Napi::Env env, const std::exception& error) {
  std::string code = "INTERNAL";
  Napi::Object details = Napi::Object::New(env);
  if (const auto* host_error = dynamic_cast<const Error*>(&error)) {
    code = host_error->code();
    details.Set("errno", errno_name(host_error->errnum()));
  }
  const auto* data = env.GetInstanceData<AddonData>();
  if (data == nullptr || data->error_class.IsEmpty()) return Napi::Error::New(env, error.what()).Value();
  return data->error_class.New({Napi::String::New(env, code), Napi::String::New(env, error.what()), details});
}

}  // namespace vmwright
