// Builds the C++ tests and runs the suites named on the command line, or all of them.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { main, ROOT, run, SetupError } from './lib/step.mjs';

const LIST = join(ROOT, 'test', 'native', 'suites.def');
const SUITES = Array.from(readFileSync(LIST, 'utf8').matchAll(/^SUITE\((\w+)\)$/gm), (line) => line[1]);

const PROGRAM = join(ROOT, 'build', 'native-test', 'native-test');

/** Compiles what changed. */
async function buildNativeTests() {
  await run('make', ['-j2', '-f', join('test', 'native', 'Makefile')]);
}

/** Runs one suite: its lines, and whether all went well. A minute is enough for any of them. */
function runSuite(name) {
  const result = spawnSync(PROGRAM, [name], { cwd: ROOT, encoding: 'utf8', timeout: 60_000 });
  const ended = result.status === null ? `\nended by ${result.signal ?? result.error?.message}` : '';
  return { ok: result.status === 0, output: `${result.stdout}${result.stderr}${ended}` };
}

await main(async () => {
  const names = process.argv.length > 2 ? process.argv.slice(2) : SUITES;
  await buildNativeTests();
  const failed = names.filter((name) => {
    const { ok, output } = runSuite(name);
    process.stdout.write(`${name}\n${output.replace(/^/gm, '  ').trimEnd()}\n`);
    return !ok;
  });
  if (failed.length > 0) throw new SetupError(`failed: ${failed.join(', ')}`);
});
