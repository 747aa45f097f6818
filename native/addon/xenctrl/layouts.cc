#include "addon/xenctrl/layouts.h"

#include "xenctrl/abi.h"

namespace vmwright::xenctrl {
namespace {

using abi::CpuTopology;
using abi::DomainInfo;
using abi::NodeMemory;
using abi::PhysInfo;
using abi::VcpuInfo;

constexpr Field kDomainFields[] = {
    VMWRIGHT_FIELD(DomainInfo, "domid", domain),
    VMWRIGHT_FIELD(DomainInfo, "flags", flags),
    VMWRIGHT_FIELD(DomainInfo, "totPages", tot_pages),
    VMWRIGHT_FIELD(DomainInfo, "maxPages", max_pages),
    VMWRIGHT_FIELD(DomainInfo, "outstandingPages", outstanding_pages),
    VMWRIGHT_FIELD(DomainInfo, "shrPages", shr_pages),
    VMWRIGHT_FIELD(DomainInfo, "pagedPages", paged_pages),
    VMWRIGHT_FIELD(DomainInfo, "sharedInfoFrame", shared_info_frame),
    VMWRIGHT_FIELD(DomainInfo, "cpuTime", cpu_time),
    VMWRIGHT_FIELD(DomainInfo, "nrOnlineVcpus", nr_online_vcpus),
    VMWRIGHT_FIELD(DomainInfo, "maxVcpuId", max_vcpu_id),
    VMWRIGHT_FIELD(DomainInfo, "ssidref", ssidref),
    VMWRIGHT_FIELD(DomainInfo, "handle", handle),
    VMWRIGHT_FIELD(DomainInfo, "cpupool", cpupool),
    VMWRIGHT_FIELD(DomainInfo, "gpaddrBits", gpaddr_bits),
    VMWRIGHT_FIELD(DomainInfo, "emulationFlags", arch_config.emulation_flags),
    VMWRIGHT_FIELD(DomainInfo, "miscFlags", arch_config.misc_flags),
};

constexpr Field kVcpuFields[] = {
    VMWRIGHT_FIELD(VcpuInfo, "vcpu", vcpu),       VMWRIGHT_FIELD(VcpuInfo, "online", online),
    VMWRIGHT_FIELD(VcpuInfo, "blocked", blocked), VMWRIGHT_FIELD(VcpuInfo, "running", running),
    VMWRIGHT_FIELD(VcpuInfo, "cpuTime", cpu_time), VMWRIGHT_FIELD(VcpuInfo, "cpu", cpu),
};

constexpr Field kPhysFields[] = {
    VMWRIGHT_FIELD(PhysInfo, "threadsPerCore", threads_per_core),
    VMWRIGHT_FIELD(PhysInfo, "coresPerSocket", cores_per_socket),
    VMWRIGHT_FIELD(PhysInfo, "nrCpus", nr_cpus),
    VMWRIGHT_FIELD(PhysInfo, "maxCpuId", max_cpu_id),
    VMWRIGHT_FIELD(PhysInfo, "nrNodes", nr_nodes),
    VMWRIGHT_FIELD(PhysInfo, "maxNodeId", max_node_id),
    VMWRIGHT_FIELD(PhysInfo, "cpuKhz", cpu_khz),
    VMWRIGHT_FIELD(PhysInfo, "capabilities", capabilities),
    VMWRIGHT_FIELD(PhysInfo, "totalPages", total_pages),
    VMWRIGHT_FIELD(PhysInfo, "freePages", free_pages),
    VMWRIGHT_FIELD(PhysInfo, "scrubPages", scrub_pages),
    VMWRIGHT_FIELD(PhysInfo, "outstandingPages", outstanding_pages),
    VMWRIGHT_FIELD(PhysInfo, "maxMfn", max_mfn),
    VMWRIGHT_FIELD(PhysInfo, "hwCap", hw_cap),
};

constexpr Field kTopologyFields[] = {
    VMWRIGHT_FIELD(CpuTopology, "core", core),
    VMWRIGHT_FIELD(CpuTopology, "socket", socket),
    VMWRIGHT_FIELD(CpuTopology, "node", node),
};

constexpr Field kMemoryFields[] = {
    VMWRIGHT_FIELD(NodeMemory, "size", memsize),
    VMWRIGHT_FIELD(NodeMemory, "free", memfree),
};

}  // namespace

const Layout kDomainInfo{"domain", sizeof(DomainInfo), kDomainFields};
const Layout kVcpuInfo{"vcpu", sizeof(VcpuInfo), kVcpuFields};
const Layout kPhysInfo{"physinfo", sizeof(PhysInfo), kPhysFields};
const Layout kCpuTopology{"topology", sizeof(CpuTopology), kTopologyFields};
const Layout kNodeMemory{"node", sizeof(NodeMemory), kMemoryFields};

Napi::Array numbers_to_js(Napi::Env env, const std::vector<std::uint32_t>& numbers) {
  Napi::Array array = Napi::Array::New(env, numbers.size());
  for (std::uint32_t i = 0; i < numbers.size(); i++) array.Set(i, Napi::Number::New(env, numbers[i]));
  return array;
}

}  // namespace vmwright::xenctrl
