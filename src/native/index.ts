export type { KvmAddon } from './kvm-addon.js';
export { loadKvmAddon } from './kvm-addon.js';
export type { KvmCapabilities, KvmCheck, KvmHostCpu, KvmProbe, KvmProbeOptions } from './kvm-probe.js';
export { parseKvmProbe, probeKvm } from './kvm-probe.js';
export type { NativeProgram } from './paths.js';
export { nativeProgram, PACKAGE_ROOT } from './paths.js';
