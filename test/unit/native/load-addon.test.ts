import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explainLoadFailure } from '#src/native/load-addon.js';
import { skipBecause } from '../../support/skip.js';

describe('explainLoadFailure', () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ["/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found", /^was built for another C library/],
    ['Error loading shared library ld-linux-x86-64.so.2: No such file', /^was built for another C library/],
    ['/p/kvm.node: invalid ELF header', /^is not an addon for this platform/],
    ['/p/kvm.node: file too short', /^is not an addon for this platform/],
    ['compiled against a different Node.js version using NODE_MODULE_VERSION 99', /another Node\.js/],
    ['/p/kvm.node: cannot open shared object file: Permission denied', /^cannot open .*Permission denied$/],
  ];
  for (const [message, expected] of cases) {
    it(message, () => assert.match(explainLoadFailure('/p/kvm.node', new Error(message)), expected));
  }
});

/** The library in a folder of its own, without or with damaged binaries. */
describe('a package whose addon does not load', () => {
  let root = '';

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'vmwright-test-addon-'));
    writeFileSync(join(root, 'package.json'), '{"type":"module"}');
    for (const folder of ['core', 'native']) {
      cpSync(join('dist', folder), join(root, 'dist', folder), { recursive: true });
    }
  });

  afterEach(() => rmSync(root, { recursive: true }));

  function probe(): { usable: boolean; reason: string; remedy: string } {
    const code = `const { probeKvm } = await import('${join(root, 'dist/native/index.js')}');
      console.log(JSON.stringify(await probeKvm()));`;
    const args = ['--input-type=module', '--eval', code];
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    assert.equal(stderr, '');
    return JSON.parse(stdout);
  }

  it('still probes: unusable, with every place tried and the fix', function () {
    if (process.platform !== 'linux' || process.arch !== 'x64') skipBecause(this, 'linux-x64 only');
    const { usable, reason, remedy } = probe();
    assert.equal(usable, false);
    assert.match(reason, /prebuilds\/linux-x64\/kvm\.node: does not exist/);
    assert.match(reason, /build\/Release\/kvm\.node: does not exist/);
    assert.match(remedy, /npm rebuild vmwright/);
  });

  it('says that a file is no addon', function () {
    if (process.platform !== 'linux' || process.arch !== 'x64') skipBecause(this, 'linux-x64 only');
    mkdirSync(join(root, 'prebuilds/linux-x64'), { recursive: true });
    writeFileSync(join(root, 'prebuilds/linux-x64/kvm.node'), 'MZ, not an ELF file'.repeat(10));
    assert.match(probe().reason, /kvm\.node: is not an addon for this platform, or is damaged/);
  });
});
