import { VmError } from '../core/errors.js';
import type { Operation } from '../core/operation.js';
import { parseSize } from '../core/size.js';
import type { VmSpec } from '../engine/vm-spec.js';
import type { GuestExit, GuestProcess, SpawnRequest } from '../guest/types.js';
import type { ExecOptions, SpawnOptions } from './options.js';

/** What a finished command left. */
export interface ExecResult<T extends string | Buffer = string> {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: T;
  readonly stderr: T;
}

const DEFAULT_MAX_BUFFER = 64 * 2 ** 20;

/** A command as the agent takes it, with what the VM was created with for all commands. */
export function spawnRequest(
  { exec }: VmSpec,
  command: string,
  args: readonly string[],
  options: SpawnOptions,
): SpawnRequest {
  return {
    command,
    args,
    env: { ...exec.env, ...options.env },
    cwd: options.cwd,
    user: options.user ?? exec.user,
    pty: options.pty,
  };
}

/** Feeds, collects and waits for a process; kills it when the operation ends early. */
export async function collect(
  process: GuestProcess,
  command: string,
  options: ExecOptions,
  op: Operation,
): Promise<ExecResult<string | Buffer>> {
  op.defer(() => process.kill('SIGKILL'));
  const limit =
    options.maxBuffer === undefined ? DEFAULT_MAX_BUFFER : parseSize(options.maxBuffer, 'maxBuffer');
  process.stdin.on('error', () => {}); // a command need not read its input
  process.stdin.end(options.input ?? '');
  const [stdout, stderr, exit] = await op.race(
    Promise.all([
      gather(process.stdout, limit, command),
      gather(process.stderr, limit, command),
      process.exited,
    ]),
  );
  const decode = (bytes: Buffer) => (options.encoding === 'buffer' ? bytes : bytes.toString('utf8'));
  if (options.check === true && exit.exitCode !== 0) throw exitError(command, exit, stderr);
  return { exitCode: exit.exitCode, signal: exit.signal, stdout: decode(stdout), stderr: decode(stderr) };
}

async function gather(stream: AsyncIterable<Buffer>, limit: number, command: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > limit) {
      throw new VmError('OUTPUT_TOO_LARGE', `'${command}' printed more than ${limit} bytes (maxBuffer)`);
    }
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

function exitError(command: string, exit: GuestExit, stderr: Buffer): VmError {
  const how = exit.signal === null ? `exited with ${exit.exitCode}` : `was ended by ${exit.signal}`;
  const said = stderr.subarray(-2000).toString('utf8').trim();
  return new VmError('EXEC_FAILED', `'${command}' ${how}${said === '' ? '' : `: ${said}`}`);
}
