import type { KvmProbe } from '../engine/choose-kvm.js';
import type { Engine } from '../engine/engine.js';
import { ProcessEngine } from '../vm-process/index.js';
import { QemuProgram } from './program.js';

/** What the engine needs from other folders. */
export interface QemuEngineDeps {
  /** Says whether KVM really runs guests on the host. */
  readonly probeKvm: KvmProbe;
}

/** Runs VMs with the host's own QEMU, accelerated by KVM or emulated. */
export function createQemuEngine({ probeKvm }: QemuEngineDeps): Engine {
  return new ProcessEngine(new QemuProgram(probeKvm));
}
