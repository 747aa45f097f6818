import type { Readable } from 'node:stream';
import { VmError } from '../core/errors.js';
import { runOperation } from '../core/operation.js';
import type { HostProcess, RunOptions, RunResult, SpawnOptions } from './runner.js';

/** How a runner starts a program; what is built on it works on every runner. */
export type Spawn = (argv: readonly string[], options?: SpawnOptions) => Promise<HostProcess>;

const DEFAULT_MAX_BUFFER = 64 * 2 ** 20;

/** Runs a program to its end. Its process group is killed on abort, time-out or too much output. */
export function runProgram(spawn: Spawn, argv: readonly string[], options: RunOptions): Promise<RunResult> {
  const program = argv[0] ?? '';
  return runOperation(`run ${program}`, options, async (op) => {
    const child = await op.acquire(spawn(argv, options), (late) => late.kill());
    child.stdin.end(options.input ?? '');
    const limit = options.maxBuffer ?? DEFAULT_MAX_BUFFER;
    const [stdout, stderr, exit] = await op.race(
      Promise.all([
        collect(child.stdout, limit, `stdout of ${program}`),
        collect(child.stderr, limit, `stderr of ${program}`),
        child.exited,
      ]),
    );
    if (exit.lost !== undefined) throw exit.lost;
    return { ...exit, stdout, stderr };
  });
}

/** All text of a stream. The limit keeps a program gone wild from filling our memory. */
function collect(stream: Readable, limit: number, what: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else reject(new VmError('HOST_COMMAND_FAILED', `${what} is longer than ${limit} bytes`));
    });
    stream.once('error', reject); // the connection to the host broke
    stream.once('close', () => resolve(Buffer.concat(chunks).toString()));
  });
}
