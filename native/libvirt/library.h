// The shared objects of libvirt, loaded when they are first needed and never unloaded.
#pragma once

#include "libvirt/function.h"

namespace vmwright::libvirt {

// The address of the function at that index of functions(). Throws Error ENGINE_UNAVAILABLE when there is no libvirt,
// VM_UNSUPPORTED when it is older than the function.
void* address_of(std::size_t index);

// Throws Error ENGINE_UNAVAILABLE when libvirt.so.0 does not load.
void require_library();

// A symbol by name from libvirt.so.0, or from libvirt-qemu.so.0; null when it has none.
void* find_symbol(Library library, const char* name);

}  // namespace vmwright::libvirt
