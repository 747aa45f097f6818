import type { VmSpec } from '../engine/vm-spec.js';
import { passtArgs, START_PASST, type StartSteps } from '../vm-process/index.js';
import type { VmmConfig } from './config.js';

/** Writes the configuration (`$1`), which is the VMM's descriptor 3, and makes the folder of the overlays if there are any (`$2`). */
const SCRIPT = String.raw`config="$run/config.json"
printf '%s\n' "$1" >"$config" || fail HOST_COMMAND_FAILED "cannot write $config"
if [ -n "$2" ]; then make_state; fi
shift 2
${START_PASST}`;

/** What has to be made before the VMM starts. */
export function startSteps({ id, disks, network }: VmSpec, config: VmmConfig): StartSteps {
  const overlays = disks.some(({ access }) => access === 'overlay') ? 'overlays' : '';
  return { script: SCRIPT, args: [JSON.stringify(config), overlays, ...passtArgs(id, network)] };
}
