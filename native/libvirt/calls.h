// The functions of libvirt that this code itself calls, by name. The rest of the API is in generated/functions.cc.
// There are no libvirt headers here: the addon is built where libvirt is not installed. Structs are in abi.h.
#pragma once

#include <cstddef>

#include "libvirt/abi.h"

namespace vmwright::libvirt {

struct Calls {
  int (*virInitialize)();
  int (*virGetVersion)(unsigned long* library, const char* type, unsigned long* driver);
  void (*virSetErrorFunc)(void* data, void (*handler)(void*, VirError*));
  void (*virResetLastError)();
  int (*virGetLastErrorCode)();
  VirError* (*virSaveLastError)();
  void (*virFreeError)(VirError* error);
  int (*virEventRegisterDefaultImpl)();
  int (*virEventRunDefaultImpl)();
  void* (*virConnectOpenAuth)(const char* name, const VirConnectAuth* auth, unsigned flags);
  int (*virConnectClose)(void* connection);
  int (*virConnectRegisterCloseCallback)(void* connection, void (*callback)(void*, int, void*), void* opaque,
                                         void (*free)(void*));
  int (*virConnectUnregisterCloseCallback)(void* connection, void (*callback)(void*, int, void*));
  int (*virNodeGetCPUMap)(void* connection, unsigned char** map, unsigned* online, unsigned flags);
  int (*virTypedParamsAddInt)(VirTypedParameter**, int*, int*, const char* name, int);
  int (*virTypedParamsAddUInt)(VirTypedParameter**, int*, int*, const char* name, unsigned);
  int (*virTypedParamsAddLLong)(VirTypedParameter**, int*, int*, const char* name, long long);
  int (*virTypedParamsAddULLong)(VirTypedParameter**, int*, int*, const char* name, unsigned long long);
  int (*virTypedParamsAddDouble)(VirTypedParameter**, int*, int*, const char* name, double);
  int (*virTypedParamsAddBoolean)(VirTypedParameter**, int*, int*, const char* name, int);
  int (*virTypedParamsAddString)(VirTypedParameter**, int*, int*, const char* name, const char*);
  void (*virTypedParamsClear)(VirTypedParameter* params, int count);
  void (*virTypedParamsFree)(VirTypedParameter* params, int count);
  void* (*virStreamNew)(void* connection, unsigned flags);
  int (*virStreamSend)(void* stream, const char* data, std::size_t size);
  int (*virStreamRecv)(void* stream, char* data, std::size_t size);
  int (*virStreamRecvFlags)(void* stream, char* data, std::size_t size, unsigned flags);
  int (*virStreamSendHole)(void* stream, long long length, unsigned flags);
  int (*virStreamRecvHole)(void* stream, long long* length, unsigned flags);
  int (*virStreamEventAddCallback)(void* stream, int events, void (*callback)(void*, int, void*), void* opaque,
                                   void (*free)(void*));
  int (*virStreamEventUpdateCallback)(void* stream, int events);
  int (*virStreamEventRemoveCallback)(void* stream);
  int (*virStreamFinish)(void* stream);
  int (*virStreamAbort)(void* stream);
};

// Loads libvirt.so.0 on the first use, from any thread. Throws Error ENGINE_UNAVAILABLE when it is not installed or
// older than 7.0.
const Calls& calls();

}  // namespace vmwright::libvirt
