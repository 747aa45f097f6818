import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireLibvirt } from './support/libvirt-node.js';
import { SLOW, slowLibvirt } from './support/slow-libvirt.js';

const LIBVIRT = import.meta.resolve('vmwright/libvirt');
/** Calls that make a connection known for quick ones. */
const WARM_UP = 500;
/** Milliseconds in which many quick calls are done, whatever else runs; far less than a slow one takes. */
const SOON = SLOW / 2;

describe('libvirt binding: a call that takes long among quick ones', () => {
  let folder: string;
  before(function () {
    requireLibvirt(this);
    folder = mkdtempSync(join(tmpdir(), 'vmwright-slow-'));
    slowLibvirt(folder);
  });
  after(() => folder !== undefined && rmSync(folder, { recursive: true, force: true }));

  /** How many milliseconds each part of the code took that is given to `took`. */
  function times(code: string, threads = 4): Record<string, number> {
    const text = `const { Connect } = await import('${LIBVIRT}');
      const connect = await Connect.open('test:///default', { threads: ${threads} });
      const domain = await connect.domainLookupByName('test');
      const quick = async (count) => { for (let i = 0; i < count; i++) await domain.getInfo(); };
      const quickAtOnce = (count) => Promise.all(Array.from({ length: count }, () => domain.getInfo()));
      const slow = () => connect.getHostname();
      const times = {};
      const took = async (name, promise) => {
        const from = performance.now();
        await promise;
        times[name] = performance.now() - from;
      };
      await quick(${WARM_UP});
      ${code}
      await connect.close();
      console.log(JSON.stringify(times));`;
    const result = spawnSync(process.execPath, ['--input-type=module', '--eval', text], {
      encoding: 'utf8',
      timeout: 30_000,
      env: { ...process.env, LD_LIBRARY_PATH: folder },
    });
    assert.equal(result.status, 0, result.stderr);
    return JSON.parse(result.stdout);
  }

  const assertSoon = (time: number | undefined): void =>
    assert.ok(time !== undefined && time < SOON, `${time} ms`);
  const assertSlow = (time: number | undefined): void =>
    assert.ok(time !== undefined && time > SOON && time < 2 * SLOW, `${time} ms`);

  it('holds up none that come later', () => {
    const { slow, quick, atOnce } = times(
      `const held = took('slow', slow());
       await took('quick', quick(200));
       await took('atOnce', quickAtOnce(200));
       await held;`,
    );
    assertSlow(slow);
    assertSoon(quick);
    assertSoon(atOnce);
  });

  it('holds up none of the same turn, wherever it is among them', () => {
    const { slow, before, after } = times(
      `for (let i = 0; i < 5; i++) {
         const held = took('slow', quickAtOnce(i * 30).then(slow));
         await Promise.all([took('before', quickAtOnce(50)), held, took('after', quickAtOnce(50))]);
       }`,
    );
    assertSlow(slow);
    assertSoon(before);
    assertSoon(after);
  });

  it('holds up no other that takes long, as long as there are threads', () => {
    const { first, second } = times(
      `await took('first', Promise.all([slow(), slow(), slow(), slow()]));
       await quick(${WARM_UP});
       await took('second', Promise.all([slow(), ...Array.from({ length: 100 }, () => domain.getInfo()), slow(), slow()]));`,
    );
    assertSlow(first);
    assertSlow(second);
  });

  it('is waited for where there is one thread only', () => {
    const { slow, quick } = times(
      `const held = took('slow', slow());
       await took('quick', quick(10));
       await held;
       await quick(${WARM_UP});`,
      1,
    );
    assertSlow(slow);
    assert.ok(quick !== undefined && quick > SOON, `${quick} ms`);
  });

  it('blocks the event loop for a moment only', () => {
    const { turn } = times(
      `let held;
       await took('turn', new Promise((resolve) => { held = slow(); setImmediate(resolve); }));
       await held;`,
    );
    assertSoon(turn);
  });
});
