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
 * Writes the configuration (`$1`), which is the toolstack's descriptor 3, and what dom0 runs for the interface of a user
 * network (`$2`: wanted): nobody but the toolstack is on that interface, which dom0 itself must not answer on; the backend
 * waits for `hotplug-status`. Checks the bridge (`$3`). The toolstack's guard holds the lock until the domain is gone.
 */
const SCRIPT = String.raw`config="$run/config.json"
settle() { exec 9>&-; flock -s -w 30 "$run/alive" true; }
printf '%s\n' "$1" >"$config" || fail HOST_COMMAND_FAILED "cannot write $config"
if [ -n "$2" ]; then
  cat >"$run/vif" <<'END'
#!/bin/sh
if [ "$1" = online ]; then
  echo 1 >"/proc/sys/net/ipv6/conf/$vif/disable_ipv6"
  ip link set "$vif" arp off up
  xenstore-write "$XENBUS_PATH/hotplug-status" connected
fi
exit 0
END
  chmod 700 "$run/vif"
fi
if [ -n "$3" ] && [ ! -d "/sys/class/net/$3/bridge" ]; then fail ENGINE_FAILED "the host has no bridge $3"; fi
shift 3
${START_PASST}${MAKE_OVERLAYS}`;

/** What has to be made before the domain is. */
export function startSteps(spec: VmSpec, config: ToolstackConfig, folder: VmFolder): StartSteps {
  const { network } = spec;
  return {
    script: SCRIPT,
    args: [
      JSON.stringify(config),
      network.type === 'user' ? 'user' : '',
      network.type === 'bridge' ? network.bridge : '',
      ...passtArgs(spec.id, network),
      ...overlayArgs(spec.disks, folder),
    ],
  };
}
