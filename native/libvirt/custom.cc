#include "libvirt/custom.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "base/error.h"
#include "libvirt/abi.h"
#include "libvirt/calls.h"
#include "libvirt/library.h"
#include "libvirt/libvirt_error.h"
#include "libvirt/typed_params.h"

namespace vmwright::libvirt {
namespace {

template <typename F>
F* address(const Call& call) {
  return reinterpret_cast<F*>(address_of(call.index));
}

int checked(int result, const char* name) {
  if (result < 0) throw LibvirtError::take(name);
  return result;
}

unsigned flags_of(const Call& call, std::size_t parameter) {
  return static_cast<unsigned>(call.arguments[parameter].as<double>());
}

int map_length(const Call& call) {
  const int cpus = checked(calls().virNodeGetCPUMap(call.connection->pointer(), nullptr, nullptr, 0), "virNodeGetCPUMap");
  return (cpus + 7) / 8;
}

int max_vcpus(void* domain) {
  static const auto function = reinterpret_cast<int (*)(void*, unsigned)>(
      find_symbol(Library::libvirt, "virDomainGetVcpusFlags"));
  constexpr unsigned kMaximum = 1u << 2;  // VIR_DOMAIN_VCPU_MAXIMUM
  return checked(function(domain, kMaximum), "virDomainGetVcpusFlags");
}

using CpuStats = int(void*, VirTypedParameter*, unsigned, int, unsigned, unsigned);

// libvirt's protocol carries no more CPUs in a call (REMOTE_DOMAIN_GET_CPU_STATS_NCPUS_MAX).
constexpr unsigned kMostCpus = 128;

// Appends the figures of `cpus` CPUs from `start` on, `each` of them for a CPU.
void add_cpu_stats(const Call& call, int start, unsigned cpus, unsigned each, Value::List& list) {
  auto* const function = address<CpuStats>(call);
  std::vector<VirTypedParameter> params(static_cast<std::size_t>(each) * cpus);
  const int filled = each == 0 ? 0
                               : checked(function(call.pointer(0), params.data(), each, start, cpus, flags_of(call, 3)),
                                         call.function().name);
  for (unsigned cpu = 0; cpu < cpus; cpu++) {
    list.emplace_back(params_to_record(params.data() + static_cast<std::size_t>(cpu) * each, filled));
  }
  calls().virTypedParamsClear(params.data(), static_cast<int>(params.size()));
}

}  // namespace

Value custom_virDomainGetVcpus(Call& call) {
  auto* const function = address<int(void*, VirVcpuInfo*, int, unsigned char*, int)>(call);
  void* const domain = call.pointer(0);
  const int length = map_length(call);
  const int most = max_vcpus(domain);
  std::vector<VirVcpuInfo> infos(static_cast<std::size_t>(most));
  std::vector<unsigned char> maps(static_cast<std::size_t>(most) * static_cast<std::size_t>(length));
  const int count = checked(function(domain, infos.data(), most, maps.data(), length), call.function().name);
  Value::List list;
  for (int i = 0; i < count; i++) {
    const VirVcpuInfo& info = infos[static_cast<std::size_t>(i)];
    list.emplace_back(Value::Record{
        {"number", static_cast<double>(info.number)},
        {"state", static_cast<double>(info.state)},
        {"cpuTime", static_cast<std::uint64_t>(info.cpu_time)},
        {"cpu", static_cast<double>(info.cpu)},
        {"cpumap", cpu_numbers(maps.data() + i * length, length)},
    });
  }
  return list;
}

Value custom_virDomainGetVcpuPinInfo(Call& call) {
  auto* const function = address<int(void*, int, unsigned char*, int, unsigned)>(call);
  void* const domain = call.pointer(0);
  const int length = map_length(call);
  const int most = max_vcpus(domain);
  std::vector<unsigned char> maps(static_cast<std::size_t>(most) * static_cast<std::size_t>(length));
  const int count = checked(function(domain, most, maps.data(), length, flags_of(call, 1)), call.function().name);
  Value::List list;
  for (int i = 0; i < count; i++) list.push_back(cpu_numbers(maps.data() + i * length, length));
  return list;
}

Value custom_virDomainGetEmulatorPinInfo(Call& call) {
  auto* const function = address<int(void*, unsigned char*, int, unsigned)>(call);
  const int length = map_length(call);
  std::vector<unsigned char> map(static_cast<std::size_t>(length));
  checked(function(call.pointer(0), map.data(), length, flags_of(call, 1)), call.function().name);
  return cpu_numbers(map.data(), length);
}

// startCpu -1 asks for the total. With ncpus 0 every CPU from startCpu on is meant.
Value custom_virDomainGetCPUStats(Call& call) {
  auto* const function = address<CpuStats>(call);
  const char* name = call.function().name;
  void* const domain = call.pointer(0);
  const auto start = static_cast<int>(call.arguments[1].as<double>());
  const unsigned flags = flags_of(call, 3);
  unsigned cpus = start < 0 ? 1 : flags_of(call, 2);
  if (cpus == 0 || cpus > kMostCpus) {
    const int all = checked(function(domain, nullptr, 0, 0, 0, flags), name);
    if (start >= all) return Value::List();
    const auto rest = static_cast<unsigned>(all - start);
    cpus = cpus == 0 ? rest : std::min(cpus, rest);
  }
  const auto each = static_cast<unsigned>(checked(function(domain, nullptr, 0, start, 1, flags), name));
  Value::List list;
  for (unsigned done = 0; done < cpus; done += kMostCpus) {
    add_cpu_stats(call, start + static_cast<int>(done), std::min(cpus - done, kMostCpus), each, list);
  }
  return list;
}

Value custom_virDomainGetSecurityLabelList(Call& call) {
  auto* const function = address<int(void*, VirSecurityLabel**)>(call);
  VirSecurityLabel* labels = nullptr;
  const int count = checked(function(call.pointer(0), &labels), call.function().name);
  Value::List list;
  for (int i = 0; i < count; i++) {
    list.emplace_back(Value::Record{{"label", std::string(labels[i].label)}, {"enforcing", static_cast<double>(labels[i].enforcing)}});
  }
  std::free(labels);
  return list;
}

Value custom_virNodeGetCPUMap(Call& call) {
  unsigned char* map = nullptr;
  unsigned online = 0;
  const int cpus = checked(calls().virNodeGetCPUMap(call.pointer(0), &map, &online, flags_of(call, 1)),
                           call.function().name);
  Value online_cpus = cpu_numbers(map, (cpus + 7) / 8);
  std::free(map);
  return Value::Record{{"cpus", static_cast<double>(cpus)}, {"online", std::move(online_cpus)}};
}

Value custom_virDomainQemuMonitorCommandWithFiles(Call& call) {
  auto* const function =
      address<int(void*, const char*, unsigned, int*, unsigned*, int**, char**, unsigned)>(call);
  std::vector<int> in;
  for (const Value& each : call.arguments[2].as<Value::List>()) in.push_back(static_cast<int>(each.as<double>()));
  unsigned out_count = 0;
  int* out = nullptr;
  char* text = nullptr;
  checked(function(call.pointer(0), call.arguments[1].as<std::string>().c_str(), static_cast<unsigned>(in.size()),
                   in.data(), &out_count, &out, &text, flags_of(call, 3)),
          call.function().name);
  Value::List files;
  for (unsigned i = 0; i < out_count; i++) files.emplace_back(static_cast<double>(out[i]));
  std::free(out);
  return Value::Record{{"result", take_text(text)}, {"files", std::move(files)}};
}

}  // namespace vmwright::libvirt
