import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectTo } from '../support/targets.js';
import { hostPath, limit, onXen, ownBridge } from './support/xen-target.js';

const MIB = 2 ** 20;
const BRIDGE = `vmwlist${process.pid % 10_000}`;
const NAME = `listed-${process.pid}`;
const MAC = '00:16:3e:00:00:a7';

onXen('the list of devices', ({ target, create, onHost }) => {
  const folder = mkdtempSync(join(tmpdir(), 'vmwright-list-'));
  const disk = join(folder, 'data.raw');
  ownBridge(onHost, BRIDGE);
  before(() => writeFileSync(disk, Buffer.alloc(MIB)));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('has what a VM was made with and what came later', async function () {
    this.timeout(limit(2));
    const network = { bridge: BRIDGE, mac: MAC };
    await using vm = await create({ machine: 'pvh', paused: true, network, disks: [{ path: disk }] });
    const list = await vm.devices.list();
    const state = `/var/lib/vmwright/${vm.id}`;
    const first = { path: `${state}/disk.0.qcow2`, format: 'qcow2', writable: true, removable: false };
    assert.deepEqual(list.disks, [{ name: 'xvda', ...first }]);
    assert.deepEqual(list.networks, [{ mac: MAC, bridge: BRIDGE }]);
    assert.deepEqual(list.pci, []);
    assert.deepEqual(
      list.channels,
      [0, 1, 2, 3].map((slot) => ({ name: `hvc${slot + 1}`, path: `/run/vmwright/${vm.id}/agent.${slot}` })),
    );
    const added = await vm.devices.addDisk({ path: disk, access: 'read' });
    const mac = await vm.devices.addNetwork({ bridge: BRIDGE });
    const now = await vm.devices.list();
    assert.deepEqual(
      now.disks.map(({ name, writable, format }) => [name, writable, format]),
      [
        ['xvda', true, 'qcow2'],
        [added, false, 'raw'],
      ],
    );
    assert.deepEqual(
      now.networks.map((each) => each.mac),
      [MAC, mac],
    );
  });

  it('has what another program gave to its domain', async function () {
    this.timeout(limit(2));
    const file = hostPath('listed.raw');
    await using own = await create({ machine: 'pvh', paused: true });
    await onHost(
      `truncate -s 1M "$2"; config=$(mktemp)
      kernel=$(xl list -l "$5" | sed -n 's/.*"kernel": "\\(.*\\)",*$/\\1/p' | head -n 1)
      printf '%s\\n' "type='pvh'" "memory=64" "name='$1'" "kernel='$kernel'" "vif=['bridge=$3,mac=$4']" \\
        "disk=['format=raw,vdev=xvda,access=rw,target=$2']" >"$config"
      xl create -p "$config" </dev/null >/dev/null; rm -f "$config"`,
      ...[NAME, file, BRIDGE, MAC, own.name],
    );
    try {
      await using host = await connectTo(target);
      await using vm = await host.getVm(NAME);
      assert.deepEqual(await vm.devices.list(), {
        disks: [{ name: 'xvda', path: file, format: 'raw', writable: true, removable: false }],
        networks: [{ mac: MAC, bridge: BRIDGE }],
        pci: [],
        channels: [],
      });
    } finally {
      await onHost('xl destroy "$1"; rm -f "/var/log/xen/xl-$1".log* "/var/log/xen/qemu-dm-$1".log*', NAME);
    }
  });
});
