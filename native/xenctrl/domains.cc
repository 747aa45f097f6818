#include "xenctrl/domains.h"

#include "xenctrl/cpu_map.h"

namespace vmwright::xenctrl {
namespace {

constexpr std::size_t kDomainsPerCall = 256;

// A vCPU number that is in use, or nothing; other failures throw.
std::optional<abi::VcpuInfo> vcpu_info(Interface& xen, abi::Domid domid, std::uint32_t vcpu) {
  abi::VcpuInfo info{};
  if (xen.run(&Functions::vcpu_getinfo, domid, vcpu, &info) == 0) {
    info.vcpu = vcpu;
    return info;
  }
  // Numbers may have holes; so may the list of domains by now.
  if (errno == ESRCH || errno == EINVAL || errno == ENOENT) return std::nullopt;
  throw Error("XEN_ERROR", "xc_vcpu_getinfo", errno);
}

std::vector<abi::VcpuInfo> vcpus_of(Interface& xen, const abi::DomainInfo& domain) {
  std::vector<abi::VcpuInfo> vcpus;
  if (domain.max_vcpu_id == abi::kNoVcpu) return vcpus;
  for (std::uint32_t vcpu = 0; vcpu <= domain.max_vcpu_id; vcpu++)
    if (const auto info = vcpu_info(xen, domain.domain, vcpu)) vcpus.push_back(*info);
  return vcpus;
}

}  // namespace

std::vector<abi::DomainInfo> list_domains(Interface& xen) {
  std::vector<abi::DomainInfo> domains;
  abi::Domid first = 0;
  for (;;) {
    const std::size_t known = domains.size();
    domains.resize(known + kDomainsPerCall);
    const int more = xen.call(&Functions::domain_getinfolist, first, static_cast<unsigned>(kDomainsPerCall), &domains[known]);
    const std::size_t count = known + static_cast<std::size_t>(more);
    domains.resize(count);
    if (count < known + kDomainsPerCall) return domains;
    first = domains.back().domain + 1U;
  }
}

std::optional<abi::DomainInfo> domain_info(Interface& xen, abi::Domid domid) {
  abi::DomainInfo info{};
  const int count = xen.call(&Functions::domain_getinfolist, domid, 1U, &info);
  // Where there is none of that number, Xen tells the next one.
  if (count == 0 || info.domain != domid) return std::nullopt;
  return info;
}

std::vector<DomainSample> sample_domains(Interface& xen) {
  std::vector<DomainSample> samples;
  for (const abi::DomainInfo& info : list_domains(xen)) {
    auto vcpus = vcpus_of(xen, info);
    const bool gone = vcpus.empty() && info.max_vcpu_id != abi::kNoVcpu;
    if (!gone) samples.push_back({info, std::move(vcpus)});
  }
  return samples;
}

void pause(Interface& xen, abi::Domid domid) { xen.call(&Functions::domain_pause, domid); }

void unpause(Interface& xen, abi::Domid domid) { xen.call(&Functions::domain_unpause, domid); }

void set_max_memory(Interface& xen, abi::Domid domid, std::uint64_t kib) {
  xen.call(&Functions::domain_setmaxmem, domid, kib);
}

std::uint64_t highest_frame(Interface& xen, abi::Domid domid) {
  unsigned long frame = 0;
  xen.call(&Functions::domain_maximum_gpfn, domid, &frame);
  return frame;
}

std::optional<std::uint64_t> translate(Interface& xen, abi::Domid domid, std::uint32_t vcpu, std::uint64_t address) {
  const unsigned long frame = xen.run(&Functions::translate_foreign_address, domid, static_cast<int>(vcpu),
                                      static_cast<unsigned long long>(address));
  if (frame != 0) return frame;
  return std::nullopt;
}

std::vector<abi::VcpuInfo> list_vcpus(Interface& xen, abi::Domid domid) {
  const auto domain = domain_info(xen, domid);
  if (!domain) throw Error("XEN_ERROR", "xc_domain_getinfolist", ESRCH);
  return vcpus_of(xen, *domain);
}

Affinity affinity(Interface& xen, abi::Domid domid, std::uint32_t vcpu) {
  CpuMap hard = empty_cpu_map(xen);
  CpuMap soft = empty_cpu_map(xen);
  xen.call(&Functions::vcpu_getaffinity, domid, static_cast<int>(vcpu), hard.data(), soft.data(),
           abi::kAffinityHard | abi::kAffinitySoft);
  return {cpus_of(hard), cpus_of(soft)};
}

Affinity set_affinity(Interface& xen, abi::Domid domid, std::uint32_t vcpu, const std::optional<Cpus>& hard,
                      const std::optional<Cpus>& soft) {
  if (hard || soft) {
    CpuMap hard_map = to_cpu_map(xen, hard.value_or(Cpus{}));
    CpuMap soft_map = to_cpu_map(xen, soft.value_or(Cpus{}));
    const std::uint32_t flags = (hard ? abi::kAffinityHard : 0) | (soft ? abi::kAffinitySoft : 0);
    xen.call(&Functions::vcpu_setaffinity, domid, static_cast<int>(vcpu), hard_map.data(), soft_map.data(), flags);
  }
  return affinity(xen, domid, vcpu);
}

}  // namespace vmwright::xenctrl
