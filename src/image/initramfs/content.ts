import type { CpioEntry } from './cpio.js';

const directory = (path: string, mode = 0o755): CpioEntry => ({ path, type: 'directory', mode });
const symlink = (path: string, target: string): CpioEntry => ({ path, type: 'symlink', target });
const text = (path: string, content: string, mode = 0o644): CpioEntry => ({
  path,
  type: 'file',
  mode,
  data: Buffer.from(content),
});

/** Called by busybox udhcpc with the lease in its environment. */
const UDHCPC_SCRIPT = `#!/bin/sh
case "$1" in
deconfig)
  ip -4 addr flush dev "$interface"
  ip link set "$interface" up
  ;;
bound|renew)
  ip -4 addr replace "$ip/\${mask:-24}" broadcast "\${broadcast:-+}" dev "$interface"
  for gateway in $router; do
    ip route replace default via "$gateway" dev "$interface"
    break
  done
  : > /etc/resolv.conf
  [ -n "$domain" ] && echo "search $domain" >> /etc/resolv.conf
  for server in $dns; do
    echo "nameserver $server" >> /etc/resolv.conf
  done
  ;;
esac
`;

const PROFILE = `export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PS1='\\u@\\h:\\w\\$ '
`;

const EMPTY_DIRECTORIES = [
  'mnt',
  'newroot',
  'proc',
  'run',
  'sys',
  'usr/bin',
  'usr/sbin',
  'usr/share',
  'var/log',
];

/** Folders and small files of the initramfs; parents come before children. */
export const SKELETON: readonly CpioEntry[] = [
  ...['bin', 'dev', 'etc', 'etc/udhcpc', 'lib', 'sbin', 'usr', 'var', 'vmwright'].map((path) =>
    directory(path),
  ),
  ...EMPTY_DIRECTORIES.map((path) => directory(path)),
  directory('root', 0o700),
  directory('tmp', 0o1777),
  symlink('var/run', '/run'),
  symlink('var/tmp', '/tmp'),
  // The kernel opens it for init before anything could mount devtmpfs.
  { path: 'dev/console', type: 'character', mode: 0o600, major: 5, minor: 1 },
  text('etc/passwd', 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n'),
  text('etc/group', 'root:x:0:\ntty:x:5:\nnogroup:x:65534:\n'),
  text('etc/shadow', 'root:*:::::::\nnobody:*:::::::\n', 0o600),
  text('etc/hosts', '127.0.0.1 localhost\n::1 localhost\n'),
  text('etc/profile', PROFILE),
  text('etc/shells', '/bin/sh\n'),
  text('etc/udhcpc/default.script', UDHCPC_SCRIPT, 0o755),
];
