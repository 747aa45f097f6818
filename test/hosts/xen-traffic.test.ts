import assert from 'node:assert/strict';
import { Dom0 } from './support/dom0.js';
import { BOOT_LIMIT, bootVm, type RealHost, requireHost, sshOptions } from './support/real-host.js';
import { watchRemains } from './support/remains.js';

const MIB = 2 ** 20;
const XVDA = 51_712;
const BRIDGE = `vmwtraf${process.pid % 10_000}`;

describe('traffic of a guest, counted by vmwright/xen', function () {
  this.timeout(BOOT_LIMIT * 2);
  let host: RealHost;
  let dom0: Dom0;
  watchRemains(() => dom0?.host);
  before(async function () {
    host = requireHost(this, 'xen');
    dom0 = await Dom0.open(host);
    await dom0.script('ip link add "$1" type bridge && ip link set "$1" up', BRIDGE);
  });
  after(async () => {
    await dom0?.script('ip link del "$1"', BRIDGE);
    await dom0?.[Symbol.asyncDispose]();
  });

  const statsOf = (domid: number) =>
    dom0.run(async ({ Xen }, id) => {
      const xen = await Xen.open();
      const told = (await xen.stats()).find((each) => each.domid === id);
      await xen.close();
      return told;
    }, domid);

  it('tells what it did with a block device of dom0 and its interface, and no longer when they are gone', async () => {
    const file = `${dom0.folder}/disk.raw`;
    const device = (await dom0.script('truncate -s 4M "$1"; losetup --find --show "$1"', file)).trim();
    try {
      const disk = { pdev_path: device, vdev: 'xvda', format: 'raw', readwrite: 1 };
      const where = { host: host.url, ssh: sshOptions(), engine: 'xen', timeout: BOOT_LIMIT } as const;
      const network = { bridge: BRIDGE };
      await using vm = await bootVm({ ...where, memory: '256MiB', network, libxl: { disks: [disk] } });
      const domid = Number(await dom0.script('xl domid "$1"', vm.name));
      const before = await statsOf(domid);
      assert.deepEqual(
        before?.vbds.map(({ device: number }) => number),
        [XVDA],
      );
      const script = `ip link set eth0 up; ip addr add 10.79.0.2/24 dev eth0; arp -i eth0 -s 10.79.0.9 02:00:00:00:00:09
        ping -q -c 20 -i 0.01 -s 1000 -W 1 10.79.0.9 || true
        dd if=/dev/zero of=/dev/xvda bs=64k count=16 conv=fsync 2>&1; dd if=/dev/xvda of=/dev/null bs=64k iflag=direct 2>&1`;
      await vm.exec('sh', ['-c', script], { check: true, timeout: 60_000 });
      const after = await statsOf(domid);
      const [vbd] = after?.vbds ?? [];
      const told = JSON.stringify(after?.vbds);
      assert.ok(vbd !== undefined && vbd.writtenBytes >= MIB && vbd.readBytes >= 4 * MIB, told);
      assert.ok(vbd.writtenBytes < 4 * MIB && vbd.readBytes < 16 * MIB, told);
      assert.ok(vbd.readRequests > 0 && vbd.writeRequests > 0, told);
      const sent = (after?.vifs[0]?.sentBytes ?? 0) - (before?.vifs[0]?.sentBytes ?? 0);
      assert.ok(sent >= 20_000 && sent < 100_000, `it sent ${sent} bytes`);
      await dom0.script('xl block-detach "$1" xvda >&2; sleep 2', vm.name);
      assert.deepEqual((await statsOf(domid))?.vbds, []);
    } finally {
      await dom0.script('losetup -d "$1"', device);
    }
  });
});
