#include "xenctrl/schedulers.h"

#include <string>

#include "xenctrl/cpu_map.h"
#include "xenctrl/domains.h"

namespace vmwright::xenctrl {
namespace {

// The first pool with that number or a higher one.
std::optional<Cpupool> next_cpupool(Interface& xen, std::uint32_t from) {
  const std::size_t bytes = empty_cpu_map(xen).size();
  abi::Cpupool* info = xen.run(&Functions::cpupool_getinfo, from);
  if (info == nullptr) {
    if (errno == ENOENT) return std::nullopt;
    throw Error("XEN_ERROR", "xc_cpupool_getinfo", errno);
  }
  Cpupool pool{info->cpupool_id, info->sched_id, info->n_dom, cpus_of(info->cpumap, bytes)};
  xen.run(&Functions::cpupool_infofree, info);
  return pool;
}

std::uint32_t scheduler_of_pool(Interface& xen, std::uint32_t number) {
  const auto pool = next_cpupool(xen, number);
  if (!pool || pool->id != number) throw Error("XEN_ERROR", "xc_cpupool_getinfo", ENOENT);
  return pool->scheduler;
}

// Throws unless it is one that has weights.
std::uint32_t scheduler_of_domain(Interface& xen, abi::Domid domid) {
  const auto domain = domain_info(xen, domid);
  if (!domain) throw Error("XEN_ERROR", "xc_domain_getinfolist", ESRCH);
  const std::uint32_t scheduler = scheduler_of_pool(xen, domain->cpupool);
  if (scheduler != abi::kSchedulerCredit && scheduler != abi::kSchedulerCredit2)
    throw Error("VM_UNSUPPORTED", "the scheduler of cpupool " + std::to_string(domain->cpupool) + " has no weight and no cap");
  return scheduler;
}

}  // namespace

std::vector<Cpupool> list_cpupools(Interface& xen) {
  std::vector<Cpupool> pools;
  std::uint32_t from = 0;
  while (auto pool = next_cpupool(xen, from)) {
    from = pool->id + 1;
    pools.push_back(std::move(*pool));
  }
  return pools;
}

PoolSettings pool_settings(Interface& xen, std::uint32_t pool) {
  PoolSettings settings{scheduler_of_pool(xen, pool), {}, {}, {}};
  if (settings.scheduler == abi::kSchedulerCredit) {
    abi::CreditSchedule credit{};
    xen.call(&Functions::sched_credit_params_get, pool, &credit);
    settings.timeslice_ms = credit.tslice_ms;
    settings.ratelimit_us = credit.ratelimit_us;
    settings.migration_delay_us = credit.vcpu_migr_delay_us;
  } else if (settings.scheduler == abi::kSchedulerCredit2) {
    abi::Credit2Schedule credit2{};
    xen.call(&Functions::sched_credit2_params_get, pool, &credit2);
    settings.ratelimit_us = credit2.ratelimit_us;
  }
  return settings;
}

DomainShare share(Interface& xen, abi::Domid domid) {
  DomainShare result{scheduler_of_domain(xen, domid), {}};
  if (result.scheduler == abi::kSchedulerCredit) xen.call(&Functions::sched_credit_domain_get, domid, &result.share);
  else xen.call(&Functions::sched_credit2_domain_get, domid, &result.share);
  return result;
}

DomainShare set_share(Interface& xen, abi::Domid domid, std::optional<std::uint16_t> weight, std::optional<std::uint16_t> cap) {
  abi::Share wanted{weight.value_or(0), cap.value_or(abi::kKeepCap)};
  if (scheduler_of_domain(xen, domid) == abi::kSchedulerCredit) xen.call(&Functions::sched_credit_domain_set, domid, &wanted);
  else xen.call(&Functions::sched_credit2_domain_set, domid, &wanted);
  return share(xen, domid);
}

}  // namespace vmwright::xenctrl
