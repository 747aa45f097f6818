import type { Stats } from 'node:fs';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { errnoOf, messageOf, VmError } from '../core/errors.js';
import { type CopyOptions, type CopyResult, CopyTally } from './copy.js';
import { call } from './files.js';
import { PayloadWriter } from './payload.js';
import type { Session } from './session.js';
import { encodeEntry, type TreeEntry, type TreeKind } from './tree.js';
import { Op } from './wire.js';

/** Headers and small pieces are gathered into writes of this size. */
const GATHER = 64 * 1024;

export async function copyIn(
  session: Session,
  localPath: string,
  guestPath: string,
  options: CopyOptions,
): Promise<CopyResult> {
  const tally = new CopyTally('copy.in', `copy ${localPath} to the guest`, options.onProgress);
  const root = await stat(localPath).catch((error: unknown) => {
    throw new VmError('GUEST_FILE_ERROR', `on this machine: ${messageOf(error)}`, {
      cause: error,
      ...(errnoOf(error) === undefined ? {} : { errno: String(errnoOf(error)) }),
    });
  });
  const request = new PayloadWriter()
    .u8(Op.treeIn)
    .string(guestPath, 'path')
    .u8(options.keepOwner ? 1 : 0)
    .finish();
  await call(
    session,
    `copy to ${guestPath}`,
    request,
    options,
    { input: true, outputs: 0, onCut: 'abort' },
    async (stream, op) => {
      if (stream.input === undefined) return;
      const source = Readable.from(gather(walk(localPath, '', root, tally)), { objectMode: false });
      await pipeline(source, stream.input, { signal: op.signal });
    },
  );
  return tally.finish();
}

async function* gather(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let length = 0;
  for await (const piece of pieces) {
    held.push(piece);
    length += piece.length;
    if (length < GATHER) continue;
    yield held.length === 1 ? piece : Buffer.concat(held, length);
    held = [];
    length = 0;
  }
  held.push(encodeEntry({ kind: 'end', path: '', mode: 0, uid: 0, gid: 0, mtimeMs: 0, size: 0 }));
  yield Buffer.concat(held);
}

function entryOf(kind: TreeKind, path: string, info: Stats, size: number): TreeEntry {
  return { kind, path, mode: info.mode & 0o7777, uid: info.uid, gid: info.gid, mtimeMs: info.mtimeMs, size };
}

async function* walk(local: string, path: string, info: Stats, tally: CopyTally): AsyncGenerator<Buffer> {
  if (info.isFile()) {
    yield* file(local, path, info, tally);
  } else if (info.isDirectory()) {
    tally.directories += 1;
    yield encodeEntry(entryOf('directory', path, info, 0));
    for (const name of (await readdir(local)).sort()) {
      const child = join(local, name);
      yield* walk(child, path === '' ? name : `${path}/${name}`, await lstat(child), tally);
    }
  } else if (info.isSymbolicLink()) {
    const target = Buffer.from(await readlink(local), 'utf8');
    tally.symlinks += 1;
    yield Buffer.concat([encodeEntry(entryOf('symlink', path, info, target.length)), target]);
  } else {
    tally.skip(path, 'not a file, directory or symbolic link');
  }
}

/** The size is promised before the contents are read: a file that grows is cut, one that shrinks is an error. */
async function* file(local: string, path: string, info: Stats, tally: CopyTally): AsyncGenerator<Buffer> {
  yield encodeEntry(entryOf('file', path, info, info.size));
  let sent = 0;
  if (info.size > 0) {
    for await (const chunk of createReadStream(local, { end: info.size - 1, highWaterMark: 256 * 1024 })) {
      sent += chunk.length;
      tally.addBytes(chunk.length);
      yield chunk;
    }
  }
  if (sent < info.size)
    throw new VmError('GUEST_FILE_ERROR', `on this machine: ${local} shrank while it was copied`);
  tally.files += 1;
}
