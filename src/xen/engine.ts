import type { Engine } from '../engine/engine.js';
import { ProcessEngine } from '../vm-process/index.js';
import { XenProgram } from './program.js';

/** Runs VMs as domains of the host's Xen. The program that keeps them is sent to hosts that do not have it. */
export function createXenEngine(): Engine {
  return new ProcessEngine(new XenProgram());
}
