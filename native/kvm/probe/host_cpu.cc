#include "kvm/probe/host_cpu.h"

#include <cpuid.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstring>

#include "base/fd.h"

namespace vmwright::probe {
namespace {

constexpr unsigned kVmxBit = 1U << 5;          // leaf 1, ecx
constexpr unsigned kHypervisorBit = 1U << 31;  // leaf 1, ecx
constexpr unsigned kSvmBit = 1U << 2;          // leaf 0x80000001, ecx
constexpr unsigned kHypervisorLeaf = 0x40000000;

std::string signature(unsigned a, unsigned b, unsigned c) {
  const unsigned words[] = {a, b, c};
  char text[sizeof words + 1] = {};
  std::memcpy(text, words, sizeof words);
  return text;
}

struct ModuleFile {
  const char* module;
  const char* nested_paging;  // its parameter for it
};

constexpr ModuleFile kModules[] = {
    {"kvm_intel", "/sys/module/kvm_intel/parameters/ept"},
    {"kvm_amd", "/sys/module/kvm_amd/parameters/npt"},
    {"kvm_pvm", nullptr},
};

std::string first_letter_of(const char* path) {
  const Fd fd(open(path, O_RDONLY | O_CLOEXEC));
  char letter = 0;
  if (!fd || read(fd.get(), &letter, 1) != 1) return {};
  return letter == 'Y' || letter == '1' ? "Y" : "N";
}

void read_module(HostCpu& cpu) {
  for (const auto& candidate : kModules) {
    const std::string folder = std::string("/sys/module/") + candidate.module;
    if (access(folder.c_str(), F_OK) != 0) continue;
    cpu.module = candidate.module;
    if (candidate.nested_paging != nullptr) cpu.nested_paging = first_letter_of(candidate.nested_paging);
    return;
  }
}

}  // namespace

HostCpu read_host_cpu() {
  HostCpu cpu;
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  if (__get_cpuid(0, &a, &b, &c, &d) != 0) cpu.vendor = signature(b, d, c);
  if (__get_cpuid(1, &a, &b, &c, &d) != 0) {
    cpu.vmx = (c & kVmxBit) != 0;
    if ((c & kHypervisorBit) != 0) {
      __cpuid(kHypervisorLeaf, a, b, c, d);
      cpu.hypervisor = signature(b, c, d);
    }
  }
  if (__get_cpuid(0x80000001, &a, &b, &c, &d) != 0) cpu.svm = (c & kSvmBit) != 0;
  read_module(cpu);
  return cpu;
}

}  // namespace vmwright::probe
