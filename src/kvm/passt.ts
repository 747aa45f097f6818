import type { NetworkSpec } from '../engine/vm-spec.js';

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

/** The folder of a VM's passt: AppArmor profiles, as Debian's, let passt make its socket only under /tmp. */
export function passtFolder(id: string): string {
  return `/tmp/vmwright-${id}`;
}

export function passtSocket(id: string): string {
  return `${passtFolder(id)}/socket`;
}

/** Its options, none with a space in it. It ends with its only client, the VMM. */
export function passtOptions(id: string, { restrict }: Extract<NetworkSpec, { type: 'user' }>): string[] {
  const isolated = restrict ? ['--no-tcp', '--no-udp', '--no-icmp'] : [];
  const files = ['--socket', passtSocket(id), '--pid', `${passtFolder(id)}/pid`];
  return ['--quiet', '--one-off', ...files, ...ADDRESSES, ...isolated];
}
