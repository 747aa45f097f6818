// libxenctrl, loaded for the release of the hypervisor that runs below us, and one handle of it.
#pragma once

#include <cerrno>
#include <memory>
#include <mutex>
#include <string>

#include "base/error.h"
#include "xen/library.h"
#include "xenctrl/abi.h"
#include "xenctrl/log.h"
#include "xenctrl/release.h"

namespace vmwright::xenctrl {

template <typename Signature>
struct Function {
  const char* name;  // with its prefix
  Signature* address;
};

namespace abi {

// Member `domain_pause` is xc_domain_pause.
struct Functions {
  explicit Functions(const xen::Library& library);

#define VMWRIGHT_MEMBER(name, ...) Function<__VA_ARGS__> name;
  VMWRIGHT_XENCTRL_FUNCTIONS(VMWRIGHT_MEMBER)
  VMWRIGHT_XENCTRL_PRIVATE_FUNCTIONS(VMWRIGHT_MEMBER)
#undef VMWRIGHT_MEMBER
};

}  // namespace abi

using abi::Functions;

// May be used by any thread; calls wait for each other, as one handle makes one call at a time.
class Interface {
 public:
  // Throws Error{ENGINE_UNAVAILABLE} with the reason: no Xen, an unknown release, no library, no rights, not dom0.
  // `sysfs`: where the kernel shows the hypervisor.
  explicit Interface(const std::string& sysfs = "/sys/hypervisor");
  Interface(const Interface&) = delete;
  Interface& operator=(const Interface&) = delete;
  ~Interface();

  const Release& release() const noexcept { return release_; }

  // Throws Error{XEN_ERROR} with the name of the function and errno when the result is negative.
  template <typename Signature, typename... Arguments>
  int call(Function<Signature> Functions::*function, Arguments... arguments) {
    const int result = run(function, arguments...);
    if (result < 0) throw Error("XEN_ERROR", (functions_.*function).name, errno);
    return result;
  }

  // The result as it is; errno is that of the call.
  template <typename Signature, typename... Arguments>
  auto run(Function<Signature> Functions::*function, Arguments... arguments) {
    const std::lock_guard lock(mutex_);
    errno = 0;
    return (functions_.*function).address(handle_, arguments...);
  }

 private:
  void require_control();

  const Release& release_;
  const xen::Library library_;
  const Functions functions_;
  std::mutex mutex_;  // guards the use of handle_
  Log log_;
  abi::Handle* handle_ = nullptr;
};

}  // namespace vmwright::xenctrl
