// Runs benchmarks one after another, each in a process of its own.
// usage: npm run bench [-- NAME...]
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const known = readdirSync(join(ROOT, 'bench'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replace(/\.ts$/, ''))
  .filter((name) => name !== 'measure');
const names = process.argv.length > 2 ? process.argv.slice(2) : known;
const unknown = names.find((name) => !known.includes(name));
if (unknown !== undefined) {
  console.error(`no benchmark '${unknown}'; there are: ${known.join(', ')}`);
  process.exit(2);
}
const [cpu] = cpus();
console.log(
  `${cpus().length} x ${cpu?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}`,
);
for (const name of names) {
  console.log(`\n${name}`);
  const file = join(ROOT, 'build', 'js', 'bench', `${name}.js`);
  const { status } = spawnSync(process.execPath, ['--expose-gc', file], { stdio: 'inherit', cwd: ROOT });
  if (status !== 0) process.exit(1);
}
