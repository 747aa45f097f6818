import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVm, isVmError, type VmOptions } from 'vmwright';
import { eventually } from '../support/leaks.js';
import { HostSshd } from './support/host-sshd.js';
import { BOOT_LIMIT, requireHost } from './support/real-host.js';

/** Milliseconds in which a full disk has to be told, an upload until it is full included. */
const PROMPT = 120_000;

/** A busy host takes a moment to end a process; one that stays is told. */
const UMOUNT = `for i in 1 2 3 4 5 6 7 8 9 10; do
  if umount "$1" 2>/dev/null; then exit; fi
  sleep 1
done
ls -l /proc/[0-9]*/cwd /proc/[0-9]*/fd/* 2>/dev/null | grep -F "$1" >&2
umount "$1"`;

describe('the disk of a real host is full', function () {
  this.timeout(BOOT_LIMIT * 3);
  let sshd: HostSshd | undefined;
  let folder = '';

  before('starts an sshd', async function () {
    sshd = await HostSshd.start(requireHost(this, 'kvm'), { ownCache: true });
    folder = mkdtempSync(join(tmpdir(), 'vmwright-full-'));
    writeFileSync(join(folder, 'data.raw'), Buffer.alloc(1 << 20));
  });
  afterEach(async () => {
    const none = async () => (await sshd?.remains())?.length === 0;
    await eventually('nothing is left', none, 30_000).catch(() => {});
    assert.deepEqual(await sshd?.remains(), []);
  });
  after(async () => {
    await sshd?.stop();
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
  });

  const server = (): HostSshd => {
    assert.ok(sshd !== undefined);
    return sshd;
  };

  const create = (options: VmOptions = {}) =>
    createVm({
      host: server().url,
      ssh: server().options(),
      hypervisor: 'kvm',
      memory: '192MiB',
      timeout: BOOT_LIMIT,
      ...options,
    });

  /** A folder of the library becomes a file system of that size, filled up to the last byte. */
  async function fill(name: string, size: string): Promise<() => Promise<string>> {
    const mount =
      'mount -t tmpfs -o size="$2",mode=700 tmpfs "$1" && dd if=/dev/zero of="$1/filler" 2>/dev/null; true';
    await server().run(mount, server().path(name), size);
    return () => server().run(UMOUNT, server().path(name));
  }

  async function failsWithDiskFull(options: VmOptions, place: RegExp): Promise<void> {
    const since = performance.now();
    await assert.rejects(create(options), (error) => {
      assert.ok(isVmError(error), String(error));
      assert.equal(error.code, 'DISK_FULL', error.message);
      assert.match(error.message, place);
      return true;
    });
    assert.ok(performance.now() - since < PROMPT, 'told in time');
  }

  const disks = () => ({ disks: [{ path: join(folder, 'data.raw') }] });
  for (const [what, name, size, place, options] of [
    ['for what is uploaded', 'cache', '2m', /\/cache\//, () => ({})],
    ['for sockets and logs', 'run', '64k', /runtime folder/, () => ({})],
    ['for disks of VMs', 'state', '64k', /\/state\//, disks],
  ] as const) {
    it(what, async () => {
      const free = await fill(name, size);
      try {
        await failsWithDiskFull(options(), place);
      } finally {
        await free();
      }
    });
  }

  it('and is not any more', async () => {
    await using vm = await create(disks());
    assert.equal((await vm.exec('echo', ['room'])).stdout, 'room\n');
  });
});
