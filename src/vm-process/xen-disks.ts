import { VmError } from '../core/errors.js';
import type { DiskSpec } from '../engine/vm-spec.js';

/** `xvda`, `xvdb`, … as the guest's driver counts; Xen's own names end with `xvdz`. */
export function xenDiskName(index: number): string {
  return `xvd${String.fromCharCode('a'.charCodeAt(0) + index)}`;
}

/**
 * QEMU's backend for Xen opens such a file for writing and then finds that it may not (hw/block/xen-block.c: only the lower
 * of its two layers is told). Nobody notices, and the guest has no such disk. The kernel of dom0 serves raw files.
 */
export function refuseReadOnlyQcow2({ path, format, access }: DiskSpec): void {
  if (format !== 'qcow2' || access !== 'read') return;
  throw new VmError('VM_UNSUPPORTED', `Xen gives guests no qcow2 file that is only to be read: ${path}`, {
    remedy:
      'Leave `access` out (what the guest writes is forgotten), or make it raw: qemu-img convert -O raw.',
  });
}
