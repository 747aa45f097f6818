import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { endStarted, startProgram } from '../cli/support/cli.js';
import { requireKvm } from '../native/support/tiny-guest.js';
import { assertNothingLeft } from '../support/root-hooks.js';
import { skipBecause } from '../support/skip.js';

/** What each example prints, line by line. */
const EXPECTED: Record<string, RegExp[]> = {
  hello: [
    /^booted on \w+ \(\w+\) in \d+ ms$/,
    /^Linux vm-\w+ \d/,
    /^sorted: apple, pear$/,
    /^exit code 3, stderr: no such luck$/,
    /^written from Node\.js$/,
  ],
  'web-server': [
    /^http:\/\/127\.0\.0\.1:\d+\/ answered 5 times: <h1>Hello from inside the VM<\/h1>$/,
    /^a missing page gives 404$/,
  ],
  'build-farm': [
    /^echo compiled > out {4,}ok: compiled$/,
    /^seq 1 100 \| md5sum > out +ok: d632eba71107bf7bc3ec423eab256d78 {2}-$/,
    /^echo broken >&2; exit 2 +failed: .*exited with 2: broken$/,
    /^uname -r > out +ok: \d+\.\d+/,
  ],
  'untrusted-code': [
    /^who am I: exit 0 65534$/,
    /^read a secret: exit 1 .*(Permission denied|can't open)/,
    /^call home: exit 1 .*Network is unreachable$/,
    /^endless loop: stopped with TIMEOUT$/,
    /^endless output: stopped with OUTPUT_TOO_LARGE$/,
    /^all the memory: exit 1 dd: out of memory$/,
    /^fork bomb: /,
    /^VM and all that ran in it: gone in under 2 s$/,
  ],
  detached: [/^listed: base, detached: true$/, /^the guest remembers 2 visits$/, /^after destroy: 0 left$/],
  'custom-disk': [/^the guest reads: from the host$/, /^the host reads: from the guest$/],
  'kvm-hello': [/^Hello from a 16-bit guest$/, /^halted at 0x102a$/],
  'kvm-mmio-device': [
    /^guest writes 6 to register 0$/,
    /^guest writes 7 to register 4$/,
    /^guest reads register 8$/,
    /^halt: the guest's EAX is 42$/,
  ],
  'xen-domains': [
    /^Xen 4\.\d+.* on \d+ CPUs, \d+ MiB of \d+ MiB free$/,
    /^ +0 Domain-0 +\d+ MiB {2}\d+\.\d s on \d+ vCPUs, \d+ running$/,
    /^watching for five seconds$/,
  ],
};

/** Examples of `vmwright/kvm` run on this machine's own KVM only. */
const needsKvm = (name: string): boolean => name.startsWith('kvm-');
/** Those of `vmwright/xen` run in dom0 only; test/hosts/xenstore.test.ts runs them there. */
const needsXen = (name: string): boolean => name.startsWith('xen-');

describe('examples', function () {
  this.timeout(180_000);
  afterEach('leave nothing', async () => {
    endStarted(); // of a failed test
    await assertNothingLeft();
  });

  it('are all tested', () => {
    const names = readdirSync('examples')
      .filter((file) => file.endsWith('.ts'))
      .map((file) => file.slice(0, -3));
    assert.deepEqual(names.sort(), Object.keys(EXPECTED).sort());
  });

  for (const [name, patterns] of Object.entries(EXPECTED)) {
    it(name, async function () {
      if (needsKvm(name)) requireKvm(this);
      if (needsXen(name) && !existsSync('/dev/xen/privcmd')) skipBecause(this, 'no Xen runs here');
      const program = resolve('build/js/examples', `${name}.js`);
      const { code, stdout, stderr } = await startProgram(process.execPath, [program]).result;
      assert.equal(code, 0, stderr);
      assert.equal(stderr, '');
      const lines = stdout.split('\n').filter((line) => line !== '');
      assert.equal(lines.length, patterns.length, stdout);
      for (const [index, pattern] of patterns.entries()) assert.match(lines[index] ?? '', pattern);
    });
  }

  it('are listed by npm run example', async () => {
    const { code, stderr } = await startProgram(process.execPath, ['scripts/example.mjs']).result;
    assert.equal(code, 2);
    for (const name of Object.keys(EXPECTED)) assert.match(stderr, new RegExp(`^ {2}${name} +[A-Z]`, 'm'));
  });
});
