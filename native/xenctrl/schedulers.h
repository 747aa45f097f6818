// Pools of CPUs and how their schedulers share them out.
#pragma once

#include <optional>
#include <vector>

#include "xenctrl/interface.h"

namespace vmwright::xenctrl {

struct Cpupool {
  std::uint32_t id;
  std::uint32_t scheduler;  // XEN_SCHEDULER_…
  std::uint32_t domains;    // how many
  std::vector<std::uint32_t> cpus;
};
std::vector<Cpupool> list_cpupools(Interface& xen);

// What a scheduler is told for all of its pool; a value that it does not have is empty.
struct PoolSettings {
  std::uint32_t scheduler;
  std::optional<std::uint32_t> timeslice_ms;
  std::optional<std::uint32_t> ratelimit_us;
  std::optional<std::uint32_t> migration_delay_us;
};
// Throws Error{XEN_ERROR} with ENOENT without such a pool.
PoolSettings pool_settings(Interface& xen, std::uint32_t pool);

struct DomainShare {
  std::uint32_t scheduler;
  abi::Share share;
};
// Throws Error{VM_UNSUPPORTED} when the scheduler of the domain's pool has no weights: only credit and credit2 have.
DomainShare share(Interface& xen, abi::Domid domid);
// What is not given stays. Gives back what is in force then.
DomainShare set_share(Interface& xen, abi::Domid domid, std::optional<std::uint16_t> weight, std::optional<std::uint16_t> cap);

}  // namespace vmwright::xenctrl
