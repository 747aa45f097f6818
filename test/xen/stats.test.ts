import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Vm } from 'vmwright';
import { hostPath, inGuest, limit, onXen, ownBridge } from './support/xen-target.js';

const MIB = 2 ** 20;

onXen('stats', ({ create, onHost }) => {
  const folder = mkdtempSync(join(tmpdir(), 'vmwright-stats-'));
  const path = join(folder, 'data.raw');
  const bridge = `vmwstat${process.pid % 10_000}`;
  ownBridge(onHost, bridge);
  before(async function () {
    this.timeout(limit(1));
    writeFileSync(path, Buffer.alloc(2 * MIB, 'x'));
  });
  after(async function () {
    this.timeout(limit(1));
    rmSync(folder, { recursive: true, force: true });
  });

  it('tell what each CPU, disk and interface did', async function () {
    this.timeout(limit(2));
    await using vm = await create({ cpus: 2, disks: [{ path }], network: { bridge } });
    const before = await vm.stats();
    assert.equal(before.cpus?.length, 2);
    assert.ok(before.cpus?.every(({ online }) => online));
    const sum = before.cpus?.reduce((total, { cpuSeconds }) => total + cpuSeconds, 0) ?? 0;
    assert.ok(Math.abs(sum - before.cpuSeconds) < 2, `${sum} of ${before.cpuSeconds} s`);
    await inGuest(
      vm,
      `ip link set eth0 up; ip addr add 10.78.0.2/24 dev eth0; arp -i eth0 -s 10.78.0.9 02:00:00:00:00:09
       ping -q -c 100 -i 0.01 -s 1000 -W 1 10.78.0.9 || true
       dd if=/dev/xvda of=/dev/null bs=64k iflag=direct 2>&1; dd if=/dev/zero of=/dev/xvda bs=64k count=4 conv=fsync 2>&1
       taskset 2 sh -c 'i=0; while [ $i -lt 200000 ]; do i=$((i + 1)); done'`,
    );
    await vm.setCpus(1);
    const after = await vm.stats();
    const grown = (index: number) =>
      (after.cpus?.[index]?.cpuSeconds ?? 0) - (before.cpus?.[index]?.cpuSeconds ?? 0);
    assert.ok(grown(1) > 0.05, `the second CPU ran ${grown(1)} s`);
    const sent = (after.networks?.[0]?.sentBytes ?? 0) - (before.networks?.[0]?.sentBytes ?? 0);
    assert.ok(sent >= 100_000 && sent < 200_000, `it sent ${sent} bytes`);
    assert.ok((after.networks?.[0]?.sentPackets ?? 0) > 50);
    const [disk] = after.disks;
    assert.ok(disk !== undefined && disk.readBytes >= 2 * MIB && disk.writeBytes >= 4 * 65_536);
  });

  it('count disks that dom0 serves itself', async function () {
    this.timeout(limit(2));
    const file = hostPath('loop');
    const device = await onHost('truncate -s 4M "$1" && losetup --find --show "$1"', file);
    try {
      const disk = { pdev_path: device, vdev: 'xvda', format: 'raw', readwrite: 1 };
      // By way of libxl, as a block device of another host is no disk of ours.
      await using vm = await create({ disks: [{ path }], libxl: { disks: [disk] } });
      const served = async (of: Vm) => onHost('xl block-list "$1" | tail -n 1', of.name);
      assert.match(await served(vm), /\/vbd\//);
      await inGuest(vm, 'dd if=/dev/zero of=/dev/xvda bs=64k count=16 conv=fsync 2>&1');
      const { disks } = await vm.stats();
      assert.ok((disks[0]?.writeBytes ?? 0) >= MIB, JSON.stringify(disks));
    } finally {
      await onHost('losetup -d "$1"', device);
    }
  });
});
