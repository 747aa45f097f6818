#include "toolstack/host_memory.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "base/error.h"
#include "toolstack/domains.h"
#include "xen/json_type.h"

namespace vmwright::toolstack {
namespace {

constexpr std::int64_t kPageKib = 4;
constexpr std::int64_t kMib = 1024;  // KiB

// For the second dimension of page tables, libxenlight's own estimate: 256 pages for each CPU, 2 for each MiB.
std::int64_t paging_kib(const JsonValue& build) {
  return kPageKib * (256 * std::max<std::int64_t>(number(build, "max_vcpus"), 1) + 2 * (number(build, "max_memkb") / kMib));
}

std::int64_t free_kib(xen::Session& session) {
  const xen::JsonType type(session.libxl().library(), "physinfo");
  xen::JsonObjectOf info(type, session.ctx());
  session.now("look at the host's memory", [&] { return session.libxl().get_physinfo(session.ctx(), info.get()); });
  const JsonValue told = JsonValue::parse(info.json());
  return kPageKib * (number(told, "free_pages") - number(told, "outstanding_pages"));
}

}  // namespace

void require_memory(xen::Session& session, const JsonValue& domain) {
  const JsonValue* build = member(domain, "b_info");
  if (build == nullptr) return;
  const std::int64_t needed = number(*build, "target_memkb") + paging_kib(*build);
  const std::int64_t free = free_kib(session);
  if (free >= needed) return;
  throw Error("MEMORY_FULL", "the guest needs " + std::to_string(needed / kMib) + " MiB, and the host has " +
                                 std::to_string(free / kMib) + " MiB of free memory");
}

}  // namespace vmwright::toolstack
