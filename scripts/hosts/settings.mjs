// The machines of vagrant/Vagrantfile, and where this checkout keeps what it knows about them.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { boxOf } from '../../vagrant/box/cache.mjs';
import { ROOT, SetupError } from '../lib/step.mjs';
import { detectVirtualization } from './virtualization.mjs';

export const VAGRANT_DIR = join(ROOT, 'vagrant');
/** Keys, addresses, logs; not in git. */
export const STATE_DIR = join(VAGRANT_DIR, '.state');

/** Several checkouts may have their hosts on one machine. */
export const DOMAIN_PREFIX = `vmwright-${createHash('sha256').update(ROOT).digest('hex').slice(0, 6)}-`;

/** VMWRIGHT_HOSTS_MEMORY_MIB overrides. */
const MEMORY_MIB = Number(process.env.VMWRIGHT_HOSTS_MEMORY_MIB || 4096);
/**
 * A hypervisor on a CPU whose virtualization QEMU emulates on several threads panics within hours (KVM), loses interrupts,
 * after which a guest waits for its timer for ever (KVM), or finds triple faults in guests that boot (Xen). With one CPU
 * nothing runs beside the switch into the guest.
 */
const hostCpus = () => (detectVirtualization().mode === 'emulated' ? 1 : 2);

/** Which kind of host each machine is. The second ones are for migration, and start when named. */
export const MACHINES = {
  kvm: { kind: 'kvm', autostart: true },
  xen: { kind: 'xen', autostart: true },
  kvm2: { kind: 'kvm', autostart: false },
  xen2: { kind: 'xen', autostart: false },
};

export const domainOf = (name) => `${DOMAIN_PREFIX}${name}`;
export const consoleLogOf = (name) => join(STATE_DIR, `console-${name}.log`);

/** The machines a command line names; without names those that start by themselves. */
export function machinesNamed(names) {
  const unknown = names.find((name) => !Object.hasOwn(MACHINES, name));
  if (unknown !== undefined) {
    throw new SetupError(`no host is called ${unknown}; known: ${Object.keys(MACHINES).join(', ')}`);
  }
  if (names.length > 0) return names;
  return Object.keys(MACHINES).filter((name) => MACHINES[name].autostart);
}

/** What the Vagrantfile reads. */
export function vagrantSettings() {
  const machines = Object.entries(MACHINES).map(([name, { kind, autostart }]) => {
    const { name: box, version: boxVersion } = boxOf(kind);
    const facts = { kind, autostart, box, boxVersion, memoryMiB: MEMORY_MIB, cpus: hostCpus() };
    return [name, { ...facts, consoleLog: consoleLogOf(name) }];
  });
  return {
    domainPrefix: DOMAIN_PREFIX,
    virtualization: detectVirtualization(),
    machines: Object.fromEntries(machines),
  };
}
