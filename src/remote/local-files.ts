import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { access, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errnoOf } from '../core/errors.js';
import { runOperation } from '../core/operation.js';
import type { DownloadOptions, HostFileStat, HostFiles } from './runner.js';
import { saveFile } from './save-file.js';

/** Bytes copied at a time. */
const COPY_CHUNK = 2 ** 20;

/** Files of this machine. */
export class LocalFiles implements HostFiles {
  read(path: string): Promise<Buffer> {
    return readFile(path);
  }

  async readTail(path: string, bytes: number): Promise<Buffer> {
    const handle = await open(path, 'r');
    try {
      const { size } = await handle.stat();
      const length = Math.min(size, bytes);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  }

  async write(path: string, data: string | Uint8Array, options: { mode?: number } = {}): Promise<void> {
    const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
    try {
      await writeFile(temporary, data, { mode: options.mode ?? 0o600, flag: 'wx' });
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  async stat(path: string): Promise<HostFileStat | undefined> {
    try {
      const found = await stat(path);
      return { kind: kindOf(found), size: found.size, mtimeMs: found.mtimeMs };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  access(path: string, mode: 'read' | 'write'): Promise<void> {
    return access(path, mode === 'read' ? constants.R_OK : constants.R_OK | constants.W_OK);
  }

  async list(path: string): Promise<string[]> {
    try {
      return await readdir(path);
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  async mkdir(path: string, options: { exclusive?: boolean; mode?: number } = {}): Promise<void> {
    const mode = options.mode ?? 0o700;
    if (options.exclusive !== true) {
      await mkdir(path, { recursive: true, mode });
      return;
    }
    try {
      await mkdir(path, { mode });
    } catch (error) {
      if (errnoOf(error) !== 'ENOENT') throw error;
      await mkdir(dirname(path), { recursive: true, mode });
      await mkdir(path, { mode });
    }
  }

  remove(path: string): Promise<void> {
    return rm(path, { recursive: true, force: true });
  }

  async stage(localPath: string): Promise<string> {
    return localPath;
  }

  download(path: string, localPath: string, options: DownloadOptions = {}): Promise<void> {
    return runOperation(`copy ${path}`, options, async (op) => {
      const handle = await open(path, 'r');
      try {
        const { size, mode } = await handle.stat();
        const chunks = handle.createReadStream({ highWaterMark: COPY_CHUNK, autoClose: false });
        const sha256 = options.sha256 === undefined ? undefined : Promise.resolve(options.sha256);
        await saveFile({ path, size, mode: mode & 0o777, chunks, sha256 }, localPath, options.progress, op);
      } finally {
        await handle.close();
      }
    });
  }
}

function isMissing(error: unknown): boolean {
  const errno = errnoOf(error);
  return errno === 'ENOENT' || errno === 'ENOTDIR';
}

function kindOf(found: Stats): HostFileStat['kind'] {
  if (found.isFile()) return 'file';
  if (found.isDirectory()) return 'directory';
  if (found.isSocket()) return 'socket';
  return found.isBlockDevice() ? 'block' : 'other';
}
