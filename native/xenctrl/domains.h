// What runs on the hypervisor.
#pragma once

#include <optional>
#include <vector>

#include "xenctrl/interface.h"

namespace vmwright::xenctrl {

// All domains by number, in one hypercall for 256 of them.
std::vector<abi::DomainInfo> list_domains(Interface& xen);
// Nothing when there is no such domain.
std::optional<abi::DomainInfo> domain_info(Interface& xen, abi::Domid domid);

// A domain and its vCPUs at one time.
struct DomainSample {
  abi::DomainInfo info;
  std::vector<abi::VcpuInfo> vcpus;
};
// Domains that go away meanwhile are left out.
std::vector<DomainSample> sample_domains(Interface& xen);

// Counted: a domain that was paused twice is to be unpaused twice.
void pause(Interface& xen, abi::Domid domid);
void unpause(Interface& xen, abi::Domid domid);
// The most memory that the domain may get. It keeps what it has above that.
void set_max_memory(Interface& xen, abi::Domid domid, std::uint64_t kib);
// The highest guest frame number that the domain has ever had.
std::uint64_t highest_frame(Interface& xen, abi::Domid domid);
// The frame behind an address that a vCPU uses, or nothing when its page tables have none.
std::optional<std::uint64_t> translate(Interface& xen, abi::Domid domid, std::uint32_t vcpu, std::uint64_t address);

// All vCPUs of a domain by number, also those that are off. Throws Error{XEN_ERROR} with ESRCH without such a domain.
std::vector<abi::VcpuInfo> list_vcpus(Interface& xen, abi::Domid domid);

// Numbers of physical CPUs.
using Cpus = std::vector<std::uint32_t>;
struct Affinity {
  Cpus hard;  // where the vCPU may run
  Cpus soft;  // where it had better run
};
Affinity affinity(Interface& xen, abi::Domid domid, std::uint32_t vcpu);
// What is not given stays. Gives back what is in force then: of what was asked for, the CPUs of the domain's pool.
Affinity set_affinity(Interface& xen, abi::Domid domid, std::uint32_t vcpu, const std::optional<Cpus>& hard,
                      const std::optional<Cpus>& soft);

}  // namespace vmwright::xenctrl
