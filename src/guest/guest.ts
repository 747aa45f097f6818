import type { GuestClient } from './client.js';

/** What a program in the guest does for a VM: our agent, or QEMU's as far as it can. */
export type Guest = Pick<
  GuestClient,
  | 'restarted'
  | 'closed'
  | 'fail'
  | 'close'
  | 'spawn'
  | 'readFile'
  | 'createReadStream'
  | 'writeFile'
  | 'stat'
  | 'list'
  | 'mkdir'
  | 'rename'
  | 'remove'
  | 'copyIn'
  | 'copyOut'
  | 'dial'
  | 'powerOff'
  | 'reboot'
>;
