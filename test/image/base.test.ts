import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { type ResolvedImage, resolveImage } from '#src/image/index.js';
import { guestOutput, TestGuest } from './support/qemu.js';

const MIB = 2 ** 20;
/** Under emulation on a busy machine; a quiet one needs 2 s. */
const BOOT_TIME = 60_000;

describe('image base', function () {
  this.timeout(120_000);
  let image: ResolvedImage;
  before(async () => {
    image = await resolveImage('base');
  });

  const boot = async (
    options: Parameters<typeof TestGuest.boot>[1],
    check: (guest: TestGuest) => Promise<void>,
  ) => {
    const guest = await TestGuest.boot(image, options);
    try {
      await check(guest);
    } finally {
      await guest.close();
    }
  };

  it('is a kernel, an unpacked kernel and an initramfs with the agent', async () => {
    assert.equal(image.name, 'base');
    assert.equal(image.agent, true);
    assert.equal(image.rootDisk, undefined);
    assert.ok(image.kernel?.vmlinux !== undefined);
    assert.equal((await readFile(image.kernel.vmlinux)).readUInt32BE(0), 0x7f454c46);
    assert.ok((await stat(image.initrd ?? '')).size < 5 * MIB);
  });

  it('takes no time once it is built', async () => {
    const times: number[] = [];
    for (let round = 0; round < 9; round += 1) {
      const start = performance.now();
      await resolveImage('base');
      times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    assert.ok((times[4] ?? 99) < 30, `median ${times[4]} ms`);
  });

  for (const bzImage of [false, true]) {
    it(`boots its ${bzImage ? 'bzImage' : 'vmlinux'} in the least memory, up to the agent`, () =>
      boot({ bzImage, memory: (image.kernel?.minMemory ?? 0) / MIB }, async (guest) => {
        const agent = await guest.agent(BOOT_TIME);
        const { release } = JSON.parse(
          await readFile(`${dirname(image.kernel?.path ?? '')}/manifest.json`, 'utf8'),
        ) as { release: string };
        assert.equal(agent.info.kernel, release);
        assert.match(await guestOutput(agent, 'ls', '-l', '/bin/ls'), /-> busybox/);
        agent.close();
      }));
  }

  it('cannot boot with noticeably less', () =>
    boot({ memory: (image.kernel?.minMemory ?? 0) / MIB - 8 }, async (guest) => {
      await guest.untilEnd();
      assert.match(await guest.console(), /deadlocked on memory|Kernel panic|out of memory/i);
    }));

  it('loads its modules in order, and leaves those of other machines', () =>
    boot({ args: ['-netdev', 'user,id=n', '-device', 'virtio-net-pci,netdev=n,romfile='] }, async (guest) => {
      const agent = await guest.agent(BOOT_TIME);
      const list = await guestOutput(agent, 'cat', '/vmwright/modules');
      const names = list.split('\n').map((line) => basename(line, '.ko'));
      assert.ok(names.indexOf('virtio_ring') < names.indexOf('virtio'));
      assert.ok(names.indexOf('virtio') < names.indexOf('virtio_pci'));
      assert.match(list, /^xen \/lib\/modules\/.*\/xen_blkfront\.ko$/m);
      const loaded = await guestOutput(agent, 'cat', '/proc/modules');
      assert.match(loaded, /^virtio_console /m);
      assert.doesNotMatch(loaded, /^(xen_|virtio_mmio)/m);
      assert.doesNotMatch(await guest.console(), /module .*: /);
      agent.close();
    }));
});
