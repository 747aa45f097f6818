import { type FileHandle, open } from 'node:fs/promises';
import { errnoOf } from '../../core/errors.js';
import type { ProgressListener } from '../../core/progress.js';
import { isZero } from '../save-file.js';
import { transferTeller } from '../transfer.js';
import { REQUEST_SIZE, type Sftp } from './sftp.js';

/** Writes under way at once: with 4 MiB unacknowledged the link and the disk are never idle. */
const PARALLEL = 16;

export interface Upload {
  readonly from: string;
  readonly to: string;
  /** What the progress events say. */
  readonly name: string;
  readonly signal: AbortSignal;
  readonly progress: ProgressListener | undefined;
  /** Told that so many bytes from the beginning are in the file, in the end all, and which blocks among the new ones are holes. */
  readonly reached: (bytes: number, isHole: (at: number) => boolean) => void;
}

/**
 * Copies a local file to the host. Blocks of zeros are not sent but left out, so a sparse disk image
 * costs only its data and is sparse on the host as well. The file is on the host's disk when this returns.
 */
export async function upload(sftp: Sftp, plan: Upload): Promise<void> {
  const { from, to, name, progress } = plan;
  const local = await open(from, 'r');
  try {
    const { size, mode } = await local.stat();
    const remote = await sftp.open(to, 'w', 0o600);
    try {
      const tell = transferTeller({ step: 'upload', name, total: size, progress });
      await sftp.setAttributes(remote, to, { size }); // holes are there before they are reached
      await copy(local, size, plan, tell, (data, at) => sftp.write(remote, to, data, at));
      const synced = sftp.sync(remote, to).catch((error: unknown) => {
        if (errnoOf(error) !== 'ENOSYS') throw error; // without the extension there is no other way
      });
      await Promise.all([sftp.setAttributes(remote, to, { mode: mode & 0o777 }), synced]);
      tell(0, true);
    } finally {
      // All that was written is acknowledged, but a program that is still open for writing cannot be started.
      await sftp.close(remote, to).catch(() => {});
    }
  } finally {
    await local.close();
  }
}

async function copy(
  local: FileHandle,
  size: number,
  { signal, reached }: Pick<Upload, 'signal' | 'reached'>,
  tell: (bytes: number) => void,
  write: (data: Buffer, at: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  let failed = false;
  /** Offsets of blocks under way, lowest first. */
  const underWay = new Set<number>();
  /** Offsets of blocks of zeros that were not told of. */
  const holes = new Set<number>();
  const worker = async () => {
    const buffer = Buffer.allocUnsafe(REQUEST_SIZE);
    while (next < size && !failed) {
      signal.throwIfAborted();
      const at = next;
      next += REQUEST_SIZE;
      underWay.add(at);
      const { bytesRead } = await local.read(buffer, 0, Math.min(REQUEST_SIZE, size - at), at);
      const data = buffer.subarray(0, bytesRead);
      if (isZero(data)) holes.add(at);
      else await write(data, at);
      underWay.delete(at);
      const [lowest = Math.min(next, size)] = underWay;
      reached(lowest, (block) => holes.delete(block));
      tell(bytesRead);
    }
  };
  const stopOthers = (error: unknown) => {
    failed = true;
    throw error;
  };
  // All have to be over before the file is closed under them.
  const results = await Promise.allSettled(
    Array.from({ length: PARALLEL }, () => worker().catch(stopOthers)),
  );
  const broken = results.find((result) => result.status === 'rejected');
  if (broken !== undefined) throw broken.reason;
}
