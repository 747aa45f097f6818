import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path/posix';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { errnoOf, messageOf, VmError } from '../../core/errors.js';
import { type CopyOptions, type CopyResult, CopyTally } from '../copy.js';
import type { QemuAgent } from './agent.js';
import { statEntry } from './entries.js';
import { fileScript, readPieces, write } from './files.js';

const TREES = 'the QEMU guest agent copies single files only';
const REMEDY = "Pack the tree into one file, or use an image with vmwright's agent.";

/** Pieces as they are, counted on their way. */
async function* counted(pieces: AsyncIterable<Buffer>, tally: CopyTally): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    tally.addBytes(piece.length);
    yield piece;
  }
}

/** Copies a file of this machine to exactly `guestPath`. */
export async function copyFileIn(
  agent: QemuAgent,
  localPath: string,
  guestPath: string,
  { signal, onProgress }: CopyOptions,
): Promise<CopyResult> {
  const info = await stat(localPath).catch((error: unknown) => {
    throw localError(error);
  });
  if (!info.isFile()) throw new VmError('VM_UNSUPPORTED', TREES, { remedy: REMEDY });
  const tally = new CopyTally('copy.in', `copy ${localPath} to the guest`, onProgress);
  await fileScript(agent, 'mkdir -p -- "$1"', dirname(guestPath));
  const source = Readable.from(counted(createReadStream(localPath, { highWaterMark: 2 ** 20 }), tally));
  await write(agent, guestPath, source, {
    mode: info.mode & 0o7777,
    ...(signal === undefined ? {} : { signal }),
  });
  tally.files = 1;
  return tally.finish();
}

/** Copies a file of the guest to exactly `localPath`. */
export async function copyFileOut(
  agent: QemuAgent,
  guestPath: string,
  localPath: string,
  { signal, onProgress }: CopyOptions,
): Promise<CopyResult> {
  const info = await statEntry(agent, guestPath);
  if (info.kind !== 'file') throw new VmError('VM_UNSUPPORTED', TREES, { remedy: REMEDY });
  const tally = new CopyTally('copy.out', `copy ${guestPath} from the guest`, onProgress);
  const pieces = readPieces(agent, guestPath, signal === undefined ? {} : { signal });
  const target = createWriteStream(localPath, { mode: info.mode & 0o777 });
  const failed = new Promise<never>((_, reject) =>
    target.once('error', (error) => reject(localError(error))),
  );
  failed.catch(() => {});
  await Promise.race([pipeline(counted(pieces, tally), target), failed]);
  tally.files = 1;
  return tally.finish();
}

function localError(error: unknown): VmError {
  const errno = errnoOf(error);
  return new VmError('GUEST_FILE_ERROR', `on this machine: ${messageOf(error)}`, {
    cause: error,
    ...(errno === undefined ? {} : { errno: String(errno) }),
  });
}
