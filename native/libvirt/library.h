// The shared objects of libvirt, loaded when they are first needed and never unloaded.
#pragma once

#include <cstdint>
#include <string>

#include "base/error.h"
#include "libvirt/function.h"

namespace vmwright::libvirt {

// ENGINE_UNAVAILABLE: libvirt is not there, or older than what is needed of it.
class LibraryError : public Error {
 public:
  explicit LibraryError(const std::string& message) : Error("ENGINE_UNAVAILABLE", message) {}

  // What to do about it.
  static constexpr const char* kRemedy = "Install libvirt 7.0 or newer: apt-get install libvirt0";
};

// The address of the function at that index of functions(). Throws LibraryError when there is no libvirt, Error
// VM_UNSUPPORTED when it is older than the function.
void* address_of(std::size_t index);

// Throws LibraryError when libvirt.so.0 does not load.
void require_library();

// Throws Error VM_UNSUPPORTED, which names both versions, when `what` is newer than the library.
void require_version(const std::string& what, std::uint32_t version);

// Throws LibraryError, for `what`, when that library does not load.
void require_loaded(Library library, const char* what);

// A symbol by name from libvirt.so.0, or from libvirt-qemu.so.0; null when it has none.
void* find_symbol(Library library, const char* name);

}  // namespace vmwright::libvirt
