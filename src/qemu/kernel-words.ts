/** Words for every kernel we boot directly; each is there for what it does to a stock Debian kernel on QEMU. */
const WORDS = [
  // The serial port is the only console: its log is the VM's console history.
  'console=ttyS0',
  // A panicked guest resets at once, which QMP reports; the panic itself is then found in the console log.
  'panic=-1',
];

/** The command line: ours first, so that the image's and the user's words win where the last one counts. */
export function kernelWords(words: readonly string[]): string[] {
  return [...WORDS, ...words];
}
