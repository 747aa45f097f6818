import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

export const MAIN = resolve('dist/cli/main.js');

/** What one run of the command gave. */
export interface CliResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly bytes: Buffer;
  readonly stderr: string;
}

export interface CliOptions {
  /** Bytes for stdin; without it stdin is empty. */
  readonly input?: string | Uint8Array;
  readonly env?: Record<string, string>;
}

/** A running command. */
export interface RunningCli {
  readonly child: ChildProcess;
  readonly result: Promise<CliResult>;
  /** Resolves when stdout and stderr together contain `text`, with the first group of a pattern. */
  saw(text: string | RegExp): Promise<string>;
}

/** Starts `vmwright` with its input from a pipe. */
export function startCli(args: readonly string[], options: CliOptions = {}): RunningCli {
  const running = startProgram(process.execPath, [MAIN, ...args], options.env);
  running.child.stdin?.on('error', () => {}); // it need not read its input
  if (options.input !== undefined) running.child.stdin?.end(options.input);
  return running;
}

/** Runs `vmwright` to its end. */
export function cli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  return startCli(args, { input: '', ...options }).result;
}

const COMMAND = { VMWRIGHT: `${process.execPath} ${MAIN}` };

/** Runs a shell command line with `vmwright` as `$VMWRIGHT`. */
export function shell(script: string): RunningCli {
  return startProgram('bash', ['-c', script], COMMAND);
}

/** The same on a pseudo-terminal of its own; keys go to `child.stdin`. */
export function shellOnTerminal(script: string): RunningCli {
  return startProgram('script', ['-qefc', script, '/dev/null'], {
    ...COMMAND,
    TERM: 'xterm',
    SHELL: '/bin/sh',
  });
}

const started = new Set<ChildProcess>();

/** For afterEach: kills what a failed test did not wait for. */
export function endStarted(): void {
  for (const child of started) child.kill('SIGKILL');
  started.clear();
}

/** Starts any program with its standard streams in pipes. */
export function startProgram(
  file: string,
  args: readonly string[],
  env: Record<string, string> = {},
): RunningCli {
  const child = spawn(file, args, { env: { ...process.env, NO_COLOR: '1', ...env }, stdio: 'pipe' });
  started.add(child);
  child.once('close', () => started.delete(child));
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  const watchers = new Set<() => void>();
  const collect = (chunks: Buffer[]) => (chunk: Buffer) => {
    chunks.push(chunk);
    for (const watcher of [...watchers]) watcher();
  };
  child.stdout.on('data', collect(out));
  child.stderr.on('data', collect(err));
  const text = () => `${Buffer.concat(out)}${Buffer.concat(err)}`;
  const result = once(child, 'close').then(([code, signal]) => {
    const bytes = Buffer.concat(out);
    return {
      code,
      signal,
      bytes,
      stdout: bytes.toString('utf8'),
      stderr: Buffer.concat(err).toString('utf8'),
    };
  });
  const saw = (wanted: string | RegExp) => waitForText(wanted, text, watchers, result);
  return { child, result, saw };
}

async function waitForText(
  wanted: string | RegExp,
  text: () => string,
  watchers: Set<() => void>,
  result: Promise<CliResult>,
): Promise<string> {
  const find = () =>
    typeof wanted === 'string' ? text().includes(wanted) || undefined : wanted.exec(text());
  let watcher: () => void = () => {};
  const seen = new Promise<void>((resolve) => {
    watcher = () => (find() == null ? undefined : resolve());
    watchers.add(watcher);
    watcher();
  });
  await Promise.race([seen, result]);
  watchers.delete(watcher);
  const found = find();
  if (found == null) throw new Error(`ended without printing ${wanted}; it printed:\n${text()}`);
  return found === true ? '' : (found[1] ?? '');
}
