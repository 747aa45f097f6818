import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createVm, isVmError, type VmErrorCode, type VmOptions } from 'vmwright';
import { assertNothingLeft } from '../support/root-hooks.js';

const run = promisify(execFile);

/** Expects that code, quickly and with a remedy. */
async function refused(options: unknown, code: VmErrorCode, message: RegExp): Promise<void> {
  const start = performance.now();
  await assert.rejects(createVm(options as VmOptions), (error) => {
    assert.ok(isVmError(error), String(error));
    assert.equal(error.code, code, error.message);
    assert.match(error.message, message);
    assert.notEqual(error.remedy, '');
    return true;
  });
  assert.ok(performance.now() - start < 1500, 'bad input is told at once');
}

describe('bad input', () => {
  let dir = '';
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'vmwright-bad-'));
  });
  after(() => rm(dir, { recursive: true, force: true }));
  afterEach(assertNothingLeft);

  it('unknown option', () => refused({ memroy: 1 }, 'OPTION_INVALID', /did you mean 'memory'/));
  it('unknown image', () => refused({ image: 'debain:12' }, 'IMAGE_NOT_FOUND', /debian:12/));
  it('missing kernel', () => refused({ image: { kernel: '/no/kernel' } }, 'IMAGE_NOT_FOUND', /\/no\/kernel/));
  it('missing disk', () => refused({ image: { disk: '/no/disk' } }, 'IMAGE_NOT_FOUND', /\/no\/disk/));
  it('missing extra disk', () =>
    refused({ disks: [{ path: '/no/data' }] }, 'DISK_UNREADABLE', /disks\[0\].*\/no\/data/));
  it('a directory for a disk', () => refused({ disks: [{ path: dir }] }, 'DISK_UNREADABLE', /is not a file/));
  it('too little memory', () => refused({ memory: '32MiB' }, 'MEMORY_TOO_SMALL', /at least \d+.* MiB/));
  it('mounts', () => refused({ mounts: [{ hostPath: '/', guestPath: '/x' }] }, 'VM_UNSUPPORTED', /mounts/));
  it('an engine that is not there', () =>
    refused({ engine: 'xen' }, 'ENGINE_UNAVAILABLE', /does not run under Xen/));
  it('a hypervisor that is not there', () => refused({ hypervisor: 'xen' }, 'ENGINE_UNAVAILABLE', /xen/));
  it('an unknown host', () => refused({ host: 'nowhere' }, 'OPTION_INVALID', /'ssh:.*nowhere/));

  it('a kernel that is not a kernel', async () => {
    const kernel = join(dir, 'not-a-kernel');
    await writeFile(kernel, 'hello');
    await refused({ image: { kernel } }, 'IMAGE_INVALID', /not-a-kernel/);
  });

  it('a wrong digest', async () => {
    const disk = join(dir, 'disk.raw');
    await writeFile(disk, Buffer.alloc(1 << 20));
    await refused({ image: { disk, sha256: '0'.repeat(64) } }, 'IMAGE_DIGEST_MISMATCH', /0{64}/);
  });

  it('missing QEMU', async () => {
    const script = `import('vmwright').then(({ createVm }) => createVm({ engine: 'qemu' }))
      .catch((error) => console.log(JSON.stringify([error.code, error.remedy])))`;
    // Hidden in a mount namespace of its own: an empty file that nobody can execute lies over the program.
    const hide = 'mount --bind "$1" "$(command -v qemu-system-x86_64)" && shift && exec "$@"';
    const empty = join(dir, 'empty');
    await writeFile(empty, '');
    const inside = ['--map-root-user', '--mount', 'sh', '-c', hide, 'sh', empty];
    const { stdout } = await run('unshare', [...inside, process.execPath, '-e', script], { timeout: 20_000 });
    const [code, remedy] = JSON.parse(stdout) as [string, string];
    assert.equal(code, 'ENGINE_UNAVAILABLE');
    assert.match(remedy, /apt-get install.*qemu-system-x86/);
  });
});
