// C++ objects behind opaque JavaScript objects. The TypeScript side keeps them in private fields; a type
// tag still proves each one, so that no call can take a piece of memory for something else.
#pragma once

#include <napi.h>

#include <memory>
#include <string>

#include "addon/js_error.h"

namespace vmwright {

// Each handle type T has `static constexpr napi_type_tag kTag` and `static constexpr const char* kName`.
template <typename T>
struct Handle {
  std::shared_ptr<T> object;  // empty once closed

  static void finalize(napi_env, void* data, void*) { delete static_cast<Handle*>(data); }
};

template <typename T>
Napi::Object make_handle(Napi::Env env, std::shared_ptr<T> object) {
  Napi::Object result = Napi::Object::New(env);
  auto handle = std::make_unique<Handle<T>>(Handle<T>{std::move(object)});
  NAPI_THROW_IF_FAILED(env, napi_wrap(env, result, handle.get(), Handle<T>::finalize, nullptr, nullptr),
                       Napi::Object());
  handle.release();
  result.TypeTag(&T::kTag);
  return result;
}

template <typename T>
Handle<T>& handle_of(const Napi::Value& value) {
  void* data = nullptr;
  if (!value.IsObject() || !value.As<Napi::Object>().CheckTypeTag(&T::kTag) ||
      napi_unwrap(value.Env(), value, &data) != napi_ok) {
    throw Error("OPTION_INVALID", std::string("expected ") + T::kName);
  }
  return *static_cast<Handle<T>*>(data);
}

// The object behind an argument; throws VM_STATE when it is closed.
template <typename T>
const std::shared_ptr<T>& shared(const Napi::Value& value) {
  const auto& object = handle_of<T>(value).object;
  if (!object) throw HandleError(std::string(T::kName) + " is closed", "Do not use it after close().");
  return object;
}

template <typename T>
T& use(const Napi::Value& value) {
  return *shared<T>(value);
}

// Takes the object out of its handle; empty when that happened before.
template <typename T>
std::shared_ptr<T> take(const Napi::Value& value) {
  return std::exchange(handle_of<T>(value).object, nullptr);
}

}  // namespace vmwright
