import type { NetworkSpec } from '../engine/vm-spec.js';
import { helperFolder } from './helper-folder.js';

/** Each user network is its own, so all guests may have the same address: the one that QEMU gives. */
export const USER_MAC = '52:54:00:12:34:56';

/** The address plan of user networks, as in QEMU; src/api/build-spec.ts tells the guest. */
const ADDRESSES = [
  '--address',
  '10.0.2.15',
  '--netmask',
  '24',
  '--gateway',
  '10.0.2.2',
  '--dns-forward',
  '10.0.2.3',
];

/** Where the passt of a VM listens. */
export function passtSocket(id: string): string {
  return `${helperFolder(id)}/socket`;
}

/** Its options, none with a space in it. It ends with its only client, the VM's program. */
export function passtOptions(id: string, { restrict }: Extract<NetworkSpec, { type: 'user' }>): string[] {
  const isolated = restrict ? ['--no-tcp', '--no-udp', '--no-icmp'] : [];
  const files = ['--socket', passtSocket(id), '--pid', `${helperFolder(id)}/pid`];
  return ['--quiet', '--one-off', ...files, ...ADDRESSES, ...isolated];
}

/**
 * Steps of a start script that start passt if there is a folder for it (`$1`, options `$2`): it goes into the background
 * once it listens. Run by root it becomes the user nobody before it makes its socket. Takes both.
 */
export const START_PASST = `net=$1 options=$2; shift 2
if [ -n "$net" ]; then
  command -v passt >/dev/null || fail NO_PROGRAM passt
  must mkdir "$net"
  if [ "$(id -u)" = 0 ]; then must chown nobody "$net"; fi
  out=$(passt $options 2>&1 </dev/null 9>&-) || fail ENGINE_FAILED "passt did not start: $out"
fi
`;

/** What {@link START_PASST} takes. */
export function passtArgs(id: string, network: NetworkSpec): string[] {
  return network.type === 'user' ? [helperFolder(id), passtOptions(id, network).join(' ')] : ['', ''];
}
