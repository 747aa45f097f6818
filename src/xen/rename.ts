import { isVmError, VmError } from '../core/errors.js';
import type { VmMonitor } from '../vm-process/index.js';

/** Renames a domain. VM_NAME_TAKEN when another one has the name, whoever made it: libxenlight allows a name once. */
export async function renameDomain(qmp: Pick<VmMonitor, 'execute'>, name: string): Promise<void> {
  try {
    await qmp.execute('x-xen-rename', { name });
  } catch (error) {
    if (!isVmError(error) || !/already exists/.test(error.message)) throw error;
    throw new VmError('VM_NAME_TAKEN', `a domain named '${name}' runs already`, { cause: error });
  }
}
