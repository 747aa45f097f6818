import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isVmError, type Vm } from 'vmwright';
import { eventually } from '../support/leaks.js';
import { nothingIsLeft } from './support/remains.js';
import { hostPath, inGuest, limit, onXen, ownBridge } from './support/xen-target.js';

const MIB = 2 ** 20;
const SOON = 60_000;
const BRIDGE = `vmwtest${process.pid % 10_000}`;

onXen('devices of a running guest', (place) => {
  const { create, onHost } = place;
  const folder = mkdtempSync(join(tmpdir(), 'vmwright-hotplug-'));
  const path = join(folder, 'data.raw');
  const other = join(folder, 'other.raw');
  /** Of disks that were added. */
  const overlays = ({ id }: Vm) => onHost('cd /var/lib/vmwright/"$1" && ls | grep ^added || true', id);
  ownBridge(onHost, BRIDGE);
  before(async function () {
    this.timeout(limit(1));
    writeFileSync(path, Buffer.alloc(MIB, 'x'));
    writeFileSync(other, Buffer.alloc(MIB, 'y'));
  });
  after(async function () {
    this.timeout(limit(1));
    rmSync(folder, { recursive: true, force: true });
  });

  it('disks come, survive a reboot, and go', async function () {
    this.timeout(limit(3));
    await using vm = await create({ disks: [{ path }] });
    const name = await vm.devices.addDisk({ path, size: '8MiB' });
    assert.equal(name, 'xvdb');
    const there = () => inGuest(vm, 'cat /sys/block/xvdb/size 2>/dev/null || echo none');
    await eventually('the guest sees it', async () => (await there()) === String((8 * MIB) / 512), SOON);
    assert.equal(await inGuest(vm, 'head -c 4 /dev/xvdb'), 'xxxx');
    await inGuest(vm, 'printf kept | dd of=/dev/xvdb conv=notrunc,fsync 2>&1');
    await vm.reboot();
    assert.equal(await inGuest(vm, 'head -c 4 /dev/xvdb'), 'kept');
    await vm.devices.removeDisk(name);
    await eventually('the guest sees it go', async () => (await there()) === 'none', SOON);
    assert.equal(await overlays(vm), '');
    assert.equal(await vm.devices.addDisk({ path }), 'xvdb');
    await assert.rejects(
      vm.devices.removeDisk('xvda'),
      (error) => isVmError(error) && error.code === 'ENGINE_FAILED',
    );
  });

  it('a disk in a file comes to a guest that has no device model', async function () {
    this.timeout(limit(3));
    await using vm = await create();
    const name = await vm.devices.addDisk({ path, size: '8MiB' });
    assert.equal(name, 'xvda');
    const there = () => inGuest(vm, 'cat /sys/block/xvda/size 2>/dev/null || echo none');
    await eventually('the guest sees it', async () => (await there()) === String((8 * MIB) / 512), SOON);
    assert.equal(await inGuest(vm, 'head -c 4 /dev/xvda'), 'xxxx');
    await inGuest(vm, 'printf kept | dd of=/dev/xvda conv=notrunc,fsync 2>&1');
    await vm.stats();
    await vm.reboot();
    assert.equal(await inGuest(vm, 'head -c 4 /dev/xvda'), 'kept');
    await vm.devices.removeDisk(name);
    await eventually('the guest sees it go', async () => (await there()) === 'none', SOON);
    assert.equal(await overlays(vm), '');
    const { id } = vm;
    await vm.destroy();
    await nothingIsLeft(place, id);
  });

  it('disks that are added at once are two', async function () {
    this.timeout(limit(2));
    await using vm = await create();
    const names = await Promise.all([vm.devices.addDisk({ path }), vm.devices.addDisk({ path: other })]);
    assert.deepEqual([...names].sort(), ['xvda', 'xvdb']);
    const begin = (name: string | undefined) =>
      inGuest(vm, `head -c 4 /dev/${name} 2>/dev/null || echo none`);
    await eventually('the guest sees the first', async () => (await begin(names[0])) === 'xxxx', SOON);
    await eventually('the guest sees the second', async () => (await begin(names[1])) === 'yyyy', SOON);
    await vm.devices.removeDisk(names[0] ?? '');
    assert.equal((await overlays(vm)).split('\n').length, 1);
    assert.equal(await begin(names[1]), 'yyyy');
  });

  it('nothing is left of what could not be added', async function () {
    this.timeout(limit(3));
    const script = hostPath('refuse');
    await onHost('printf "#!/bin/sh\nexit 1\n" >"$1" && chmod 755 "$1"', script);
    await using vm = await create();
    const failed = (error: unknown) => isVmError(error) && error.code === 'ENGINE_FAILED';
    await assert.rejects(vm.devices.addNetwork({ bridge: BRIDGE, script }), failed);
    await assert.rejects(vm.devices.addNetwork({ bridge: 'vmwtestnone' }), failed);
    await onHost('rm "$1"', script);
    assert.equal(await onHost('xl network-list "$1" | tail -n +2', vm.name), '');
    await vm.reboot();
    assert.equal(await inGuest(vm, 'ls -d /sys/class/net/eth* 2>/dev/null | wc -l'), '0');
  });

  it('interfaces come and go', async function () {
    this.timeout(limit(1));
    await using vm = await create();
    const mac = await vm.devices.addNetwork({ bridge: BRIDGE });
    const macs = () => inGuest(vm, 'cat /sys/class/net/*/address');
    await eventually('the guest sees it', async () => (await macs()).includes(mac), SOON);
    assert.match(await onHost('ls /sys/class/net/"$1"/brif', BRIDGE), /^vif\d+\.0$/);
    await vm.devices.removeNetwork(mac);
    await eventually('the guest sees it go', async () => !(await macs()).includes(mac), SOON);
    assert.equal(await onHost('ls /sys/class/net/"$1"/brif', BRIDGE), '');
  });
});
