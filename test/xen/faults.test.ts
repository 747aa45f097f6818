import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isVmError, type Vm, type VmErrorCode } from 'vmwright';
import { inGuest, limit, onXen } from './support/xen-target.js';

const MIB = 2 ** 20;
const BRIDGE_NONE = 'nobridge9';

function refusedWith(code: VmErrorCode, message: RegExp) {
  return (error: unknown) => {
    assert.ok(isVmError(error), String(error));
    assert.equal(error.code, code, error.message);
    assert.match(error.message, message);
    return true;
  };
}

onXen('faults of a Xen host', ({ create, onHost }) => {
  const folder = mkdtempSync(join(tmpdir(), 'vmwright-faults-'));
  const file = (name: string, contents: Uint8Array) => {
    const path = join(folder, name);
    writeFileSync(path, contents);
    return path;
  };
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('a kernel that no Xen guest can start', async function () {
    this.timeout(limit(1));
    await assert.rejects(
      create({ image: { kernel: '/bin/true' } }),
      (error) => isVmError(error) && error.code === 'IMAGE_INVALID',
    );
  });

  it('a disk that is not there', async function () {
    this.timeout(limit(1));
    const missing = '/no/such/disk';
    await assert.rejects(create({ disks: [{ path: missing }] }), refusedWith('DISK_UNREADABLE', /no\/such/));
    // One that only libxenlight knows of.
    const disk = { vdev: 'xvdz', pdev_path: missing, backend: 'phy', format: 'raw', readwrite: 1 };
    await assert.rejects(create({ libxl: { disks: [disk] } }), refusedWith('DISK_UNREADABLE', /no\/such/));
  });

  it('a qcow2 file that is only to be read, which QEMU would not serve', async function () {
    this.timeout(limit(1));
    const path = join(folder, 'only.qcow2');
    execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', path, '1M']);
    await assert.rejects(
      create({ disks: [{ path, access: 'read' }] }),
      refusedWith('VM_UNSUPPORTED', /no qcow2 file that is only to be read/),
    );
  });

  it('a bridge that is not there', async function () {
    this.timeout(limit(1));
    await assert.rejects(
      create({ network: { bridge: BRIDGE_NONE } }),
      refusedWith('ENGINE_FAILED', /no bridge nobridge9/),
    );
  });

  it('more memory than is free', async function () {
    this.timeout(limit(1));
    await assert.rejects(create({ memory: '64GiB' }), refusedWith('MEMORY_FULL', /memory/));
  });

  it('a name that a domain has', async function () {
    this.timeout(limit(1));
    await assert.rejects(create({ name: 'Domain-0' }), refusedWith('VM_NAME_TAKEN', /Domain-0/));
  });

  it('a disk that somebody else writes to', async function () {
    this.timeout(limit(2));
    const path = file('busy.raw', Buffer.alloc(MIB, 'b'));
    await using first = await create({ disks: [{ path }] });
    const overlay = `/var/lib/vmwright/${first.id}/disk.0.qcow2`;
    const base = await onHost(`qemu-img info -U "$1" | sed -n 's/^backing file: //p'`, overlay);
    await first.destroy();
    const lock = 'flock -x "$1" sleep 100 >/dev/null 2>&1 & echo $! >/run/vmwright-test-lock';
    await onHost(lock, base);
    try {
      await assert.rejects(create({ disks: [{ path }] }), refusedWith('DISK_UNREADABLE', /in use/));
    } finally {
      await onHost('kill "$(cat /run/vmwright-test-lock)"; rm /run/vmwright-test-lock');
    }
  });

  it('a guest that crashes while it boots tells why on its console', async function () {
    this.timeout(limit(1));
    await assert.rejects(create({ cmdline: ['rdinit=/nothing', 'root=/dev/nothing'] }), (error) => {
      assert.ok(isVmError(error) && error.code === 'VM_CRASHED', String(error));
      assert.match(error.message, /Kernel panic/);
      assert.match(error.consoleTail ?? '', /Kernel panic - not syncing/);
      return true;
    });
  });

  /** Runs something in the guest, and meanwhile a script in dom0. */
  async function cutShort(vm: Vm, script: string, code: VmErrorCode, message: RegExp): Promise<void> {
    const running = vm.exec('sleep', ['1000']);
    running.catch(() => {});
    await inGuest(vm, 'true');
    await onHost(script, vm.name);
    await assert.rejects(running, refusedWith(code, message));
  }

  it('a domain that another program destroys', async function () {
    this.timeout(limit(1));
    await using vm = await create();
    await cutShort(vm, 'xl destroy "$1"', 'VM_STOPPED', /another program destroyed it/);
    assert.equal(vm.state, 'stopped');
  });

  it('a device model that is killed, where disks need one', async function () {
    this.timeout(limit(1));
    await using vm = await create({ disks: [{ path: file('served.raw', Buffer.alloc(MIB)) }] });
    const kill = 'kill -KILL "$(xenstore-read "/local/domain/$(xl domid "$1")/image/device-model-pid")"';
    await cutShort(vm, kill, 'VM_CRASHED', /device model of the domain died/);
    await vm.destroy();
    assert.equal(await onHost('xl domid "$1" 2>/dev/null || true', vm.name), '');
  });

  it('a domain that another program stops in order', async function () {
    this.timeout(limit(1));
    await using vm = await create();
    const stopped = new Promise<string>((resolve) => vm.on('stopped', ({ reason }) => resolve(reason)));
    await onHost('xl shutdown "$1"', vm.name);
    assert.equal(await stopped, 'guest-shutdown');
  });
});
