import { join } from 'node:path/posix';
import type { VmFolder } from '../vm-process/index.js';

/** Where the overlay of a disk is. */
export function overlayFile(folder: VmFolder, index: number): string {
  return join(folder.state, `disk.${index}.qcow2`);
}

/** The VM's own UEFI variables. */
export function firmwareVarsFile(folder: VmFolder): string {
  return join(folder.state, 'vars.fd');
}
