import type { VmSpec } from '../engine/vm-spec.js';
import { helperFolder, type StartSteps } from '../vm-process/index.js';
import type { VmmConfig } from './config.js';
import { passtOptions } from './passt.js';

/**
 * Writes the configuration (`$1`), which is the VMM's descriptor 3, makes the folder of the overlays if there are any
 * (`$2`), and starts passt if there is a folder for it (`$3`, options `$4`): it goes into the background once it listens.
 * Run by root it becomes the user nobody before it makes its socket. It ends when the VMM does.
 */
const SCRIPT = String.raw`config="$run/config.json" net=$3 options=$4
printf '%s\n' "$1" >"$config" || fail HOST_COMMAND_FAILED "cannot write $config"
if [ -n "$2" ]; then make_state; fi
shift 4
if [ -n "$net" ]; then
  command -v passt >/dev/null || fail NO_PROGRAM passt
  must mkdir "$net"
  if [ "$(id -u)" = 0 ]; then must chown nobody "$net"; fi
  out=$(passt $options 2>&1 </dev/null 9>&-) || fail ENGINE_FAILED "passt did not start: $out"
fi
`;

/** What has to be made before the VMM starts. */
export function startSteps({ id, disks, network }: VmSpec, config: VmmConfig): StartSteps {
  const overlays = disks.some(({ access }) => access === 'overlay') ? 'overlays' : '';
  const net = network.type === 'user' ? [helperFolder(id), passtOptions(id, network).join(' ')] : ['', ''];
  return { script: SCRIPT, args: [JSON.stringify(config), overlays, ...net] };
}
