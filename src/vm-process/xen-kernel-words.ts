import type { XenGuestType } from '../engine/hypervisor-report.js';

const WORDS = [
  'quiet',
  // A panicked guest tells the hypervisor at once that it crashed; otherwise it would ask for a reboot.
  'panic=-1',
  'xen_legacy_crash',
];

/** Consoles that the agent serves, one for each program that can be attached. The first console, hvc0, is for people. */
export function agentDevices(slots: number): string[] {
  return Array.from({ length: slots }, (_, slot) => `/dev/hvc${slot + 1}`);
}

/** The command line for guests of Xen: ours first, so that the image's and the user's words win where the last one counts. */
export function xenKernelWords(words: readonly string[], agentSlots: number, type: XenGuestType): string[] {
  const agent = agentSlots === 0 ? [] : [`vmwright.agent=${agentDevices(agentSlots).join(',')}`];
  return [`console=${type === 'hvm' ? 'ttyS0' : 'hvc0'}`, ...WORDS, ...agent, ...words.map(diskWord)];
}

/** Images name their disks as virtio does; the driver for Xen's disks counts alike, with other letters. */
function diskWord(word: string): string {
  return word.replace(/^((?:vmwright\.)?root=\/dev\/)vd(?=[a-z])/, '$1xvd');
}
