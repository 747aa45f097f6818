/**
 * KVM for TypeScript: `import { Kvm } from 'vmwright/kvm'`. See docs/kvm.md.
 *
 * @packageDocumentation
 */
export type { VmErrorCode, VmErrorDetails } from '../../core/errors.js';
export { isVmError, OptionError, VmError } from '../../core/errors.js';
export type { CallOptions } from '../../core/operation.js';
export type { Size } from '../../core/size.js';
export type { KvmAddress } from './address.js';
export type { KvmIrqchip, KvmMpState } from './constants.js';
export { KvmCap } from './constants.js';
export { KvmEvent } from './event.js';
export type * from './exit.js';
export { Kvm, type KvmOpenOptions } from './kvm.js';
export type * from './machine-state.js';
export { KvmMemory } from './memory.js';
export type * from './registers.js';
export type { KvmExitHandlers, KvmGuestDebug, KvmRunOptions } from './run.js';
export { KvmVcpu } from './vcpu.js';
export { KvmVm } from './vm.js';
export type {
  KvmIoeventfd,
  KvmIrqfdOptions,
  KvmMemoryRegion,
  KvmMsi,
  KvmPitOptions,
  KvmRoute,
} from './vm-options.js';
