import type { VmOptions } from 'vmwright';
import { namedHosts } from './named-hosts.js';
import { Place } from './place.js';

const HOW = `this benchmark needs a host with KVM. Either bring the emulated one up:
  npm run hosts:up && eval "$(npm run --silent hosts:env)"
or name your own: export VMWRIGHT_TEST_HOSTS=kvm=ssh://root@kvm1, or kvm=local for this machine`;

/** Options that pick the engine and machine of each competitor. */
export const COMPETITORS = {
  'kvm, pci': { engine: 'kvm' },
  'kvm, minimal': { engine: 'kvm', profile: 'minimal' },
  'qemu q35': { engine: 'qemu', hypervisor: 'kvm' },
  'qemu microvm': { engine: 'qemu', hypervisor: 'kvm', profile: 'minimal' },
} as const satisfies Readonly<Record<string, VmOptions>>;

export type Competitor = keyof typeof COMPETITORS;

/** The host that figures are taken on: `kvm2` or `kvm` of VMWRIGHT_TEST_HOSTS. */
export async function openKvmPlace(): Promise<Place> {
  const hosts = namedHosts();
  const url = hosts.get('kvm2') ?? hosts.get('kvm');
  if (url === undefined) {
    console.error(HOW);
    process.exit(1);
  }
  return await Place.open(url);
}
