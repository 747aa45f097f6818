import type { OpenSsh } from './open-ssh.js';

/** `g` makes Xen print the grants of every domain to its log; an entry in use is a line with its number. */
const SCRIPT = `count() { printf '%s=%s\\n' "$1" "$2"; }
fds() { ls /proc/$(pidof $1)/fd | wc -l; }
count domains "$(xl list | tail -n +2 | wc -l)"
count 'xenstore nodes' "$(xenstore-ls -f | wc -l)"
count 'backend nodes' "$(xenstore-ls /local/domain/0/backend | wc -l)"
count processes "$(ps ax -o args= | grep -cE '^[^ ]*(qemu|xl|vmwright-toolstack|passt)')"
count 'network interfaces' "$(ls /sys/class/net | wc -l)"
count 'event channels of dom0' "$(grep -c xen-dyn /proc/interrupts)"
count 'descriptors of xenconsoled' "$(fds xenconsoled)"
count 'descriptors of xenstored' "$(fds "$(ps ax -o comm= | grep -m 1 -E '^o?xenstored$')")"
count 'files in /run, /var/lib and /tmp' "$(ls /run/vmwright /var/lib/vmwright /tmp 2>/dev/null | wc -l)"
xl dmesg -c >/dev/null; xl debug-keys g; sleep 1
count 'grants in use' "$(xl dmesg | grep -cE '\\[0x[0-9a-f]+\\]')"
count 'free memory, MiB' "$(xl info free_memory)"`;

/** What there is of domains in dom0 and Xen, as numbers. */
export async function dom0Inventory(ssh: OpenSsh): Promise<ReadonlyMap<string, number>> {
  const lines = (await ssh.run(SCRIPT)).trim().split('\n');
  return new Map(
    lines.map((line) => {
      const [name = '', value] = line.split('=');
      return [name, Number(value)];
    }),
  );
}
