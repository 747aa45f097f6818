import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Live processes whose command line contains `text`, this process excepted: `pid command`. */
export function processesMentioning(text: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return command.includes(text) ? [`${pid} ${command}`] : [];
      } catch {
        return []; // it ended meanwhile
      }
    });
}

/** Open file descriptors of this process by what they point to, sockets and pipes without their numbers. */
export function openFds(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const fd of readdirSync('/proc/self/fd')) {
    try {
      const target = readlinkSync(`/proc/self/fd/${fd}`).replace(/\[\d+\]/, '');
      counts.set(target, (counts.get(target) ?? 0) + 1);
    } catch {
      // the descriptor of this very listing
    }
  }
  return counts;
}

export const fdCount = (): number => [...openFds().values()].reduce((sum, n) => sum + n, 0);

/** Waits until `holds` is true and fails with `what` when it is not so in time. */
export async function eventually(
  what: string,
  holds: () => boolean | Promise<boolean>,
  within = 2000,
): Promise<void> {
  const deadline = performance.now() + within;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`not within ${within} ms: ${what}`);
    await sleep(20);
  }
}
