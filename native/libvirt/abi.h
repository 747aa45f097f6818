// Structs of libvirt's stable ABI that hand-written code reads; see virterror.h, libvirt-common.h, libvirt-host.h.
#pragma once

namespace vmwright::libvirt {

struct VirError {
  int code;
  int domain;
  char* message;
  int level;
  void* connection;
  void* dom;
  char* str1;
  char* str2;
  char* str3;
  int int1;
  int int2;
  void* net;
};

struct VirTypedParameter {
  char field[80];
  int type;
  union {
    int i;
    unsigned ui;
    long long l;
    unsigned long long ul;
    double d;
    char b;
    char* s;
  } value;
};
static_assert(sizeof(VirTypedParameter) == 96);

// virTypedParameterType.
enum TypedParamType { kInt = 1, kUInt, kLLong, kULLong, kDouble, kBoolean, kString };

struct VirConnectCredential {
  int type;
  const char* prompt;
  const char* challenge;
  const char* default_result;
  char* result;
  unsigned result_length;
};

struct VirConnectAuth {
  int* types;
  unsigned type_count;
  int (*callback)(VirConnectCredential* credentials, unsigned count, void* data);
  void* data;
};

struct VirVcpuInfo {
  unsigned number;
  int state;
  unsigned long long cpu_time;
  int cpu;
};

struct VirSecurityLabel {
  char label[4097];
  int enforcing;
};

// virNodeCPUStats and virNodeMemoryStats.
struct VirNodeStats {
  char field[80];
  unsigned long long value;
};

}  // namespace vmwright::libvirt
