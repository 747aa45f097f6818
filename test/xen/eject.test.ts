import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../support/leaks.js';
import { connectTo } from '../support/targets.js';
import { hostPath, limit, onXen } from './support/xen-target.js';

const MIB = 2 ** 20;
const SOON = 60_000;
const NAME = `ejects-${process.pid}`;
/** Of hdc, in Xen's numbering of disks. */
const HDC = 5632;

onXen('a guest that ejects', ({ target, create, onHost }) => {
  const folder = mkdtempSync(join(tmpdir(), 'vmwright-eject-'));
  const disk = join(folder, 'boot.raw');
  const medium = hostPath('medium.iso');
  before('makes a medium', async function () {
    this.timeout(limit(1));
    writeFileSync(disk, Buffer.alloc(MIB));
    await onHost('truncate -s 1M "$1"', medium);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  /** What the driver in a guest writes. */
  const eject = (name: string, times = 1) =>
    onHost(
      `node="/local/domain/$(xl domid "$1")/device/vbd/$2/eject"; for i in $(seq "$3"); do
      xenstore-write "$node" eject; sleep 0.1; done`,
      ...[name, String(HDC), String(times)],
    );

  it('is told of once a second, and its drive is empty then', async function () {
    this.timeout(limit(2));
    const drive = { pdev_path: medium, vdev: 'hdc', format: 'raw', is_cdrom: 1, removable: 1, readwrite: 0 };
    await using vm = await create({ image: { disk }, paused: true, libxl: { disks: [drive] } });
    const told: string[] = [];
    vm.on('disk-ejected', (event) => told.push(event.disk));
    const paths = async () => (await vm.devices.list()).disks.map(({ path }) => path);
    const inside = { name: 'hdc', path: medium, format: 'raw', writable: false, removable: true };
    assert.deepEqual((await vm.devices.list()).disks, [inside]);
    await eject(vm.name, 10);
    await eventually('the ejection is told', () => told.length > 0, SOON);
    await eventually('the drive is empty', async () => (await paths())[0] === undefined, SOON);
    assert.ok(told.length < 8 && told.every((name) => name === 'hdc'), told.join());
  });

  it('is told of when another program made it', async function () {
    this.timeout(limit(2));
    await onHost(
      `config=$(mktemp)
      printf '%s\\n' "type='hvm'" "memory=64" "name='$1'" "vnc=0" \\
        "disk=['format=raw,vdev=hdc,access=ro,devtype=cdrom,target=$2']" >"$config"
      xl create -p "$config" </dev/null >/dev/null 2>&1; rm -f "$config"`,
      ...[NAME, medium],
    );
    try {
      await using host = await connectTo(target);
      await using vm = await host.getVm(NAME);
      const told: string[] = [];
      vm.on('disk-ejected', (event) => told.push(event.disk));
      const again = async () => {
        await eject(NAME);
        await delay(1100); // xl watches, too, and whoever is first takes the word away
        return told.length > 0;
      };
      await eventually('the ejection is told', again, SOON);
      assert.deepEqual(new Set(told), new Set(['hdc']));
    } finally {
      await onHost('xl destroy "$1"; rm -f "/var/log/xen/xl-$1".log* "/var/log/xen/qemu-dm-$1".log*', NAME);
    }
  });
});
