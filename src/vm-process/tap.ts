import { VmError } from '../core/errors.js';
import type { NetworkSpec } from '../engine/vm-spec.js';
import type { NeededFile } from './program.js';

/** What tells of a tap device that it is one. Without it opening the device would make a new one, connected to nothing. */
export function tapNeeded(network: NetworkSpec): NeededFile[] {
  return network.type === 'tap'
    ? [{ code: 'NO_TAP', path: `/sys/class/net/${network.device}/tun_flags` }]
    : [];
}

/** `text`: what the start script says of the file. */
export function noTapError(text: string): VmError {
  const name = /^\/sys\/class\/net\/([^/]+)\//.exec(text)?.[1] ?? text;
  return new VmError('ENGINE_FAILED', `the host has no tap device ${name}`, {
    remedy: `ip tuntap add ${name} mode tap, and connect it: ip link set ${name} master BRIDGE up`,
  });
}
