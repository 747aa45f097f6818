// hosts:status. Looks, and changes nothing.
import { boxOf } from '../../vagrant/box/cache.mjs';
import { answers, readRecords, urlOf } from './access.mjs';
import { ownHosts } from './inventory.mjs';
import { domainFacts, libvirtAnswers } from './libvirt.mjs';
import { MACHINES } from './settings.mjs';
import { detectVirtualization } from './virtualization.mjs';

export function hostsStatus() {
  const { mode, reason } = detectVirtualization();
  console.log(`virtualization  ${mode}: ${reason}`);
  for (const kind of ['kvm', 'xen']) {
    const box = boxOf(kind);
    console.log(`box ${kind.padEnd(11)} ${box.built ? box.folder : 'not built yet'}`);
  }
  for (const [name, url] of Object.entries(ownHosts()))
    console.log(`${name.padEnd(15)} your own host, ${url}`);
  if (!libvirtAnswers()) {
    console.log('libvirt         does not answer; hosts:up starts it');
    return;
  }
  for (const name of Object.keys(MACHINES)) console.log(`${name.padEnd(15)} ${stateOf(name)}`);
}

function stateOf(name) {
  const facts = domainFacts(name);
  if (facts === undefined) return 'not created';
  if (facts.state !== 'running') return facts.state;
  const record = readRecords()[name];
  if (record === undefined) return 'running, address not known; hosts:up learns it';
  return `${answers(name) ? 'ready' : 'running, but does not answer'}, ${urlOf(record)}`;
}
