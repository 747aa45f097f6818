import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveImage } from '#src/image/index.js';
import { writeMbr } from './support/mbr.js';
import { guestOutput, TestGuest } from './support/qemu.js';

const BOOT_TIME = 60_000;

/** A root file system whose init is busybox. */
async function makeRoot(folder: string): Promise<string> {
  const root = join(folder, 'root');
  for (const name of ['bin', 'dev', 'etc', 'proc', 'run', 'sbin', 'sys', 'tmp']) {
    await mkdir(join(root, name), { recursive: true });
  }
  const busybox = execFileSync('sh', ['-c', 'command -v busybox'], { encoding: 'utf8' }).trim();
  execFileSync('cp', [busybox, join(root, 'bin/busybox')]);
  for (const name of ['sh', 'cat', 'ps']) await symlink('busybox', join(root, 'bin', name));
  await symlink('../bin/busybox', join(root, 'sbin/my-init'));
  await writeFile(
    join(root, 'sbin/start'),
    '#!/bin/sh\necho MY-INIT-RUNS > /dev/console\nexec /bin/busybox init\n',
    {
      mode: 0o755,
    },
  );
  await writeFile(join(root, 'etc/inittab'), '::sysinit:/bin/busybox true\n');
  await writeFile(join(root, 'etc/marker'), 'my own root\n');
  return root;
}

describe('image from a root disk of the user', function () {
  this.timeout(120_000);
  let folder = '';
  let root = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vmwright-test-'));
    root = await makeRoot(folder);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const check = async (source: Parameters<typeof resolveImage>[0]) => {
    const guest = await TestGuest.boot(await resolveImage(source));
    try {
      const agent = await guest.agent(BOOT_TIME);
      assert.equal(await guestOutput(agent, 'cat', '/etc/marker'), 'my own root\n');
      await guest.waitForConsole(/MY-INIT-RUNS/, BOOT_TIME);
      agent.close();
    } finally {
      await guest.close();
    }
  };

  it('boots a bare ext4 file system', async () => {
    const disk = join(folder, 'bare.img');
    execFileSync('mke2fs', ['-q', '-t', 'ext4', '-d', root, disk, '32M'], { stdio: 'ignore' });
    await check({ rootDisk: disk, init: '/sbin/start' });
  });

  it('boots a partition of a qcow2 disk', async () => {
    const raw = join(folder, 'disk.img');
    await writeFile(raw, '');
    await truncate(raw, 34 * 2 ** 20);
    await writeMbr(raw, [{ type: 0x83, start: 2048, sectors: 32 * 2048 }]);
    const offset = ['-E', `offset=${2 ** 20}`];
    execFileSync('mke2fs', ['-q', '-F', '-t', 'ext4', '-d', root, ...offset, raw, '32M'], {
      stdio: 'ignore',
    });
    const disk = join(folder, 'disk.qcow2');
    execFileSync('qemu-img', ['convert', '-O', 'qcow2', raw, disk]);
    await assert.rejects(resolveImage({ rootDisk: raw }), { code: 'IMAGE_INVALID', remedy: /partition: 1/ });
    await check({ rootDisk: disk, partition: 1, init: '/sbin/start' });
  });

  it('explains on the console that the init is missing', async () => {
    const disk = join(folder, 'noinit.img');
    execFileSync('mke2fs', ['-q', '-t', 'ext4', '-d', root, disk, '32M'], { stdio: 'ignore' });
    const guest = await TestGuest.boot(await resolveImage({ rootDisk: disk, init: '/sbin/nothing' }));
    try {
      await guest.waitForConsole(/cannot start \/sbin\/nothing/, BOOT_TIME);
    } finally {
      await guest.close();
    }
  });
});
