export { createQemuEngine, type QemuEngineDeps } from './engine.js';
export type { KvmProbe, KvmProbeResult } from './host.js';
