/**
 * Many jobs, each in a fresh VM of its own, with a limit on how many run at once. One failing job does not disturb
 * the others, and Ctrl-C ends them all.
 *
 *     npm run example -- build-farm
 */
import { createVm } from 'vmwright';

const AT_ONCE = 2;
const JOBS = ['echo compiled > out', 'seq 1 100 | md5sum > out', 'echo broken >&2; exit 2', 'uname -r > out'];

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());

async function build(script: string): Promise<string> {
  const call = { signal: stop.signal };
  await using vm = await createVm({ image: 'base', memory: '256MiB', network: 'none', ...call });
  await vm.files.mkdir('/build');
  await vm.exec('sh', ['-ec', script], { cwd: '/build', check: true, timeout: 60_000, ...call });
  return (await vm.readFile('/build/out', { encoding: 'utf8', ...call })).trim();
}

const results = new Map<string, string>();
const queue = [...JOBS];

async function worker(): Promise<void> {
  for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
    const outcome = await build(job).then(
      (artifact) => `ok: ${artifact}`,
      (error: Error) => `failed: ${error.message}`,
    );
    results.set(job, outcome);
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, worker));
for (const job of JOBS) console.log(`${job.padEnd(26)} ${results.get(job)}`);
