import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, open, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runOperation } from '#src/core/operation.js';
import { downloadPackage, findPackage, unpackPackage } from '#src/image/host/apt.js';
import { BuildProgress } from '#src/image/progress.js';
import { writeMbr } from './mbr.js';

const MIB = 2 ** 20;
const PARTITION_START = 2048; // sectors: 1 MiB
const PARTITION_SIZE = 64 * MIB;

/** What a test disk boots. */
export interface GrubPayload {
  readonly kernel: string;
  readonly initrd: string;
}

const GRUB_CFG = `serial --unit=0 --speed=115200
terminal_output serial
echo GRUB-IS-HERE
linux /vmlinuz console=ttyS0 panic=-1 mitigations=off
initrd /initrd
boot
`;

/** Unpacks Debian packages into a folder without installing them. */
export async function fetchPackages(names: readonly string[], folder: string): Promise<string> {
  const tree = join(folder, 'packages');
  await mkdir(tree, { recursive: true });
  await runOperation('fetchPackages', {}, async (op) => {
    for (const name of names) {
      const deb = await downloadPackage(op, await findPackage(op, name), tree, new BuildProgress(undefined));
      await unpackPackage(op, deb, tree);
    }
  });
  return tree;
}

/** A disk that a BIOS boots: GRUB in the gap before an ext2 partition. */
export async function makeBiosDisk(folder: string, disk: string, payload: GrubPayload): Promise<void> {
  const tree = await fetchPackages(['grub-pc-bin', 'grub-common', 'libdevmapper1.02.1'], folder);
  const root = join(folder, 'bios-root');
  await mkdir(join(root, 'boot/grub'), { recursive: true });
  await copyFile(payload.kernel, join(root, 'vmlinuz'));
  await copyFile(payload.initrd, join(root, 'initrd'));
  await writeFile(join(root, 'boot/grub/grub.cfg'), GRUB_CFG);
  const modules = join(tree, 'usr/lib/grub/i386-pc');
  const core = join(folder, 'core.img');
  const wanted = [
    'biosdisk',
    'part_msdos',
    'ext2',
    'normal',
    'linux',
    'serial',
    'echo',
    'boot',
    'configfile',
  ];
  const options = ['-O', 'i386-pc', '-d', modules, '-p', '(hd0,msdos1)/boot/grub', '-o', core];
  execFileSync(join(tree, 'usr/bin/grub-mkimage'), [...options, ...wanted], {
    env: { ...process.env, LD_LIBRARY_PATH: join(tree, 'lib/x86_64-linux-gnu') },
  });
  await writeFile(disk, '');
  await truncate(disk, PARTITION_START * 512 + PARTITION_SIZE);
  const file = await open(disk, 'r+');
  await file.write((await readFile(join(modules, 'boot.img'))).subarray(0, 440), 0, 440, 0);
  const image = await readFile(core);
  await file.write(image, 0, image.length, 512);
  await file.close();
  await writeMbr(disk, [{ type: 0x83, start: PARTITION_START, sectors: PARTITION_SIZE / 512 }]);
  const options2 = ['-q', '-F', '-t', 'ext2', '-d', root, '-E', `offset=${PARTITION_START * 512}`];
  execFileSync('mke2fs', [...options2, disk, `${PARTITION_SIZE / 1024}K`], { stdio: 'ignore' });
}

/** A disk that UEFI firmware boots: GRUB on an EFI system partition. */
export async function makeUefiDisk(folder: string, disk: string, payload: GrubPayload): Promise<void> {
  const tree = await fetchPackages(['grub-efi-amd64-bin', 'mtools'], folder);
  const config = join(folder, 'grub.cfg');
  await writeFile(config, GRUB_CFG);
  await writeFile(disk, '');
  await truncate(disk, PARTITION_START * 512 + PARTITION_SIZE);
  await writeMbr(disk, [{ type: 0xef, start: PARTITION_START, sectors: PARTITION_SIZE / 512 }]);
  const image = `${disk}@@${PARTITION_START * 512}`;
  const mtools = (...args: string[]) =>
    execFileSync(join(tree, 'usr/bin/mtools'), ['-c', ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  mtools('mformat', '-i', image, '-T', String(PARTITION_SIZE / 512), '-h', '64', '-s', '32', '::');
  mtools('mmd', '-i', image, '::/EFI', '::/EFI/BOOT', '::/EFI/debian');
  // the prebuilt GRUB looks for its configuration in /EFI/debian
  const grub = join(tree, 'usr/lib/grub/x86_64-efi/monolithic/grubx64.efi');
  mtools('mcopy', '-i', image, grub, '::/EFI/BOOT/BOOTX64.EFI');
  mtools('mcopy', '-i', image, config, '::/EFI/debian/grub.cfg');
  mtools('mcopy', '-i', image, payload.kernel, '::/vmlinuz');
  mtools('mcopy', '-i', image, payload.initrd, '::/initrd');
}
