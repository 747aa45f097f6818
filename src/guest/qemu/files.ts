import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { VmError } from '../../core/errors.js';
import type { ReadOptions, WriteOptions } from '../files.js';
import { guestError, type QemuAgent } from './agent.js';
import { runScript } from './exec.js';

/** Bytes of a file in one answer; libvirt passes on 4 MiB, and base64 takes a third more. */
const READ_PIECE = 512 * 1024;
/** Bytes in one command: the agent reads these letter by letter, and has to answer in time. */
const WRITE_PIECE = 48 * 1024;
const FAILURE = 'GUEST_FILE_ERROR';

/** Runs a script that changes or looks at files; what it prints. */
export async function fileScript(agent: QemuAgent, script: string, ...args: string[]): Promise<Buffer> {
  const { exitCode, stdout, stderr } = await runScript(agent, script, args);
  if (exitCode !== 0) throw guestError(FAILURE, stderr.toString('utf8') || `exit status ${exitCode}`);
  return stdout;
}

const open = (agent: QemuAgent, path: string, mode: 'r' | 'w' | 'a') =>
  agent.call<number>('guest-file-open', { path, mode }, FAILURE);

const close = (agent: QemuAgent, handle: number) => agent.call('guest-file-close', { handle }, FAILURE);

/** The content of a file, piece by piece. */
export async function* readPieces(
  agent: QemuAgent,
  path: string,
  { offset = 0, length = Number.POSITIVE_INFINITY, signal }: ReadOptions,
): AsyncGenerator<Buffer> {
  const handle = await open(agent, path, 'r');
  try {
    if (offset > 0) await agent.call('guest-file-seek', { handle, offset, whence: 'set' }, FAILURE);
    for (let left = length; left > 0; ) {
      signal?.throwIfAborted();
      const args = { handle, count: Math.min(left, READ_PIECE) };
      const { count, ...read } = await agent.call<{ count: number; 'buf-b64': string; eof: boolean }>(
        'guest-file-read',
        args,
        FAILURE,
      );
      if (count > 0) yield Buffer.from(read['buf-b64'], 'base64');
      if (read.eof || count === 0) return;
      left -= count;
    }
  } finally {
    await close(agent, handle).catch(() => {}); // of use to nobody but the guest
  }
}

/** Creates or replaces a file. */
export async function write(
  agent: QemuAgent,
  path: string,
  data: string | Uint8Array | Readable,
  { mode, append = false, atomic = false, exclusive = false, signal }: WriteOptions,
): Promise<void> {
  if (exclusive) throw new VmError('VM_UNSUPPORTED', 'the QEMU guest agent cannot insist on a new file');
  const target = atomic ? `${path}.${randomBytes(6).toString('hex')}` : path;
  await prepare(agent, target, mode);
  try {
    await fill(agent, target, data, append ? 'a' : 'w', signal);
    if (target !== path) await fileScript(agent, 'mv -f -- "$1" "$2"', target, path);
  } catch (error) {
    if (target !== path) await fileScript(agent, 'rm -f -- "$1"', target).catch(() => {});
    throw error;
  }
}

/** Left to itself the agent makes files that everybody may write. */
async function prepare(agent: QemuAgent, path: string, mode: number | undefined): Promise<void> {
  if (!agent.can('guest-exec')) {
    if (mode === undefined) return;
    throw new VmError('VM_UNSUPPORTED', 'the QEMU guest agent of this guest may not set the mode of a file');
  }
  const script = `[ -e "$1" ] || { umask 077; : > "$1" && { [ -n "$2" ] || chmod 644 -- "$1"; }; } || exit
[ -z "$2" ] || chmod "$2" -- "$1"`;
  await fileScript(agent, script, path, mode === undefined ? '' : mode.toString(8));
}

/** Writes to a file that is there. */
export async function fill(
  agent: QemuAgent,
  path: string,
  data: string | Uint8Array | Readable,
  mode: 'w' | 'a',
  signal: AbortSignal | undefined,
): Promise<void> {
  const source = data instanceof Readable ? data : [Buffer.from(data as string)];
  const handle = await open(agent, path, mode);
  try {
    for await (const chunk of source as Iterable<Buffer | string> | AsyncIterable<Buffer | string>) {
      const bytes = Buffer.from(chunk as Buffer);
      for (let at = 0; at < bytes.length; ) {
        signal?.throwIfAborted();
        const piece = bytes.subarray(at, at + WRITE_PIECE).toString('base64');
        const args = { handle, 'buf-b64': piece };
        at += (await agent.call<{ count: number }>('guest-file-write', args, FAILURE)).count;
      }
    }
  } finally {
    await close(agent, handle);
  }
}
