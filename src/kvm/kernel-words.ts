import { VIRTIO_CONSOLE_WORDS } from '../vm-process/index.js';

const WORDS = [
  ...VIRTIO_CONSOLE_WORDS,
  // A panicked guest resets at once; the panic is then found in the console log.
  'panic=-1',
];

/** The command line: ours first, so that the image's and the user's words win where the last one counts. */
export function kernelWords(words: readonly string[]): string[] {
  return [...WORDS, ...words];
}
