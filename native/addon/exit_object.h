// Exits as JavaScript objects, and the answers to them. src/native/kvm/exit.ts has the types.
#pragma once

#include <napi.h>

#include "kvm/exit.h"

namespace vmwright {

// What a guest reads is all ones until it is answered: that is what an empty bus gives.
Napi::Object exit_to_js(Napi::Env env, const Exit& exit);

// Gives the guest what JavaScript answered: a Uint8Array for reads of ports and memory, a bigint for reads of
// MSRs and for hypercalls (none: refused), a boolean for writes to MSRs. Nothing for other exits.
void answer_exit(const Exit& exit, kvm_run& run, const Napi::Value& answer);

}  // namespace vmwright
