import type { VmSpec } from '../engine/vm-spec.js';
import {
  MAKE_OVERLAYS,
  overlayArgs,
  passtArgs,
  START_PASST,
  type StartSteps,
  type VmFolder,
} from '../vm-process/index.js';
import type { ToolstackConfig } from './config.js';

/**
 * Writes the configuration (`$1`), which is the toolstack's descriptor 3, and checks the bridge, if there is one (`$2`). The overlays of a saved
 * VM (`$3`) are made by the toolstack.
 * The toolstack's guard holds the lock until the domain is gone.
 */
const SCRIPT = String.raw`config="$run/config.json"
settle() { exec 9>&-; flock -s -w 30 "$run/alive" true; }
printf '%s\n' "$1" >"$config" || fail HOST_COMMAND_FAILED "cannot write $config"
if [ -n "$2" ] && [ ! -d "/sys/class/net/$2/bridge" ]; then fail ENGINE_FAILED "the host has no bridge $2"; fi
shift 2
if [ -n "$1" ]; then make_state; fi
shift
${START_PASST}${MAKE_OVERLAYS}`;

/** What has to be made before the domain is. */
export function startSteps(spec: VmSpec, config: ToolstackConfig, folder: VmFolder): StartSteps {
  const { network } = spec;
  const restores = config.restore !== undefined;
  return {
    script: SCRIPT,
    args: [
      JSON.stringify(config),
      network.type === 'bridge' ? network.bridge : '',
      restores ? 'restore' : '',
      ...passtArgs(spec.id, network),
      ...overlayArgs(restores ? [] : spec.disks, folder),
    ],
  };
}
