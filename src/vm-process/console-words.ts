/**
 * Kernel words for guests with our agent, whose virtio console is there for certain: its port is a part of the agent's
 * device. A byte on the serial port is two exits from the guest, one on the virtio console is next to none.
 */
export const VIRTIO_CONSOLE_WORDS: readonly string[] = [
  // Before `earlycon`, which else prints all that the kernel has said so far: 1,600 exits.
  'quiet',
  'console=hvc0',
  // Until the driver of the virtio console is there, the serial port shows what matters: errors, and the panic of a
  // guest that does not come so far. Both write to one log. The agent then prints the rest, kernel-log.c.
  'earlycon=uart8250,io,0x3f8',
];

/** Where the guest's console is: the last `console=` is the kernel's /dev/console. */
export function consolePort(words: readonly string[]): 'hvc0' | 'ttyS0' {
  const last = words.filter((word) => word.startsWith('console=')).at(-1) ?? '';
  return /^console=ttyS0(,|$)/.test(last) ? 'ttyS0' : 'hvc0';
}
