// Short runs of other programs.
import { spawnSync } from 'node:child_process';
import { SetupError } from '../lib/step.mjs';

/** Runs a program to its end; `{ ok, stdout, stderr, timedOut }`. Never throws. */
export function attempt(argv, { timeoutMs = 30_000, env = {}, input } = {}) {
  const [program, ...args] = argv;
  const result = spawnSync(program, args, {
    encoding: 'utf8',
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    env: { ...process.env, LC_ALL: 'C.UTF-8', ...env },
    input,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  const timedOut = result.error?.code === 'ETIMEDOUT';
  const failure = timedOut ? `no answer in ${timeoutMs / 1000} s` : (result.error?.message ?? '');
  return {
    ok: result.status === 0,
    stdout: result.stdout ?? '',
    stderr: [result.stderr, failure]
      .filter((text) => text)
      .join('\n')
      .trim(),
    timedOut,
  };
}

/** Like `attempt`, for what must succeed: gives its standard output. */
export function output(argv, options) {
  const { ok, stdout, stderr } = attempt(argv, options);
  if (!ok) throw new SetupError(`\`${argv.join(' ')}\` failed: ${stderr}`);
  return stdout;
}
