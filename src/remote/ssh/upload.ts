import { type FileHandle, open } from 'node:fs/promises';
import { errnoOf } from '../../core/errors.js';
import type { ProgressListener } from '../../core/progress.js';
import type { Sftp } from './sftp.js';

/** Bytes of one SFTP write; OpenSSH takes 256 KiB with its header. */
const CHUNK = 254 * 1024;
/** Writes under way at once: with 4 MiB unacknowledged the link and the disk are never idle. */
const PARALLEL = 16;
/** Milliseconds between progress events. */
const TELL_EVERY = 100;

const ZEROS = Buffer.alloc(CHUNK);

export interface Upload {
  readonly from: string;
  readonly to: string;
  /** What the progress events say. */
  readonly name: string;
  readonly signal: AbortSignal;
  readonly progress: ProgressListener | undefined;
}

/**
 * Copies a local file to the host. Blocks of zeros are not sent but left out, so a sparse disk image costs only
 * its data and is sparse on the host as well. The file is on the host's disk when this returns.
 */
export async function upload(sftp: Sftp, { from, to, name, signal, progress }: Upload): Promise<void> {
  const local = await open(from, 'r');
  try {
    const { size, mode } = await local.stat();
    const remote = await sftp.open(to, 'w', 0o600);
    try {
      const tell = teller(name, size, progress);
      await copy(local, size, signal, tell, (data, at) => sftp.write(remote, to, data, at));
      await sftp.setAttributes(remote, to, { size });
      await sftp.setAttributes(remote, to, { mode: mode & 0o777 });
      await sftp.sync(remote, to).catch((error: unknown) => {
        if (errnoOf(error) !== 'ENOSYS') throw error; // without the extension there is no other way
      });
      tell(0, true);
    } finally {
      await sftp.close(remote, to).catch(() => {}); // on the way of an error that says more
    }
  } finally {
    await local.close();
  }
}

async function copy(
  local: FileHandle,
  size: number,
  signal: AbortSignal,
  tell: (bytes: number) => void,
  write: (data: Buffer, at: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  let failed = false;
  const worker = async () => {
    const buffer = Buffer.allocUnsafe(CHUNK);
    while (next < size && !failed) {
      signal.throwIfAborted();
      const at = next;
      next += CHUNK;
      const { bytesRead } = await local.read(buffer, 0, Math.min(CHUNK, size - at), at);
      const data = buffer.subarray(0, bytesRead);
      if (!data.equals(ZEROS.subarray(0, bytesRead))) await write(data, at);
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

function teller(name: string, total: number, progress: ProgressListener | undefined) {
  let completed = 0;
  let last = 0;
  return (bytes: number, done = false): void => {
    completed += bytes;
    const now = performance.now();
    if (progress === undefined || (!done && now - last < TELL_EVERY)) return;
    last = now;
    const event = { type: 'progress', step: 'upload', message: `uploading ${name}`, unit: 'bytes' } as const;
    progress({ ...event, completed, total, ...(done ? { done } : {}) });
  };
}
