import type { VmSpec } from '../engine/vm-spec.js';
import { VIRTIO_CONSOLE_WORDS } from '../vm-process/index.js';

const WORDS = [
  ...VIRTIO_CONSOLE_WORDS,
  // A panicked guest resets at once; the panic is then found in the console log.
  'panic=-1',
];

/**
 * `noearly`: no search for faulty chipsets by ports, of which each access is an exit. `off`: where there is no PCI, no search
 * for it and no complaint.
 */
const pciWord = ({ profile }: Pick<VmSpec, 'profile'>) => (profile === 'minimal' ? 'pci=off' : 'pci=noearly');

/** The command line: ours first, so that the image's and the user's words win where the last one counts. */
export function kernelWords(words: readonly string[], spec: Pick<VmSpec, 'profile'>): string[] {
  return [...WORDS, pciWord(spec), ...words];
}
