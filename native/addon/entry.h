// How a C++ function becomes a function of an addon: no exception crosses N-API unconverted.
#pragma once

#include <napi.h>

#include <exception>

#include "addon/js_error.h"

namespace vmwright {

using EntryPoint = Napi::Value (*)(const Napi::CallbackInfo&);

template <EntryPoint function>
Napi::Value guarded(const Napi::CallbackInfo& info) {
  try {
    return function(info);
  } catch (const Napi::Error&) {
    throw;
  } catch (const std::exception& error) {
    throw Napi::Error(info.Env(), to_js_error(info.Env(), error));
  }
}

template <EntryPoint function>
void add_entry(Napi::Object exports, const char* name) {
  exports.Set(name, Napi::Function::New(exports.Env(), guarded<function>, name));
}

}  // namespace vmwright
