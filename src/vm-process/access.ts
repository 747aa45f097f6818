import { removeVm } from './list-script.js';
import { lookAt } from './look-script.js';
import type { VmAccess, VmKind } from './program.js';
import { takeSlot } from './slot.js';

/** By the lock and the sockets in the VM's folder. */
const OWN_ACCESS: VmAccess = {
  look: ({ runner, folder }, op) => lookAt(runner, folder, op),
  enter: takeSlot,
  remove: ({ runner, folder }) => removeVm(runner, folder),
};

/** How VMs of a kind are found and entered again. */
export const accessOf = ({ access = OWN_ACCESS }: VmKind): VmAccess => access;
