#include "xen/library.h"

#include <dlfcn.h>

#include "base/error.h"

namespace vmwright::xen {

// Xen's libraries call each other and start programs; unloading one is of no use to anybody.
Library::Library(const std::string& name) : name_(name), handle_(dlopen(name.c_str(), RTLD_NOW | RTLD_NODELETE)) {
  if (handle_ != nullptr) return;
  const char* why = dlerror();
  throw Error("ENGINE_UNAVAILABLE", "cannot load " + name + ": " + (why == nullptr ? "no reason given" : why));
}

Library::~Library() { dlclose(handle_); }

void* Library::find(const char* symbol) const {
  void* address = dlsym(handle_, symbol);
  if (address == nullptr) throw Error("ENGINE_UNAVAILABLE", name_ + " has no function " + symbol);
  return address;
}

}  // namespace vmwright::xen
