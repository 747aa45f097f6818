// What a device model is started as: QEMU, with the words that libxenlight gives the one of a PV or PVH domain.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json_value.h"
#include "xen/libxl_abi.h"

namespace vmwright::toolstack {

struct ModelProgram {
  std::string path;
  std::string name;  // of the domain
  std::uint64_t memory_mib;
};

// `domain`: the libxl_domain_config; `release`: of Xen. Throws Error when the host has none, or when the domain wants one that only
// libxenlight starts.
ModelProgram model_program(const JsonValue& domain, const std::string& release, std::uint64_t memory);

// For run_device_model(), with the option that asks for it.
std::vector<std::string> device_model_words(const ModelProgram& program, xen::abi::Domid domid);

constexpr const char* kRunDeviceModel = "--device-model";
constexpr char kModelMayRun = 'r';

// Becomes the device model: `words` are its log, its path and its arguments. Writes its number to standard output, as an int, and goes on
// when it is told on standard input. Comes back only when it does not.
int run_device_model(char* const* words);

}  // namespace vmwright::toolstack
