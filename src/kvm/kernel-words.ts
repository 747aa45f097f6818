/**
 * The virtio console, whose history the kernel prints at once when its driver is there: a byte on the serial port is an exit
 * from the guest. A panicked guest resets at once; the panic is then found in the console log.
 */
const WORDS = ['console=hvc0', 'panic=-1'];

/** The command line: ours first, so that the image's and the user's words win where the last one counts. */
export function kernelWords(words: readonly string[]): string[] {
  return [...WORDS, ...words];
}

/** Where the guest's console is: the last `console=` is the kernel's /dev/console. */
export function consolePort(words: readonly string[]): 'hvc0' | 'ttyS0' {
  const last = words.filter((word) => word.startsWith('console=')).at(-1) ?? '';
  return /^console=ttyS0(,|$)/.test(last) ? 'ttyS0' : 'hvc0';
}
