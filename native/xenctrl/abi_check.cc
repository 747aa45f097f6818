// Compiled where Xen's headers are installed: nothing runs, but what abi.h and release.h say must be what they say.
#include "xenctrl/abi.h"
#include "xenctrl/release.h"

// Xen's headers ask for GNU's C, which this compiler is in every mode.
#undef __STRICT_ANSI__
extern "C" {
#include <xenctrl.h>
#include <xenforeignmemory.h>
#include <xentoollog.h>
}

#include <type_traits>

namespace vmwright::xenctrl {
namespace {

// Pointers are pointers: what they point to is compared below. Numbers and enums must have the same size.
template <typename Ours, typename Theirs>
constexpr bool same_type() {
  if constexpr (std::is_pointer_v<Ours> || std::is_pointer_v<Theirs>)
    return std::is_pointer_v<Ours> && std::is_pointer_v<Theirs>;
  else if constexpr (std::is_void_v<Ours> || std::is_void_v<Theirs>)
    return std::is_void_v<Ours> && std::is_void_v<Theirs>;
  else
    return sizeof(Ours) == sizeof(Theirs);
}

template <typename Ours, typename Theirs>
struct SameFunction : std::false_type {};
template <typename A, typename... As, typename B, typename... Bs>
  requires(sizeof...(As) == sizeof...(Bs))
struct SameFunction<A(As...), B(Bs...)> : std::bool_constant<same_type<A, B>() && (same_type<As, Bs>() && ...)> {};

template <typename Ours, typename Theirs, typename Member, typename Other>
constexpr bool same_member(Member Ours::*, Other Theirs::*) {
  return sizeof(Member) == sizeof(Other);
}

constexpr bool known_interface(std::uint32_t domctl, std::uint32_t sysctl) {
  for (const Release& release : kReleases)
    if (release.domctl == domctl && release.sysctl == sysctl) return true;
  return false;
}
static_assert(known_interface(XEN_DOMCTL_INTERFACE_VERSION, XEN_SYSCTL_INTERFACE_VERSION), "a release for release.h");

#define CHECK_SIZE(ours, theirs) static_assert(sizeof(abi::ours) == sizeof(theirs), #theirs)
#define CHECK_MEMBER(ours, theirs, member)                                    \
  static_assert(offsetof(abi::ours, member) == offsetof(theirs, member) &&    \
                    same_member(&abi::ours::member, &theirs::member),         \
                #theirs "." #member)

using DomainInfo = ::xen_domctl_getdomaininfo;
CHECK_SIZE(DomainInfo, DomainInfo);
CHECK_MEMBER(DomainInfo, DomainInfo, domain);
CHECK_MEMBER(DomainInfo, DomainInfo, flags);
CHECK_MEMBER(DomainInfo, DomainInfo, tot_pages);
CHECK_MEMBER(DomainInfo, DomainInfo, max_pages);
CHECK_MEMBER(DomainInfo, DomainInfo, outstanding_pages);
CHECK_MEMBER(DomainInfo, DomainInfo, shr_pages);
CHECK_MEMBER(DomainInfo, DomainInfo, paged_pages);
CHECK_MEMBER(DomainInfo, DomainInfo, shared_info_frame);
CHECK_MEMBER(DomainInfo, DomainInfo, cpu_time);
CHECK_MEMBER(DomainInfo, DomainInfo, nr_online_vcpus);
CHECK_MEMBER(DomainInfo, DomainInfo, max_vcpu_id);
CHECK_MEMBER(DomainInfo, DomainInfo, ssidref);
CHECK_MEMBER(DomainInfo, DomainInfo, handle);
CHECK_MEMBER(DomainInfo, DomainInfo, cpupool);
CHECK_MEMBER(DomainInfo, DomainInfo, gpaddr_bits);
CHECK_MEMBER(DomainInfo, DomainInfo, arch_config);
static_assert(abi::kNoVcpu == XEN_INVALID_MAX_VCPU_ID);

using VcpuInfo = ::xen_domctl_getvcpuinfo;
CHECK_SIZE(VcpuInfo, VcpuInfo);
CHECK_MEMBER(VcpuInfo, VcpuInfo, vcpu);
CHECK_MEMBER(VcpuInfo, VcpuInfo, online);
CHECK_MEMBER(VcpuInfo, VcpuInfo, blocked);
CHECK_MEMBER(VcpuInfo, VcpuInfo, running);
CHECK_MEMBER(VcpuInfo, VcpuInfo, cpu_time);
CHECK_MEMBER(VcpuInfo, VcpuInfo, cpu);

using Share = ::xen_domctl_sched_credit;
using Share2 = ::xen_domctl_sched_credit2;
CHECK_SIZE(Share, Share);
CHECK_MEMBER(Share, Share, weight);
CHECK_MEMBER(Share, Share, cap);
CHECK_SIZE(Share, Share2);
CHECK_MEMBER(Share, Share2, weight);
CHECK_MEMBER(Share, Share2, cap);

using PhysInfo = ::xen_sysctl_physinfo;
CHECK_SIZE(PhysInfo, PhysInfo);
CHECK_MEMBER(PhysInfo, PhysInfo, threads_per_core);
CHECK_MEMBER(PhysInfo, PhysInfo, cores_per_socket);
CHECK_MEMBER(PhysInfo, PhysInfo, nr_cpus);
CHECK_MEMBER(PhysInfo, PhysInfo, max_cpu_id);
CHECK_MEMBER(PhysInfo, PhysInfo, nr_nodes);
CHECK_MEMBER(PhysInfo, PhysInfo, max_node_id);
CHECK_MEMBER(PhysInfo, PhysInfo, cpu_khz);
CHECK_MEMBER(PhysInfo, PhysInfo, capabilities);
CHECK_MEMBER(PhysInfo, PhysInfo, arch_capabilities);
CHECK_MEMBER(PhysInfo, PhysInfo, total_pages);
CHECK_MEMBER(PhysInfo, PhysInfo, free_pages);
CHECK_MEMBER(PhysInfo, PhysInfo, scrub_pages);
CHECK_MEMBER(PhysInfo, PhysInfo, outstanding_pages);
CHECK_MEMBER(PhysInfo, PhysInfo, max_mfn);
CHECK_MEMBER(PhysInfo, PhysInfo, hw_cap);

using CpuTopology = ::xen_sysctl_cputopo;
CHECK_SIZE(CpuTopology, CpuTopology);
CHECK_MEMBER(CpuTopology, CpuTopology, core);
CHECK_MEMBER(CpuTopology, CpuTopology, socket);
CHECK_MEMBER(CpuTopology, CpuTopology, node);
static_assert(abi::kNoCore == XEN_INVALID_CORE_ID);

using NodeMemory = ::xen_sysctl_meminfo;
CHECK_SIZE(NodeMemory, NodeMemory);
CHECK_MEMBER(NodeMemory, NodeMemory, memsize);
CHECK_MEMBER(NodeMemory, NodeMemory, memfree);
static_assert(abi::kNoMemory == XEN_INVALID_MEM_SZ && abi::kNoDistance == XEN_INVALID_NODE_DIST);

CHECK_SIZE(CpuIdle, ::xen_sysctl_cpuinfo);

using CreditSchedule = ::xen_sysctl_credit_schedule;
CHECK_SIZE(CreditSchedule, CreditSchedule);
CHECK_MEMBER(CreditSchedule, CreditSchedule, tslice_ms);
CHECK_MEMBER(CreditSchedule, CreditSchedule, ratelimit_us);
CHECK_MEMBER(CreditSchedule, CreditSchedule, vcpu_migr_delay_us);

using Credit2Schedule = ::xen_sysctl_credit2_schedule;
CHECK_SIZE(Credit2Schedule, Credit2Schedule);
CHECK_MEMBER(Credit2Schedule, Credit2Schedule, ratelimit_us);

using Cpupool = ::xc_cpupoolinfo_t;
CHECK_SIZE(Cpupool, Cpupool);
CHECK_MEMBER(Cpupool, Cpupool, cpupool_id);
CHECK_MEMBER(Cpupool, Cpupool, sched_id);
CHECK_MEMBER(Cpupool, Cpupool, n_dom);
CHECK_MEMBER(Cpupool, Cpupool, cpumap);

using CompileInfo = ::xen_compile_info;
CHECK_SIZE(CompileInfo, CompileInfo);
CHECK_MEMBER(CompileInfo, CompileInfo, compiler);
CHECK_MEMBER(CompileInfo, CompileInfo, compile_by);
CHECK_MEMBER(CompileInfo, CompileInfo, compile_domain);
CHECK_MEMBER(CompileInfo, CompileInfo, compile_date);
static_assert(abi::kExtraVersionSize == sizeof(xen_extraversion_t) && abi::kChangesetSize == sizeof(xen_changeset_info_t));
static_assert(abi::kCapabilitiesSize == sizeof(xen_capabilities_info_t) && abi::kCommandLineSize == sizeof(xen_commandline_t));
static_assert(offsetof(abi::BuildId, len) == offsetof(xen_build_id_t, len));
static_assert(offsetof(abi::BuildId, buf) == offsetof(xen_build_id_t, buf));

constexpr bool same_query(abi::VersionQuery ours, int theirs) { return static_cast<int>(ours) == theirs; }
static_assert(same_query(abi::VersionQuery::version, XENVER_version));
static_assert(same_query(abi::VersionQuery::extraversion, XENVER_extraversion));
static_assert(same_query(abi::VersionQuery::compile_info, XENVER_compile_info));
static_assert(same_query(abi::VersionQuery::capabilities, XENVER_capabilities));
static_assert(same_query(abi::VersionQuery::changeset, XENVER_changeset));
static_assert(same_query(abi::VersionQuery::commandline, XENVER_commandline));
static_assert(same_query(abi::VersionQuery::build_id, XENVER_build_id));

static_assert(same_query(abi::VersionQuery::platform_parameters, XENVER_platform_parameters));
static_assert(same_query(abi::VersionQuery::pagesize, XENVER_pagesize));

CHECK_SIZE(VcpuContext, ::vcpu_guest_context_t);
static_assert(abi::kFrameTypeMask == XEN_DOMCTL_PFINFO_LTAB_MASK && abi::kFrameBroken == XEN_DOMCTL_PFINFO_BROKEN);
static_assert(abi::kFrameNotYet == XEN_DOMCTL_PFINFO_XALLOC && abi::kFrameNone == XEN_DOMCTL_PFINFO_XTAB);
static_assert(sizeof(xen_platform_parameters_t) == 8);

static_assert(abi::kSchedulerCredit == XEN_SCHEDULER_CREDIT && abi::kSchedulerCredit2 == XEN_SCHEDULER_CREDIT2);
static_assert(abi::kAffinityHard == XEN_VCPUAFFINITY_HARD && abi::kAffinitySoft == XEN_VCPUAFFINITY_SOFT);
static_assert(abi::kLogError == XTL_ERROR);
static_assert(sizeof(abi::Logger) == sizeof(xentoollog_logger) &&
              offsetof(abi::Logger, progress) == offsetof(xentoollog_logger, progress) &&
              offsetof(abi::Logger, destroy) == offsetof(xentoollog_logger, destroy));

// The bits and numbers that src/native/xen gives names to.
static_assert(XEN_DOMINF_dying == 1 && XEN_DOMINF_hvm_guest == 2 && XEN_DOMINF_shutdown == 4 && XEN_DOMINF_paused == 8);
static_assert(XEN_DOMINF_blocked == 16 && XEN_DOMINF_running == 32 && XEN_DOMINF_debugged == 64);
static_assert(XEN_DOMINF_xs_domain == 128 && XEN_DOMINF_hap == 256);
static_assert(XEN_DOMINF_shutdownmask == 255 && XEN_DOMINF_shutdownshift == 16);
static_assert(SHUTDOWN_poweroff == 0 && SHUTDOWN_reboot == 1 && SHUTDOWN_suspend == 2 && SHUTDOWN_crash == 3);
static_assert(SHUTDOWN_watchdog == 4 && SHUTDOWN_soft_reset == 5);
static_assert(XEN_SCHEDULER_ARINC653 == 7 && XEN_SCHEDULER_RTDS == 8 && XEN_SCHEDULER_NULL == 9);
static_assert(XEN_SYSCTL_PHYSCAP_hvm == 1 && XEN_SYSCTL_PHYSCAP_pv == 2 && XEN_SYSCTL_PHYSCAP_directio == 4);
static_assert(XEN_SYSCTL_PHYSCAP_hap == 8 && XEN_SYSCTL_PHYSCAP_shadow == 16 && XEN_SYSCTL_PHYSCAP_iommu_hap_pt_share == 32);
static_assert(XEN_SYSCTL_PHYSCAP_vmtrace == 64 && XEN_SYSCTL_PHYSCAP_vpmu == 128);
static_assert(XEN_SYSCTL_PHYSCAP_gnttab_v1 == 256 && XEN_SYSCTL_PHYSCAP_gnttab_v2 == 512);

}  // namespace

namespace abi {

#define CHECK_FUNCTION(name, ...) \
  static_assert(SameFunction<__VA_ARGS__, std::remove_reference_t<decltype(::xc_##name)>>::value, "xc_" #name);
VMWRIGHT_XENCTRL_FUNCTIONS(CHECK_FUNCTION)

#define CHECK_FOREIGN_FUNCTION(name, ...)                                                                       \
  static_assert(SameFunction<__VA_ARGS__, std::remove_reference_t<decltype(::xenforeignmemory_##name)>>::value, \
                "xenforeignmemory_" #name);
VMWRIGHT_XENFOREIGNMEMORY_FUNCTIONS(CHECK_FOREIGN_FUNCTION)

}  // namespace abi
}  // namespace vmwright::xenctrl
