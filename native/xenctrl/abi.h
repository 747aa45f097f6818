// The part of libxenctrl and libxenforeignmemory that we use, for machines without Xen's headers. The hypervisor's control
// structs may change with every release: release.h lists the releases in which they are as they are here, and abi_check.cc
// compares all of it with Xen's own headers where those are installed.
// Sizes are in pages of 4096 bytes and times in nanoseconds unless a member says otherwise.
#pragma once

#include <sys/types.h>

#include <cstdarg>
#include <cstddef>
#include <cstdint>

namespace vmwright::xenctrl::abi {

using Domid = std::uint32_t;

// Opaque.
struct Handle;         // xc_interface
struct ForeignHandle;  // xenforeignmemory_handle

// struct xentoollog_logger
struct Logger {
  void (*vmessage)(Logger*, int level, int errnum, const char* context, const char* format, va_list);
  void (*progress)(Logger*, const char* context, const char* doing, int percent, unsigned long done, unsigned long total);
  void (*destroy)(Logger*);
};
inline constexpr int kLogError = 8;  // XTL_ERROR

// struct xen_arch_domainconfig of x86
struct ArchDomainConfig {
  std::uint32_t emulation_flags;
  std::uint32_t misc_flags;
};

// struct xen_domctl_getdomaininfo
struct DomainInfo {
  std::uint16_t domain;
  std::uint16_t pad1;
  std::uint32_t flags;  // kDomain…
  std::uint64_t tot_pages;
  std::uint64_t max_pages;
  std::uint64_t outstanding_pages;
  std::uint64_t shr_pages;
  std::uint64_t paged_pages;
  std::uint64_t shared_info_frame;
  std::uint64_t cpu_time;
  std::uint32_t nr_online_vcpus;
  std::uint32_t max_vcpu_id;  // kNoVcpu without any
  std::uint32_t ssidref;
  std::uint8_t handle[16];
  std::uint32_t cpupool;
  std::uint8_t gpaddr_bits;
  std::uint8_t pad2[7];
  ArchDomainConfig arch_config;
};
inline constexpr std::uint32_t kNoVcpu = ~0U;  // XEN_INVALID_MAX_VCPU_ID

// struct xen_domctl_getvcpuinfo
struct VcpuInfo {
  std::uint32_t vcpu;
  std::uint8_t online;
  std::uint8_t blocked;
  std::uint8_t running;
  std::uint64_t cpu_time;
  std::uint32_t cpu;
};

// struct xen_domctl_sched_credit and struct xen_domctl_sched_credit2
struct Share {
  std::uint16_t weight;  // 0 in a set: leave it
  std::uint16_t cap;     // percent of one CPU, 0 for no limit; kKeepCap in a set: leave it
};
inline constexpr std::uint16_t kKeepCap = 0xffff;

// struct xen_sysctl_physinfo
struct PhysInfo {
  std::uint32_t threads_per_core;
  std::uint32_t cores_per_socket;
  std::uint32_t nr_cpus;
  std::uint32_t max_cpu_id;
  std::uint32_t nr_nodes;
  std::uint32_t max_node_id;
  std::uint32_t cpu_khz;
  std::uint32_t capabilities;  // XEN_SYSCTL_PHYSCAP_…
  std::uint32_t arch_capabilities;
  std::uint32_t pad;
  std::uint64_t total_pages;
  std::uint64_t free_pages;
  std::uint64_t scrub_pages;
  std::uint64_t outstanding_pages;
  std::uint64_t max_mfn;
  std::uint32_t hw_cap[8];
};

// struct xen_sysctl_cputopo
struct CpuTopology {
  std::uint32_t core;
  std::uint32_t socket;
  std::uint32_t node;
};
inline constexpr std::uint32_t kNoCore = ~0U;  // XEN_INVALID_CORE_ID: the CPU is offline

// struct xen_sysctl_meminfo, in bytes
struct NodeMemory {
  std::uint64_t memsize;
  std::uint64_t memfree;
};
inline constexpr std::uint64_t kNoMemory = ~0U;     // XEN_INVALID_MEM_SZ: there is no such node
inline constexpr std::uint32_t kNoDistance = ~0U;   // XEN_INVALID_NODE_DIST

// struct xen_sysctl_cpuinfo
struct CpuIdle {
  std::uint64_t idletime;
};

// struct xen_sysctl_credit_schedule
struct CreditSchedule {
  std::uint32_t tslice_ms;
  std::uint32_t ratelimit_us;
  std::uint32_t vcpu_migr_delay_us;
};

// struct xen_sysctl_credit2_schedule
struct Credit2Schedule {
  std::uint32_t ratelimit_us;
};

// xc_cpupoolinfo_t
struct Cpupool {
  std::uint32_t cpupool_id;
  std::uint32_t sched_id;
  std::uint32_t n_dom;
  std::uint8_t* cpumap;
};

// xen_compile_info
struct CompileInfo {
  char compiler[64];
  char compile_by[16];
  char compile_domain[32];
  char compile_date[32];
};
inline constexpr std::size_t kExtraVersionSize = 16;
inline constexpr std::size_t kCapabilitiesSize = 1024;
inline constexpr std::size_t kChangesetSize = 64;
inline constexpr std::size_t kCommandLineSize = 1024;

// xen_build_id_t; `len` goes in as the room in buf.
struct BuildId {
  std::uint32_t len;
  std::uint8_t buf[64];
};

// XENVER_…
enum class VersionQuery : int {
  version = 0,
  extraversion = 1,
  compile_info = 2,
  capabilities = 3,
  changeset = 4,
  platform_parameters = 5,
  pagesize = 7,
  commandline = 9,
  build_id = 10,
};

// XEN_SCHEDULER_…
inline constexpr std::uint32_t kSchedulerCredit = 5;
inline constexpr std::uint32_t kSchedulerCredit2 = 6;

// XEN_VCPUAFFINITY_…
inline constexpr std::uint32_t kAffinityHard = 1;
inline constexpr std::uint32_t kAffinitySoft = 2;

// vcpu_guest_context_t of 64-bit x86: opaque here, part of the hypervisor's stable interface.
struct VcpuContext {
  std::uint64_t words[646];
};

// What a guest frame is, XEN_DOMCTL_PFINFO_…, in the uppermost of the lower 32 bits.
inline constexpr unsigned long kFrameTypeMask = 0xfUL << 28;
inline constexpr unsigned long kFrameBroken = 0xdUL << 28;
inline constexpr unsigned long kFrameNotYet = 0xeUL << 28;
inline constexpr unsigned long kFrameNone = 0xfUL << 28;

// X(name, signature) is xc_NAME. All give -1 and set errno, or 0 for an address and null for a pointer, unless they succeed.
#define VMWRIGHT_XENCTRL_FUNCTIONS(X)                                                                                  \
  X(interface_open, Handle*(Logger*, Logger * dombuild, unsigned flags))                                               \
  X(interface_close, int(Handle*))                                                                                     \
  X(version, int(Handle*, int query, void* result))                                                                    \
  X(physinfo, int(Handle*, PhysInfo*))                                                                                 \
  X(cputopoinfo, int(Handle*, unsigned* count, CpuTopology*))                                                          \
  X(numainfo, int(Handle*, unsigned* count, NodeMemory*, std::uint32_t* distances))                                    \
  X(getcpuinfo, int(Handle*, int room, CpuIdle*, int* count))                                                          \
  X(get_cpumap_size, int(Handle*))                                                                                     \
  X(readconsolering, int(Handle*, char* buffer, unsigned* count, int clear, int incremental, std::uint32_t* index))    \
  X(send_debug_keys, int(Handle*, const char* keys))                                                                   \
  X(watchdog, int(Handle*, std::uint32_t id, std::uint32_t seconds))                                                   \
  X(cpupool_getinfo, Cpupool*(Handle*, std::uint32_t pool))                                                            \
  X(cpupool_infofree, void(Handle*, Cpupool*))                                                                         \
  X(sched_credit_params_get, int(Handle*, std::uint32_t pool, CreditSchedule*))                                        \
  X(sched_credit2_params_get, int(Handle*, std::uint32_t pool, Credit2Schedule*))                                      \
  X(sched_credit_domain_get, int(Handle*, Domid, Share*))                                                              \
  X(sched_credit_domain_set, int(Handle*, Domid, Share*))                                                              \
  X(sched_credit2_domain_get, int(Handle*, Domid, Share*))                                                             \
  X(sched_credit2_domain_set, int(Handle*, Domid, Share*))                                                             \
  X(domain_getinfolist, int(Handle*, Domid first, unsigned room, DomainInfo*))                                         \
  X(domain_pause, int(Handle*, Domid))                                                                                 \
  X(domain_unpause, int(Handle*, Domid))                                                                               \
  X(domain_setmaxmem, int(Handle*, Domid, std::uint64_t kib))                                                          \
  X(domain_maximum_gpfn, int(Handle*, Domid, unsigned long* frame))                                                    \
  X(translate_foreign_address, unsigned long(Handle*, Domid, int vcpu, unsigned long long address))                    \
  X(vcpu_getinfo, int(Handle*, Domid, std::uint32_t vcpu, VcpuInfo*))                                                  \
  X(vcpu_getaffinity, int(Handle*, Domid, int vcpu, std::uint8_t* hard, std::uint8_t* soft, std::uint32_t flags))      \
  X(vcpu_setaffinity, int(Handle*, Domid, int vcpu, std::uint8_t* hard, std::uint8_t* soft, std::uint32_t flags))      \
  X(vcpu_getcontext, int(Handle*, Domid, std::uint32_t vcpu, VcpuContext*))

// The same of what no header has: libxenguest, of the same release, calls it.
#define VMWRIGHT_XENCTRL_PRIVATE_FUNCTIONS(X) X(get_pfn_type_batch, int(Handle*, Domid, unsigned count, unsigned long* frames))

// xenforeignmemory_NAME. This library's interface is stable.
#define VMWRIGHT_XENFOREIGNMEMORY_FUNCTIONS(X)                                                                         \
  X(open, ForeignHandle*(Logger*, unsigned flags))                                                                     \
  X(close, int(ForeignHandle*))                                                                                        \
  X(map, void*(ForeignHandle*, Domid, int protection, std::size_t pages, const unsigned long* frames, int* errors))    \
  X(unmap, int(ForeignHandle*, void* address, std::size_t pages))

}  // namespace vmwright::xenctrl::abi
