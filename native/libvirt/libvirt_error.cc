#include "libvirt/libvirt_error.h"

#include "libvirt/calls.h"

namespace vmwright::libvirt {
namespace {

std::string text(const char* value) { return value == nullptr ? "" : value; }

}  // namespace

LibvirtError LibvirtError::take(const char* call) {
  LibvirtError result;
  result.call = call;
  VirError* error = calls().virSaveLastError();
  if (error != nullptr && error->code != 0) {
    result.message = text(error->message);
    result.code = error->code;
    result.domain = error->domain;
    result.level = error->level;
    result.str1 = text(error->str1);
    result.str2 = text(error->str2);
    result.str3 = text(error->str3);
    result.int1 = error->int1;
    result.int2 = error->int2;
  } else {
    // VIR_ERR_INTERNAL_ERROR: some calls fail without a word.
    result.message = result.call + " failed without an error message";
    result.code = 1;
    result.level = 2;
  }
  if (error != nullptr) calls().virFreeError(error);
  return result;
}

bool LibvirtError::pending() { return calls().virGetLastErrorCode() != 0; }

}  // namespace vmwright::libvirt
