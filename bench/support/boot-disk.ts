import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { resolveImage } from '#src/image/index.js';
import { xenKernelWords } from '#src/vm-process/index.js';
import type { Place } from './place.js';

const GRUB = '/usr/lib/grub/i386-pc';
const MODULES = ['biosdisk', 'part_msdos', 'ext2', 'normal', 'linux', 'gzio', 'configfile'];
const SECTOR = 512;
/** The only partition starts here; GRUB's core image lies in the gap before it. */
const START = 2 ** 20;
const FILE_SYSTEM_MIB = 48;
/** Room for the boot sector's code; the partition table follows. */
const BOOT_CODE = 440;
const AGENT_SLOTS = 4;

/**
 * A disk on the host whose GRUB starts the kernel and initramfs of the image `base`, with the words that PVH guests get and
 * these: a whole disk is all that an HVM guest can boot. Gives its path there; the caller removes it.
 */
export async function makeBootDisk(place: Place, words: readonly string[]): Promise<string> {
  const image = await resolveImage('base', {});
  if (image.kernel === undefined || image.initrd === undefined) throw new Error('image base has no kernel');
  const [front, kernel, initrd] = await Promise.all([
    frontOf(place.folder).then((path) => place.runner.files.stage(path)),
    place.runner.files.stage(image.kernel.path),
    place.runner.files.stage(image.initrd),
  ]);
  const all = [...image.cmdline, 'quiet', ...words];
  const config = `linux /vmlinuz ${xenKernelWords(all, AGENT_SLOTS, 'hvm').join(' ')}\ninitrd /initrd\nboot\n`;
  return await place.sh(`set -e
tree=$(mktemp -d /var/tmp/vmwright-bench.XXXXXX) && disk=$(mktemp /var/tmp/vmwright-bench.XXXXXX)
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree/boot/grub" && cp ${kernel} "$tree/vmlinuz" && cp ${initrd} "$tree/initrd"
echo ${Buffer.from(config).toString('base64')} | base64 -d >"$tree/boot/grub/grub.cfg"
cp ${front} "$disk" && truncate -s ${FILE_SYSTEM_MIB + 1}M "$disk"
mke2fs -q -F -t ext2 -d "$tree" -E offset=${START} "$disk" ${FILE_SYSTEM_MIB}m && echo "$disk"`);
}

/** The first MiB: GRUB and a table of one partition. */
async function frontOf(folder: string): Promise<string> {
  const core = join(folder, 'core.img');
  const prefix = '(hd0,msdos1)/boot/grub';
  await promisify(execFile)('grub-mkimage', [
    ...['-O', 'i386-pc', '-d', GRUB, '-p', prefix, '-o', core],
    ...MODULES,
  ]);
  const front = Buffer.alloc(START);
  (await readFile(join(GRUB, 'boot.img'))).copy(front, 0, 0, BOOT_CODE);
  const entry = front.subarray(446);
  entry.writeUInt8(0x80, 0); // active
  entry.writeUInt8(0x83, 4); // Linux
  entry.writeUInt32LE(START / SECTOR, 8);
  entry.writeUInt32LE((FILE_SYSTEM_MIB * 2 ** 20) / SECTOR, 12);
  front.writeUInt16LE(0xaa55, 510);
  (await readFile(core)).copy(front, SECTOR);
  const path = join(folder, 'front.img');
  await writeFile(path, front);
  return path;
}
