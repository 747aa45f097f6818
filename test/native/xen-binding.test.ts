import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { isVmError, Xen } from 'vmwright/xen';
import { PACKAGE_ROOT } from '#src/native/paths.js';
import { loadXenAddon, type XenHandle } from '#src/native/xen/addon.js';
import { skipBecause } from '../support/skip.js';

const ADDON = join(PACKAGE_ROOT, 'prebuilds', `${process.platform}-${process.arch}`, 'xen.node');

/** What `xl` and the rest of Xen's tools are opened with: not here. */
function requireNoXen(context: Mocha.Context): void {
  if (existsSync('/dev/xen/privcmd')) skipBecause(context, 'Xen runs here; test/hosts tests it');
}

/** A /sys/hypervisor of that release, for the time of `use`. */
async function withRelease(version: string, use: (sysfs: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'vmwright-sysfs-'));
  const [major = '', minor = ''] = version.split('.');
  try {
    mkdirSync(join(folder, 'version'));
    const files = { type: 'xen', 'version/major': major, 'version/minor': minor, 'version/extra': '.0' };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), `${text}\n`);
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function reasonOf(sysfs: string): Promise<string> {
  try {
    await (await Xen.open({ sysfs })).close();
  } catch (error) {
    assert.ok(isVmError(error) && error.code === 'ENGINE_UNAVAILABLE', String(error));
    return error.message;
  }
  assert.fail('Xen was opened');
}

describe('xen.node', () => {
  before(function () {
    if (process.platform !== 'linux' || process.arch !== 'x64') skipBecause(this, 'linux-x64 only');
  });

  it('is linked with no library of Xen, and loads', () => {
    const needed = execFileSync('objdump', ['-p', ADDON], { encoding: 'utf8' }).match(/NEEDED\s+\S+/g) ?? [];
    assert.ok(needed.length > 0);
    assert.deepEqual(
      needed.filter((line) => line.includes('xen')),
      [],
    );
    assert.equal(typeof loadXenAddon().open, 'function');
  });

  it('says why there is no Xen', async function () {
    requireNoXen(this);
    assert.match(await reasonOf('/nowhere'), /^the host does not run under Xen/);
    await withRelease('4.16', async (sysfs) => {
      assert.match(await reasonOf(sysfs), /Xen 4\.16 is not known, only those of 4\.17 to 4\.22$/);
    });
    await withRelease('4.22', async (sysfs) => {
      assert.match(await reasonOf(sysfs), /^cannot load libxenctrl\.so\.4\.22: /);
    });
  });

  it('says that the hypervisor does not answer, in the words of the library and not on stderr', function () {
    requireNoXen(this);
    const script = `const { Xen } = await import('${import.meta.resolve('vmwright/xen')}');
      await Xen.open({ sysfs: process.argv[1] }).catch(({ code, message }) => console.log(code, message));`;
    return withRelease('4.17', async (sysfs) => {
      const argv = ['--input-type=module', '--eval', script, sysfs];
      const { stdout, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
      if (stdout.includes('cannot load')) skipBecause(this, 'libxenctrl 4.17 is not installed');
      assert.match(
        stdout,
        /^ENGINE_UNAVAILABLE Xen cannot be controlled from here: .*: No such file or directory$/m,
      );
      assert.equal(stderr, '');
    });
  });

  it('takes no handle but its own', async () => {
    const addon = loadXenAddon();
    for (const wrong of [{}, undefined, 1, addon]) {
      const handle = wrong as unknown as XenHandle;
      assert.throws(() => addon.listDomains(handle), {
        code: 'OPTION_INVALID',
        message: /expected the Xen handle/,
      });
      assert.throws(() => addon.close(handle), { code: 'OPTION_INVALID' });
    }
    assert.throws(() => addon.open(1 as unknown as string), { code: 'OPTION_INVALID' });
  });

  it('works in worker threads, also in one that ends meanwhile', async function () {
    requireNoXen(this);
    this.timeout(20_000);
    const script = `const { parentPort } = require('node:worker_threads');
      import('${import.meta.resolve('vmwright/xen')}').then(async ({ Xen }) => {
        for (let i = 0; i < 50; i += 1) Xen.open({ sysfs: '/nowhere' }).catch(() => {});
        parentPort.postMessage(await Xen.open({ sysfs: '/nowhere' }).catch(({ code }) => code));
      });`;
    for (let round = 0; round < 5; round += 1) {
      const worker = new Worker(script, { eval: true });
      const code = await new Promise((resolve, reject) => {
        worker.once('message', resolve);
        worker.once('error', reject);
        if (round % 2 === 1) worker.once('online', () => resolve('ENGINE_UNAVAILABLE'));
      });
      assert.equal(code, 'ENGINE_UNAVAILABLE');
      await worker.terminate();
    }
  });
});
