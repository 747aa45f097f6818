// Values from and to JavaScript.
#pragma once

#include <napi.h>

#include "libvirt/call.h"

namespace vmwright::libvirt {

// Handles become objects of the classes of the TypeScript side, which belong to `connect`.
Napi::Value to_js(Napi::Env env, const Value& value, const Napi::Value& connect);

// An argument for a parameter. Throws Error OPTION_INVALID, with the names of both, when it does not fit.
Value from_js(const Napi::Value& value, const Function& function, const Param& param);

// True for parameters that JavaScript gives.
bool is_input(Kind kind);

}  // namespace vmwright::libvirt
