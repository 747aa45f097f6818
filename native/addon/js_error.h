// C++ exceptions as JavaScript errors.
#pragma once

#include <napi.h>

#include <exception>

namespace vmwright {

// Per environment (main thread or worker): the VmError class of the TypeScript side.
struct AddonData {
  Napi::FunctionReference error_class;
};

// A VmError for our Error, with `errno` set; code INTERNAL for any other exception.
Napi::Value to_js_error(Napi::Env env, const std::exception& error);

}  // namespace vmwright
