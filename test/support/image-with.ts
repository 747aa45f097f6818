import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveImage } from '#src/image/index.js';
import { writeCpio } from '#src/image/initramfs/cpio.js';

/** The image `base` with one more program in its initramfs, as files in `folder`, to be taken for one with our agent. */
export async function imageWith(
  folder: string,
  path: string,
  script: string,
): Promise<{ kernel: string; initrd: string; agent: true }> {
  const base = await resolveImage('base');
  if (base.kernel === undefined || base.initrd === undefined) throw new Error('base has no kernel');
  const more = writeCpio([{ path, type: 'file', mode: 0o755, data: Buffer.from(script) }]);
  const initrd = join(folder, `initrd-${path}`);
  writeFileSync(initrd, Buffer.concat([readFileSync(base.initrd), more]));
  const kernel = join(folder, 'vmlinuz');
  copyFileSync(base.kernel.path, kernel);
  return { kernel, initrd, agent: true };
}
