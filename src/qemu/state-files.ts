import { join } from 'node:path/posix';
import type { VmFolder } from '../vm-process/index.js';

/** The VM's own UEFI variables. */
export function firmwareVarsFile(folder: VmFolder): string {
  return join(folder.state, 'vars.fd');
}
