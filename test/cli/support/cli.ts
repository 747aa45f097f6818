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
  /** Resolves when stdout and stderr together contain `text`. */
  saw(text: string | RegExp): Promise<void>;
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

/** Runs a shell command line with `vmwright` as `$VMWRIGHT`. */
export function shell(script: string): RunningCli {
  return startProgram('bash', ['-c', script], { VMWRIGHT: `${process.execPath} ${MAIN}` });
}

/** Starts `vmwright` on a pseudo-terminal of its own; keys go to `child.stdin`. */
export function startOnTerminal(args: readonly string[]): RunningCli {
  const words = [process.execPath, MAIN, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`);
  return startProgram('script', ['-qefc', words.join(' '), '/dev/null'], { TERM: 'xterm' });
}

function startProgram(file: string, args: readonly string[], env: Record<string, string> = {}): RunningCli {
  const child = spawn(file, args, { env: { ...process.env, NO_COLOR: '1', ...env }, stdio: 'pipe' });
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
): Promise<void> {
  const holds = () => (typeof wanted === 'string' ? text().includes(wanted) : wanted.test(text()));
  let watcher: () => void = () => {};
  const seen = new Promise<true>((resolve) => {
    watcher = () => (holds() ? resolve(true) : undefined);
    watchers.add(watcher);
    watcher();
  });
  const ended = result.then(() => holds());
  const found = await Promise.race([seen, ended]);
  watchers.delete(watcher);
  if (!found) throw new Error(`ended without printing ${wanted}; it printed:\n${text()}`);
}
