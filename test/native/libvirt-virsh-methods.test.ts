import assert from 'node:assert/strict';
import { SETTINGS, STATE_CHANGES } from './support/libvirt-compared-changes.js';
import {
  ABOUT_THE_DEFAULT_HOST,
  ABOUT_THE_HOST,
  DOMAINS_OF_A_CONNECTION,
  LISTS,
} from './support/libvirt-compared-connect.js';
import { ABOUT_A_DOMAIN, MEMORY_AND_DEVICES, PROCESSORS } from './support/libvirt-compared-domain.js';
import { DEVICES_OF_THE_HOST, INTERFACES, NETWORK } from './support/libvirt-compared-others.js';
import { CHECKPOINTS, SNAPSHOTS } from './support/libvirt-compared-snapshots.js';
import { POOLS, VOLUMES } from './support/libvirt-compared-storage.js';
import { type Comparison, compare } from './support/libvirt-comparison.js';
import { methodsOfTheDriver, NOTHING_TO_COMPARE } from './support/libvirt-driver-methods.js';
import { requireLibvirt } from './support/libvirt-node.js';

type Host = 'file' | 'default';
const TOPICS: readonly (readonly [topic: string, rows: readonly Comparison[], host?: Host])[] = [
  ['the host', ABOUT_THE_HOST],
  ['its memory', ABOUT_THE_DEFAULT_HOST, 'default'],
  ['its devices', DEVICES_OF_THE_HOST, 'default'],
  ['its interfaces', INTERFACES],
  ['lists', LISTS],
  ['finding and making domains', DOMAINS_OF_A_CONNECTION],
  ['a domain', ABOUT_A_DOMAIN],
  ['its processors', PROCESSORS],
  ['its memory and devices', MEMORY_AND_DEVICES],
  ['changes of its state', STATE_CHANGES],
  ['changes of its settings', SETTINGS],
  ['snapshots', SNAPSHOTS],
  ['checkpoints', CHECKPOINTS],
  ['networks', NETWORK],
  ['storage pools', POOLS],
  ['volumes', VOLUMES],
];

describe('libvirt binding: each method says what virsh says', function () {
  this.timeout(30_000);
  before(function () {
    requireLibvirt(this);
  });

  for (const [topic, rows, host = 'file'] of TOPICS) {
    describe(`of ${topic}:`, () => {
      for (const row of rows) it(row.calls.join(', '), () => compare(row, host));
    });
  }

  it('and none that the driver has is left out', async () => {
    const compared = new Set(TOPICS.flatMap(([, rows]) => rows.flatMap(({ calls }) => calls)));
    const all = await methodsOfTheDriver();
    console.log(`      ${compared.size} compared, ${all.length} in the driver`);
    const without = all.filter((name) => !compared.has(name)).sort();
    assert.deepEqual(without, Object.keys(NOTHING_TO_COMPARE).sort());
  });
});
