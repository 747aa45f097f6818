#include "xen/libxl.h"

namespace vmwright::xen {
namespace {

// libxl_types.idl, "libxl_error": its numbers never change.
constexpr const char* kErrors[] = {
    "no error",      "unspecific error",   "wrong version",    "failed",          "not implemented", "out of memory",
    "invalid",       "failed badly",       "the guest timed out", "timed out",    "the guest has no drivers for it",
    "not ready",     "event registration failed", "buffer full", "unknown child", "cannot lock",    "no configuration",
    "the device exists already", "checkpoint device does not match", "checkpoint device not supported",
    "invalid vNUMA configuration", "no such domain", "aborted", "not found", "the domain was destroyed",
    "the feature was removed", "QMP protocol error", "unknown QMP error", "QMP error", "unknown QMP command",
    "the device is not active", "no such device", "the device model is too old",
};

}  // namespace

#define VMWRIGHT_FIND(name, ...) , name(library_.function<__VA_ARGS__>("libxl_" #name))
Libxl::Libxl()
    : version_(hypervisor_version()),
      library_("libxenlight.so." + version_.release()) VMWRIGHT_LIBXL_FUNCTIONS(VMWRIGHT_FIND) {}
#undef VMWRIGHT_FIND

std::string error_name(int rc) {
  const std::size_t index = rc <= 0 ? static_cast<std::size_t>(-static_cast<long>(rc)) : sizeof kErrors;
  const std::string number = " (libxl error " + std::to_string(rc) + ")";
  return index < std::size(kErrors) ? kErrors[index] + number : "failed" + number;
}

}  // namespace vmwright::xen
