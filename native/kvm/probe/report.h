// What the probe found out. The JSON form is the contract with src/native/kvm-probe.ts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vmwright::probe {

enum class Outcome { passed, failed, skipped };

struct Check {
  std::string name;
  Outcome outcome;
  std::string detail;  // why it failed or was skipped, or what was measured
  std::string code;    // the bytes of the instruction that KVM could not run, when it said so
  std::int64_t micros;
};

struct Capability {
  std::string_view name;
  bool is_number;
  int value;
};

struct HostCpu {
  std::string vendor;  // AuthenticAMD, GenuineIntel, ...
  bool vmx = false;
  bool svm = false;
  std::string hypervisor;     // signature of the hypervisor this host itself runs on, or empty
  std::string module;         // kvm_intel, kvm_amd, ... or empty
  std::string nested_paging;  // Y or N as the module says, or empty
};

struct Report {
  std::string device;
  bool present = false;
  bool usable = false;
  std::string reason;
  std::string remedy;  // empty: none known
  std::optional<int> api_version;
  std::vector<Capability> capabilities;
  HostCpu cpu;
  std::vector<Check> checks;
  std::int64_t micros = 0;
};

std::string to_json(const Report& report);

}  // namespace vmwright::probe
