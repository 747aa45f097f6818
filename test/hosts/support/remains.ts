import assert from 'node:assert/strict';
import { eventually } from '../../support/leaks.js';
import { type RealHost, runOnHost } from './real-host.js';

/** Milliseconds in which what belonged to a closed connection has to be gone. */
const GONE = 30_000;

/**
 * Prints what a VM or a connection of the library may leave on a host, a line each: processes, domains, mounts, and files
 * in every folder that the library or a test uses. Two things stay on purpose and do not grow: the lock file of the
 * names, and the staged files with their lock files, which are a cache. The host's own services, configured in
 * /etc/vmwright, have other pids after it booted.
 */
const REMAINS = String.raw`
for file in $(grep -lsaE 'vmwright|qemu-system|qemu-img' /proc/[0-9]*/cmdline); do
  line=$(tr '\0\n' '  ' <"$file" | cut -c -160)
  case $line in *' /etc/vmwright/'*|*'=/etc/vmwright/'*) line= ;; esac
  if [ -n "$line" ]; then echo "process $(echo "$file" | cut -d / -f 3) $line"; fi
done 2>/dev/null
if command -v xl >/dev/null; then xl list | sed -n 's/^\([^ ]*\) .*/domain \1/p' | grep -vx -e 'domain Name' -e 'domain Domain-0'; fi
for base in /run /run/user/* /var/lib /var/cache /home/*/.local/state /home/*/.cache /root/.local/state /root/.cache; do
  find "$base/vmwright" -mindepth 1 ! -name names ! -path '*/names/.lock' ! -path '*/files' ! -path '*/files/*' 2>/dev/null
  find "$base/vmwright/files" -name '*.part' 2>/dev/null
done
find /tmp /var/tmp /dev/shm -mindepth 1 -maxdepth 1 ! -name 'systemd-private-*' ! -name '.*-unix' 2>/dev/null
grep -o ' /[^ ]*vmwright[^ ]* ' /proc/mounts
exit 0`;

/** What is on the host now, as lines that are the same while it stays. */
export async function remainsOn(host: RealHost): Promise<string[]> {
  return (await runOnHost(host, REMAINS)).split('\n').filter((line) => line !== '');
}

/** Fails unless, soon, nothing is on the host that was not there before. What others do there comes and goes meanwhile. */
export async function assertNothingNew(host: RealHost, before: readonly string[]): Promise<void> {
  let left: string[] | undefined;
  const gone = async () => {
    const now = await remainsOn(host);
    left = (left ?? now).filter((line) => now.includes(line) && !before.includes(line));
    return left.length === 0;
  };
  await eventually('nothing is left on the host', gone, GONE).catch(() => {});
  assert.deepEqual(left, [], `left on ${host.address}`);
}

/** Lets a suite fail that leaves something on a host. The result goes after all hooks of the suite. */
export function watchRemains(host: () => RealHost | undefined): () => void {
  let before: string[] | undefined;
  globalThis.before('looks at the host', async function () {
    this.timeout(60_000);
    const real = host();
    if (real !== undefined) before = await remainsOn(real);
  });
  return () =>
    after('nothing is left on the host', async function () {
      this.timeout(GONE * 2);
      const real = host();
      if (real !== undefined && before !== undefined) await assertNothingNew(real, before);
    });
}
