import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { VmError } from '../core/errors.js';
import { type CallOptions, Operation, runOperation } from '../core/operation.js';
import type { GuestStream, StreamShape } from './guest-stream.js';
import { PayloadReader, PayloadWriter } from './payload.js';
import { resultData } from './result.js';
import type { Session } from './session.js';
import type { GuestDirEntry, GuestStat } from './types.js';
import { Op } from './wire.js';

/** Most bytes of directory entries that are believed; a directory of a million files fits. */
const MAX_LIST = 64 * 1024 * 1024;
const UNLIMITED = 2n ** 63n - 1n;

const KINDS: Readonly<Record<string, GuestStat['kind']>> = {
  f: 'file',
  d: 'directory',
  l: 'symlink',
  s: 'socket',
  p: 'fifo',
  b: 'block',
  c: 'character',
};

export interface ReadOptions extends CallOptions {
  /** First byte. @default 0 */
  readonly offset?: number | undefined;
  /** Most bytes. @default to the end */
  readonly length?: number | undefined;
}

export interface WriteOptions extends CallOptions {
  /** Permission bits. @default 0o644 for a new file, unchanged for an existing one */
  readonly mode?: number | undefined;
  /** Adds at the end instead of replacing. @default false */
  readonly append?: boolean | undefined;
  /** Writes to a temporary name beside it and renames: readers see the old or the new file, never a part. @default false */
  readonly atomic?: boolean | undefined;
  /** Fails with EEXIST when the file exists. @default false */
  readonly exclusive?: boolean | undefined;
}

/** Runs one request to its result; on abort the guest's worker is killed. */
export async function call(
  session: Session,
  name: string,
  request: Buffer,
  options: CallOptions,
  shape: StreamShape = { input: false, outputs: 0 },
  work?: (stream: GuestStream, op: Operation) => Promise<unknown>,
): Promise<Buffer> {
  return runOperation(name, options, async (op) => {
    const stream = session.open(request, shape);
    op.defer(() => stream.abort());
    const failed = stream.result.then(resultData);
    // The guest's own reason outweighs what its failure did to the streams.
    if (work !== undefined) await op.race(firstReason(work(stream, op), failed));
    return op.race(failed);
  });
}

/** Settles like `work`, but a failure of the result wins over the failure it caused. */
async function firstReason(work: Promise<unknown>, result: Promise<Buffer>): Promise<void> {
  const failure = new Promise<never>((_, reject) => result.catch(reject));
  failure.catch(() => {});
  try {
    await Promise.race([work, failure]);
  } catch (error) {
    if ((error as { code?: unknown }).code === 'EPIPE') await result;
    throw error;
  }
}

/** Reads a file as a stream. Errors of the guest destroy it; destroying it ends the reading in the guest. */
export function readStream(session: Session, path: string, options: ReadOptions): Readable {
  const op = new Operation(`read ${path}`, options);
  op.throwIfAborted();
  const request = new PayloadWriter()
    .u8(Op.read)
    .string(path, 'path')
    .u64(BigInt(options.offset ?? 0));
  request.u64(options.length === undefined ? UNLIMITED : BigInt(options.length));
  const stream = session.open(request.finish(), { input: false, outputs: 1 });
  const readable = Readable.from(readChunks(stream, op), { objectMode: false, highWaterMark: 64 * 1024 });
  // A generator that was never started has no `finally` to run.
  readable.once('close', () => {
    op.settle();
    stream.abort();
  });
  return readable;
}

async function* readChunks(stream: GuestStream, op: Operation): AsyncGenerator<Buffer> {
  const onAbort = () => stream.abort();
  op.signal.addEventListener('abort', onAbort, { once: true });
  const output = stream.outputs[0];
  try {
    if (output !== undefined) yield* output as AsyncIterable<Buffer>;
    op.throwIfAborted();
    resultData(await op.race(stream.result));
  } catch (error) {
    op.throwIfAborted();
    throw error;
  } finally {
    op.settle();
    op.signal.removeEventListener('abort', onAbort);
    stream.abort();
  }
}

/** Reads a whole file into memory, at most `maxBytes`. */
export async function readWhole(
  session: Session,
  path: string,
  options: ReadOptions,
  maxBytes: number,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of readStream(session, path, options) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) {
      throw new VmError('GUEST_FILE_ERROR', `in the guest: ${path} is larger than ${maxBytes} bytes: EFBIG`, {
        errno: 'EFBIG',
        remedy: 'Use readStream, or pass a larger `maxBytes`.',
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

export async function writeFile(
  session: Session,
  path: string,
  data: string | Uint8Array | Readable,
  options: WriteOptions,
): Promise<void> {
  const flags =
    (options.append ? 1 : 0) |
    (options.atomic ? 2 : 0) |
    (options.exclusive ? 4 : 0) |
    (options.mode === undefined ? 0 : 8);
  const request = new PayloadWriter()
    .u8(Op.write)
    .string(path, 'path')
    .u32(options.mode ?? 0o644)
    .u32(flags)
    .finish();
  const source = data instanceof Readable ? data : undefined;
  const whole =
    typeof data === 'string' ? Buffer.from(data, 'utf8') : data instanceof Uint8Array ? data : undefined;
  await call(
    session,
    `write ${path}`,
    request,
    options,
    { input: true, outputs: 0, onCut: 'abort' },
    async (stream, op) => {
      if (stream.input === undefined) return;
      if (source !== undefined) {
        await pipeline(source, stream.input, { signal: op.signal });
        return;
      }
      const input = stream.input;
      await new Promise<void>((resolve, reject) => {
        input.once('error', reject);
        input.end(whole, () => resolve());
      });
    },
  );
}

export async function stat(
  session: Session,
  path: string,
  follow: boolean,
  options: CallOptions,
): Promise<GuestStat> {
  const request = new PayloadWriter()
    .u8(Op.stat)
    .string(path, 'path')
    .u8(follow ? 1 : 0)
    .finish();
  const data = new PayloadReader(await call(session, `stat ${path}`, request, options));
  if (data.left < 32) throw new VmError('AGENT_PROTOCOL', 'guest agent: file status too short');
  const kind = KINDS[String.fromCharCode(data.u8())];
  data.take(3);
  const [mode, uid, gid] = [data.u32(), data.u32(), data.u32()];
  const size = Number(data.u64());
  const mtimeMs = Number(data.i64() / 1_000_000n);
  if (kind === undefined) throw new VmError('AGENT_PROTOCOL', 'guest agent: unknown kind of file');
  return { kind, mode, uid, gid, size, mtimeMs };
}

export async function list(session: Session, path: string, options: CallOptions): Promise<GuestDirEntry[]> {
  const request = new PayloadWriter().u8(Op.list).string(path, 'path').finish();
  const chunks: Buffer[] = [];
  await call(session, `list ${path}`, request, options, { input: false, outputs: 1 }, async (stream) => {
    let length = 0;
    for await (const chunk of stream.outputs[0] as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > MAX_LIST) throw new VmError('AGENT_PROTOCOL', 'guest agent: directory listing too long');
      chunks.push(chunk);
    }
  });
  return decodeList(new PayloadReader(Buffer.concat(chunks)));
}

function decodeList(data: PayloadReader): GuestDirEntry[] {
  const entries: GuestDirEntry[] = [];
  try {
    while (data.left > 0) {
      const kind = KINDS[String.fromCharCode(data.u8())];
      data.u8();
      const name = data.take(data.u16()).toString('utf8');
      if (kind !== undefined) entries.push({ name, kind });
    }
  } catch (error) {
    throw new VmError('AGENT_PROTOCOL', 'guest agent: malformed directory listing', { cause: error });
  }
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}
