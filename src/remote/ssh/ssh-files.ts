import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path/posix';
import type { Stats } from 'ssh2';
import { errnoOf, VmError } from '../../core/errors.js';
import type {
  DownloadOptions,
  HostFileStat,
  HostFiles,
  RunOptions,
  RunResult,
  StageOptions,
} from '../runner.js';
import { download } from './download.js';
import type { HostLink } from './link.js';
import { isMissing, REQUEST_SIZE, type Sftp, withFile } from './sftp.js';
import { Stager } from './stage.js';
import { systemError } from './system-error.js';

/** Requests under way at once when a file is read. */
const READ_AHEAD = 8;

/** What the files of a host are reached with. */
export interface FileAccess {
  link(): Promise<HostLink>;
  run(argv: readonly string[], options?: RunOptions): Promise<RunResult>;
}

/** Files of a host over SFTP; what SFTP does not offer is done by coreutils. */
export class SshFiles implements HostFiles {
  readonly #access: FileAccess;
  readonly #stager: Stager;

  constructor(access: FileAccess) {
    this.#access = access;
    this.#stager = new Stager(access.link);
  }

  async read(path: string): Promise<Buffer> {
    const sftp = await this.#sftp();
    return withFile(sftp, path, async (handle) => {
      const { size } = await sftp.fstat(handle, path);
      const known = await readRange(sftp, handle, path, { from: 0, length: size });
      if (known.length < size) return known;
      const chunks = [known]; // files of /proc and /sys have no size, others grow
      for (let position = size; ; ) {
        const more = await readRange(sftp, handle, path, { from: position, length: REQUEST_SIZE });
        if (more.length === 0) return Buffer.concat(chunks);
        chunks.push(more);
        position += more.length;
      }
    });
  }

  async readTail(path: string, bytes: number): Promise<Buffer> {
    const sftp = await this.#sftp();
    return withFile(sftp, path, async (handle) => {
      const { size } = await sftp.fstat(handle, path);
      const length = Math.min(size, bytes);
      return readRange(sftp, handle, path, { from: size - length, length });
    });
  }

  async write(path: string, data: string | Uint8Array, options: { mode?: number } = {}): Promise<void> {
    const sftp = await this.#sftp();
    const content =
      typeof data === 'string' ? Buffer.from(data) : Buffer.from(data.buffer, data.byteOffset, data.length);
    const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
    const handle = await sftp.open(temporary, 'wx', options.mode ?? 0o600).catch((error) => {
      throw renamed(error, temporary, path);
    });
    try {
      const starts = Array.from(
        { length: Math.ceil(content.length / REQUEST_SIZE) },
        (_, i) => i * REQUEST_SIZE,
      );
      await Promise.all(
        starts.map((at) => sftp.write(handle, temporary, content.subarray(at, at + REQUEST_SIZE), at)),
      ).finally(() => sftp.close(handle, temporary));
      await sftp.rename(temporary, path);
    } catch (error) {
      await sftp.unlink(temporary).catch(() => {});
      throw renamed(error, temporary, path);
    }
  }

  async stat(path: string): Promise<HostFileStat | undefined> {
    try {
      const found = await (await this.#sftp()).stat(path);
      return { kind: kindOf(found), size: found.size, mtimeMs: found.mtime * 1000 };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async access(path: string, mode: 'read' | 'write'): Promise<void> {
    const script = `[ -e "$1" ] || exit 2; [ -r "$1" ] || exit 3; [ "$2" = read ] || [ -w "$1" ] || exit 3`;
    const { exitCode } = await this.#access.run(['sh', '-c', script, 'vmwright-access', path, mode]);
    if (exitCode !== 0) throw systemError(exitCode === 2 ? 'ENOENT' : 'EACCES', 'access', path);
  }

  async list(path: string): Promise<string[]> {
    try {
      const entries = await (await this.#sftp()).readdir(path);
      return entries.map(({ filename }) => filename).filter((name) => name !== '.' && name !== '..');
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  async mkdir(path: string, options: { exclusive?: boolean; mode?: number } = {}): Promise<void> {
    const sftp = await this.#sftp();
    await makeFolder(sftp, path, options.mode ?? 0o700, options.exclusive === true);
  }

  async remove(path: string): Promise<void> {
    const { exitCode, stderr } = await this.#access.run(['rm', '-rf', '--', path], { env: { LC_ALL: 'C' } });
    if (exitCode === 0) return;
    const code = /Permission denied|Operation not permitted/.test(stderr) ? 'EACCES' : 'EIO';
    throw Object.assign(systemError(code, 'rm', path), { cause: new Error(stderr.trim()) });
  }

  async stage(localPath: string, options: StageOptions = {}): Promise<string> {
    return this.#stager.stage(localPath, options);
  }

  async download(path: string, localPath: string, options: DownloadOptions = {}): Promise<void> {
    return download(await this.#access.link(), path, localPath, options);
  }

  async #sftp(): Promise<Sftp> {
    return (await this.#access.link()).sftp();
  }
}

async function makeFolder(sftp: Sftp, path: string, mode: number, exclusive: boolean): Promise<void> {
  try {
    await sftp.mkdir(path, mode);
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === 'ENOENT' && dirname(path) !== path) {
      await makeFolder(sftp, dirname(path), mode, false);
      await makeFolder(sftp, path, mode, exclusive);
      return;
    }
    if (errno === 'EEXIST' && !exclusive && (await sftp.stat(path)).isDirectory()) return;
    throw error;
  }
}

interface Range {
  readonly from: number;
  readonly length: number;
}

/** Reads a range with several requests under way; shorter when the file ends in it. */
async function readRange(sftp: Sftp, handle: Buffer, path: string, { from, length }: Range): Promise<Buffer> {
  const content = Buffer.alloc(length);
  let next = 0;
  let end = length;
  const worker = async () => {
    while (next < end) {
      const at = next;
      next += REQUEST_SIZE;
      for (let filled = at; filled < Math.min(at + REQUEST_SIZE, end); ) {
        const piece = content.subarray(filled, Math.min(at + REQUEST_SIZE, length));
        const count = await sftp.read(handle, path, piece, from + filled);
        if (count === 0) end = Math.min(end, filled);
        filled += count;
      }
    }
  };
  await Promise.all(Array.from({ length: READ_AHEAD }, worker));
  return content.subarray(0, end);
}

/** The caller knows nothing of temporary names. */
function renamed(error: unknown, temporary: string, path: string): unknown {
  if (error instanceof VmError) return error;
  const failed = error as NodeJS.ErrnoException;
  return failed.path === temporary && failed.code !== undefined
    ? Object.assign(systemError(failed.code, failed.syscall ?? 'write', path), { cause: failed.cause })
    : error;
}

function kindOf(found: Stats): HostFileStat['kind'] {
  if (found.isFile()) return 'file';
  if (found.isDirectory()) return 'directory';
  if (found.isSocket()) return 'socket';
  return found.isBlockDevice() ? 'block' : 'other';
}
