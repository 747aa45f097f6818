import { join } from 'node:path/posix';
import type { DiskSpec, VmSpec } from '../engine/vm-spec.js';
import type { VmFolder } from './vm-folder.js';

/**
 * Steps of a start script that make the qcow2 overlays of a VM side by side: `$1` is their number, then four words for each.
 * Takes all of them.
 */
export const MAKE_OVERLAYS = `count=$1; shift
if [ "$count" -gt 0 ]; then
  command -v qemu-img >/dev/null || fail NO_PROGRAM qemu-img
  make_state
  pids= bad=
  while [ "$count" -gt 0 ]; do
    { out=$(qemu-img create -q -f qcow2 -F "$2" -b "$1" "$3" $4 2>&1 </dev/null) || { tell DISK_UNREADABLE "$out"; exit 1; }; } &
    pids="$pids $!"
    shift 4; count=$((count - 1))
  done
  for pid in $pids; do wait "$pid" || bad=1; done
  if [ -n "$bad" ]; then cleanup; exit 70; fi
fi
`;

/** Where the overlay of a disk is. */
export function overlayFile(folder: VmFolder, index: number): string {
  return join(folder.state, `disk.${index}.qcow2`);
}

/** What a guest gets of a disk. */
export interface DiskShape {
  readonly path: string;
  readonly format: DiskSpec['format'];
  readonly writable: boolean;
}

/** `overlay`: the file that the guest writes to when the disk itself is not to be written. */
export function shapeOf({ path, access, format }: DiskSpec, overlay: string): DiskShape {
  if (access === 'overlay') return { path: overlay, format: 'qcow2', writable: true };
  return { path, format, writable: access === 'write' };
}

/** What {@link MAKE_OVERLAYS} takes. */
export function overlayArgs(disks: VmSpec['disks'], folder: VmFolder): string[] {
  const overlays = disks.flatMap(({ access, path, format, size }, index) =>
    access === 'overlay'
      ? [[path, format, overlayFile(folder, index), size === undefined ? '' : String(size)]]
      : [],
  );
  return [String(overlays.length), ...overlays.flat()];
}
