#include "toolstack/cpu_affinity.h"

#include <string>

#include "base/error.h"
#include "toolstack/domains.h"
#include "xen/json_type.h"

namespace vmwright::toolstack {
namespace {

std::int64_t last_host_cpu(xen::Session& session) {
  const xen::JsonType type(session.libxl().library(), "physinfo");
  xen::JsonObjectOf info(type, session.ctx());
  session.now("look at the host's CPUs", [&] { return session.libxl().get_physinfo(session.ctx(), info.get()); });
  return number(JsonValue::parse(info.json()), "max_cpu_id");
}

[[noreturn]] void refuse(const std::string& why) { throw Error("OPTION_INVALID", "cpuAffinity: " + why); }

std::vector<std::uint64_t> read_cpus(const JsonValue& list, std::int64_t last) {
  if (list.array() == nullptr || list.array()->empty()) refuse("each CPU needs a list of the host's CPUs that is not empty");
  std::vector<std::uint64_t> cpus;
  for (const JsonValue& one : *list.array()) {
    const std::int64_t* cpu = one.integer();
    if (cpu == nullptr || *cpu < 0) refuse("the host's CPUs are whole numbers");
    if (*cpu > last) refuse("the host has no CPU " + std::to_string(*cpu) + "; its last one is " + std::to_string(last));
    cpus.push_back(static_cast<std::uint64_t>(*cpu));
  }
  return cpus;
}

}  // namespace

CpuAffinity read_affinity(xen::Session& session, const JsonValue& lists) {
  if (lists.array() == nullptr) refuse("it is not a list");
  const std::int64_t last = last_host_cpu(session);
  CpuAffinity affinity;
  for (const JsonValue& list : *lists.array()) affinity.push_back(read_cpus(list, last));
  return affinity;
}

void require_affinity(xen::Session& session, const JsonValue& domain) {
  const JsonValue* build = member(domain, "b_info");
  const JsonValue* hard = build == nullptr ? nullptr : member(*build, "vcpu_hard_affinity");
  if (hard != nullptr) read_affinity(session, *hard);
}

void pin_cpus(xen::Session& session, xen::abi::Domid domid, const CpuAffinity& affinity) {
  for (std::size_t vcpu = 0; vcpu < affinity.size(); vcpu++) {
    std::vector<std::uint8_t> bytes;
    for (const std::uint64_t cpu : affinity[vcpu]) {
      if (bytes.size() <= cpu / 8) bytes.resize(cpu / 8 + 1);
      bytes[cpu / 8] |= static_cast<std::uint8_t>(1U << (cpu % 8));
    }
    const xen::abi::Bitmap map{static_cast<std::uint32_t>(bytes.size()), bytes.data()};
    session.now("pin CPU " + std::to_string(vcpu) + " of the domain", [&] {
      return session.libxl().set_vcpuaffinity(session.ctx(), domid, static_cast<std::uint32_t>(vcpu), &map, nullptr);
    });
  }
}

}  // namespace vmwright::toolstack
