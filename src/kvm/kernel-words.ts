/** A byte on the serial port is two exits from the guest, one on the virtio console is next to none. */
const WORDS = [
  'console=hvc0',
  // Until the driver of the virtio console is there, the serial port shows what matters: warnings, and the panic of a
  // guest that does not come so far. The VMM writes both to one log.
  'earlycon=uart8250,io,0x3f8',
  'quiet',
  // A panicked guest resets at once; the panic is then found in the console log.
  'panic=-1',
];

/** The command line: ours first, so that the image's and the user's words win where the last one counts. */
export function kernelWords(words: readonly string[]): string[] {
  return [...WORDS, ...words];
}

/** Where the guest's console is: the last `console=` is the kernel's /dev/console. */
export function consolePort(words: readonly string[]): 'hvc0' | 'ttyS0' {
  const last = words.filter((word) => word.startsWith('console=')).at(-1) ?? '';
  return /^console=ttyS0(,|$)/.test(last) ? 'ttyS0' : 'hvc0';
}
