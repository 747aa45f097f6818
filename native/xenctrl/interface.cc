#include "xenctrl/interface.h"

namespace vmwright::xenctrl {
namespace {

std::string library_name(const Release& release) {
  return "libxenctrl.so." + std::to_string(release.major) + "." + std::to_string(release.minor);
}

template <typename Signature>
Function<Signature> find(const xen::Library& library, const char* name) {
  return {name, library.function<Signature>(name)};
}

}  // namespace

abi::Functions::Functions(const xen::Library& library) {
#define VMWRIGHT_FIND(name, ...) name = find<__VA_ARGS__>(library, "xc_" #name);
  VMWRIGHT_XENCTRL_FUNCTIONS(VMWRIGHT_FIND)
  VMWRIGHT_XENCTRL_PRIVATE_FUNCTIONS(VMWRIGHT_FIND)
#undef VMWRIGHT_FIND
}

Interface::Interface(const std::string& sysfs)
    : release_(release_of(xen::hypervisor_version(sysfs))), library_(library_name(release_)), functions_(library_) {
  handle_ = functions_.interface_open.address(log_.logger(), log_.logger(), 0);
  if (handle_ == nullptr) {
    const std::string why = log_.last().empty() ? errno_name(errno) : log_.last();
    throw Error("ENGINE_UNAVAILABLE", "Xen cannot be controlled from here: " + why);
  }
  try {
    require_control();
  } catch (...) {
    functions_.interface_close.address(handle_);
    throw;
  }
}

Interface::~Interface() { functions_.interface_close.address(handle_); }

// Any guest may open the device of the hypercalls, but only a control domain is answered.
void Interface::require_control() {
  abi::DomainInfo info;
  if (run(&Functions::domain_getinfolist, abi::Domid{0}, 1U, &info) >= 0) return;
  const int errnum = errno;
  if (errnum == EPERM)
    throw Error("ENGINE_UNAVAILABLE", "Xen does not let this domain control others; use dom0");
  if (errnum == EACCES)
    throw Error("ENGINE_UNAVAILABLE", library_.name() + " does not fit the hypervisor; is a reboot due after an upgrade of Xen?");
  throw Error("XEN_ERROR", functions_.domain_getinfolist.name, errnum);
}

}  // namespace vmwright::xenctrl
