import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DiskSpec } from '#src/engine/vm-spec.js';
import { skipBecause } from '../support/skip.js';
import { call, consoleShows, QemuBench, soon } from './support/bench.js';

/**
 * A boot sector, real mode, origin 0x7c00: writes itself to sector 2 through the BIOS, then prints "B" and the
 * status of the write as a letter ("A" = success) to the first serial port, and halts.
 */
const BOOT_SECTOR = Buffer.from(
  [
    '31c0 8ed8 8ec0 bc007c', // xor ax,ax; mov ds,ax; mov es,ax; mov sp,0x7c00
    'bb007c b80103 b90200 b600', // mov bx,0x7c00; mov ax,0x0301 (write one); mov cx,2 (sector 2); mov dh,0
    'cd13', // int 0x13, drive still in dl
    '88e3 80c341', // mov bl,ah; add bl,'A'
    'baf803 b042 ee 88d8 ee', // mov dx,0x3f8; mov al,'B'; out dx,al; mov al,bl; out dx,al
    'f4 ebfd', // hlt; jmp back
  ]
    .join('')
    .replaceAll(' ', ''),
  'hex',
);

describe('qemu engine: disks', function () {
  this.timeout(60_000);
  let bench: QemuBench;
  let path: string;
  beforeEach(async () => {
    bench = await QemuBench.open();
    path = join(bench.folder, 'boot, with a comma.img');
    const disk = Buffer.alloc(4 * 2 ** 20); // the BIOS ignores disks without a whole cylinder
    BOOT_SECTOR.copy(disk);
    disk.writeUInt16LE(0xaa55, 510);
    await writeFile(path, disk);
  });
  afterEach(() => bench.close());

  const bootFrom = (disk: DiskSpec) =>
    bench.create(bench.spec('stay', { boot: { type: 'disk', firmware: 'bios' }, disks: [disk] }));
  const sector2 = async () => (await readFile(path)).subarray(512, 512 + BOOT_SECTOR.length);

  it('boots through the BIOS and keeps what the guest writes out of an overlaid file', async () => {
    const machine = await bootFrom({ path, format: 'raw', access: 'overlay', size: 2 ** 30 });
    assert.match(await consoleShows(machine, 'BA'), /BA/);
    const { disks } = await call((op) => machine.stats(op));
    assert.equal(disks.length, 1);
    assert.ok((disks[0]?.writeBytes ?? 0) >= 512);
    const overlay = join(bench.folder, 'state', machine.spec.id, 'disk.0.qcow2');
    const info = await bench.runner.run(['qemu-img', 'info', '-U', '--output=json', overlay]);
    assert.equal((JSON.parse(info.stdout) as { 'virtual-size': number })['virtual-size'], 2 ** 30);
    await machine.destroy();
    assert.deepEqual(await sector2(), Buffer.alloc(BOOT_SECTOR.length));
  });

  it('writes to the file itself when asked to', async () => {
    const machine = await bootFrom({ path, format: 'raw', access: 'write' });
    await consoleShows(machine, 'BA');
    await machine.destroy();
    assert.deepEqual(await sector2(), BOOT_SECTOR);
  });

  it('lets the guest not write to a disk that is only to be read', async () => {
    const machine = await bootFrom({ path, format: 'raw', access: 'read' });
    const shown = await consoleShows(machine, 'B');
    await soon('the status is shown', async () => /B[^A]/.test(shown + (await machine.consoleTail(16))));
    await machine.destroy();
    assert.deepEqual(await sector2(), Buffer.alloc(BOOT_SECTOR.length));
  });

  it('boots a qcow2 file through an overlay', async () => {
    const qcow2 = join(bench.folder, 'boot.qcow2');
    const convert = ['qemu-img', 'convert', '-O', 'qcow2', path, qcow2];
    assert.equal((await bench.runner.run(convert)).exitCode, 0);
    const machine = await bootFrom({ path: qcow2, format: 'qcow2', access: 'overlay' });
    await consoleShows(machine, 'BA');
    await machine.destroy();
  });

  it('starts UEFI with variables of its own', async function () {
    const report = await call((op) => bench.engine.probe(bench.runner, op));
    const { uefi } = report.features;
    if (!uefi.supported) skipBecause(this, uefi.reason);
    const disks: DiskSpec[] = [{ path, format: 'raw', access: 'overlay' }];
    const spec = bench.spec('stay', {
      boot: { type: 'disk', firmware: 'uefi' },
      disks,
      memoryBytes: 2 ** 28,
    });
    const machine = await bench.create(spec);
    await consoleShows(machine, 'BdsDxe');
    assert.deepEqual(await bench.leftovers(), [spec.id, spec.id]);
    await machine.destroy();
  });
});
