import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVm, isVmError, type VmErrorCode, type VmOptions } from 'vmwright';
import { BOOT_LIMIT } from '../hosts/support/real-host.js';
import { imageWith } from '../support/image-with.js';
import { onEveryTarget } from '../support/targets.js';

/** Milliseconds in which an abort has undone everything, on a busy emulated host as well. */
const UNDONE = 20_000;

/** Instead of /init at first: resets the guest unless its disk says that it has done so. */
const RESET_ONCE = `#!/bin/sh
mount -t proc proc /proc; mount -t devtmpfs dev /dev; mount -t sysfs sys /sys
while read -r class path; do
  case $class in boot | root | mmio | xen) insmod "$path" ;; esac
done </vmwright/modules
for try in 1 2 3 4 5 6 7 8 9 10; do
  disk=$(ls /dev/vda /dev/xvda 2>/dev/null)
  if [ -n "$disk" ]; then break; fi
  sleep 0.5
done
if [ "$(head -c 4 $disk)" != done ]; then
  echo done | dd of=$disk conv=notrunc,fsync
  reboot -f
fi
umount /sys /dev /proc
exec /init
`;

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

  it('a guest that resets itself again and again, after a few times', async () => {
    const events: string[] = [];
    const options: VmOptions = {
      cmdline: ['rdinit=/bin/reboot', '--', '-f'],
      timeout: BOOT_LIMIT * 2, // of some boots
      onEvent: ({ type }) => events.push(type),
    };
    await assert.rejects(create(options), (error) => {
      assert.ok(isVmError(error) && error.code === 'VM_CRASHED', String(error));
      assert.match(error.message, /reset itself 3 times before it answered/);
      assert.ok('consoleTail' in error && error.consoleTail?.includes('Restarting system'));
      return true;
    });
    assert.deepEqual(events.slice(0, 3), ['created', 'booting', 'rebooted']);
  });

  it('none for a guest that resets itself once on its way', async () => {
    const events: string[] = [];
    const disk = await emptyDisk('once.raw');
    await using vm = await create({
      image: await imageWith(dir, 'once', RESET_ONCE),
      cmdline: ['rdinit=/once'],
      disks: [{ path: disk }],
      onEvent: ({ type }) => events.push(type),
    });
    assert.equal((await vm.exec('echo', ['up'])).stdout, 'up\n');
    assert.deepEqual(events, ['created', 'booting', 'rebooted', 'ready']);
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
