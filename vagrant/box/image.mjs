import { closeSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DISK_GIB } from './recipe.mjs';

const GRUB = '/usr/lib/grub/i386-pc';
const SECTOR = 512;
/** The first partition starts at 1 MiB; GRUB's core image lies in the gap before it. */
export const PARTITION_OFFSET = 1024 * 1024;
/** Room for the boot sector's code; the partition table follows. */
const BOOT_CODE_BYTES = 440;
const DISK_BYTES = DISK_GIB * 1024 ** 3;

/** Size of the file system in KiB. */
export const FILE_SYSTEM_KIB = (DISK_BYTES - PARTITION_OFFSET) / 1024;

const GRUB_MODULES = [
  'biosdisk',
  'part_msdos',
  'ext2',
  'normal',
  'linux',
  'multiboot2',
  'gzio',
  'serial',
  'configfile',
];

/** Makes an empty partitioned disk that starts GRUB from its first partition. */
export async function makeDisk(run, image, workFolder) {
  closeSync(openSync(image, 'wx'));
  truncateSync(image, DISK_BYTES);
  await run('parted', [
    '-s',
    image,
    'mklabel',
    'msdos',
    'mkpart',
    'primary',
    'ext4',
    '1MiB',
    '100%',
    'set',
    '1',
    'boot',
    'on',
  ]);
  const core = join(workFolder, 'core.img');
  await run('grub-mkimage', [
    '-O',
    'i386-pc',
    '-d',
    GRUB,
    '-p',
    '(hd0,msdos1)/boot/grub',
    '-o',
    core,
    ...GRUB_MODULES,
  ]);
  const coreBytes = readFileSync(core);
  if (SECTOR + coreBytes.length > PARTITION_OFFSET)
    throw new Error('box: GRUB does not fit before the first partition');
  const disk = openSync(image, 'r+');
  writeSync(disk, readFileSync(join(GRUB, 'boot.img')), 0, BOOT_CODE_BYTES, 0);
  writeSync(disk, coreBytes, 0, coreBytes.length, SECTOR);
  closeSync(disk);
}

/** Converts the raw disk to the compressed image that goes into the box. */
export async function compressDisk(run, raw, qcow2) {
  const options = ['-O', 'qcow2', '-c', '-o', 'compression_type=zstd', '-m', '8', '-W'];
  await run('qemu-img', ['convert', '-f', 'raw', ...options, raw, qcow2]);
}
