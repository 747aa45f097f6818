import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVm, isVmError, type VmErrorCode, type VmOptions } from 'vmwright';
import { onEveryTarget } from '../support/targets.js';

/** Milliseconds in which an abort has undone everything, on a busy emulated host as well. */
const UNDONE = 20_000;

onEveryTarget('errors of createVm', (target) => {
  let dir = '';
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'vmwright-errors-'));
  });
  after(() => rm(dir, { recursive: true, force: true }));

  const create = (options: VmOptions) => createVm({ ...target.options, ...options });

  async function fails(options: VmOptions, code: VmErrorCode, text = /./): Promise<void> {
    await assert.rejects(create(options), (error) => {
      assert.ok(isVmError(error), String(error));
      assert.equal(error.code, code, error.message);
      assert.match(error.message, text);
      assert.notEqual(error.remedy, '');
      return true;
    });
  }

  async function emptyDisk(name: string): Promise<string> {
    const disk = join(dir, name);
    await writeFile(disk, Buffer.alloc(1 << 20));
    return disk;
  }

  it('an image, a disk and an engine that are not there', async () => {
    await fails({ image: { kernel: '/no/kernel' } }, 'IMAGE_NOT_FOUND', /\/no\/kernel/);
    await fails({ disks: [{ path: '/no/data' }] }, 'DISK_UNREADABLE', /disks\[0\].*\/no\/data/);
    await fails({ memory: '32MiB' }, 'MEMORY_TOO_SMALL', /at least \d+.* MiB/);
  });

  it('a kernel that panics at boot, with its line and the console', async () => {
    await assert.rejects(create({ cmdline: ['rdinit=/no-such-init', 'root=/dev/none'] }), (error) => {
      assert.ok(isVmError(error) && error.code === 'VM_CRASHED', String(error));
      assert.match(error.message, /Kernel panic - not syncing/);
      assert.ok('consoleTail' in error && error.consoleTail?.includes('Kernel panic'));
      return true;
    });
  });

  it('a root disk without a file system, with the reason', async () => {
    const rootDisk = await emptyDisk('empty.raw');
    await assert.rejects(create({ image: { rootDisk } }), (error) => {
      assert.ok(isVmError(error), String(error));
      assert.match(error.message, /failed to start .*cannot mount .* as root/);
      return true;
    });
  });

  it('commands for a guest without agent, at once', async () => {
    const disk = await emptyDisk('blank.raw');
    if (target.options.engine === 'kvm') return fails({ image: { disk } }, 'VM_UNSUPPORTED', /no diskBoot/);
    const machine = target.options.machine === undefined ? {} : { machine: 'hvm' as const }; // the one with a firmware
    await using vm = await create({ image: { disk }, ...machine });
    assert.equal(vm.state, 'running');
    await assert.rejects(vm.exec('true'), (error) => isVmError(error) && error.code === 'AGENT_MISSING');
  });

  it('a timeout during boot', () => fails({ timeout: 900 }, 'TIMEOUT'));

  it('an abort', async () => {
    for (const delay of [50, 700]) {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), delay);
      const since = performance.now();
      await fails({ signal: controller.signal }, 'ABORTED');
      assert.ok(performance.now() - since < delay + UNDONE, 'it took effect at once');
    }
  });
});
