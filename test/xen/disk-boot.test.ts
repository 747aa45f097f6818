import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isVmError } from 'vmwright';
import { limit, ofAnyEngine, onXen, type XenPlace } from './support/xen-target.js';

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

onXen('whole disks', suite, ofAnyEngine);

function suite({ create, onHost }: XenPlace): void {
  const folder = mkdtempSync(join(tmpdir(), 'vmwright-boot-'));
  const disk = join(folder, 'boot.img');
  before(() => {
    const image = Buffer.alloc(4 * 2 ** 20);
    BOOT_SECTOR.copy(image);
    image.writeUInt16LE(0xaa55, 510);
    writeFileSync(disk, image);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('start by the BIOS of an HVM guest, which writes to its own overlay', async function () {
    this.timeout(limit(1));
    await using vm = await create({ image: { disk } });
    assert.match((await vm.waitFor({ log: /BA/ }, { timeout: limit(1) })) ?? '', /BA/);
    assert.match(await onHost('xl list -l "$1"', vm.name), /"type": "hvm"/);
    assert.match(await onHost('ls /var/lib/vmwright/"$1"', vm.id), /disk\.0\.qcow2/);
  });

  it('are refused by guests without firmware', () =>
    assert.rejects(
      create({ image: { disk }, machine: 'pvh' }),
      (error) => isVmError(error) && error.code === 'VM_UNSUPPORTED',
    ));
}
