import type { VmSpec } from '../engine/vm-spec.js';
import { MAKE_OVERLAYS, overlayArgs, type StartSteps, type VmFolder } from '../vm-process/index.js';

/** Copies the template of the UEFI variables, and makes the overlays. */
const SCRIPT = `if [ -n "$1" ]; then make_state; must cp "$1" "$state/vars.fd"; fi
shift
${MAKE_OVERLAYS}`;

/** What has to be made before QEMU starts. `firmwareVars`: template of the UEFI variables. */
export function startSteps(
  disks: VmSpec['disks'],
  folder: VmFolder,
  firmwareVars: string | undefined,
): StartSteps {
  return { script: SCRIPT, args: [firmwareVars ?? '', ...overlayArgs(disks, folder)] };
}
