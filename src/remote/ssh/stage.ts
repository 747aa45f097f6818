import { basename } from 'node:path';
import { join } from 'node:path/posix';
import { errnoOf, isVmError, VmError } from '../../core/errors.js';
import { type Operation, runOperation } from '../../core/operation.js';
import type { StageOptions } from '../runner.js';
import type { HostLink } from './link.js';
import { digestOfFile, type FileDigest } from './local-digest.js';
import { Receiver } from './receiver.js';
import { isMissing, type Sftp } from './sftp.js';
import { upload } from './upload.js';

/**
 * Brings files of this client to the host, into `<cache>/files/<digest>-<name>`. What is there under that name was
 * verified before it got the name, so it is never sent twice.
 */
export class Stager {
  readonly #link: () => Promise<HostLink>;
  /** Uploads of this process by path on the host. */
  readonly #running = new Map<string, Promise<unknown>>();

  constructor(link: () => Promise<HostLink>) {
    this.#link = link;
  }

  stage(localPath: string, options: StageOptions): Promise<string> {
    const name = basename(localPath);
    return runOperation(`upload ${name}`, options, async (op) => {
      const digest = await op.race(digestOfFile(localPath, op.signal));
      const link = await op.race(this.#link());
      const path = join(
        link.leash.cacheDir,
        `${digest.content}-${name.replace(/[^\w.-]/g, '_').slice(-100)}`,
      );
      for (;;) {
        const other = this.#running.get(path);
        if (other === undefined) break;
        await op.race(other.catch(() => {})); // if it failed it is our turn
      }
      const done = bring(link, { localPath, path, digest, options }, op);
      this.#running.set(path, done);
      try {
        await done;
      } finally {
        this.#running.delete(path);
      }
      return path;
    });
  }
}

async function bring(
  link: HostLink,
  { localPath, path, digest, options }: Plan,
  op: Operation,
): Promise<void> {
  const sftp = await op.race(link.sftp());
  if (await exists(sftp, path)) return;
  const receiver = await Receiver.start(link, path, digest.data, op);
  if (receiver === undefined) return; // another client was quicker
  try {
    await upload(sftp, {
      from: localPath,
      to: `${path}.part`,
      name: basename(localPath),
      signal: op.signal,
      progress: options.progress,
      reached: (bytes, isHole) => receiver.reached(bytes, isHole),
    });
    const found = await op.race(receiver.finish());
    if (found !== undefined) throw mismatch(localPath, digest.data, found);
  } catch (error) {
    if (op.signal.aborted) throw op.signal.reason;
    throw uploadError(error, localPath, path);
  }
}

interface Plan {
  readonly localPath: string;
  readonly path: string;
  readonly digest: FileDigest;
  readonly options: StageOptions;
}

async function exists(sftp: Sftp, path: string): Promise<boolean> {
  try {
    return (await sftp.stat(path)).isFile();
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function mismatch(localPath: string, expected: string, found: string): VmError {
  return new VmError(
    'IMAGE_DIGEST_MISMATCH',
    `${localPath} has not the SHA-256 ${expected} on the host but ${found}`,
    {
      remedy: 'Do not change the file while it is uploaded; otherwise check the disk of the host.',
    },
  );
}

function uploadError(error: unknown, localPath: string, path: string): unknown {
  if (isVmError(error)) return error;
  const errno = errnoOf(error);
  const details = { cause: error, ...(errno === undefined ? {} : { errno }) };
  if (errno === 'ENOSPC') {
    return new VmError('DISK_FULL', `no space left on the host for ${localPath} (as ${path})`, {
      ...details,
      remedy: 'Free space on the host, or set VMWRIGHT_CACHE_DIR there.',
    });
  }
  return error;
}
