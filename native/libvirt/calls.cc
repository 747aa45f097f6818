#include "libvirt/calls.h"

#include <string>

#include "base/error.h"
#include "libvirt/library.h"

namespace vmwright::libvirt {

namespace {

template <typename F>
void load(F*& target, const char* name) {
  target = reinterpret_cast<F*>(find_symbol(Library::libvirt, name));
  if (target == nullptr) {
    throw LibraryError(std::string("libvirt.so.0 is older than 7.0: it has no ") + name);
  }
}

#define VMWRIGHT_LOAD(name) load(result->name, #name)

const Calls* load_calls() {
  require_library();
  auto* result = new Calls();
  VMWRIGHT_LOAD(virInitialize);
  VMWRIGHT_LOAD(virGetVersion);
  VMWRIGHT_LOAD(virSetErrorFunc);
  VMWRIGHT_LOAD(virResetLastError);
  VMWRIGHT_LOAD(virGetLastErrorCode);
  VMWRIGHT_LOAD(virSaveLastError);
  VMWRIGHT_LOAD(virFreeError);
  VMWRIGHT_LOAD(virEventRegisterDefaultImpl);
  VMWRIGHT_LOAD(virEventRunDefaultImpl);
  VMWRIGHT_LOAD(virConnectOpenAuth);
  VMWRIGHT_LOAD(virConnectClose);
  VMWRIGHT_LOAD(virConnectRegisterCloseCallback);
  VMWRIGHT_LOAD(virConnectUnregisterCloseCallback);
  VMWRIGHT_LOAD(virNodeGetCPUMap);
  VMWRIGHT_LOAD(virTypedParamsAddInt);
  VMWRIGHT_LOAD(virTypedParamsAddUInt);
  VMWRIGHT_LOAD(virTypedParamsAddLLong);
  VMWRIGHT_LOAD(virTypedParamsAddULLong);
  VMWRIGHT_LOAD(virTypedParamsAddDouble);
  VMWRIGHT_LOAD(virTypedParamsAddBoolean);
  VMWRIGHT_LOAD(virTypedParamsAddString);
  VMWRIGHT_LOAD(virTypedParamsClear);
  VMWRIGHT_LOAD(virTypedParamsFree);
  VMWRIGHT_LOAD(virStreamNew);
  VMWRIGHT_LOAD(virStreamSend);
  VMWRIGHT_LOAD(virStreamRecv);
  VMWRIGHT_LOAD(virStreamRecvFlags);
  VMWRIGHT_LOAD(virStreamSendHole);
  VMWRIGHT_LOAD(virStreamRecvHole);
  VMWRIGHT_LOAD(virStreamEventAddCallback);
  VMWRIGHT_LOAD(virStreamEventUpdateCallback);
  VMWRIGHT_LOAD(virStreamEventRemoveCallback);
  VMWRIGHT_LOAD(virStreamFinish);
  VMWRIGHT_LOAD(virStreamAbort);
  // Errors are thrown; libvirt would print them too.
  result->virSetErrorFunc(nullptr, [](void*, VirError*) {});
  if (result->virInitialize() < 0) throw Error("ENGINE_UNAVAILABLE", "libvirt could not be initialised");
  return result;
}

#undef VMWRIGHT_LOAD

}  // namespace

const Calls& calls() {
  static const Calls* const loaded = load_calls();
  return *loaded;
}

}  // namespace vmwright::libvirt
