// The host's own libxenlight, of the release that its hypervisor has.
#pragma once

#include "xen/hypervisor_version.h"
#include "xen/library.h"
#include "xen/libxl_abi.h"

namespace vmwright::xen {

class Libxl {
 public:
  // Throws Error{ENGINE_UNAVAILABLE}.
  Libxl();

  const HypervisorVersion& version() const noexcept { return version_; }
  const Library& library() const noexcept { return library_; }

#define VMWRIGHT_DECLARE(name, ...) abi_function<__VA_ARGS__>* const name;
  template <typename Function>
  using abi_function = Function;
  using Ctx = abi::Ctx;
  using Ao = abi::Ao;
  using Bitmap = abi::Bitmap;
  using Domid = abi::Domid;
  using Event = abi::Event;
  using EventHooks = abi::EventHooks;
  using Logger = abi::Logger;
  using ProgressHow = abi::ProgressHow;
  using Death = abi::Death;
  using Eject = abi::Eject;

 private:
  const HypervisorVersion version_;
  const Library library_;

 public:
  VMWRIGHT_LIBXL_FUNCTIONS(VMWRIGHT_DECLARE)
#undef VMWRIGHT_DECLARE
};

// `ERROR_FAIL` and what people call it.
std::string error_name(int rc);

}  // namespace vmwright::xen
