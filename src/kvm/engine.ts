import type { Engine } from '../engine/engine.js';
import { ProcessEngine } from '../vm-process/index.js';
import { VmmProgram } from './program.js';

/** Runs VMs with our own VMM on the host's /dev/kvm. The program is sent to hosts that do not have it. */
export function createKvmEngine(): Engine {
  return new ProcessEngine(new VmmProgram());
}
