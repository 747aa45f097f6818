// The functions of kvm.node by what they are about; src/native/kvm/addon.ts has their types.
#pragma once

#include <napi.h>

namespace vmwright {

void export_system_api(Napi::Object exports);
void export_vm_api(Napi::Object exports);
void export_interrupt_api(Napi::Object exports);
void export_vcpu_api(Napi::Object exports);
void export_vcpu_state_api(Napi::Object exports);
void export_memory_api(Napi::Object exports);
void export_event_api(Napi::Object exports);

}  // namespace vmwright
