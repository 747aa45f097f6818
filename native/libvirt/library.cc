#include "libvirt/library.h"

#include <uv.h>

#include <atomic>
#include <string>
#include <vector>

#include "base/error.h"
#include "libvirt/calls.h"

namespace vmwright::libvirt {
namespace {

// libuv's loader: dlopen() itself has a symbol version of glibc 2.34 on newer systems.
class SharedObject {
 public:
  explicit SharedObject(const char* name) {
    if (uv_dlopen(name, &library_) == 0) {
      loaded_ = true;
    } else {
      failure_ = uv_dlerror(&library_);
    }
  }

  void* find(const char* name) {
    void* symbol = nullptr;
    return loaded_ && uv_dlsym(&library_, name, &symbol) == 0 ? symbol : nullptr;
  }
  bool loaded() const noexcept { return loaded_; }
  const std::string& failure() const noexcept { return failure_; }

 private:
  uv_lib_t library_{};
  bool loaded_ = false;
  std::string failure_;
};

SharedObject& shared_object(Library library) {
  // Never destroyed: worker threads may still be in a call while the process ends.
  static auto* const libvirt = new SharedObject("libvirt.so.0");
  if (library == Library::libvirt) return *libvirt;
  static auto* const qemu = new SharedObject("libvirt-qemu.so.0");
  return *qemu;
}

std::string version_text(unsigned long version) {
  return std::to_string(version / 1'000'000) + "." + std::to_string(version / 1000 % 1000) + "." +
         std::to_string(version % 1000);
}

unsigned long installed_version() {
  unsigned long version = 0;
  calls().virGetVersion(&version, nullptr, nullptr);
  return version;
}

[[noreturn]] void refuse(const std::string& what, unsigned long version) {
  throw Error("VM_UNSUPPORTED", what + " needs libvirt " + version_text(version) + ", this machine has " +
                                    version_text(installed_version()));
}

}  // namespace

void* find_symbol(Library library, const char* name) { return shared_object(library).find(name); }

void require_library() {
  const SharedObject& library = shared_object(Library::libvirt);
  if (!library.loaded()) throw LibraryError("libvirt.so.0 could not be loaded: " + library.failure());
}

void require_version(const std::string& what, std::uint32_t version) {
  if (version > installed_version()) refuse(what, version);
}

void require_loaded(Library library, const char* what) {
  const SharedObject& object = shared_object(library);
  if (!object.loaded()) throw LibraryError(std::string(what) + ": " + object.failure());
}

void* address_of(std::size_t index) {
  static auto* const addresses = new std::vector<std::atomic<void*>>(functions().size());
  std::atomic<void*>& known = (*addresses)[index];
  if (void* address = known.load(std::memory_order_relaxed)) return address;
  const Function& function = functions()[index];
  calls();
  void* address = find_symbol(function.library, function.name);
  if (address == nullptr) {
    require_loaded(function.library, function.name);
    refuse(function.name, function.version);
  }
  known.store(address, std::memory_order_relaxed);
  return address;
}

}  // namespace vmwright::libvirt
