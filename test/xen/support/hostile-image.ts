import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveImage } from '#src/image/index.js';
import { writeCpio } from '#src/image/initramfs/cpio.js';

/** Instead of an agent: it never reads, and fills every channel with noise for as long as it lives. */
const INIT = `#!/bin/sh
mount -t proc proc /proc
mount -t devtmpfs dev /dev
echo hostile: up
for channel in 1 2 3 4; do
  { stty raw -echo; cat /dev/urandom; } <>/dev/hvc$channel >&0 2>/dev/null &
done
while :; do sleep 1000; done
`;

/** A kernel and an initramfs in `folder`, to be taken for an image with our agent. */
export async function hostileImage(folder: string): Promise<{ kernel: string; initrd: string; agent: true }> {
  const base = await resolveImage('base');
  if (base.kernel === undefined || base.initrd === undefined) throw new Error('base has no kernel');
  const init = writeCpio([{ path: 'init', type: 'file', mode: 0o755, data: Buffer.from(INIT) }]);
  const initrd = join(folder, 'initrd');
  writeFileSync(initrd, Buffer.concat([readFileSync(base.initrd), init]));
  const kernel = join(folder, 'vmlinuz');
  copyFileSync(base.kernel.path, kernel);
  return { kernel, initrd, agent: true };
}
