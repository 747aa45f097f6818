import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Context } from 'mocha';
import { resolveImage } from '#src/image/index.js';
import { type CpioEntry, writeCpio } from '#src/image/initramfs/cpio.js';
import { skipBecause } from '../../support/skip.js';

const PROGRAM = '/usr/sbin/qemu-ga';

/** Skips where QEMU's guest agent is not installed. */
export function requireQemuAgent(context: Context): void {
  if (!existsSync(PROGRAM)) skipBecause(context, 'qemu-guest-agent is not installed');
}

/** The agent is looked for by the name of its port, as udev does; it is started again when it ends. */
const INIT = `#!/bin/sh
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
mkdir -p /run /tmp /var/run /root
while read class module; do case $class in boot|late) insmod "$module" ;; esac; done < /vmwright/modules
for port in /sys/class/virtio-ports/*; do
  [ "$(cat "$port/name")" = org.qemu.guest_agent.0 ] && device=/dev/\${port##*/}
done
echo "agent on $device"
while :; do
  /usr/sbin/qemu-ga -m virtio-serial -p "$device" -t /run
  sleep 1
done
`;

/** What the agent calls to end the guest: shutdown -P or -r. */
const SHUTDOWN = `#!/bin/sh
case "$*" in *-r*) exec reboot -f ;; *) exec poweroff -f ;; esac
`;

/** A kernel and an initramfs in `folder` whose only service is QEMU's guest agent, as Debian has it. */
export async function qemuAgentImage(folder: string): Promise<{ kernel: string; initrd: string }> {
  const base = await resolveImage('base');
  if (base.kernel === undefined || base.initrd === undefined) throw new Error('base has no kernel');
  const files = [PROGRAM, ...librariesOf(PROGRAM)];
  const folders = new Set<string>();
  for (const file of [...files, '/sbin/shutdown'])
    for (let each = dirname(file); each !== '/'; each = dirname(each)) folders.add(each);
  const entries: CpioEntry[] = [
    ...[...folders]
      .sort()
      .map((path): CpioEntry => ({ path: path.slice(1), type: 'directory', mode: 0o755 })),
    ...files.map((file) => program(file, readFileSync(realpathSync(file)))),
    program('/init', Buffer.from(INIT)),
    program('/sbin/shutdown', Buffer.from(SHUTDOWN)),
  ];
  const initrd = join(folder, 'initrd');
  writeFileSync(initrd, Buffer.concat([readFileSync(base.initrd), writeCpio(entries)]));
  const kernel = join(folder, 'vmlinuz');
  copyFileSync(base.kernel.path, kernel);
  return { kernel, initrd };
}

const program = (path: string, data: Buffer): CpioEntry => ({
  path: path.slice(1),
  type: 'file',
  mode: 0o755,
  data,
});

function librariesOf(file: string): string[] {
  const { stdout } = spawnSync('ldd', [file], { encoding: 'utf8' });
  return [...stdout.matchAll(/(?:=> |^\s+)(\/\S+) \(/gm)].map(([, path = '']) => path);
}
