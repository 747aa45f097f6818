import { basename } from 'node:path';
import { join } from 'node:path/posix';
import { errnoOf, isVmError, VmError } from '../../core/errors.js';
import { type CallOptions, type Operation, runOperation } from '../../core/operation.js';
import type { HostLock, StageOptions } from '../runner.js';
import type { HostLink } from './link.js';
import { digestOfFile } from './local-digest.js';
import { isMissing, type Sftp } from './sftp.js';
import type { FileAccess } from './ssh-files.js';
import { upload } from './upload.js';

export interface StagerAccess extends FileAccess {
  lock(path: string, options: CallOptions & { wait: boolean }): Promise<HostLock | undefined>;
}

/**
 * Brings files of this client to the host, into `<cache>/files/<sha256>-<name>`. What is there under that name was
 * verified before it got the name, so it is never sent twice.
 */
export class Stager {
  readonly #access: StagerAccess;
  /** Uploads of this process by path on the host. */
  readonly #running = new Map<string, Promise<unknown>>();

  constructor(access: StagerAccess) {
    this.#access = access;
  }

  stage(localPath: string, options: StageOptions): Promise<string> {
    const name = basename(localPath);
    return runOperation(`upload ${name}`, options, async (op) => {
      const sha256 = options.sha256 ?? (await op.race(digestOfFile(localPath, op.signal)));
      const link = await op.race(this.#access.link());
      const path = join(link.leash.cacheDir, `${sha256}-${name.replace(/[^\w.-]/g, '_').slice(-100)}`);
      for (;;) {
        const other = this.#running.get(path);
        if (other === undefined) break;
        await op.race(other.catch(() => {})); // if it failed it is our turn
      }
      const done = this.#bring(link, { localPath, path, sha256, options }, op);
      this.#running.set(path, done);
      try {
        await done;
      } finally {
        this.#running.delete(path);
      }
      return path;
    });
  }

  async #bring(link: HostLink, plan: Plan, op: Operation): Promise<void> {
    const sftp = await op.race(link.sftp());
    if (await exists(sftp, plan.path)) return;
    const folder = link.leash.cacheDir;
    await this.#access.run(['mkdir', '-p', '-m', '755', '--', folder], { signal: op.signal });
    // One of 256 lock files, so that they need not be removed: removing a file that others wait for is a race.
    const lock = await this.#access.lock(join(folder, `.lock-${plan.sha256.slice(0, 2)}`), {
      wait: true,
      signal: op.signal,
    });
    try {
      if (!(await exists(sftp, plan.path))) await this.#send(sftp, plan, op);
    } finally {
      await lock?.release();
    }
  }

  async #send(sftp: Sftp, { localPath, path, sha256, options }: Plan, op: Operation): Promise<void> {
    const part = `${path}.part`;
    try {
      const { signal } = op;
      await upload(sftp, {
        from: localPath,
        to: part,
        name: basename(localPath),
        signal,
        progress: options.progress,
      });
      const { stdout, stderr } = await this.#access.run(['sha256sum', '--', part], { signal });
      const found = /^\\?([0-9a-f]{64})/.exec(stdout)?.[1];
      if (found !== sha256) throw mismatch(localPath, sha256, found ?? stderr.trim());
      await sftp.rename(part, path);
    } catch (error) {
      await sftp.unlink(part).catch(() => {}); // over a lost connection it stays; the next upload replaces it
      if (op.signal.aborted) throw op.signal.reason;
      throw uploadError(error, localPath, path);
    }
  }
}

interface Plan {
  readonly localPath: string;
  readonly path: string;
  readonly sha256: string;
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
