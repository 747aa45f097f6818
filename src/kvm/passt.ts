import type { NetworkSpec } from '../engine/vm-spec.js';
import { helperFolder } from '../vm-process/index.js';

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

/** Its options, none with a space in it. It ends with its only client, the VMM. */
export function passtOptions(id: string, { restrict }: Extract<NetworkSpec, { type: 'user' }>): string[] {
  const isolated = restrict ? ['--no-tcp', '--no-udp', '--no-icmp'] : [];
  const files = ['--socket', passtSocket(id), '--pid', `${helperFolder(id)}/pid`];
  return ['--quiet', '--one-off', ...files, ...ADDRESSES, ...isolated];
}
