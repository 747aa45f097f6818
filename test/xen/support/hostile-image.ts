import { imageWith } from '../../support/image-with.js';

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
export const hostileImage = (folder: string): ReturnType<typeof imageWith> => imageWith(folder, 'init', INIT);
