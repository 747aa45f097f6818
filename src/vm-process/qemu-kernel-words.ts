import type { VmSpec } from '../engine/vm-spec.js';
import { VIRTIO_CONSOLE_WORDS } from './console-words.js';

/**
 * Words for every kernel we boot directly. Effects are CPU seconds of QEMU from its start to the first user
 * program: Debian 6.1 cloud kernel, one emulated CPU, medians of 8 interleaved boots (2.57 without any).
 * No effect beyond the noise of 0.1 s had: 8250.nr_uarts=1, i8042.*, no_timer_check, mitigations=off, apparmor=0,
 * audit=0, rcupdate.rcu_expedited=1, pci=lastbus=0.
 */
const WORDS = [
  // A panicked guest resets at once, which QMP reports; the panic itself is then found in the console log.
  'panic=-1',
];

const EMULATED_WORDS = [
  // The kernel distrusts an emulated TSC whose ticks come late and then reads the time from the ACPI timer, an exit
  // from translated code each time: -0.17 s, and quicker clocks ever after. QEMU's TSC is the host's, one for all
  // CPUs, so it can be relied upon. Under KVM the guest has kvm-clock, which knows better.
  'tsc=reliable',
  // With one CPU the kernel would patch every lock prefix out of itself, and QEMU translate all those pages again:
  // -0.15 s.
  'noreplace-smp',
];

/**
 * The command line for guests of QEMU: ours first, so that the image's and the user's words win where the last one counts. A kernel of which
 * we know nothing has the serial port as its console.
 */
export function kernelWords(
  { agent }: Pick<VmSpec, 'agent'>,
  words: readonly string[],
  hypervisor: 'kvm' | 'emulated',
): string[] {
  const console = agent === true ? VIRTIO_CONSOLE_WORDS : ['console=ttyS0'];
  return [...console, ...WORDS, ...(hypervisor === 'emulated' ? EMULATED_WORDS : []), ...words];
}
