import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveImage } from '#src/image/index.js';
import { skipBecause } from '../support/skip.js';
import { type GrubPayload, makeBiosDisk, makeUefiDisk } from './support/grub.js';
import { TestGuest } from './support/qemu.js';

const FIRMWARE = '/usr/share/OVMF';
const BOOT_TIME = 120_000;

describe('image from a whole disk of the user', function () {
  this.timeout(240_000);
  let folder = '';
  let payload: GrubPayload;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vmwright-test-'));
    const base = await resolveImage('base');
    payload = { kernel: base.kernel?.path ?? '', initrd: base.initrd ?? '' };
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const check = async (disk: string, firmware: 'bios' | 'uefi', args: string[]) => {
    const image = await resolveImage({ disk, firmware, agent: true });
    assert.equal(image.firmware, firmware);
    assert.equal(image.kernel, undefined);
    const guest = await TestGuest.boot(image, { args, memory: 512 });
    try {
      const agent = await guest.agent(BOOT_TIME);
      assert.match(await guest.console(), /GRUB-IS-HERE/);
      agent.close();
    } finally {
      await guest.close();
    }
  };

  it('boots with BIOS', async () => {
    const disk = join(folder, 'bios.img');
    await makeBiosDisk(folder, disk, payload);
    await check(disk, 'bios', []);
  });

  it('boots with UEFI', async function () {
    const code = join(FIRMWARE, 'OVMF_CODE_4M.fd');
    if (!existsSync(code)) skipBecause(this, 'no UEFI firmware: apt-get install ovmf');
    const disk = join(folder, 'uefi.img');
    await makeUefiDisk(folder, disk, payload);
    const variables = join(folder, 'vars.fd');
    await copyFile(join(FIRMWARE, 'OVMF_VARS_4M.fd'), variables);
    const flash = (file: string, more: string) => ['-drive', `if=pflash,format=raw,file=${file}${more}`];
    await check(disk, 'uefi', [...flash(code, ',readonly=on'), ...flash(variables, '')]);
  });
});
