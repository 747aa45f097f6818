// C++ exceptions as JavaScript errors.
#pragma once

#include <napi.h>

#include <exception>
#include <string>

#include "base/error.h"

namespace vmwright {

// Per environment (main thread or worker): the error classes of the TypeScript side.
struct AddonData {
  Napi::FunctionReference error_class;   // VmError
  Napi::FunctionReference option_class;  // OptionError; may be empty
};

// A call on a handle that is closed or busy (VM_STATE), with what to do instead.
class HandleError : public Error {
 public:
  HandleError(const std::string& message, const char* remedy) : Error("VM_STATE", message), remedy_(remedy) {}

  const char* remedy() const noexcept { return remedy_; }

 private:
  const char* remedy_;
};

// Takes the error classes from initialize(VmError, OptionError): once per environment, before anything else.
void set_error_classes(const Napi::CallbackInfo& info);

// A VmError for our Error (an OptionError when its code is OPTION_INVALID), with `errno` and `call` of a
// failed system call; code INTERNAL for any other exception.
Napi::Value to_js_error(Napi::Env env, const std::exception& error);

}  // namespace vmwright
