import { gzipSync } from 'node:zlib';
import type { VmSpec } from '../engine/vm-spec.js';
import type { NeededFile } from './program.js';
import type { VmFolder } from './vm-folder.js';

/**
 * Steps of start-script.ts that write the seed disk to `$seed`, if there is one; `$packed` is what {@link seedLine} made. It comes on
 * standard input as it may be secret.
 */
export const MAKE_SEED = `if [ -n "$packed" ]; then
  make_state
  if ! out=$({ printf '%s' "$packed" | base64 -d | gzip -d >"$seed"; } 2>&1); then fail HOST_COMMAND_FAILED "cannot write $seed: $out"; fi
  packed=
fi
`;

/** The line that follows the record. */
export const seedLine = (seed: Uint8Array): string => `${gzipSync(seed).toString('base64')}\n`;

/** The spec of a VM in its folder: where its seed disk is. */
export function withSeedPath(spec: VmSpec, folder: VmFolder): VmSpec {
  const disks = spec.disks.map((disk) => (disk.seed === true ? { ...disk, path: folder.seed } : disk));
  return { ...spec, disks };
}

/** The disks that must be there before the VM is made. */
export function neededDisks(disks: VmSpec['disks']): NeededFile[] {
  return disks.flatMap(({ path, seed }) =>
    seed === true ? [] : [{ code: 'DISK_UNREADABLE' as const, path }],
  );
}
