import { randomBytes } from 'node:crypto';
import { join } from 'node:path/posix';
import { VmError } from '../core/errors.js';
import type { Operation } from '../core/operation.js';
import type { DiskSpec } from '../engine/vm-spec.js';
import type { Runner } from '../remote/runner.js';
import { missingProgram } from './start-errors.js';
import type { VmFolder } from './vm-folder.js';

/** The boot id tells a later boot that the folder is stale, see list-script.ts. */
const MAKE = `umask 077
state=$1; shift
command -v qemu-img >/dev/null || exit 69
if [ ! -d "$state" ]; then mkdir -p "$state" && cp /proc/sys/kernel/random/boot_id "$state/boot" || exit; fi
qemu-img create -q -f qcow2 -F "$2" -b "$1" "$3" $4 || { rm -f "$3"; exit 1; }
`;
const NO_PROGRAM = 69;

/** Where the overlay of one more disk is to be: no other one is there, whoever else adds disks to the VM. */
export function addedOverlayFile({ state }: VmFolder): string {
  return join(state, `added.${randomBytes(8).toString('hex')}.qcow2`);
}

/** Makes the overlay of a disk that a running VM gets; removed with the VM, or before. */
export async function makeOverlay(
  runner: Runner,
  folder: VmFolder,
  file: string,
  { path, format, size }: DiskSpec,
  op: Operation,
): Promise<void> {
  const words = [folder.state, path, format, file, size === undefined ? '' : String(size)];
  const made = await runner.run(['sh', '-c', MAKE, 'vmwright-overlay', ...words], { signal: op.signal });
  if (made.exitCode === NO_PROGRAM) throw missingProgram('qemu-img', { 'qemu-img': 'qemu-utils' });
  if (made.exitCode !== 0) throw new VmError('DISK_UNREADABLE', made.stderr.trim());
}

export async function removeOverlay(runner: Runner, file: string): Promise<void> {
  await runner.run(['rm', '-f', file]);
}
