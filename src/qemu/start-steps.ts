import type { VmSpec } from '../engine/vm-spec.js';
import type { StartSteps, VmFolder } from '../vm-process/index.js';
import { overlayFile } from './state-files.js';

/** Copies the template of the UEFI variables, and makes the overlays side by side. */
const SCRIPT = `if [ -n "$1" ]; then make_state; must cp "$1" "$state/vars.fd"; fi
shift
count=$1; shift
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

/** What has to be made before QEMU starts. `firmwareVars`: template of the UEFI variables. */
export function startSteps(
  disks: VmSpec['disks'],
  folder: VmFolder,
  firmwareVars: string | undefined,
): StartSteps {
  const overlays = disks.flatMap(({ access, path, format, size }, index) =>
    access === 'overlay'
      ? [[path, format, overlayFile(folder, index), size === undefined ? '' : String(size)]]
      : [],
  );
  return { script: SCRIPT, args: [firmwareVars ?? '', String(overlays.length), ...overlays.flat()] };
}
