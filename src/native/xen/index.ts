/**
 * Xen's hypervisor and xenstore for TypeScript: `import { Xen, Xenstore } from 'vmwright/xen'`. See docs/xen-binding.md.
 *
 * @packageDocumentation
 */
export type { VmErrorCode, VmErrorDetails } from '../../core/errors.js';
export { isVmError, OptionError, VmError } from '../../core/errors.js';
export type { CallOptions } from '../../core/operation.js';
export type { Size } from '../../core/size.js';
export type { XenAddress } from './address.js';
export type { XenDomainInfo, XenDomainSample, XenShutdownReason, XenVcpuInfo } from './domain.js';
export type {
  XenConsoleText,
  XenCpu,
  XenHostCapability,
  XenNumaNode,
  XenPhysicalInfo,
  XenVersion,
} from './host.js';
export type { XenCpupool, XenScheduler, XenSchedulerSettings, XenShare } from './scheduler.js';
export type { XenVbdStats, XenVifStats } from './traffic.js';
export type { XenWatchdog } from './watchdog.js';
export { Xen, type XenAffinity, type XenDomainStats, type XenOpenOptions } from './xen.js';
export * from './xenstore/index.js';
