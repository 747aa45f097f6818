// Made by native/libvirt/generate from libvirt's description of its API; not to be edited.

import { flagBits, type Flags } from '../flags.js';
import { Handle, rawOf } from '../handle.js';
import { invoke } from '../invoke.js';
import { typedParamList, type TypedParams, type TypedParamsInput } from '../typed-params.js';
import { type NodeCpuMap } from '../types.js';
import { type Domain } from './domain.js';
import { ConnectBaselineCPUFlags, ConnectCompareCPUFlags, ConnectGetAllDomainStatsFlags, ConnectListAllDomainsFlags, ConnectListAllInterfacesFlags, ConnectListAllNetworksFlags, ConnectListAllNodeDeviceFlags, ConnectListAllSecretsFlags, ConnectListAllStoragePoolsFlags, DomainCreateFlags, DomainDefineFlags, DomainSaveImageXMLFlags, DomainSaveRestoreFlags, DomainStatsTypes, InterfaceDefineFlags, NWFilterBindingCreateFlags, NWFilterDefineFlags, NetworkCreateFlags, NetworkDefineFlags, NodeAllocPagesFlags, NodeDeviceCreateXMLFlags, NodeDeviceDefineXMLFlags, type NodeSuspendTarget, SecretDefineFlags, StoragePoolCreateFlags, StoragePoolDefineFlags } from './enums.js';
import { F } from './functions.js';
import { type Interface } from './interface.js';
import { type Network } from './network.js';
import { type NodeDevice } from './node-device.js';
import { type NWFilterBinding } from './nwfilter-binding.js';
import { type NWFilter } from './nwfilter.js';
import { type Secret } from './secret.js';
import { type StoragePool } from './storage-pool.js';
import { type StorageVol } from './storage-vol.js';
import { type DomainStatsRecord, type NodeInfo, type SecurityModel } from './structs.js';

/** The calls of a connection; {@link Connect} is the class to use. */
export abstract class ConnectMethods extends Handle {
  /**
   * Computes the most feature-rich CPU which is compatible with all given
   * host CPUs.
   *
   * See virConnectBaselineHypervisorCPU() to get a CPU which can be provided
   * by the hypervisor.
   *
   * If `flags` includes VIR_CONNECT_BASELINE_CPU_EXPAND_FEATURES then libvirt
   * will explicitly list all CPU features that are part of the host CPU,
   * without this flag features that are part of the CPU model will not be
   * listed.
   *
   * If `flags` includes VIR_CONNECT_BASELINE_CPU_MIGRATABLE, the resulting
   * CPU will not include features that block migration.
   *
   * C: virConnectBaselineCPU, since libvirt 0.7.7.
   *
   * @param xmlCPUs array of XML descriptions of host CPUs
   * @param flags bitwise-OR of virConnectBaselineCPUFlags @default 0
   * @returns C: XML description of the computed CPU (caller frees) or NULL on error.
   */
  baselineCPU(xmlCPUs: readonly string[], flags: Flags<typeof ConnectBaselineCPUFlags> = 0): Promise<string> {
    return invoke<string>(this, F.virConnectBaselineCPU, xmlCPUs, flagBits(ConnectBaselineCPUFlags, flags));
  }

  /**
   * Computes the most feature-rich CPU which is compatible with all given CPUs
   * and can be provided by the specified hypervisor. For best results the
   * host-model CPUs as advertised by virConnectGetDomainCapabilities() should be
   * passed in `xmlCPUs`. Any of `emulator`, `arch`, `machine`, and `virttype`
   * parameters may be NULL; libvirt will choose sensible defaults tailored to
   * the host and its current configuration.
   *
   * This is different from virConnectBaselineCPU() which doesn't consider any
   * hypervisor abilities when computing the best CPU.
   *
   * If `ncpus` == 1, the result will be the first (and only) CPU in `xmlCPUs`
   * tailored to what the hypervisor can support on the current host.
   * Specifically if this single CPU definition contains no feature elements and
   * a CPU model listed as usable='no' in domain capabilities XML, the result
   * will contain a list usability blockers, i.e., a list of features that would
   * need to be disabled to for the model to be usable on this host. This list
   * may contain more features than what the hypervisor reports as blockers in
   * case the CPU model definition in libvirt differs from QEMU definition.
   *
   * If `flags` includes VIR_CONNECT_BASELINE_CPU_EXPAND_FEATURES then libvirt
   * will explicitly list all CPU features that are part of the computed CPU,
   * without this flag features that are part of the CPU model will not be
   * listed.
   *
   * If `flags` includes VIR_CONNECT_BASELINE_CPU_MIGRATABLE, the resulting
   * CPU will not include features that block migration.
   *
   * C: virConnectBaselineHypervisorCPU, since libvirt 4.4.0.
   *
   * @param emulator path to the emulator binary @default null
   * @param arch CPU architecture @default null
   * @param machine machine type @default null
   * @param virttype virtualization type @default null
   * @param xmlCPUs array of XML descriptions of CPUs
   * @param flags bitwise-OR of virConnectBaselineCPUFlags @default 0
   * @returns C: XML description of the computed CPU (caller frees) or NULL on error.
   */
  baselineHypervisorCPU(emulator: string | null, arch: string | null, machine: string | null, virttype: string | null, xmlCPUs: readonly string[], flags: Flags<typeof ConnectBaselineCPUFlags> = 0): Promise<string> {
    return invoke<string>(this, F.virConnectBaselineHypervisorCPU, emulator, arch, machine, virttype, xmlCPUs, flagBits(ConnectBaselineCPUFlags, flags));
  }

  /**
   * Compares the given CPU description with the host CPU.
   *
   * See virConnectCompareHypervisorCPU() if you want to consider hypervisor
   * abilities and compare the CPU to the CPU which a hypervisor is able to
   * provide on the host.
   *
   * C: virConnectCompareCPU, since libvirt 0.7.5.
   *
   * @param xmlDesc XML describing the CPU to compare with host CPU
   * @param flags bitwise-OR of virConnectCompareCPUFlags @default 0
   * @returns C: comparison result according to enum virCPUCompareResult. If VIR_CONNECT_COMPARE_CPU_FAIL_INCOMPATIBLE is used and `xmlDesc` CPU is incompatible with host CPU, this function will return VIR_CPU_COMPARE_ERROR (instead of VIR_CPU_COMPARE_INCOMPATIBLE) and the error will use the VIR_ERR_CPU_INCOMPATIBLE code with a message providing more details about the incompatibility.
   */
  compareCPU(xmlDesc: string, flags: Flags<typeof ConnectCompareCPUFlags> = 0): Promise<number> {
    return invoke<number>(this, F.virConnectCompareCPU, xmlDesc, flagBits(ConnectCompareCPUFlags, flags));
  }

  /**
   * Compares the given CPU description with the CPU the specified hypervisor is
   * able to provide on the host. Any of `emulator`, `arch`, `machine`, and
   * `virttype` parameters may be NULL; libvirt will choose sensible defaults
   * tailored to the host and its current configuration.
   *
   * This is different from virConnectCompareCPU() which compares the CPU
   * definition with the host CPU without considering any specific hypervisor and
   * its abilities.
   *
   * C: virConnectCompareHypervisorCPU, since libvirt 4.4.0.
   *
   * @param emulator path to the emulator binary @default null
   * @param arch CPU architecture @default null
   * @param machine machine type @default null
   * @param virttype virtualization type @default null
   * @param xmlCPU XML describing the CPU to be compared
   * @param flags bitwise-OR of virConnectCompareCPUFlags @default 0
   * @returns C: comparison result according to enum virCPUCompareResult. If VIR_CONNECT_COMPARE_CPU_FAIL_INCOMPATIBLE is used and `xmlCPU` is incompatible with the CPU the specified hypervisor is able to provide on the host, this function will return VIR_CPU_COMPARE_ERROR (instead of VIR_CPU_COMPARE_INCOMPATIBLE) and the error will use the VIR_ERR_CPU_INCOMPATIBLE code with a message providing more details about the incompatibility.
   */
  compareHypervisorCPU(emulator: string | null, arch: string | null, machine: string | null, virttype: string | null, xmlCPU: string, flags: Flags<typeof ConnectCompareCPUFlags> = 0): Promise<number> {
    return invoke<number>(this, F.virConnectCompareHypervisorCPU, emulator, arch, machine, virttype, xmlCPU, flagBits(ConnectCompareCPUFlags, flags));
  }

  /**
   * Reads native configuration data  describing a domain, and
   * generates libvirt domain XML. The format of the native
   * data is hypervisor dependent.
   *
   * C: virConnectDomainXMLFromNative, since libvirt 0.6.4.
   *
   * @param nativeFormat configuration format importing from
   * @param nativeConfig the configuration data to import
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: a 0 terminated UTF-8 encoded XML instance, or NULL in case of error. The caller must free() the returned value.
   */
  domainXMLFromNative(nativeFormat: string, nativeConfig: string, flags: number = 0): Promise<string> {
    return invoke<string>(this, F.virConnectDomainXMLFromNative, nativeFormat, nativeConfig, flags);
  }

  /**
   * Reads a domain XML configuration document, and generates
   * a native configuration file describing the domain.
   * The format of the native data is hypervisor dependent.
   *
   * Note that certain hypervisor drivers such as the QEMU driver configure many
   * aspects of the domain dynamically via hypervisor APIs and that may not be
   * part of the returned native configuration format. Similarly certain resources
   * are passed to the hypervisor via file descriptors, which are not part of the
   * native configuration returned by this API. Such configuration is thus not
   * trivially usable outside of libvirt.
   *
   * C: virConnectDomainXMLToNative, since libvirt 0.6.4.
   *
   * @param nativeFormat configuration format exporting to
   * @param domainXml the domain configuration to export
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: a 0 terminated UTF-8 encoded native config datafile, or NULL in case of error. The caller must free() the returned value.
   */
  domainXMLToNative(nativeFormat: string, domainXml: string, flags: number = 0): Promise<string> {
    return invoke<string>(this, F.virConnectDomainXMLToNative, nativeFormat, domainXml, flags);
  }

  /**
   * Talks to a storage backend and attempts to auto-discover the set of
   * available storage pool sources. e.g. For iSCSI this would be a set of
   * iSCSI targets. For NFS this would be a list of exported paths.  The
   * srcSpec (optional for some storage pool types, e.g. local ones) is
   * an instance of the storage pool's source element specifying where
   * to look for the pools.
   *
   * srcSpec is not required for some types (e.g., those querying
   * local storage resources only)
   *
   * C: virConnectFindStoragePoolSources, since libvirt 0.4.5.
   *
   * @param type type of storage pool sources to discover
   * @param srcSpec XML document specifying discovery source @default null
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: an xml document consisting of a SourceList element containing a source document appropriate to the given pool type for each discovered source.
   */
  findStoragePoolSources(type: string, srcSpec: string | null = null, flags: number = 0): Promise<string> {
    return invoke<string>(this, F.virConnectFindStoragePoolSources, type, srcSpec, flags);
  }

  /**
   * Query statistics for all domains on a given connection.
   *
   * Report statistics of various parameters for a running VM according to `stats`
   * field. The statistics are returned as an array of structures for each queried
   * domain. The structure contains an array of typed parameters containing the
   * individual statistics. The typed parameter name for each statistic field
   * consists of a dot-separated string containing name of the requested group
   * followed by a group specific description of the statistic value.
   *
   * The statistic groups are enabled using the `stats` parameter which is a
   * binary-OR of enum virDomainStatsTypes. The following groups are available
   * (although not necessarily implemented for each hypervisor):
   *
   * VIR_DOMAIN_STATS_STATE:
   *     Return domain state and reason for entering that state. The typed
   *     parameter keys are in this format:
   *
   *     "state.state" - state of the VM, returned as int from virDomainState enum
   *     "state.reason" - reason for entering given state, returned as int from
   *                      virDomain*Reason enum corresponding to given state.
   *
   * VIR_DOMAIN_STATS_CPU_TOTAL:
   *     Return CPU statistics and usage information. The typed parameter keys
   *     are in this format:
   *
   *     "cpu.time" - total cpu time spent for this domain in nanoseconds
   *                  as unsigned long long.
   *     "cpu.user" - user cpu time spent in nanoseconds as unsigned long long.
   *     "cpu.system" - system cpu time spent in nanoseconds as unsigned long
   *                    long.
   *     "cpu.haltpoll.success.time" - halt-polling cpu usage about the VCPU polled
   *                                   until a virtual interrupt was delivered in
   *                                   nanoseconds as unsigned long long.
   *     "cpu.haltpoll.fail.time" - halt-polling cpu usage about the VCPU had to schedule
   *                                out (either because the maximum poll time was reached
   *                                or it needed to yield the CPU) in nanoseconds as
   *                                unsigned long long.
   *     "cpu.cache.monitor.count" - the number of cache monitors for this domain
   *     "cpu.cache.monitor.\<num\>.name" - the name of cache monitor \<num\>
   *     "cpu.cache.monitor.\<num\>.vcpus" - vcpu list of cache monitor \<num\>
   *     "cpu.cache.monitor.\<num\>.bank.count" - the number of cache banks in
   *                                            cache monitor \<num\>
   *     "cpu.cache.monitor.\<num\>.bank.\<index\>.id" - host allocated cache id for
   *                                                 bank \<index\> in cache
   *                                                 monitor \<num\>
   *     "cpu.cache.monitor.\<num\>.bank.\<index\>.bytes" - the number of bytes of
   *                                                    last level cache that the
   *                                                    domain is using on cache
   *                                                    bank \<index\>
   *
   * VIR_DOMAIN_STATS_BALLOON:
   *     Return memory balloon device information.
   *     The typed parameter keys are in this format:
   *
   *     "balloon.current" - the memory in kiB currently used
   *                         as unsigned long long.
   *     "balloon.maximum" - the maximum memory in kiB allowed
   *                         as unsigned long long.
   *     "balloon.swap_in" - the amount of data read from swap space (in KiB)
   *                         as unsigned long long
   *     "balloon.swap_out" - the amount of memory written out to swap space
   *                          (in KiB) as unsigned long long
   *     "balloon.major_fault" - the number of page faults when disk IO was
   *                             required as unsigned long long
   *     "balloon.minor_fault" - the number of other page faults
   *                             as unsigned long long
   *     "balloon.unused" - the amount of memory left unused by the system
   *                        (in KiB) as unsigned long long
   *     "balloon.available" - the amount of usable memory as seen by the domain
   *                           (in KiB) as unsigned long long
   *     "balloon.rss" - Resident Set Size of running domain's process
   *                     (in KiB) as unsigned long long
   *     "balloon.usable" - the amount of memory which can be reclaimed by balloon
   *                        without causing host swapping (in KiB)
   *                        as unsigned long long
   *     "balloon.last-update" - timestamp of the last update of statistics
   *                             (in seconds) as unsigned long long
   *     "balloon.disk_caches" - the amount of memory that can be reclaimed
   *                             without additional I/O, typically disk (in KiB)
   *                             as unsigned long long
   *     "balloon.hugetlb_pgalloc" - the number of successful huge page allocations
   *                                 from inside the domain via virtio balloon
   *                                 as unsigned long long
   *     "balloon.hugetlb_pgfail" - the number of failed huge page allocations
   *                                from inside the domain via virtio balloon
   *                                as unsigned long long
   *
   * VIR_DOMAIN_STATS_VCPU:
   *     Return virtual CPU statistics.
   *     Due to VCPU hotplug, the vcpu.\<num\>.* array could be sparse.
   *     The actual size of the array corresponds to "vcpu.current".
   *     The array size will never exceed "vcpu.maximum".
   *     The typed parameter keys are in this format:
   *
   *     "vcpu.current" - current number of online virtual CPUs as unsigned int.
   *     "vcpu.maximum" - maximum number of online virtual CPUs as unsigned int.
   *     "vcpu.\<num\>.state" - state of the virtual CPU \<num\>, as int
   *                          from virVcpuState enum.
   *     "vcpu.\<num\>.time" - virtual cpu time spent by virtual CPU \<num\>
   *                         as unsigned long long.
   *     "vcpu.\<num\>.wait" - time the vCPU \<num\> wants to run, but the host
   *                         scheduler has something else running ahead of it.
   *     "vcpu.\<num\>.halted" - virtual CPU \<num\> is halted, may indicate the
   *                           processor is idle or even disabled, depending
   *                           on the architecture)
   *     "vcpu.\<num\>.delay" - time the vCPU \<num\> thread was enqueued by the
   *                          host scheduler, but was waiting in the queue
   *                          instead of running. Exposed to the VM as a steal
   *                          time.
   *
   *    This group of statistics also reports additional hypervisor-originating
   *    per-vCPU stats. The hypervisor-specific statistics in this group have the
   *    following naming scheme:
   *
   *     "vcpu.\<num\>.$NAME.$TYPE"
   *
   *       $NAME - name of the statistics field provided by the hypervisor
   *
   *       $TYPE - Type of the value. The following types are returned:
   *          'cur' - current instant value
   *          'sum' - aggregate value
   *          'max' - peak value
   *
   *      The returned value may be either an unsigned long long or a boolean.
   *      Meaning is hypervisor specific. Please see the disclaimer for the
   *      VIR_DOMAIN_STATS_VM group below.
   *
   * VIR_DOMAIN_STATS_INTERFACE:
   *     Return network interface statistics (from domain point of view).
   *     The typed parameter keys are in this format:
   *
   *     "net.count" - number of network interfaces on this domain
   *                   as unsigned int.
   *     "net.\<num\>.name" - name of the interface \<num\> as string.
   *     "net.\<num\>.rx.bytes" - bytes received as unsigned long long.
   *     "net.\<num\>.rx.pkts" - packets received as unsigned long long.
   *     "net.\<num\>.rx.errs" - receive errors as unsigned long long.
   *     "net.\<num\>.rx.drop" - receive packets dropped as unsigned long long.
   *     "net.\<num\>.tx.bytes" - bytes transmitted as unsigned long long.
   *     "net.\<num\>.tx.pkts" - packets transmitted as unsigned long long.
   *     "net.\<num\>.tx.errs" - transmission errors as unsigned long long.
   *     "net.\<num\>.tx.drop" - transmit packets dropped as unsigned long long.
   *
   * VIR_DOMAIN_STATS_BLOCK:
   *     Return block devices statistics.  By default,
   *     this information is limited to the active layer of each \<disk\> of the
   *     domain (where block.count is equal to the number of disks), but adding
   *     VIR_CONNECT_GET_ALL_DOMAINS_STATS_BACKING to `flags` will expand the
   *     array to cover backing chains (block.count corresponds to the number
   *     of host resources used together to provide the guest disks).
   *     The typed parameter keys are in this format:
   *
   *     "block.count" - number of block devices in the subsequent list,
   *                     as unsigned int.
   *     "block.\<num\>.name" - name of the block device \<num\> as string.
   *                          matches the target name (vda/sda/hda) of the
   *                          block device.  If the backing chain is listed,
   *                          this name is the same for all host resources tied
   *                          to the same guest device.
   *     "block.\<num\>.backingIndex" - unsigned int giving the \<backingStore\>
   *                                   index, only used when backing images
   *                                   are listed.
   *     "block.\<num\>.path" - string describing the source of block device \<num\>,
   *                          if it is a file or block device (omitted for network
   *                          sources and drives with no media inserted).
   *     "block.\<num\>.rd.reqs" - number of read requests as unsigned long long.
   *     "block.\<num\>.rd.bytes" - number of read bytes as unsigned long long.
   *     "block.\<num\>.rd.times" - total time (ns) spent on reads as
   *                              unsigned long long.
   *     "block.\<num\>.wr.reqs" - number of write requests as unsigned long long.
   *     "block.\<num\>.wr.bytes" - number of written bytes as unsigned long long.
   *     "block.\<num\>.wr.times" - total time (ns) spent on writes as
   *                              unsigned long long.
   *     "block.\<num\>.fl.reqs" - total flush requests as unsigned long long.
   *     "block.\<num\>.fl.times" - total time (ns) spent on cache flushing as
   *                              unsigned long long.
   *     "block.\<num\>.errors" - Xen only: the 'oo_req' value as
   *                            unsigned long long.
   *     "block.\<num\>.allocation" - offset of the highest written sector
   *                                as unsigned long long.
   *     "block.\<num\>.capacity" - logical size in bytes of the block device
   *                              backing image as unsigned long long.
   *     "block.\<num\>.physical" - physical size in bytes of the container of the
   *                              backing image as unsigned long long.
   *     "block.\<num\>.threshold" - current threshold for delivering the
   *                               VIR_DOMAIN_EVENT_ID_BLOCK_THRESHOLD
   *                               event in bytes. See virDomainSetBlockThreshold.
   *
   * VIR_DOMAIN_STATS_PERF:
   *     Return perf event statistics.
   *     The typed parameter keys are in this format:
   *
   *     "perf.cmt" - the usage of l3 cache (bytes) by applications running on
   *                  the platform as unsigned long long. It is produced by cmt
   *                  perf event.
   *     "perf.mbmt" - the total system bandwidth (bytes/s) from one level of
   *                   cache to another as unsigned long long. It is produced
   *                   by mbmt perf event.
   *     "perf.mbml" - the amount of data (bytes/s) sent through the memory
   *                   controller on the socket as unsigned long long. It is
   *                   produced by mbml perf event.
   *     "perf.cache_misses" - the count of cache misses as unsigned long long.
   *                           It is produced by cache_misses perf event.
   *     "perf.cache_references" - the count of cache hits as unsigned long long.
   *                               It is produced by cache_references perf event.
   *     "perf.instructions" - The count of instructions as unsigned long long.
   *                           It is produced by instructions perf event.
   *     "perf.cpu_cycles" - The count of cpu cycles (total/elapsed) as an
   *                         unsigned long long. It is produced by cpu_cycles
   *                         perf event.
   *     "perf.branch_instructions" - The count of branch instructions as
   *                                  unsigned long long. It is produced by
   *                                  branch_instructions perf event.
   *     "perf.branch_misses" - The count of branch misses as unsigned long
   *                            long. It is produced by branch_misses perf event.
   *     "perf.bus_cycles" - The count of bus cycles as unsigned long
   *                         long. It is produced by bus_cycles perf event.
   *     "perf.stalled_cycles_frontend" - The count of stalled cpu cycles in the
   *                                      frontend of the instruction processor
   *                                      pipeline as unsigned long long. It is
   *                                      produced by stalled_cycles_frontend
   *                                      perf event.
   *     "perf.stalled_cycles_backend"  - The count of stalled cpu cycles in the
   *                                      backend of the instruction processor
   *                                      pipeline as unsigned long long. It is
   *                                      produced by stalled_cycles_backend
   *                                      perf event.
   *     "perf.ref_cpu_cycles" - The count of total cpu cycles not affected by
   *                             CPU frequency scaling by applications running
   *                             as unsigned long long. It is produced by the
   *                             ref_cpu_cycles perf event.
   *     "perf.cpu_clock" - The count of cpu clock time as unsigned long long.
   *                        It is produced by the cpu_clock perf event.
   *     "perf.task_clock" - The count of task clock time as unsigned long long.
   *                         It is produced by the task_clock perf event.
   *     "perf.page_faults" - The count of page faults as unsigned long long.
   *                          It is produced by the page_faults perf event
   *     "perf.context_switches" - The count of context switches as unsigned long
   *                               long. It is produced by the context_switches
   *                               perf event.
   *     "perf.cpu_migrations" - The count of cpu migrations, from one logical
   *                             processor to another, as unsigned long
   *                             long. It is produced by the cpu_migrations
   *                             perf event.
   *     "perf.page_faults_min" - The count of minor page faults as unsigned
   *                              long long. It is produced by the
   *                              page_faults_min perf event.
   *     "perf.page_faults_maj" - The count of major page faults as unsigned
   *                              long long. It is produced by the
   *                              page_faults_maj perf event.
   *     "perf.alignment_faults" - The count of alignment faults as unsigned
   *                               long long. It is produced by the
   *                               alignment_faults perf event
   *     "perf.emulation_faults" - The count of emulation faults as unsigned
   *                               long long. It is produced by the
   *                               emulation_faults perf event
   *
   * VIR_DOMAIN_STATS_IOTHREAD:
   *     Return IOThread statistics if available. IOThread polling is a
   *     timing mechanism that allows the hypervisor to generate a longer
   *     period of time in which the guest will perform operations on the
   *     CPU being used by the IOThread. The higher the value for poll-max-ns
   *     the longer the guest will keep the CPU. This may affect other host
   *     threads using the CPU. The poll-grow and poll-shrink values allow
   *     the hypervisor to generate a mechanism to add or remove polling time
   *     within the confines of 0 and poll-max-ns. For QEMU, the poll-grow is
   *     multiplied by the polling interval, while poll-shrink is used as a
   *     divisor. When not provided, QEMU may double the polling time until
   *     poll-max-ns is reached. When poll-shrink is 0 (zero) QEMU may reset
   *     the polling interval to 0 until it finds its "sweet spot". Setting
   *     poll-grow too large may cause frequent fluctuation of the time; however,
   *     this can be tempered by a high poll-shrink to reduce the polling
   *     interval. For example, a poll-grow of 3 will triple the polling time
   *     which could quickly exceed poll-max-ns; however, a poll-shrink of
   *     10 would cut that polling time more gradually.
   *
   *     The typed parameter keys are in this format:
   *
   *     "iothread.count" - maximum number of IOThreads in the subsequent list
   *                        as unsigned int. Each IOThread in the list will
   *                        will use it's iothread_id value as the \<id\>. There
   *                        may be fewer \<id\> entries than the iothread.count
   *                        value if the polling values are not supported.
   *     "iothread.\<id\>.poll-max-ns" - maximum polling time in ns as an unsigned
   *                                   long long. A 0 (zero) means polling is
   *                                   disabled.
   *     "iothread.\<id\>.poll-grow" - polling time factor as an unsigned int.
   *                                 A 0 (zero) indicates to allow the underlying
   *                                 hypervisor to choose how to grow the
   *                                 polling time.
   *     "iothread.\<id\>.poll-shrink" - polling time divisor as an unsigned int.
   *                                 A 0 (zero) indicates to allow the underlying
   *                                 hypervisor to choose how to shrink the
   *                                 polling time.
   *
   * VIR_DOMAIN_STATS_MEMORY:
   *     Return memory bandwidth statistics and the usage information. The typed
   *     parameter keys are in this format:
   *
   *     "memory.bandwidth.monitor.count" - the number of memory bandwidth
   *                                        monitors for this domain
   *     "memory.bandwidth.monitor.\<num\>.name" - the name of monitor \<num\>
   *     "memory.bandwidth.monitor.\<num\>.vcpus" - the vcpu list of monitor \<num\>
   *     "memory.bandwidth.monitor.\<num\>.node.count" - the number of memory
   *                                            controller in monitor \<num\>
   *     "memory.bandwidth.monitor.\<num\>.node.\<index\>.id" - host allocated memory
   *                                                 controller id for controller
   *                                                 \<index\> of monitor \<num\>
   *     "memory.bandwidth.monitor.\<num\>.node.\<index\>.bytes.local" - the
   *                       accumulative bytes consumed by `vcpus` that passing
   *                       through the memory controller in the same processor
   *                       that the scheduled host CPU belongs to.
   *     "memory.bandwidth.monitor.\<num\>.node.\<index\>.bytes.total" - the total
   *                       bytes consumed by `vcpus` that passing through all
   *                       memory controllers, either local or remote controller.
   *
   * VIR_DOMAIN_STATS_DIRTYRATE:
   *     Return memory dirty rate information. The typed parameter keys are in
   *     this format:
   *
   *     "dirtyrate.calc_status" - the status of last memory dirty rate calculation,
   *                               returned as int from virDomainDirtyRateStatus
   *                               enum.
   *     "dirtyrate.calc_start_time" - the start time of last memory dirty rate
   *                                   calculation as long long.
   *     "dirtyrate.calc_period" - the period of last memory dirty rate calculation
   *                               as int.
   *     "dirtyrate.megabytes_per_second" - the calculated memory dirty rate in
   *                                        MiB/s as long long. It is produced
   *                                        only if the calc_status is measured.
   *     "dirtyrate.calc_mode" - the calculation mode used last measurement, either
   *                             of these 3 'page-sampling,dirty-bitmap,dirty-ring'
   *                             values returned.
   *     "dirtyrate.vcpu.\<num\>.megabytes_per_second" - the calculated memory dirty
   *                                                   rate for a virtual cpu as
   *                                                   unsigned long long.
   *
   * VIR_DOMAIN_STATS_VM:
   *     Return hypervisor-specific statistics. Note that the naming and meaning
   *     of the fields is entirely hypervisor dependent.
   *
   *     The statistics in this group have the following naming scheme:
   *
   *     "vm.$NAME.$TYPE"
   *
   *       $NAME - name of the statistics field provided by the hypervisor
   *
   *       $TYPE - Type of the value. The following types are returned:
   *          'cur' - current instant value
   *          'sum' - aggregate value
   *          'max' - peak value
   *
   *      The returned value may be either an unsigned long long or a boolean.
   *
   *     WARNING:
   *      The stats reported in this group are runtime-collected and
   *      hypervisor originated, thus fall outside of the usual stable API
   *      policies of libvirt.
   *
   *      Libvirt can't guarantee that the statistics reported from the outside
   *      source will be present in further versions of the hypervisor, or that
   *      naming or meaning will stay consistent. Changes to existing fields,
   *      however, are expected to be rare.
   *
   * Note that entire stats groups or individual stat fields may be missing from
   * the output in case they are not supported by the given hypervisor, are not
   * applicable for the current state of the guest domain, or their retrieval
   * was not successful.
   *
   * Using 0 for `stats` returns all stats groups supported by the given
   * hypervisor.
   *
   * Specifying VIR_CONNECT_GET_ALL_DOMAINS_STATS_ENFORCE_STATS as `flags` makes
   * the function return error in case some of the stat types in `stats` were
   * not recognized by the daemon.  However, even with this flag, a hypervisor
   * may omit individual fields within a known group if the information is not
   * available; as an extreme example, a supported group may produce zero
   * fields for offline domains if the statistics are meaningful only for a
   * running domain.
   *
   * Passing VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT in
   * `flags` means when libvirt is unable to fetch stats for any of
   * the domains (for whatever reason) only a subset of statistics
   * is returned for the domain.  That subset being statistics that
   * don't involve querying the underlying hypervisor.
   *
   * Similarly to virConnectListAllDomains, `flags` can contain various flags to
   * filter the list of domains to provide stats for.
   *
   * VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE selects online domains while
   * VIR_CONNECT_GET_ALL_DOMAINS_STATS_INACTIVE selects offline ones.
   *
   * VIR_CONNECT_GET_ALL_DOMAINS_STATS_PERSISTENT and
   * VIR_CONNECT_GET_ALL_DOMAINS_STATS_TRANSIENT allow to filter the list
   * according to their persistence.
   *
   * To filter the list of VMs by domain state `flags` can contain
   * VIR_CONNECT_GET_ALL_DOMAINS_STATS_RUNNING,
   * VIR_CONNECT_GET_ALL_DOMAINS_STATS_PAUSED,
   * VIR_CONNECT_GET_ALL_DOMAINS_STATS_SHUTOFF and/or
   * VIR_CONNECT_GET_ALL_DOMAINS_STATS_OTHER for all other states.
   *
   * C: virConnectGetAllDomainStats, since libvirt 1.2.8.
   *
   * @param stats stats to return, binary-OR of virDomainStatsTypes
   * @param flags extra flags; binary-OR of virConnectGetAllDomainStatsFlags @default 0
   * @returns C: the count of returned statistics structures on success, -1 on error. The requested data are returned in the `retStats` parameter. The returned array should be freed by the caller. See virDomainStatsRecordListFree.
   */
  getAllDomainStats(stats: Flags<typeof DomainStatsTypes>, flags: Flags<typeof ConnectGetAllDomainStatsFlags> = 0): Promise<DomainStatsRecord[]> {
    return invoke<DomainStatsRecord[]>(this, F.virConnectGetAllDomainStats, flagBits(DomainStatsTypes, stats), flagBits(ConnectGetAllDomainStatsFlags, flags));
  }

  /**
   * Get the list of CPU models supported by libvirt for a specific architecture.
   *
   * The returned list limits CPU models usable with libvirt (empty list means
   * there's no limit imposed by libvirt) and it does not reflect capabilities of
   * any particular hypervisor. See the XML returned by
   * virConnectGetDomainCapabilities() for a list of CPU models supported by
   * libvirt for domains created on a specific hypervisor.
   *
   * C: virConnectGetCPUModelNames, since libvirt 1.1.3.
   *
   * @param arch Architecture
   * @param flags extra flags; not used yet, so callers should always pass 0. @default 0
   * @returns C: -1 on error, number of elements in `models` on success (0 means libvirt accepts any CPU model).
   */
  getCPUModelNames(arch: string, flags: number = 0): Promise<string[]> {
    return invoke<string[]>(this, F.virConnectGetCPUModelNames, arch, flags);
  }

  /**
   * Provides capabilities of the hypervisor / driver.
   *
   * C: virConnectGetCapabilities, since libvirt 0.2.1.
   *
   * @returns C: NULL in case of error, or an XML string defining the capabilities. The client must free the returned string after use.
   */
  getCapabilities(): Promise<string> {
    return invoke<string>(this, F.virConnectGetCapabilities);
  }

  /**
   * Prior creating a domain (for instance via virDomainCreateXML
   * or virDomainDefineXML) it may be suitable to know what the
   * underlying emulator and/or libvirt is capable of. For
   * instance, if host, libvirt and qemu is capable of VFIO
   * passthrough and so on.
   *
   * C: virConnectGetDomainCapabilities, since libvirt 1.2.7.
   *
   * @param emulatorbin path to emulator @default null
   * @param arch domain architecture @default null
   * @param machine machine type @default null
   * @param virttype virtualization type @default null
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: NULL in case of error or an XML string defining the capabilities.
   */
  getDomainCapabilities(emulatorbin: string | null = null, arch: string | null = null, machine: string | null = null, virttype: string | null = null, flags: number = 0): Promise<string> {
    return invoke<string>(this, F.virConnectGetDomainCapabilities, emulatorbin, arch, machine, virttype, flags);
  }

  /**
   * This returns a system hostname on which the hypervisor is
   * running (based on the result of the gethostname system call, but
   * possibly expanded to a fully-qualified domain name via getaddrinfo).
   * If we are connected to a remote system, then this returns the
   * hostname of the remote system.
   *
   * C: virConnectGetHostname, since libvirt 0.3.0.
   *
   * @returns C: the hostname which must be freed by the caller, or NULL if there was an error.
   */
  getHostname(): Promise<string> {
    return invoke<string>(this, F.virConnectGetHostname);
  }

  /**
   * Provides `libVer`, which is the version of libvirt used by the
   *   daemon running on the `conn` host
   *
   * C: virConnectGetLibVersion, since libvirt 0.7.3.
   *
   * @returns C: -1 in case of failure, 0 otherwise, and values for `libVer` have the format major * 1,000,000 + minor * 1,000 + release.
   */
  getLibVersion(): Promise<number> {
    return invoke<number>(this, F.virConnectGetLibVersion);
  }

  /**
   * Provides the maximum number of virtual CPUs supported for a guest VM of a
   * specific type. The 'type' parameter here corresponds to the 'type'
   * attribute in the \<domain\> element of the XML. This API doesn't take emulator
   * limits into consideration, hence the returned value is not guaranteed to be
   * usable. It is recommended to use virConnectGetDomainCapabilities() and look
   * for "\<vcpu max='...'\>" in its output instead.
   *
   * C: virConnectGetMaxVcpus, since libvirt 0.2.1.
   *
   * @param type value of the 'type' attribute in the \<domain\> element @default null
   * @returns C: the maximum of virtual CPU or -1 in case of error.
   */
  getMaxVcpus(type: string | null = null): Promise<number> {
    return invoke<number>(this, F.virConnectGetMaxVcpus, type);
  }

  /**
   * Prior creating a storage pool (for instance via virStoragePoolCreateXML
   * or virStoragePoolDefineXML) it may be suitable to know what pool types
   * are supported along with the file/disk formats for each pool.
   *
   * C: virConnectGetStoragePoolCapabilities, since libvirt 5.2.0.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: NULL in case of error or an XML string defining the capabilities.
   */
  getStoragePoolCapabilities(flags: number = 0): Promise<string> {
    return invoke<string>(this, F.virConnectGetStoragePoolCapabilities, flags);
  }

  /**
   * This returns the XML description of the sysinfo details for the
   * host on which the hypervisor is running, in the same format as the
   * \<sysinfo\> element of a domain XML.  This information is generally
   * available only for hypervisors running with root privileges.
   *
   * C: virConnectGetSysinfo, since libvirt 0.8.8.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: the XML string which must be freed by the caller, or NULL if there was an error.
   */
  getSysinfo(flags: number = 0): Promise<string> {
    return invoke<string>(this, F.virConnectGetSysinfo, flags);
  }

  /**
   * Get the name of the Hypervisor driver used. This is merely the driver
   * name; for example, both KVM and QEMU guests are serviced by the
   * driver for the qemu:// URI, so a return of "QEMU" does not indicate
   * whether KVM acceleration is present.  For more details about the
   * hypervisor, use virConnectGetCapabilities().
   *
   * C: virConnectGetType, since libvirt 0.0.3.
   *
   * @returns C: NULL in case of error, a static zero terminated string otherwise.
   */
  getType(): Promise<string> {
    return invoke<string>(this, F.virConnectGetType);
  }

  /**
   * This returns the URI (name) of the hypervisor connection.
   * Normally this is the same as or similar to the string passed
   * to the virConnectOpen/virConnectOpenReadOnly call, but
   * the driver may make the URI canonical.  If name == NULL
   * was passed to virConnectOpen, then the driver will return
   * a non-NULL URI which can be used to connect to the same
   * hypervisor later.
   *
   * C: virConnectGetURI, since libvirt 0.3.0.
   *
   * @returns C: the URI string which must be freed by the caller, or NULL if there was an error.
   */
  getURI(): Promise<string> {
    return invoke<string>(this, F.virConnectGetURI);
  }

  /**
   * Get the version level of the Hypervisor running. This may work only with
   * hypervisor call, i.e. with privileged access to the hypervisor, not
   * with a Read-Only connection.
   *
   * C: virConnectGetVersion, since libvirt 0.0.3.
   *
   * @returns C: -1 in case of error, 0 otherwise. if the version can't be extracted by lack of capacities returns 0 and `hvVer` is 0, otherwise `hvVer` value is major * 1,000,000 + minor * 1,000 + release
   */
  getVersion(): Promise<number> {
    return invoke<number>(this, F.virConnectGetVersion);
  }

  /**
   * Determine if the connection to the hypervisor is still alive
   *
   * A connection will be classed as alive if it is either local, or running
   * over a channel (TCP or UNIX socket) which is not closed.
   *
   * C: virConnectIsAlive, since libvirt 0.9.8.
   *
   * @returns C: 1 if alive, 0 if dead, -1 on error
   */
  isAlive(): Promise<boolean> {
    return invoke<boolean>(this, F.virConnectIsAlive);
  }

  /**
   * Determine if the connection to the hypervisor is encrypted
   *
   * C: virConnectIsEncrypted, since libvirt 0.7.3.
   *
   * @returns C: 1 if encrypted, 0 if not encrypted, -1 on error
   */
  isEncrypted(): Promise<boolean> {
    return invoke<boolean>(this, F.virConnectIsEncrypted);
  }

  /**
   * Determine if the connection to the hypervisor is secure
   *
   * A connection will be classed as secure if it is either
   * encrypted, or running over a channel which is not exposed
   * to eavesdropping (eg a UNIX domain socket, or pipe)
   *
   * C: virConnectIsSecure, since libvirt 0.7.3.
   *
   * @returns C: 1 if secure, 0 if not secure, -1 on error
   */
  isSecure(): Promise<boolean> {
    return invoke<boolean>(this, F.virConnectIsSecure);
  }

  /**
   * Collect a possibly-filtered list of all domains, and return an allocated
   * array of information for each.  This API solves the race inherent in
   * virConnectListDomains() and virConnectListDefinedDomains().
   *
   * Normally, all domains are returned; however, `flags` can be used to
   * filter the results for a smaller list of targeted domains.  The valid
   * flags are divided into groups, where each group contains bits that
   * describe mutually exclusive attributes of a domain, and where all bits
   * within a group describe all possible domains.  Some hypervisors might
   * reject explicit bits from a group where the hypervisor cannot make a
   * distinction (for example, not all hypervisors can tell whether domains
   * have snapshots).  For a group supported by a given hypervisor, the
   * behavior when no bits of a group are set is identical to the behavior
   * when all bits in that group are set.  When setting bits from more than
   * one group, it is possible to select an impossible combination (such
   * as an inactive transient domain), in that case a hypervisor may return
   * either 0 or an error.
   *
   * The first group of `flags` is VIR_CONNECT_LIST_DOMAINS_ACTIVE (online
   * domains) and VIR_CONNECT_LIST_DOMAINS_INACTIVE (offline domains).
   *
   * The next group of `flags` is VIR_CONNECT_LIST_DOMAINS_PERSISTENT (defined
   * domains) and VIR_CONNECT_LIST_DOMAINS_TRANSIENT (running but not defined).
   *
   * The next group of `flags` covers various domain states:
   * VIR_CONNECT_LIST_DOMAINS_RUNNING, VIR_CONNECT_LIST_DOMAINS_PAUSED,
   * VIR_CONNECT_LIST_DOMAINS_SHUTOFF, and a catch-all for all other states
   * (such as crashed, this catch-all covers the possibility of adding new
   * states).
   *
   * The remaining groups cover boolean attributes commonly asked about
   * domains; they include VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE and
   * VIR_CONNECT_LIST_DOMAINS_NO_MANAGEDSAVE, for filtering based on whether
   * a managed save image exists; VIR_CONNECT_LIST_DOMAINS_AUTOSTART and
   * VIR_CONNECT_LIST_DOMAINS_NO_AUTOSTART, for filtering based on autostart;
   * VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT and
   * VIR_CONNECT_LIST_DOMAINS_NO_SNAPSHOT, for filtering based on whether
   * a domain has snapshots; VIR_CONNECT_LIST_DOMAINS_HAS_CHECKPOINT and
   * VIR_CONNECT_LIST_DOMAINS_NO_CHECKPOINT, for filtering based on whether
   * a domain has checkpoints.
   *
   * Example of usage:
   *
   *   virDomainPtr *domains;
   *   size_t i;
   *   int ret;
   *   unsigned int flags = VIR_CONNECT_LIST_DOMAINS_RUNNING |
   *                        VIR_CONNECT_LIST_DOMAINS_PERSISTENT;
   *   ret = virConnectListAllDomains(conn, &domains, flags);
   *   if (ret \< 0)
   *       error();
   *   for (i = 0; i \< ret; i++) \{
   *        do_something_with_domain(domains[i]);
   *        //here or in a separate loop if needed
   *        virDomainFree(domains[i]);
   *   \}
   *   free(domains);
   *
   * C: virConnectListAllDomains, since libvirt 0.9.13.
   *
   * @param flags bitwise-OR of virConnectListAllDomainsFlags @default 0
   * @returns C: the number of domains found or -1 and sets domains to NULL in case of error. On success, the array stored into `domains` is guaranteed to have an extra allocated element set to NULL but not included in the return count, to make iteration easier. The caller is responsible for calling virDomainFree() on each array element, then calling free() on `domains`.
   */
  listAllDomains(flags: Flags<typeof ConnectListAllDomainsFlags> = 0): Promise<Domain[]> {
    return invoke<Domain[]>(this, F.virConnectListAllDomains, flagBits(ConnectListAllDomainsFlags, flags));
  }

  /**
   * Collect the list of interfaces, and allocate an array to store those
   * objects. This API solves the race inherent between virConnectListInterfaces
   * and virConnectListDefinedInterfaces.
   *
   * Normally, all interfaces are returned; however, `flags` can be used to
   * filter the results for a smaller list of targeted interfaces.  The valid
   * flags are divided into groups, where each group contains bits that
   * describe mutually exclusive attributes of a interface, and where all bits
   * within a group describe all possible interfaces.
   *
   * The only group of `flags` is VIR_CONNECT_LIST_INTERFACES_ACTIVE (up) and
   * VIR_CONNECT_LIST_INTERFACES_INACTIVE (down) to filter the interfaces by state.
   *
   * C: virConnectListAllInterfaces, since libvirt 0.10.2.
   *
   * @param flags bitwise-OR of virConnectListAllInterfacesFlags. @default 0
   * @returns C: the number of interfaces found or -1 and sets `ifaces` to NULL in case of error. On success, the array stored into `ifaces` is guaranteed to have an extra allocated element set to NULL but not included in the return count, to make iteration easier. The caller is responsible for calling virStorageInterfaceFree() on each array element, then calling free() on `ifaces`.
   */
  listAllInterfaces(flags: Flags<typeof ConnectListAllInterfacesFlags> = 0): Promise<Interface[]> {
    return invoke<Interface[]>(this, F.virConnectListAllInterfaces, flagBits(ConnectListAllInterfacesFlags, flags));
  }

  /**
   * Collect the list of network filters, and allocate an array to store those
   * objects.
   *
   * C: virConnectListAllNWFilterBindings, since libvirt 4.5.0.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: the number of network filters found or -1 and sets `filters` to NULL in case of error. On success, the array stored into `filters` is guaranteed to have an extra allocated element set to NULL but not included in the return count, to make iteration easier. The caller is responsible for calling virNWFilterFree() on each array element, then calling free() on `filters`.
   */
  listAllNWFilterBindings(flags: number = 0): Promise<NWFilterBinding[]> {
    return invoke<NWFilterBinding[]>(this, F.virConnectListAllNWFilterBindings, flags);
  }

  /**
   * Collect the list of network filters, and allocate an array to store those
   * objects.
   *
   * C: virConnectListAllNWFilters, since libvirt 0.10.2.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: the number of network filters found or -1 and sets `filters` to NULL in case of error. On success, the array stored into `filters` is guaranteed to have an extra allocated element set to NULL but not included in the return count, to make iteration easier. The caller is responsible for calling virNWFilterFree() on each array element, then calling free() on `filters`.
   */
  listAllNWFilters(flags: number = 0): Promise<NWFilter[]> {
    return invoke<NWFilter[]>(this, F.virConnectListAllNWFilters, flags);
  }

  /**
   * Collect the list of networks, and allocate an array to store those
   * objects. This API solves the race inherent between virConnectListNetworks
   * and virConnectListDefinedNetworks.
   *
   * Normally, all networks are returned; however, `flags` can be used to
   * filter the results for a smaller list of targeted networks.  The valid
   * flags are divided into groups, where each group contains bits that
   * describe mutually exclusive attributes of a network, and where all bits
   * within a group describe all possible networks.
   *
   * The first group of `flags` is VIR_CONNECT_LIST_NETWORKS_ACTIVE (up) and
   * VIR_CONNECT_LIST_NETWORKS_INACTIVE (down) to filter the networks by state.
   *
   * The second group of `flags` is VIR_CONNECT_LIST_NETWORKS_PERSISTENT (defined)
   * and VIR_CONNECT_LIST_NETWORKS_TRANSIENT (running but not defined), to filter
   * the networks by whether they have persistent config or not.
   *
   * The third group of `flags` is VIR_CONNECT_LIST_NETWORKS_AUTOSTART
   * and VIR_CONNECT_LIST_NETWORKS_NO_AUTOSTART, to filter the networks by
   * whether they are marked as autostart or not.
   *
   * C: virConnectListAllNetworks, since libvirt 0.10.2.
   *
   * @param flags bitwise-OR of virConnectListAllNetworksFlags. @default 0
   * @returns C: the number of networks found or -1 and sets `nets` to NULL in case of error. On success, the array stored into `nets` is guaranteed to have an extra allocated element set to NULL but not included in the return count, to make iteration easier. The caller is responsible for calling virNetworkFree() on each array element, then calling free() on `nets`.
   */
  listAllNetworks(flags: Flags<typeof ConnectListAllNetworksFlags> = 0): Promise<Network[]> {
    return invoke<Network[]>(this, F.virConnectListAllNetworks, flagBits(ConnectListAllNetworksFlags, flags));
  }

  /**
   * Collect the list of node devices, and allocate an array to store those
   * objects.
   *
   * Normally, all node devices are returned; however, `flags` can be used to
   * filter the results for a smaller list of targeted node devices.
   *
   * C: virConnectListAllNodeDevices, since libvirt 0.10.2.
   *
   * @param flags bitwise-OR of virConnectListAllNodeDeviceFlags. @default 0
   * @returns C: the number of node devices found or -1 and sets `devices` to NULL in case of error. On success, the array stored into `devices` is guaranteed to have an extra allocated element set to NULL but not included in the return count, to make iteration easier. The caller is responsible for calling virNodeDeviceFree() on each array element, then calling free() on `devices`.
   */
  listAllNodeDevices(flags: Flags<typeof ConnectListAllNodeDeviceFlags> = 0): Promise<NodeDevice[]> {
    return invoke<NodeDevice[]>(this, F.virConnectListAllNodeDevices, flagBits(ConnectListAllNodeDeviceFlags, flags));
  }

  /**
   * Collect the list of secrets, and allocate an array to store those
   * objects.
   *
   * Normally, all secrets are returned; however, `flags` can be used to
   * filter the results for a smaller list of targeted secrets. The valid
   * flags are divided into groups, where each group contains bits that
   * describe mutually exclusive attributes of a secret, and where all bits
   * within a group describe all possible secrets.
   *
   * The first group of `flags` is used to filter secrets by its storage
   * location. Flag VIR_CONNECT_LIST_SECRETS_EPHEMERAL selects secrets that
   * are kept only in memory. Flag VIR_CONNECT_LIST_SECRETS_NO_EPHEMERAL
   * selects secrets that are kept in persistent storage.
   *
   * The second group of `flags` is used to filter secrets by privacy. Flag
   * VIR_CONNECT_LIST_SECRETS_PRIVATE selects secrets that are never revealed
   * to any caller of libvirt nor to any other node. Flag
   * VIR_CONNECT_LIST_SECRETS_NO_PRIVATE selects non-private secrets.
   *
   * C: virConnectListAllSecrets, since libvirt 0.10.2.
   *
   * @param flags bitwise-OR of virConnectListAllSecretsFlags. @default 0
   * @returns C: the number of secrets found or -1 and sets `secrets` to NULL in case of error. On success, the array stored into `secrets` is guaranteed to have an extra allocated element set to NULL but not included in the return count, to make iteration easier. The caller is responsible for calling virSecretFree() on each array element, then calling free() on `secrets`.
   */
  listAllSecrets(flags: Flags<typeof ConnectListAllSecretsFlags> = 0): Promise<Secret[]> {
    return invoke<Secret[]>(this, F.virConnectListAllSecrets, flagBits(ConnectListAllSecretsFlags, flags));
  }

  /**
   * Collect the list of storage pools, and allocate an array to store those
   * objects. This API solves the race inherent between
   * virConnectListStoragePools and virConnectListDefinedStoragePools.
   *
   * Normally, all storage pools are returned; however, `flags` can be used to
   * filter the results for a smaller list of targeted pools.  The valid
   * flags are divided into groups, where each group contains bits that
   * describe mutually exclusive attributes of a pool, and where all bits
   * within a group describe all possible pools.
   *
   * The first group of `flags` is VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE (online)
   * and VIR_CONNECT_LIST_STORAGE_POOLS_INACTIVE (offline) to filter the pools
   * by state.
   *
   * The second group of `flags` is VIR_CONNECT_LIST_STORAGE_POOLS_PERSITENT
   * (defined) and VIR_CONNECT_LIST_STORAGE_POOLS_TRANSIENT (running but not
   * defined), to filter the pools by whether they have persistent config or not.
   *
   * The third group of `flags` is VIR_CONNECT_LIST_STORAGE_POOLS_AUTOSTART
   * and VIR_CONNECT_LIST_STORAGE_POOLS_NO_AUTOSTART, to filter the pools by
   * whether they are marked as autostart or not.
   *
   * The last group of `flags` is provided to filter the pools by the types,
   * the flags include:
   * VIR_CONNECT_LIST_STORAGE_POOLS_DIR
   * VIR_CONNECT_LIST_STORAGE_POOLS_FS
   * VIR_CONNECT_LIST_STORAGE_POOLS_NETFS
   * VIR_CONNECT_LIST_STORAGE_POOLS_LOGICAL
   * VIR_CONNECT_LIST_STORAGE_POOLS_DISK
   * VIR_CONNECT_LIST_STORAGE_POOLS_ISCSI
   * VIR_CONNECT_LIST_STORAGE_POOLS_SCSI
   * VIR_CONNECT_LIST_STORAGE_POOLS_MPATH
   * VIR_CONNECT_LIST_STORAGE_POOLS_RBD
   * VIR_CONNECT_LIST_STORAGE_POOLS_SHEEPDOG
   * VIR_CONNECT_LIST_STORAGE_POOLS_GLUSTER
   * VIR_CONNECT_LIST_STORAGE_POOLS_ZFS
   * VIR_CONNECT_LIST_STORAGE_POOLS_VSTORAGE
   * VIR_CONNECT_LIST_STORAGE_POOLS_ISCSI_DIRECT
   *
   * C: virConnectListAllStoragePools, since libvirt 0.10.2.
   *
   * @param flags bitwise-OR of virConnectListAllStoragePoolsFlags. @default 0
   * @returns C: the number of storage pools found or -1 and sets `pools` to NULL in case of error. On success, the array stored into `pools` is guaranteed to have an extra allocated element set to NULL but not included in the return count, to make iteration easier. The caller is responsible for calling virStoragePoolFree() on each array element, then calling free() on `pools`.
   */
  listAllStoragePools(flags: Flags<typeof ConnectListAllStoragePoolsFlags> = 0): Promise<StoragePool[]> {
    return invoke<StoragePool[]>(this, F.virConnectListAllStoragePools, flagBits(ConnectListAllStoragePoolsFlags, flags));
  }

  /**
   * list the defined but inactive domains, stores the pointers to the names
   * in `names`
   *
   * The use of this function is discouraged. Instead, use
   * virConnectListAllDomains().
   *
   * C: virConnectListDefinedDomains, since libvirt 0.1.1.
   *
   * @returns C: the number of names provided in the array or -1 in case of error. Note that this command is inherently racy; a domain can be defined between a call to virConnectNumOfDefinedDomains() and this call; you are only guaranteed that all currently defined domains were listed if the return is less than `maxids`. The client must call free() on each returned name.
   * @deprecated Use listAllDomains().
   */
  listDefinedDomains(): Promise<string[]> {
    return invoke<string[]>(this, F.virConnectListDefinedDomains);
  }

  /**
   * Collect the list of defined (inactive) physical host interfaces,
   * and store their names in `names`.
   *
   * The use of this function is discouraged. Instead, use
   * virConnectListAllInterfaces().
   *
   * C: virConnectListDefinedInterfaces, since libvirt 0.7.0.
   *
   * @returns C: the number of names provided in the array or -1 in case of error. Note that this command is inherently racy; a interface can be defined between a call to virConnectNumOfDefinedInterfaces() and this call; you are only guaranteed that all currently defined interfaces were listed if the return is less than `maxnames`. The client must call free() on each returned name.
   * @deprecated Use listAllInterfaces().
   */
  listDefinedInterfaces(): Promise<string[]> {
    return invoke<string[]>(this, F.virConnectListDefinedInterfaces);
  }

  /**
   * list the inactive networks, stores the pointers to the names in `names`
   *
   * The use of this function is discouraged. Instead, use
   * virConnectListAllNetworks().
   *
   * C: virConnectListDefinedNetworks, since libvirt 0.2.0.
   *
   * @returns C: the number of names provided in the array or -1 in case of error. Note that this command is inherently racy; a network can be defined between a call to virConnectNumOfDefinedNetworks() and this call; you are only guaranteed that all currently defined networks were listed if the return is less than `maxnames`. The client must call free() on each returned name.
   * @deprecated Use listAllNetworks().
   */
  listDefinedNetworks(): Promise<string[]> {
    return invoke<string[]>(this, F.virConnectListDefinedNetworks);
  }

  /**
   * Provides the list of names of inactive storage pools up to maxnames.
   * If there are more than maxnames, the remaining names will be silently
   * ignored.
   *
   * The use of this function is discouraged. Instead, use
   * virConnectListAllStoragePools().
   *
   * C: virConnectListDefinedStoragePools, since libvirt 0.4.1.
   *
   * @returns C: the number of names provided in the array or -1 in case of error. Note that this command is inherently racy; a pool can be defined between a call to virConnectNumOfDefinedStoragePools() and this call; you are only guaranteed that all currently defined pools were listed if the return is less than `maxnames`. The client must call free() on each returned name.
   * @deprecated Use listAllStoragePools().
   */
  listDefinedStoragePools(): Promise<string[]> {
    return invoke<string[]>(this, F.virConnectListDefinedStoragePools);
  }

  /**
   * Collect the list of active domains, and store their IDs in array `ids`
   *
   * The use of this function is discouraged. Instead, use
   * virConnectListAllDomains().
   *
   * C: virConnectListDomains, since libvirt 0.0.3.
   *
   * @returns C: the number of domains found or -1 in case of error. Note that this command is inherently racy; a domain can be started between a call to virConnectNumOfDomains() and this call; you are only guaranteed that all currently active domains were listed if the return is less than `maxids`.
   * @deprecated Use listAllDomains().
   */
  listDomains(): Promise<number[]> {
    return invoke<number[]>(this, F.virConnectListDomains);
  }

  /**
   * Collect the list of active physical host interfaces,
   * and store their names in `names`
   *
   * The use of this function is discouraged. Instead, use
   * virConnectListAllInterfaces().
   *
   * C: virConnectListInterfaces, since libvirt 0.6.4.
   *
   * @returns C: the number of interfaces found or -1 in case of error. Note that this command is inherently racy; a interface can be started between a call to virConnectNumOfInterfaces() and this call; you are only guaranteed that all currently active interfaces were listed if the return is less than `maxnames`. The client must call free() on each returned name.
   * @deprecated Use listAllInterfaces().
   */
  listInterfaces(): Promise<string[]> {
    return invoke<string[]>(this, F.virConnectListInterfaces);
  }

  /**
   * Collect the list of network filters, and store their names in `names`
   *
   * The use of this function is discouraged. Instead, use
   * virConnectListAllNWFilters().
   *
   * C: virConnectListNWFilters, since libvirt 0.8.0.
   *
   * @returns C: the number of network filters found or -1 in case of error
   * @deprecated Use listAllNWFilters().
   */
  listNWFilters(): Promise<string[]> {
    return invoke<string[]>(this, F.virConnectListNWFilters);
  }

  /**
   * Collect the list of active networks, and store their names in `names`
   *
   * The use of this function is discouraged. Instead, use
   * virConnectListAllNetworks().
   *
   * C: virConnectListNetworks, since libvirt 0.2.0.
   *
   * @returns C: the number of networks found or -1 in case of error. Note that this command is inherently racy; a network can be started between a call to virConnectNumOfNetworks() and this call; you are only guaranteed that all currently active networks were listed if the return is less than `maxnames`. The client must call free() on each returned name.
   * @deprecated Use listAllNetworks().
   */
  listNetworks(): Promise<string[]> {
    return invoke<string[]>(this, F.virConnectListNetworks);
  }

  /**
   * List UUIDs of defined secrets, store pointers to names in uuids.
   *
   * The use of this function is discouraged. Instead, use
   * virConnectListAllSecrets().
   *
   * C: virConnectListSecrets, since libvirt 0.7.1.
   *
   * @returns C: the number of UUIDs provided in the array, or -1 on failure.
   * @deprecated Use listAllSecrets().
   */
  listSecrets(): Promise<string[]> {
    return invoke<string[]>(this, F.virConnectListSecrets);
  }

  /**
   * Provides the list of names of active storage pools up to maxnames.
   * If there are more than maxnames, the remaining names will be silently
   * ignored.
   *
   * The use of this function is discouraged. Instead, use
   * virConnectListAllStoragePools().
   *
   * C: virConnectListStoragePools, since libvirt 0.4.1.
   *
   * @returns C: the number of pools found or -1 in case of error. Note that this command is inherently racy; a pool can be started between a call to virConnectNumOfStoragePools() and this call; you are only guaranteed that all currently active pools were listed if the return is less than `maxnames`. The client must call free() on each returned name.
   * @deprecated Use listAllStoragePools().
   */
  listStoragePools(): Promise<string[]> {
    return invoke<string[]>(this, F.virConnectListStoragePools);
  }

  /**
   * Provides the number of defined but inactive domains.
   *
   * C: virConnectNumOfDefinedDomains, since libvirt 0.1.5.
   *
   * @returns C: the number of domain found or -1 in case of error
   * @deprecated Use listAllDomains().
   */
  numOfDefinedDomains(): Promise<number> {
    return invoke<number>(this, F.virConnectNumOfDefinedDomains);
  }

  /**
   * Provides the number of defined (inactive) interfaces on the physical host.
   *
   * C: virConnectNumOfDefinedInterfaces, since libvirt 0.7.0.
   *
   * @returns C: the number of defined interface found or -1 in case of error
   * @deprecated Use listAllInterfaces().
   */
  numOfDefinedInterfaces(): Promise<number> {
    return invoke<number>(this, F.virConnectNumOfDefinedInterfaces);
  }

  /**
   * Provides the number of inactive networks.
   *
   * C: virConnectNumOfDefinedNetworks, since libvirt 0.2.0.
   *
   * @returns C: the number of networks found or -1 in case of error
   * @deprecated Use listAllNetworks().
   */
  numOfDefinedNetworks(): Promise<number> {
    return invoke<number>(this, F.virConnectNumOfDefinedNetworks);
  }

  /**
   * Provides the number of inactive storage pools
   *
   * C: virConnectNumOfDefinedStoragePools, since libvirt 0.4.1.
   *
   * @returns C: the number of pools found, or -1 on error
   * @deprecated Use listAllStoragePools().
   */
  numOfDefinedStoragePools(): Promise<number> {
    return invoke<number>(this, F.virConnectNumOfDefinedStoragePools);
  }

  /**
   * Provides the number of active domains.
   *
   * C: virConnectNumOfDomains, since libvirt 0.0.3.
   *
   * @returns C: the number of domain found or -1 in case of error
   * @deprecated Use listAllDomains().
   */
  numOfDomains(): Promise<number> {
    return invoke<number>(this, F.virConnectNumOfDomains);
  }

  /**
   * Provides the number of active interfaces on the physical host.
   *
   * C: virConnectNumOfInterfaces, since libvirt 0.6.4.
   *
   * @returns C: the number of active interfaces found or -1 in case of error
   * @deprecated Use listAllInterfaces().
   */
  numOfInterfaces(): Promise<number> {
    return invoke<number>(this, F.virConnectNumOfInterfaces);
  }

  /**
   * Provides the number of nwfilters.
   *
   * C: virConnectNumOfNWFilters, since libvirt 0.8.0.
   *
   * @returns C: the number of nwfilters found or -1 in case of error
   * @deprecated Use listAllNWFilters().
   */
  numOfNWFilters(): Promise<number> {
    return invoke<number>(this, F.virConnectNumOfNWFilters);
  }

  /**
   * Provides the number of active networks.
   *
   * C: virConnectNumOfNetworks, since libvirt 0.2.0.
   *
   * @returns C: the number of network found or -1 in case of error
   * @deprecated Use listAllNetworks().
   */
  numOfNetworks(): Promise<number> {
    return invoke<number>(this, F.virConnectNumOfNetworks);
  }

  /**
   * Fetch number of currently defined secrets.
   *
   * C: virConnectNumOfSecrets, since libvirt 0.7.1.
   *
   * @returns C: the number currently defined secrets.
   * @deprecated Use listAllSecrets().
   */
  numOfSecrets(): Promise<number> {
    return invoke<number>(this, F.virConnectNumOfSecrets);
  }

  /**
   * Provides the number of active storage pools
   *
   * C: virConnectNumOfStoragePools, since libvirt 0.4.1.
   *
   * @returns C: the number of pools found, or -1 on error
   * @deprecated Use listAllStoragePools().
   */
  numOfStoragePools(): Promise<number> {
    return invoke<number>(this, F.virConnectNumOfStoragePools);
  }

  /**
   * Override the default identity information associated with
   * the connection. When connecting to a stateful driver over
   * a UNIX socket, the daemon will interrogate the remote end
   * of the UNIX socket to acquire the application's identity.
   * This identity is used for the fine grained access control
   * checks on API calls.
   *
   * There may be times when application is operating on behalf
   * of a variety of users, and thus the identity that the
   * application runs as is not appropriate for access control
   * checks. In this case, if the application is considered
   * trustworthy, it can supply alternative identity information.
   *
   * The driver may reject the request to change the identity
   * on a connection if the application is not trustworthy.
   *
   * C: virConnectSetIdentity, since libvirt 5.8.0.
   *
   * @param params parameters containing the identity attributes
   * @param flags currently unused, pass 0 @default 0
   */
  setIdentity(params: TypedParamsInput, flags: number = 0): Promise<void> {
    return invoke<void>(this, F.virConnectSetIdentity, typedParamList(params), flags);
  }

  /**
   * Start sending keepalive messages after `interval` seconds of inactivity and
   * consider the connection to be broken when no response is received after
   * `count` keepalive messages sent in a row.  In other words, sending count + 1
   * keepalive message results in closing the connection.  When `interval` is
   * \<= 0, no keepalive messages will be sent.  When `count` is 0, the connection
   * will be automatically closed after `interval` seconds of inactivity without
   * sending any keepalive messages.
   *
   * Note: The client has to implement and run an event loop with
   * virEventRegisterImpl() or virEventRegisterDefaultImpl() to be able to
   * use keepalive messages.  Failure to do so may result in connections
   * being closed unexpectedly.
   *
   * Note: This API function controls only keepalive messages sent by the client.
   * If the server is configured to use keepalive you still need to run the event
   * loop to respond to them, even if you disable keepalives by this function.
   *
   * C: virConnectSetKeepAlive, since libvirt 0.9.8.
   *
   * @param interval number of seconds of inactivity before a keepalive message is sent
   * @param count number of messages that can be sent in a row
   * @returns C: -1 on error, 0 on success, 1 when remote party doesn't support keepalive messages.
   */
  setKeepAlive(interval: number, count: number): Promise<number> {
    return invoke<number>(this, F.virConnectSetKeepAlive, interval, count);
  }

  /**
   * Deprecated after 0.4.6.
   * Renamed to virDomainCreateXML() providing identical functionality.
   * This existing name will be left indefinitely for API compatibility.
   *
   * C: virDomainCreateLinux, since libvirt 0.0.3.
   *
   * @param xmlDesc string containing an XML description of the domain
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: a new domain object or NULL in case of failure
   * @deprecated Use domainCreateXML().
   */
  domainCreateLinux(xmlDesc: string, flags: number = 0): Promise<Domain> {
    return invoke<Domain>(this, F.virDomainCreateLinux, xmlDesc, flags);
  }

  /**
   * Launch a new guest domain, based on an XML description similar
   * to the one returned by virDomainGetXMLDesc()
   * This function may require privileged access to the hypervisor.
   * The domain is not persistent, so its definition will disappear when it
   * is destroyed, or if the host is restarted (see virDomainDefineXML() to
   * define persistent domains).
   *
   * If the VIR_DOMAIN_START_PAUSED flag is set, the guest domain
   * will be started, but its CPUs will remain paused. The CPUs
   * can later be manually started using virDomainResume.
   *
   * If the VIR_DOMAIN_START_AUTODESTROY flag is set, the guest
   * domain will be automatically destroyed when the virConnectPtr
   * object is finally released. This will also happen if the
   * client application crashes / loses its connection to the
   * libvirtd daemon. Any domains marked for auto destroy will
   * block attempts at migration. Hypervisors may also block save-to-file,
   * or snapshots.
   *
   * If `flags` includes VIR_DOMAIN_START_RESET_NVRAM, then libvirt will
   * discard any existing NVRAM file and re-initialize NVRAM from the
   * pristine template.
   *
   * virDomainFree should be used to free the resources after the
   * domain object is no longer needed.
   *
   * C: virDomainCreateXML, since libvirt 0.5.0.
   *
   * @param xmlDesc string containing an XML description of the domain
   * @param flags bitwise-OR of supported virDomainCreateFlags @default 0
   * @returns C: a new domain object or NULL in case of failure
   */
  domainCreateXML(xmlDesc: string, flags: Flags<typeof DomainCreateFlags> = 0): Promise<Domain> {
    return invoke<Domain>(this, F.virDomainCreateXML, xmlDesc, flagBits(DomainCreateFlags, flags));
  }

  /**
   * Launch a new guest domain, based on an XML description similar
   * to the one returned by virDomainGetXMLDesc()
   * This function may require privileged access to the hypervisor.
   * The domain is not persistent, so its definition will disappear when it
   * is destroyed, or if the host is restarted (see virDomainDefineXML() to
   * define persistent domains).
   *
   * `files` provides an array of file descriptors which will be
   * made available to the 'init' process of the guest. The file
   * handles exposed to the guest will be renumbered to start
   * from 3 (ie immediately following stderr). This is only
   * supported for guests which use container based virtualization
   * technology.
   *
   * If the VIR_DOMAIN_START_PAUSED flag is set, the guest domain
   * will be started, but its CPUs will remain paused. The CPUs
   * can later be manually started using virDomainResume.
   *
   * If the VIR_DOMAIN_START_AUTODESTROY flag is set, the guest
   * domain will be automatically destroyed when the virConnectPtr
   * object is finally released. This will also happen if the
   * client application crashes / loses its connection to the
   * libvirtd daemon. Any domains marked for auto destroy will
   * block attempts at migration. Hypervisors may also block
   * save-to-file, or snapshots.
   *
   * virDomainFree should be used to free the resources after the
   * domain object is no longer needed.
   *
   * C: virDomainCreateXMLWithFiles, since libvirt 1.1.1.
   *
   * @param xmlDesc string containing an XML description of the domain
   * @param files list of file descriptors passed
   * @param flags bitwise-OR of supported virDomainCreateFlags @default 0
   * @returns C: a new domain object or NULL in case of failure
   */
  domainCreateXMLWithFiles(xmlDesc: string, files: readonly number[], flags: Flags<typeof DomainCreateFlags> = 0): Promise<Domain> {
    return invoke<Domain>(this, F.virDomainCreateXMLWithFiles, xmlDesc, files, flagBits(DomainCreateFlags, flags));
  }

  /**
   * Define a domain, but does not start it.
   * This definition is persistent, until explicitly undefined with
   * virDomainUndefine(). A previous definition for this domain with the same
   * UUID and name would be overridden if it already exists.
   *
   * virDomainFree should be used to free the resources after the
   * domain object is no longer needed.
   *
   * C: virDomainDefineXML, since libvirt 0.1.1.
   *
   * @param xml the XML description for the domain, preferably in UTF-8
   * @returns C: NULL in case of error, a pointer to the domain otherwise
   */
  domainDefineXML(xml: string): Promise<Domain> {
    return invoke<Domain>(this, F.virDomainDefineXML, xml);
  }

  /**
   * Defines a domain, but does not start it.
   * This definition is persistent, until explicitly undefined with
   * virDomainUndefine(). A previous definition for this domain with the same
   * UUID and name would be overridden if it already exists.
   *
   * virDomainFree should be used to free the resources after the
   * domain object is no longer needed.
   *
   * C: virDomainDefineXMLFlags, since libvirt 1.2.12.
   *
   * @param xml the XML description for the domain, preferably in UTF-8
   * @param flags bitwise OR of the virDomainDefineFlags constants @default 0
   * @returns C: NULL in case of error, a pointer to the domain otherwise
   */
  domainDefineXMLFlags(xml: string, flags: Flags<typeof DomainDefineFlags> = 0): Promise<Domain> {
    return invoke<Domain>(this, F.virDomainDefineXMLFlags, xml, flagBits(DomainDefineFlags, flags));
  }

  /**
   * Query statistics for domains provided by `doms`. Note that all domains in
   * `doms` must share the same connection.
   *
   * Report statistics of various parameters for a running VM according to `stats`
   * field. The statistics are returned as an array of structures for each queried
   * domain. The structure contains an array of typed parameters containing the
   * individual statistics. The typed parameter name for each statistic field
   * consists of a dot-separated string containing name of the requested group
   * followed by a group specific description of the statistic value.
   *
   * The statistic groups are enabled using the `stats` parameter which is a
   * binary-OR of enum virDomainStatsTypes. The stats groups are documented
   * in virConnectGetAllDomainStats.
   *
   * Using 0 for `stats` returns all stats groups supported by the given
   * hypervisor.
   *
   * Specifying VIR_CONNECT_GET_ALL_DOMAINS_STATS_ENFORCE_STATS as `flags` makes
   * the function return error in case some of the stat types in `stats` were
   * not recognized by the daemon.  However, even with this flag, a hypervisor
   * may omit individual fields within a known group if the information is not
   * available; as an extreme example, a supported group may produce zero
   * fields for offline domains if the statistics are meaningful only for a
   * running domain.
   *
   * Passing VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT in
   * `flags` means when libvirt is unable to fetch stats for any of
   * the domains (for whatever reason) only a subset of statistics
   * is returned for the domain.  That subset being statistics that
   * don't involve querying the underlying hypervisor.
   *
   * Note that any of the domain list filtering flags in `flags` may be rejected
   * by this function.
   *
   * C: virDomainListGetStats, since libvirt 1.2.8.
   *
   * @param doms NULL terminated array of domains
   * @param stats stats to return, binary-OR of virDomainStatsTypes
   * @param flags extra flags; binary-OR of virConnectGetAllDomainStatsFlags @default 0
   * @returns C: the count of returned statistics structures on success, -1 on error. The requested data are returned in the `retStats` parameter. The returned array should be freed by the caller. See virDomainStatsRecordListFree. Note that the count of returned stats may be less than the domain count provided via `doms`.
   */
  domainListGetStats(doms: readonly Domain[], stats: Flags<typeof DomainStatsTypes>, flags: Flags<typeof ConnectGetAllDomainStatsFlags> = 0): Promise<DomainStatsRecord[]> {
    return invoke<DomainStatsRecord[]>(this, F.virDomainListGetStats, doms.map(rawOf), flagBits(DomainStatsTypes, stats), flagBits(ConnectGetAllDomainStatsFlags, flags));
  }

  /**
   * Try to find a domain based on the hypervisor ID number
   * Note that this won't work for inactive domains which have an ID of -1,
   * in that case a lookup based on the Name or UUID need to be done instead.
   *
   * virDomainFree should be used to free the resources after the
   * domain object is no longer needed.
   *
   * C: virDomainLookupByID, since libvirt 0.0.3.
   *
   * @param id the domain ID number
   * @returns C: a new domain object or NULL in case of failure. If the domain cannot be found, then VIR_ERR_NO_DOMAIN error is raised.
   */
  domainLookupByID(id: number): Promise<Domain> {
    return invoke<Domain>(this, F.virDomainLookupByID, id);
  }

  /**
   * Try to lookup a domain on the given hypervisor based on its name.
   *
   * virDomainFree should be used to free the resources after the
   * domain object is no longer needed.
   *
   * C: virDomainLookupByName, since libvirt 0.0.3.
   *
   * @param name name for the domain
   * @returns C: a new domain object or NULL in case of failure. If the domain cannot be found, then VIR_ERR_NO_DOMAIN error is raised.
   */
  domainLookupByName(name: string): Promise<Domain> {
    return invoke<Domain>(this, F.virDomainLookupByName, name);
  }

  /**
   * Try to lookup a domain on the given hypervisor based on its UUID.
   *
   * virDomainFree should be used to free the resources after the
   * domain object is no longer needed.
   *
   * C: virDomainLookupByUUID, since libvirt 0.0.5.
   *
   * @param uuid the raw UUID for the domain
   * @returns C: a new domain object or NULL in case of failure. If the domain cannot be found, then VIR_ERR_NO_DOMAIN error is raised.
   */
  domainLookupByUUID(uuid: Uint8Array): Promise<Domain> {
    return invoke<Domain>(this, F.virDomainLookupByUUID, uuid);
  }

  /**
   * Try to lookup a domain on the given hypervisor based on its UUID.
   *
   * virDomainFree should be used to free the resources after the
   * domain object is no longer needed.
   *
   * C: virDomainLookupByUUIDString, since libvirt 0.1.1.
   *
   * @param uuidstr the string UUID for the domain
   * @returns C: a new domain object or NULL in case of failure. If the domain cannot be found, then VIR_ERR_NO_DOMAIN error is raised.
   */
  domainLookupByUUIDString(uuidstr: string): Promise<Domain> {
    return invoke<Domain>(this, F.virDomainLookupByUUIDString, uuidstr);
  }

  /**
   * This method will restore a domain saved to disk by virDomainSave().
   *
   * See virDomainRestoreFlags() for more control.
   *
   * C: virDomainRestore, since libvirt 0.0.3.
   *
   * @param from path to the input file
   */
  domainRestore(from: string): Promise<void> {
    return invoke<void>(this, F.virDomainRestore, from);
  }

  /**
   * This method will restore a domain saved to disk by virDomainSave().
   *
   * If the hypervisor supports it, `dxml` can be used to alter
   * host-specific portions of the domain XML that will be used when
   * restoring an image.  For example, it is possible to alter the
   * backing filename that is associated with a disk device, in order to
   * prepare for file renaming done as part of backing up the disk
   * device while the domain is stopped.
   *
   * If `flags` includes VIR_DOMAIN_SAVE_BYPASS_CACHE, then libvirt will
   * attempt to bypass the file system cache while restoring the file, or
   * fail if it cannot do so for the given system; this can allow less
   * pressure on file system cache, but also risks slowing restores from NFS.
   *
   * Normally, the saved state file will remember whether the domain was
   * running or paused, and restore defaults to the same state.
   * Specifying VIR_DOMAIN_SAVE_RUNNING or VIR_DOMAIN_SAVE_PAUSED in
   * `flags` will override the default read from the file.  These two
   * flags are mutually exclusive.
   *
   * If `flags` includes VIR_DOMAIN_SAVE_RESET_NVRAM, then libvirt will
   * discard any existing NVRAM file and re-initialize NVRAM from the
   * pristine template.
   *
   * C: virDomainRestoreFlags, since libvirt 0.9.4.
   *
   * @param from path to the input file
   * @param dxml (optional) XML config for adjusting guest xml used on restore @default null
   * @param flags bitwise-OR of virDomainSaveRestoreFlags @default 0
   */
  domainRestoreFlags(from: string, dxml: string | null = null, flags: Flags<typeof DomainSaveRestoreFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainRestoreFlags, from, dxml, flagBits(DomainSaveRestoreFlags, flags));
  }

  /**
   * This method extends virDomainRestoreFlags by adding parameters. For
   * now, VIR_DOMAIN_SAVE_PARAM_FILE is required but this requirement may
   * be lifted in the future.
   *
   * C: virDomainRestoreParams, since libvirt 8.4.0.
   *
   * @param params restore parameters
   * @param flags bitwise-OR of virDomainSaveRestoreFlags @default 0
   */
  domainRestoreParams(params: TypedParamsInput, flags: Flags<typeof DomainSaveRestoreFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainRestoreParams, typedParamList(params), flagBits(DomainSaveRestoreFlags, flags));
  }

  /**
   * This updates the definition of a domain stored in a saved state
   * file.  `file` must be a file created previously by virDomainSave()
   * or virDomainSaveFlags().
   *
   * `dxml` can be used to alter host-specific portions of the domain XML
   * that will be used when restoring an image.  For example, it is
   * possible to alter the backing filename that is associated with a
   * disk device, to match renaming done as part of backing up the disk
   * device while the domain is stopped.
   *
   * Normally, the saved state file will remember whether the domain was
   * running or paused, and restore defaults to the same state.
   * Specifying VIR_DOMAIN_SAVE_RUNNING or VIR_DOMAIN_SAVE_PAUSED in
   * `flags` will override the default saved into the file; omitting both
   * leaves the file's default unchanged.  These two flags are mutually
   * exclusive.
   *
   * C: virDomainSaveImageDefineXML, since libvirt 0.9.4.
   *
   * @param file path to saved state file
   * @param dxml XML config for adjusting guest xml used on restore
   * @param flags bitwise-OR of virDomainSaveRestoreFlags @default 0
   */
  domainSaveImageDefineXML(file: string, dxml: string, flags: Flags<typeof DomainSaveRestoreFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainSaveImageDefineXML, file, dxml, flagBits(DomainSaveRestoreFlags, flags));
  }

  /**
   * This method will extract the XML describing the domain at the time
   * a saved state file was created.  `file` must be a file created
   * previously by virDomainSave() or virDomainSaveFlags().
   *
   * No security-sensitive data will be included unless `flags` contains
   * VIR_DOMAIN_SAVE_IMAGE_XML_SECURE.
   *
   * C: virDomainSaveImageGetXMLDesc, since libvirt 0.9.4.
   *
   * @param file path to saved state file
   * @param flags bitwise-OR of supported virDomainSaveImageXMLFlags @default 0
   * @returns C: a 0 terminated UTF-8 encoded XML instance, or NULL in case of error. The caller must free() the returned value.
   */
  domainSaveImageGetXMLDesc(file: string, flags: Flags<typeof DomainSaveImageXMLFlags> = 0): Promise<string> {
    return invoke<string>(this, F.virDomainSaveImageGetXMLDesc, file, flagBits(DomainSaveImageXMLFlags, flags));
  }

  /**
   * This function creates a restore point to which one can return
   * later by calling virInterfaceChangeRollback(). This function should
   * be called before any transaction with interface configuration.
   * Once it is known that a new configuration works, it can be committed via
   * virInterfaceChangeCommit(), which frees the restore point.
   *
   * If virInterfaceChangeBegin() is called when a transaction is
   * already opened, this function will fail, and a
   * VIR_ERR_INVALID_OPERATION will be logged.
   *
   * C: virInterfaceChangeBegin, since libvirt 0.9.2.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   */
  interfaceChangeBegin(flags: number = 0): Promise<void> {
    return invoke<void>(this, F.virInterfaceChangeBegin, flags);
  }

  /**
   * This commits the changes made to interfaces and frees the restore point
   * created by virInterfaceChangeBegin().
   *
   * If virInterfaceChangeCommit() is called when a transaction is not
   * opened, this function will fail, and a VIR_ERR_INVALID_OPERATION
   * will be logged.
   *
   * C: virInterfaceChangeCommit, since libvirt 0.9.2.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   */
  interfaceChangeCommit(flags: number = 0): Promise<void> {
    return invoke<void>(this, F.virInterfaceChangeCommit, flags);
  }

  /**
   * This cancels changes made to interfaces settings by restoring previous
   * state created by virInterfaceChangeBegin().
   *
   * If virInterfaceChangeRollback() is called when a transaction is not
   * opened, this function will fail, and a VIR_ERR_INVALID_OPERATION
   * will be logged.
   *
   * C: virInterfaceChangeRollback, since libvirt 0.9.2.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   */
  interfaceChangeRollback(flags: number = 0): Promise<void> {
    return invoke<void>(this, F.virInterfaceChangeRollback, flags);
  }

  /**
   * Define an inactive persistent physical host interface or modify an existing
   * persistent one from the XML description.
   *
   * Normally this change in the interface configuration is immediately
   * permanent/persistent, but if virInterfaceChangeBegin() has been
   * previously called (i.e. if an interface config transaction is
   * open), the new interface definition will only become permanent if
   * virInterfaceChangeCommit() is called prior to the next reboot of
   * the system running libvirtd. Prior to that time, it can be
   * explicitly removed using virInterfaceChangeRollback(), or will be
   * automatically removed during the next reboot of the system running
   * libvirtd.
   *
   * virInterfaceFree should be used to free the resources after the
   * interface object is no longer needed.
   *
   * C: virInterfaceDefineXML, since libvirt 0.6.4.
   *
   * @param xml the XML description for the interface, preferably in UTF-8
   * @param flags bitwise-OR of virInterfaceDefineFlags @default 0
   * @returns C: NULL in case of error, a pointer to the interface otherwise
   */
  interfaceDefineXML(xml: string, flags: Flags<typeof InterfaceDefineFlags> = 0): Promise<Interface> {
    return invoke<Interface>(this, F.virInterfaceDefineXML, xml, flagBits(InterfaceDefineFlags, flags));
  }

  /**
   * Try to lookup an interface on the given hypervisor based on its MAC.
   *
   * virInterfaceFree should be used to free the resources after the
   * interface object is no longer needed.
   *
   * C: virInterfaceLookupByMACString, since libvirt 0.6.4.
   *
   * @param macstr the MAC for the interface (null-terminated ASCII format)
   * @returns C: a new interface object or NULL in case of failure. If the interface cannot be found, then VIR_ERR_NO_INTERFACE error is raised.
   */
  interfaceLookupByMACString(macstr: string): Promise<Interface> {
    return invoke<Interface>(this, F.virInterfaceLookupByMACString, macstr);
  }

  /**
   * Try to lookup an interface on the given hypervisor based on its name.
   *
   * virInterfaceFree should be used to free the resources after the
   * interface object is no longer needed.
   *
   * C: virInterfaceLookupByName, since libvirt 0.6.4.
   *
   * @param name name for the interface
   * @returns C: a new interface object or NULL in case of failure. If the interface cannot be found, then VIR_ERR_NO_INTERFACE error is raised.
   */
  interfaceLookupByName(name: string): Promise<Interface> {
    return invoke<Interface>(this, F.virInterfaceLookupByName, name);
  }

  /**
   * Define a new network filter, based on an XML description
   * similar to the one returned by virNWFilterGetXMLDesc(). This
   * API may be used to associate a filter with a currently running
   * guest that does not have a filter defined for a specific network
   * port. Since the bindings are generally automatically managed by
   * the hypervisor, using this command to define a filter for a network
   * port and then starting the guest afterwards may prevent the guest
   * from starting if it attempts to use the network port and finds a
   * filter already defined.
   *
   * virNWFilterFree should be used to free the resources after the
   * binding object is no longer needed.
   *
   * C: virNWFilterBindingCreateXML, since libvirt 4.5.0.
   *
   * @param xml an XML description of the binding
   * @param flags bitwise-OR of virNWFilterBindingCreateFlags @default 0
   * @returns C: a new binding object or NULL in case of failure
   */
  nwFilterBindingCreateXML(xml: string, flags: Flags<typeof NWFilterBindingCreateFlags> = 0): Promise<NWFilterBinding> {
    return invoke<NWFilterBinding>(this, F.virNWFilterBindingCreateXML, xml, flagBits(NWFilterBindingCreateFlags, flags));
  }

  /**
   * Try to lookup a network filter binding on the given hypervisor based
   * on network port device name.
   *
   * virNWFilterBindingFree should be used to free the resources after the
   * binding object is no longer needed.
   *
   * C: virNWFilterBindingLookupByPortDev, since libvirt 4.5.0.
   *
   * @param portdev name for the network port device
   * @returns C: a new binding object or NULL in case of failure. If the network filter cannot be found, then VIR_ERR_NO_NWFILTER_BINDING error is raised.
   */
  nwFilterBindingLookupByPortDev(portdev: string): Promise<NWFilterBinding> {
    return invoke<NWFilterBinding>(this, F.virNWFilterBindingLookupByPortDev, portdev);
  }

  /**
   * Define a new network filter, based on an XML description
   * similar to the one returned by virNWFilterGetXMLDesc()
   *
   * virNWFilterFree should be used to free the resources after the
   * nwfilter object is no longer needed.
   *
   * C: virNWFilterDefineXML, since libvirt 0.8.0.
   *
   * @param xmlDesc an XML description of the nwfilter
   * @returns C: a new nwfilter object or NULL in case of failure
   */
  nwFilterDefineXML(xmlDesc: string): Promise<NWFilter> {
    return invoke<NWFilter>(this, F.virNWFilterDefineXML, xmlDesc);
  }

  /**
   * Define a new network filter, based on an XML description
   * similar to the one returned by virNWFilterGetXMLDesc()
   *
   * virNWFilterFree should be used to free the resources after the
   * nwfilter object is no longer needed.
   *
   * C: virNWFilterDefineXMLFlags, since libvirt 7.7.0.
   *
   * @param xmlDesc an XML description of the nwfilter
   * @param flags bitwise-OR of virNWFilterDefineFlags @default 0
   * @returns C: a new nwfilter object or NULL in case of failure
   */
  nwFilterDefineXMLFlags(xmlDesc: string, flags: Flags<typeof NWFilterDefineFlags> = 0): Promise<NWFilter> {
    return invoke<NWFilter>(this, F.virNWFilterDefineXMLFlags, xmlDesc, flagBits(NWFilterDefineFlags, flags));
  }

  /**
   * Try to lookup a network filter on the given hypervisor based on its name.
   *
   * virNWFilterFree should be used to free the resources after the
   * nwfilter object is no longer needed.
   *
   * C: virNWFilterLookupByName, since libvirt 0.8.0.
   *
   * @param name name for the network filter
   * @returns C: a new nwfilter object or NULL in case of failure. If the network filter cannot be found, then VIR_ERR_NO_NWFILTER error is raised.
   */
  nwFilterLookupByName(name: string): Promise<NWFilter> {
    return invoke<NWFilter>(this, F.virNWFilterLookupByName, name);
  }

  /**
   * Try to lookup a network filter on the given hypervisor based on its UUID.
   *
   * virNWFilterFree should be used to free the resources after the
   * nwfilter object is no longer needed.
   *
   * C: virNWFilterLookupByUUID, since libvirt 0.8.0.
   *
   * @param uuid the raw UUID for the network filter
   * @returns C: a new nwfilter object or NULL in case of failure. If the nwfdilter cannot be found, then VIR_ERR_NO_NWFILTER error is raised.
   */
  nwFilterLookupByUUID(uuid: Uint8Array): Promise<NWFilter> {
    return invoke<NWFilter>(this, F.virNWFilterLookupByUUID, uuid);
  }

  /**
   * Try to lookup an nwfilter on the given hypervisor based on its UUID.
   *
   * virNWFilterFree should be used to free the resources after the
   * nwfilter object is no longer needed.
   *
   * C: virNWFilterLookupByUUIDString, since libvirt 0.8.0.
   *
   * @param uuidstr the string UUID for the nwfilter
   * @returns C: a new nwfilter object or NULL in case of failure. If the nwfilter cannot be found, then VIR_ERR_NO_NWFILTER error is raised.
   */
  nwFilterLookupByUUIDString(uuidstr: string): Promise<NWFilter> {
    return invoke<NWFilter>(this, F.virNWFilterLookupByUUIDString, uuidstr);
  }

  /**
   * Create and start a new virtual network, based on an XML description
   * similar to the one returned by virNetworkGetXMLDesc()
   *
   * virNetworkFree should be used to free the resources after the
   * network object is no longer needed.
   *
   * C: virNetworkCreateXML, since libvirt 0.2.0.
   *
   * @param xmlDesc an XML description of the network
   * @returns C: a new network object or NULL in case of failure
   */
  networkCreateXML(xmlDesc: string): Promise<Network> {
    return invoke<Network>(this, F.virNetworkCreateXML, xmlDesc);
  }

  /**
   * Create and start a new virtual network, based on an XML description
   * similar to the one returned by virNetworkGetXMLDesc()
   *
   * virNetworkFree should be used to free the resources after the
   * network object is no longer needed.
   *
   * C: virNetworkCreateXMLFlags, since libvirt 7.8.0.
   *
   * @param xmlDesc an XML description of the network
   * @param flags bitwise-OR of virNetworkCreateFlags @default 0
   * @returns C: a new network object or NULL in case of failure
   */
  networkCreateXMLFlags(xmlDesc: string, flags: Flags<typeof NetworkCreateFlags> = 0): Promise<Network> {
    return invoke<Network>(this, F.virNetworkCreateXMLFlags, xmlDesc, flagBits(NetworkCreateFlags, flags));
  }

  /**
   * Define an inactive persistent virtual network or modify an existing
   * persistent one from the XML description.
   *
   * virNetworkFree should be used to free the resources after the
   * network object is no longer needed.
   *
   * C: virNetworkDefineXML, since libvirt 0.2.0.
   *
   * @param xml the XML description for the network, preferably in UTF-8
   * @returns C: NULL in case of error, a pointer to the network otherwise
   */
  networkDefineXML(xml: string): Promise<Network> {
    return invoke<Network>(this, F.virNetworkDefineXML, xml);
  }

  /**
   * Define an inactive persistent virtual network or modify an existing
   * persistent one from the XML description.
   *
   * virNetworkFree should be used to free the resources after the
   * network object is no longer needed.
   *
   * C: virNetworkDefineXMLFlags, since libvirt 7.7.0.
   *
   * @param xml the XML description for the network, preferably in UTF-8
   * @param flags bitwise-OR of virNetworkDefineFlags @default 0
   * @returns C: NULL in case of error, a pointer to the network otherwise
   */
  networkDefineXMLFlags(xml: string, flags: Flags<typeof NetworkDefineFlags> = 0): Promise<Network> {
    return invoke<Network>(this, F.virNetworkDefineXMLFlags, xml, flagBits(NetworkDefineFlags, flags));
  }

  /**
   * Try to lookup a network on the given hypervisor based on its name.
   *
   * virNetworkFree should be used to free the resources after the
   * network object is no longer needed.
   *
   * C: virNetworkLookupByName, since libvirt 0.2.0.
   *
   * @param name name for the network
   * @returns C: a new network object or NULL in case of failure. If the network cannot be found, then VIR_ERR_NO_NETWORK error is raised.
   */
  networkLookupByName(name: string): Promise<Network> {
    return invoke<Network>(this, F.virNetworkLookupByName, name);
  }

  /**
   * Try to lookup a network on the given hypervisor based on its UUID.
   *
   * virNetworkFree should be used to free the resources after the
   * network object is no longer needed.
   *
   * C: virNetworkLookupByUUID, since libvirt 0.2.0.
   *
   * @param uuid the raw UUID for the network
   * @returns C: a new network object or NULL in case of failure. If the network cannot be found, then VIR_ERR_NO_NETWORK error is raised.
   */
  networkLookupByUUID(uuid: Uint8Array): Promise<Network> {
    return invoke<Network>(this, F.virNetworkLookupByUUID, uuid);
  }

  /**
   * Try to lookup a network on the given hypervisor based on its UUID.
   *
   * C: virNetworkLookupByUUIDString, since libvirt 0.2.0.
   *
   * @param uuidstr the string UUID for the network
   * @returns C: a new network object or NULL in case of failure. If the network cannot be found, then VIR_ERR_NO_NETWORK error is raised.
   */
  networkLookupByUUIDString(uuidstr: string): Promise<Network> {
    return invoke<Network>(this, F.virNetworkLookupByUUIDString, uuidstr);
  }

  /**
   * Sometimes, when trying to start a new domain, it may be
   * necessary to reserve some huge pages in the system pool which
   * can be then allocated by the domain. This API serves that
   * purpose. On its input, `pageSizes` and `pageCounts` are arrays
   * of the same cardinality of `npages`. The `pageSizes` contains
   * page sizes which are to be allocated in the system (the size
   * unit is kibibytes), and `pageCounts` then contains the number
   * of pages to reserve.  If `flags` is 0
   * (VIR_NODE_ALLOC_PAGES_ADD), each pool corresponding to
   * `pageSizes` grows by the number of pages specified in the
   * corresponding `pageCounts`.  If `flags` contains
   * VIR_NODE_ALLOC_PAGES_SET, each pool mentioned is resized to
   * the given number of pages.  The pages pool can be allocated
   * over several NUMA nodes at once, just point at `startCell` and
   * tell how many subsequent NUMA nodes should be taken in. As a
   * special case, if `startCell` is equal to negative one, then
   * kernel is instructed to allocate the pages over all NUMA nodes
   * proportionally.
   *
   * C: virNodeAllocPages, since libvirt 1.2.9.
   *
   * @param pageSizes which huge page sizes to allocate
   * @param pageCounts how many pages should be allocated
   * @param startCell index of first cell to allocate pages on
   * @param cellCount number of consecutive cells to allocate pages on
   * @param flags extra flags; binary-OR of virNodeAllocPagesFlags @default 0
   * @returns C: the number of nodes successfully adjusted or -1 in case of an error.
   */
  nodeAllocPages(pageSizes: readonly number[], pageCounts: readonly (number | bigint)[], startCell: number, cellCount: number, flags: Flags<typeof NodeAllocPagesFlags> = 0): Promise<number> {
    return invoke<number>(this, F.virNodeAllocPages, pageSizes, pageCounts, startCell, cellCount, flagBits(NodeAllocPagesFlags, flags));
  }

  /**
   * Create a new device on the VM host machine, for example, virtual
   * HBAs created using vport_create.
   *
   * virNodeDeviceFree should be used to free the resources after the
   * node device object is no longer needed.
   *
   * C: virNodeDeviceCreateXML, since libvirt 0.6.3.
   *
   * @param xmlDesc string containing an XML description of the device to be created
   * @param flags bitwise-OR of supported virNodeDeviceCreateXMLFlags @default 0
   * @returns C: a node device object if successful, NULL in case of failure
   */
  nodeDeviceCreateXML(xmlDesc: string, flags: Flags<typeof NodeDeviceCreateXMLFlags> = 0): Promise<NodeDevice> {
    return invoke<NodeDevice>(this, F.virNodeDeviceCreateXML, xmlDesc, flagBits(NodeDeviceCreateXMLFlags, flags));
  }

  /**
   * Define a new device on the VM host machine, for example, a mediated device
   *
   * virNodeDeviceFree should be used to free the resources after the
   * node device object is no longer needed.
   *
   * C: virNodeDeviceDefineXML, since libvirt 7.3.0.
   *
   * @param xmlDesc string containing an XML description of the device to be defined
   * @param flags bitwise-OR of supported virNodeDeviceDefineXMLFlags @default 0
   * @returns C: a node device object if successful, NULL in case of failure
   */
  nodeDeviceDefineXML(xmlDesc: string, flags: Flags<typeof NodeDeviceDefineXMLFlags> = 0): Promise<NodeDevice> {
    return invoke<NodeDevice>(this, F.virNodeDeviceDefineXML, xmlDesc, flagBits(NodeDeviceDefineXMLFlags, flags));
  }

  /**
   * Lookup a node device by its name.
   *
   * virNodeDeviceFree should be used to free the resources after the
   * node device object is no longer needed.
   *
   * C: virNodeDeviceLookupByName, since libvirt 0.5.0.
   *
   * @param name unique device name
   * @returns C: a virNodeDevicePtr if found, NULL otherwise.
   */
  nodeDeviceLookupByName(name: string): Promise<NodeDevice> {
    return invoke<NodeDevice>(this, F.virNodeDeviceLookupByName, name);
  }

  /**
   * Lookup SCSI Host which is capable with 'fc_host' by its WWNN and WWPN.
   *
   * virNodeDeviceFree should be used to free the resources after the
   * node device object is no longer needed.
   *
   * C: virNodeDeviceLookupSCSIHostByWWN, since libvirt 1.0.3.
   *
   * @param wwnn WWNN of the SCSI Host.
   * @param wwpn WWPN of the SCSI Host.
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: a virNodeDevicePtr if found, NULL otherwise.
   */
  nodeDeviceLookupSCSIHostByWWN(wwnn: string, wwpn: string, flags: number = 0): Promise<NodeDevice> {
    return invoke<NodeDevice>(this, F.virNodeDeviceLookupSCSIHostByWWN, wwnn, wwpn, flags);
  }

  /**
   * Get CPU map of host node CPUs.
   *
   * C: virNodeGetCPUMap, since libvirt 1.0.0.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: number of CPUs present on the host node, or -1 if there was an error.
   */
  nodeGetCPUMap(flags: number = 0): Promise<NodeCpuMap> {
    return invoke<NodeCpuMap>(this, F.virNodeGetCPUMap, flags);
  }

  /**
   * This function provides individual cpu statistics of the node.
   * If you want to get total cpu statistics of the node, you must specify
   * VIR_NODE_CPU_STATS_ALL_CPUS to `cpuNum`.
   * The `params` array will be filled with the values equal to the number of
   * parameters suggested by `nparams`
   *
   * As the value of `nparams` is dynamic, call the API setting `nparams` to 0 and
   * `params` as NULL, the API returns the number of parameters supported by the
   * HV by updating `nparams` on SUCCESS. The caller should then allocate `params`
   * array, i.e. (sizeof(`virNodeCPUStats`) * `nparams`) bytes and call
   * the API again.
   *
   * Here is a sample code snippet:
   *
   *   if (virNodeGetCPUStats(conn, cpuNum, NULL, &nparams, 0) == 0 &&
   *       nparams != 0) \{
   *       if ((params = malloc(sizeof(virNodeCPUStats) * nparams)) == NULL)
   *           goto error;
   *       memset(params, 0, sizeof(virNodeCPUStats) * nparams);
   *       if (virNodeGetCPUStats(conn, cpuNum, params, &nparams, 0))
   *           goto error;
   *   \}
   *
   * This function doesn't require privileged access to the hypervisor.
   * This function expects the caller to allocate the `params`.
   *
   * CPU time Statistics:
   *
   * VIR_NODE_CPU_STATS_KERNEL:
   *     The cumulative CPU time which spends by kernel,
   *     when the node booting up.(nanoseconds)
   * VIR_NODE_CPU_STATS_USER:
   *     The cumulative CPU time which spends by user processes,
   *     when the node booting up.(nanoseconds)
   * VIR_NODE_CPU_STATS_IDLE:
   *     The cumulative idle CPU time, when the node booting up.(nanoseconds)
   * VIR_NODE_CPU_STATS_IOWAIT:
   *     The cumulative I/O wait CPU time, when the node booting up.(nanoseconds)
   * VIR_NODE_CPU_STATS_UTILIZATION:
   *     The CPU utilization. The usage value is in percent and 100%
   *     represents all CPUs on the server.
   *
   * C: virNodeGetCPUStats, since libvirt 0.9.3.
   *
   * @param cpuNum number of node cpu. (VIR_NODE_CPU_STATS_ALL_CPUS means total cpu statistics)
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: -1 in case of error, 0 in case of success.
   */
  nodeGetCPUStats(cpuNum: number, flags: number = 0): Promise<Record<string, bigint>> {
    return invoke<Record<string, bigint>>(this, F.virNodeGetCPUStats, cpuNum, flags);
  }

  /**
   * This call returns the amount of free memory in one or more NUMA cells.
   * The `freeMems` array must be allocated by the caller and will be filled
   * with the amount of free memory in bytes for each cell requested,
   * starting with startCell (in freeMems[0]), up to either
   * (startCell + maxCells), or the number of additional cells in the node,
   * whichever is smaller.
   *
   * C: virNodeGetCellsFreeMemory, since libvirt 0.3.3.
   *
   * @param startCell index of first cell to return freeMems info on.
   * @param maxCells Maximum number of cells for which freeMems information can be returned.
   * @returns C: the number of entries filled in freeMems, or -1 in case of error.
   */
  nodeGetCellsFreeMemory(startCell: number, maxCells: number): Promise<bigint[]> {
    return invoke<bigint[]>(this, F.virNodeGetCellsFreeMemory, startCell, maxCells);
  }

  /**
   * provides the free memory available on the Node
   * Note: most libvirt APIs provide memory sizes in kibibytes, but in this
   * function the returned value is in bytes. Divide by 1024 as necessary.
   *
   * C: virNodeGetFreeMemory, since libvirt 0.3.3.
   *
   * @returns C: the available free memory in bytes or 0 in case of error
   */
  nodeGetFreeMemory(): Promise<bigint> {
    return invoke<bigint>(this, F.virNodeGetFreeMemory);
  }

  /**
   * This calls queries the host system on free pages of
   * specified size. For the input, `pages` is expected to be
   * filled with pages that caller is interested in (the size
   * unit is kibibytes, so e.g. pass 2048 for 2MB), then `startcell`
   * refers to the first NUMA node that info should be collected
   * from, and `cellcount` tells how many consecutive nodes should
   * be queried. On the function output, `counts` is filled with
   * desired information, where items are grouped by NUMA node.
   * So from `counts`[0] till `counts`[`npages` - 1] you'll find count
   * for the first node (`startcell`), then from `counts`[`npages`]
   * till `count`[2 * `npages` - 1] you'll find info for the
   * (`startcell` + 1) node, and so on. It's callers responsibility
   * to allocate the `counts` array.
   *
   * Example how to use this API:
   *
   *   unsigned int pages[] = \{ 4, 2048, 1048576\}
   *   unsigned int npages = G_N_ELEMENTS(pages);
   *   int startcell = 0;
   *   unsigned int cellcount = 2;
   *
   *   unsigned long long counts = malloc(sizeof(long long) * npages * cellcount);
   *
   *   virNodeGetFreePages(conn, pages, npages,
   *                       startcell, cellcount, counts, 0);
   *
   *   for (i = 0 ; i \< cellcount ; i++) \{
   *       fprintf(stdout, "Cell %d\n", startcell + i);
   *       for (j = 0 ; j \< npages ; j++) \{
   *          fprintf(stdout, "  Page size=%d count=%d bytes=%llu\n",
   *                  pages[j], counts[(i * npages) +  j],
   *                  pages[j] * counts[(i * npages) +  j]);
   *       \}
   *   \}
   *
   *   This little code snippet will produce something like this:
   * Cell 0
   *    Page size=4096 count=300 bytes=1228800
   *    Page size=2097152 count=0 bytes=0
   *    Page size=1073741824 count=1 bytes=1073741824
   * Cell 1
   *    Page size=4096 count=0 bytes=0
   *    Page size=2097152 count=20 bytes=41943040
   *    Page size=1073741824 count=0 bytes=0
   *
   * C: virNodeGetFreePages, since libvirt 1.2.6.
   *
   * @param pages page sizes to query
   * @param startCell index of first cell to return free pages info on.
   * @param cellCount maximum number of cells for which free pages information can be returned.
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: the number of entries filled in `counts` or -1 in case of error.
   */
  nodeGetFreePages(pages: readonly number[], startCell: number, cellCount: number, flags: number = 0): Promise<bigint[]> {
    return invoke<bigint[]>(this, F.virNodeGetFreePages, pages, startCell, cellCount, flags);
  }

  /**
   * Extract hardware information about the node.
   *
   * Use of this API is strongly discouraged as the information provided
   * is not guaranteed to be accurate on all hardware platforms.
   *
   * The mHZ value merely reflects the speed that the first CPU in the
   * machine is currently running at. This speed may vary across CPUs
   * and changes continually as the host OS throttles.
   *
   * The nodes/sockets/cores/threads data is potentially inaccurate as
   * it assumes a symmetric installation. If one NUMA node has more
   * sockets populated that another NUMA node this information will be
   * wrong. It is also not able to report about CPU dies.
   *
   * Applications are recommended to use the virConnectGetCapabilities()
   * call instead, which provides all the information except CPU mHZ,
   * in a more accurate representation.
   *
   * C: virNodeGetInfo, since libvirt 0.1.0.
   *
   * @returns C: 0 in case of success and -1 in case of failure.
   */
  nodeGetInfo(): Promise<NodeInfo> {
    return invoke<NodeInfo>(this, F.virNodeGetInfo);
  }

  /**
   * Get all node memory parameters (parameters unsupported by OS will be
   * omitted).  On input, `nparams` gives the size of the `params` array;
   * on output, `nparams` gives how many slots were filled with parameter
   * information, which might be less but will not exceed the input value.
   *
   * As a special case, calling with `params` as NULL and `nparams` as 0 on
   * input will cause `nparams` on output to contain the number of parameters
   * supported by the hypervisor. The caller should then allocate `params`
   * array, i.e. (sizeof(`virTypedParameter`) * `nparams`) bytes and call the API
   * again.  See virDomainGetMemoryParameters() for an equivalent usage
   * example.
   *
   * C: virNodeGetMemoryParameters, since libvirt 0.10.2.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: 0 in case of success, and -1 in case of failure.
   */
  nodeGetMemoryParameters(flags: number = 0): Promise<TypedParams> {
    return invoke<TypedParams>(this, F.virNodeGetMemoryParameters, flags);
  }

  /**
   * This function provides memory stats of the node.
   * If you want to get total memory statistics of the node, you must specify
   * VIR_NODE_MEMORY_STATS_ALL_CELLS to `cellNum`.
   * The `params` array will be filled with the values equal to the number of
   * stats suggested by `nparams`
   *
   * As the value of `nparams` is dynamic, call the API setting `nparams` to 0 and
   * `params` as NULL, the API returns the number of parameters supported by the
   * HV by updating `nparams` on SUCCESS. The caller should then allocate `params`
   * array, i.e. (sizeof(`virNodeMemoryStats`) * `nparams`) bytes and call
   * the API again.
   *
   * Here is the sample code snippet:
   *
   *   if (virNodeGetMemoryStats(conn, cellNum, NULL, &nparams, 0) == 0 &&
   *       nparams != 0) \{
   *       if ((params = malloc(sizeof(virNodeMemoryStats) * nparams)) == NULL)
   *           goto error;
   *       memset(params, cellNum, 0, sizeof(virNodeMemoryStats) * nparams);
   *       if (virNodeGetMemoryStats(conn, params, &nparams, 0))
   *           goto error;
   *   \}
   *
   * This function doesn't require privileged access to the hypervisor.
   * This function expects the caller to allocate the `params`.
   *
   * Memory Stats:
   *
   * VIR_NODE_MEMORY_STATS_TOTAL:
   *     The total memory usage.(KB)
   * VIR_NODE_MEMORY_STATS_FREE:
   *     The free memory usage.(KB)
   *     On linux, this usage includes buffers and cached.
   * VIR_NODE_MEMORY_STATS_BUFFERS:
   *     The buffers memory usage.(KB)
   * VIR_NODE_MEMORY_STATS_CACHED:
   *     The cached memory usage.(KB)
   *
   * C: virNodeGetMemoryStats, since libvirt 0.9.3.
   *
   * @param cellNum number of node cell. (VIR_NODE_MEMORY_STATS_ALL_CELLS means total cell statistics)
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: -1 in case of error, 0 in case of success.
   */
  nodeGetMemoryStats(cellNum: number, flags: number = 0): Promise<Record<string, bigint>> {
    return invoke<Record<string, bigint>>(this, F.virNodeGetMemoryStats, cellNum, flags);
  }

  /**
   * If hypervisor supports AMD's SEV feature, then `params` will contain various
   * platform specific information like PDH and certificate chain. Caller is
   * responsible for freeing `params`.
   *
   * C: virNodeGetSEVInfo, since libvirt 4.5.0.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: 0 in case of success, and -1 in case of failure.
   */
  nodeGetSEVInfo(flags: number = 0): Promise<TypedParams> {
    return invoke<TypedParams>(this, F.virNodeGetSEVInfo, flags);
  }

  /**
   * Extract the security model of a hypervisor. The 'model' field
   * in the `secmodel` argument may be initialized to the empty
   * string if the driver has not activated a security model.
   *
   * C: virNodeGetSecurityModel, since libvirt 0.6.1.
   *
   * @returns C: 0 in case of success, -1 in case of failure
   */
  nodeGetSecurityModel(): Promise<SecurityModel> {
    return invoke<SecurityModel>(this, F.virNodeGetSecurityModel);
  }

  /**
   * Collect the list of node devices, and store their names in `names`
   *
   * The use of this function is discouraged. Instead, use
   * virConnectListAllNodeDevices().
   *
   * If the optional 'cap'  argument is non-NULL, then the count
   * will be restricted to devices with the specified capability
   *
   * C: virNodeListDevices, since libvirt 0.5.0.
   *
   * @param cap capability name @default null
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: the number of node devices found or -1 in case of error
   * @deprecated Use listAllNodeDevices().
   */
  nodeListDevices(cap: string | null = null, flags: number = 0): Promise<string[]> {
    return invoke<string[]>(this, F.virNodeListDevices, cap, flags);
  }

  /**
   * Provides the number of node devices.
   *
   * If the optional 'cap'  argument is non-NULL, then the count
   * will be restricted to devices with the specified capability
   *
   * C: virNodeNumOfDevices, since libvirt 0.5.0.
   *
   * @param cap capability name @default null
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: the number of node devices or -1 in case of error
   * @deprecated Use listAllNodeDevices().
   */
  nodeNumOfDevices(cap: string | null = null, flags: number = 0): Promise<number> {
    return invoke<number>(this, F.virNodeNumOfDevices, cap, flags);
  }

  /**
   * Change all or a subset of the node memory tunables. The function
   * fails if not all of the tunables are supported.
   *
   * Note that it's not recommended to use this function while the
   * outside tuning program is running (such as ksmtuned under Linux),
   * as they could change the tunables in parallel, which could cause
   * conflicts.
   *
   * This function may require privileged access to the hypervisor.
   *
   * C: virNodeSetMemoryParameters, since libvirt 0.10.2.
   *
   * @param params pointer to scheduler parameter objects
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   */
  nodeSetMemoryParameters(params: TypedParamsInput, flags: number = 0): Promise<void> {
    return invoke<void>(this, F.virNodeSetMemoryParameters, typedParamList(params), flags);
  }

  /**
   * Attempt to suspend the node (host machine) for the given duration of
   * time in the specified state (Suspend-to-RAM, Suspend-to-Disk or
   * Hybrid-Suspend). Schedule the node's Real-Time-Clock interrupt to
   * resume the node after the duration is complete.
   *
   * C: virNodeSuspendForDuration, since libvirt 0.9.8.
   *
   * @param target the state to which the host must be suspended to, such as: VIR_NODE_SUSPEND_TARGET_MEM (Suspend-to-RAM) VIR_NODE_SUSPEND_TARGET_DISK (Suspend-to-Disk) VIR_NODE_SUSPEND_TARGET_HYBRID (Hybrid-Suspend, which is a combination of the former modes).
   * @param duration the time duration in seconds for which the host has to be suspended
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   */
  nodeSuspendForDuration(target: NodeSuspendTarget, duration: number | bigint, flags: number = 0): Promise<void> {
    return invoke<void>(this, F.virNodeSuspendForDuration, target, duration, flags);
  }

  /**
   * If XML specifies a UUID, locates the specified secret and replaces all
   * attributes of the secret specified by UUID by attributes specified in xml
   * (any attributes not specified in xml are discarded).
   *
   * Otherwise, creates a new secret with an automatically chosen UUID, and
   * initializes its attributes from xml.
   *
   * virSecretFree should be used to free the resources after the
   * secret object is no longer needed.
   *
   * C: virSecretDefineXML, since libvirt 0.7.1.
   *
   * @param xml XML describing the secret.
   * @param flags bitwise-OR of virSecretDefineFlags @default 0
   * @returns C: a secret on success, NULL on failure.
   */
  secretDefineXML(xml: string, flags: Flags<typeof SecretDefineFlags> = 0): Promise<Secret> {
    return invoke<Secret>(this, F.virSecretDefineXML, xml, flagBits(SecretDefineFlags, flags));
  }

  /**
   * Try to lookup a secret on the given hypervisor based on its UUID.
   * Uses the 16 bytes of raw data to describe the UUID
   *
   * virSecretFree should be used to free the resources after the
   * secret object is no longer needed.
   *
   * C: virSecretLookupByUUID, since libvirt 0.7.1.
   *
   * @param uuid the raw UUID for the secret
   * @returns C: a new secret object or NULL in case of failure. If the secret cannot be found, then VIR_ERR_NO_SECRET error is raised.
   */
  secretLookupByUUID(uuid: Uint8Array): Promise<Secret> {
    return invoke<Secret>(this, F.virSecretLookupByUUID, uuid);
  }

  /**
   * Try to lookup a secret on the given hypervisor based on its UUID.
   * Uses the printable string value to describe the UUID
   *
   * virSecretFree should be used to free the resources after the
   * secret object is no longer needed.
   *
   * C: virSecretLookupByUUIDString, since libvirt 0.7.1.
   *
   * @param uuidstr the string UUID for the secret
   * @returns C: a new secret object or NULL in case of failure. If the secret cannot be found, then VIR_ERR_NO_SECRET error is raised.
   */
  secretLookupByUUIDString(uuidstr: string): Promise<Secret> {
    return invoke<Secret>(this, F.virSecretLookupByUUIDString, uuidstr);
  }

  /**
   * Try to lookup a secret on the given hypervisor based on its usage
   * The usageID is unique within the set of secrets sharing the
   * same usageType value.
   *
   * virSecretFree should be used to free the resources after the
   * secret object is no longer needed.
   *
   * C: virSecretLookupByUsage, since libvirt 0.7.1.
   *
   * @param usageType the type of secret usage
   * @param usageID identifier of the object using the secret
   * @returns C: a new secret object or NULL in case of failure. If the secret cannot be found, then VIR_ERR_NO_SECRET error is raised.
   */
  secretLookupByUsage(usageType: number, usageID: string): Promise<Secret> {
    return invoke<Secret>(this, F.virSecretLookupByUsage, usageType, usageID);
  }

  /**
   * Create a new storage based on its XML description. The
   * pool is not persistent, so its definition will disappear
   * when it is destroyed, or if the host is restarted
   *
   * virStoragePoolFree should be used to free the resources after the
   * storage pool object is no longer needed.
   *
   * C: virStoragePoolCreateXML, since libvirt 0.4.1.
   *
   * @param xmlDesc XML description for new pool
   * @param flags bitwise-OR of virStoragePoolCreateFlags @default 0
   * @returns C: a virStoragePoolPtr object, or NULL if creation failed
   */
  storagePoolCreateXML(xmlDesc: string, flags: Flags<typeof StoragePoolCreateFlags> = 0): Promise<StoragePool> {
    return invoke<StoragePool>(this, F.virStoragePoolCreateXML, xmlDesc, flagBits(StoragePoolCreateFlags, flags));
  }

  /**
   * Define an inactive persistent storage pool or modify an existing persistent
   * one from the XML description.
   *
   * virStoragePoolFree should be used to free the resources after the
   * storage pool object is no longer needed.
   *
   * C: virStoragePoolDefineXML, since libvirt 0.4.1.
   *
   * @param xml XML description for new pool
   * @param flags bitwise-OR of virStoragePoolDefineFlags @default 0
   * @returns C: a virStoragePoolPtr object, or NULL if creation failed
   */
  storagePoolDefineXML(xml: string, flags: Flags<typeof StoragePoolDefineFlags> = 0): Promise<StoragePool> {
    return invoke<StoragePool>(this, F.virStoragePoolDefineXML, xml, flagBits(StoragePoolDefineFlags, flags));
  }

  /**
   * Fetch a storage pool based on its unique name
   *
   * virStoragePoolFree should be used to free the resources after the
   * storage pool object is no longer needed.
   *
   * C: virStoragePoolLookupByName, since libvirt 0.4.1.
   *
   * @param name name of pool to fetch
   * @returns C: a virStoragePoolPtr object, or NULL if no matching pool is found
   */
  storagePoolLookupByName(name: string): Promise<StoragePool> {
    return invoke<StoragePool>(this, F.virStoragePoolLookupByName, name);
  }

  /**
   * Fetch a storage pool which maps to a particular target directory.
   * If more than one pool maps to the path, it is undefined which
   * will be returned first.
   *
   * virStoragePoolFree should be used to free the resources after the
   * storage pool object is no longer needed.
   *
   * C: virStoragePoolLookupByTargetPath, since libvirt 4.1.0.
   *
   * @param path path at which the pool is exposed
   * @returns C: a virStoragePoolPtr object, or NULL if no matching pool is found
   */
  storagePoolLookupByTargetPath(path: string): Promise<StoragePool> {
    return invoke<StoragePool>(this, F.virStoragePoolLookupByTargetPath, path);
  }

  /**
   * Fetch a storage pool based on its globally unique id
   *
   * virStoragePoolFree should be used to free the resources after the
   * storage pool object is no longer needed.
   *
   * C: virStoragePoolLookupByUUID, since libvirt 0.4.1.
   *
   * @param uuid globally unique id of pool to fetch
   * @returns C: a virStoragePoolPtr object, or NULL if no matching pool is found
   */
  storagePoolLookupByUUID(uuid: Uint8Array): Promise<StoragePool> {
    return invoke<StoragePool>(this, F.virStoragePoolLookupByUUID, uuid);
  }

  /**
   * Fetch a storage pool based on its globally unique id
   *
   * virStoragePoolFree should be used to free the resources after the
   * storage pool object is no longer needed.
   *
   * C: virStoragePoolLookupByUUIDString, since libvirt 0.4.1.
   *
   * @param uuidstr globally unique id of pool to fetch
   * @returns C: a virStoragePoolPtr object, or NULL if no matching pool is found
   */
  storagePoolLookupByUUIDString(uuidstr: string): Promise<StoragePool> {
    return invoke<StoragePool>(this, F.virStoragePoolLookupByUUIDString, uuidstr);
  }

  /**
   * Fetch a pointer to a storage volume based on its
   * globally unique key
   *
   * virStorageVolFree should be used to free the resources after the
   * storage volume object is no longer needed.
   *
   * C: virStorageVolLookupByKey, since libvirt 0.4.1.
   *
   * @param key globally unique key
   * @returns C: a storage volume, or NULL if not found / error
   */
  storageVolLookupByKey(key: string): Promise<StorageVol> {
    return invoke<StorageVol>(this, F.virStorageVolLookupByKey, key);
  }

  /**
   * Fetch a pointer to a storage volume based on its
   * locally (host) unique path
   *
   * virStorageVolFree should be used to free the resources after the
   * storage volume object is no longer needed.
   *
   * C: virStorageVolLookupByPath, since libvirt 0.4.1.
   *
   * @param path locally unique path
   * @returns C: a storage volume, or NULL if not found / error
   */
  storageVolLookupByPath(path: string): Promise<StorageVol> {
    return invoke<StorageVol>(this, F.virStorageVolLookupByPath, path);
  }

  /**
   * This API is QEMU specific, so it will only work with hypervisor
   * connections to the QEMU driver.
   *
   * This API will attach to an externally launched QEMU process
   * identified by `pid`. There are several requirements to successfully
   * attach to an external QEMU process:
   *
   *   - It must have been started with a monitor socket using the UNIX
   *     domain socket protocol.
   *   - No device hotplug/unplug, or other configuration changes can
   *     have been made via the monitor since it started.
   *   - The '-name' and '-uuid' arguments should have been set (not
   *     mandatory, but strongly recommended)
   *
   * To date, the only platforms we know of where pid_t is larger than
   * unsigned int (64-bit Windows) also lack UNIX sockets, so the choice
   * of `pid_value` as an unsigned int should not present any difficulties.
   *
   * If successful, then the guest will appear in the list of running
   * domains for this connection, and other APIs should operate
   * normally (provided the above requirements were honored).
   *
   * C: virDomainQemuAttach, since libvirt 0.9.4.
   *
   * @param pidValue the UNIX process ID of the external QEMU process
   * @param flags optional flags, currently unused @default 0
   * @returns C: a new domain object on success, NULL otherwise
   */
  domainQemuAttach(pidValue: number, flags: number = 0): Promise<Domain> {
    return invoke<Domain>(this, F.virDomainQemuAttach, pidValue, flags);
  }
}
