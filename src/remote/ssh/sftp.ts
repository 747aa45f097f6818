import type { Attributes, FileEntryWithStats, SFTPWrapper, Stats } from 'ssh2';
import { messageOf, VmError } from '../../core/errors.js';
import type { PooledSession } from './session-pool.js';
import { systemError } from './system-error.js';

/** Bytes of one request; OpenSSH takes 256 KiB with its header. */
export const REQUEST_SIZE = 254 * 1024;

type Done<T> = (error: Error | undefined, value: T) => void;

/** Status codes of SFTP version 3. OpenSSH folds most errnos into FAILURE. */
const FAILURE = 4;
const ERRNO: Record<number, string> = { 2: 'ENOENT', 3: 'EACCES', 5: 'EINVAL', 8: 'ENOSYS' };

/** A file system with less than this left is full: bytes, more than one request can carry. */
const NOTHING_LEFT = 2 ** 20;
/** Bit of `f_flag` in statvfs@openssh.com. */
const READ_ONLY = 1;

interface FileSystemFacts {
  readonly f_frsize: number;
  readonly f_bavail: number;
  readonly f_favail: number;
  readonly f_flag: number;
}

/** The SFTP session of a connection, with promises and errors of node:fs. */
export class Sftp {
  readonly #wrapper: SFTPWrapper;
  readonly #session: PooledSession<SFTPWrapper>;

  constructor(session: PooledSession<SFTPWrapper>) {
    this.#session = session;
    this.#wrapper = session.value;
    this.#wrapper.on('error', () => {}); // requests under way fail by themselves
    this.#wrapper.once('close', session.release);
  }

  onClose(listener: () => void): void {
    this.#wrapper.once('close', listener);
  }

  stat(path: string): Promise<Stats> {
    return this.#ask('stat', path, (done) => this.#wrapper.stat(path, done));
  }

  open(path: string, flags: 'r' | 'w' | 'wx', mode = 0o600): Promise<Buffer> {
    return this.#ask('open', path, (done) => this.#wrapper.open(path, flags, mode, done));
  }

  close(handle: Buffer, path: string): Promise<void> {
    return this.#ask('close', path, (done) =>
      this.#wrapper.close(handle, (error) => done(error ?? undefined)),
    );
  }

  fstat(handle: Buffer, path: string): Promise<Stats> {
    return this.#ask('fstat', path, (done) => this.#wrapper.fstat(handle, done));
  }

  /** Sets size or mode of an open file. */
  setAttributes(handle: Buffer, path: string, attributes: Partial<Attributes>): Promise<void> {
    return this.#ask('fsetstat', path, (done) =>
      this.#wrapper.fsetstat(handle, attributes as Attributes, (error) => done(error ?? undefined)),
    );
  }

  /** Bytes read into `target`; 0 at the end of the file. */
  read(handle: Buffer, path: string, target: Buffer, position: number): Promise<number> {
    return this.#ask<number>('read', path, (done) => {
      this.#wrapper.read(handle, target, 0, target.length, position, (error, count) => {
        const end = (error as { code?: unknown } | undefined)?.code === 1;
        done(end ? undefined : error, end ? 0 : count);
      });
    });
  }

  write(handle: Buffer, path: string, data: Buffer, position: number): Promise<void> {
    return this.#ask('write', path, (done) =>
      this.#wrapper.write(handle, data, 0, data.length, position, (error) => done(error ?? undefined)),
    );
  }

  /** Replaces what is there, atomically. */
  rename(from: string, to: string): Promise<void> {
    return this.#ask('rename', to, (done) => {
      this.#wrapper.ext_openssh_rename(from, to, (error) => done(error ?? undefined));
    });
  }

  /** Waits until the content is on the disk. */
  sync(handle: Buffer, path: string): Promise<void> {
    return this.#ask('fsync', path, (done) =>
      this.#wrapper.ext_openssh_fsync(handle, (error) => done(error ?? undefined)),
    );
  }

  unlink(path: string): Promise<void> {
    return this.#ask('unlink', path, (done) =>
      this.#wrapper.unlink(path, (error) => done(error ?? undefined)),
    );
  }

  mkdir(path: string, mode: number): Promise<void> {
    return this.#ask('mkdir', path, (done) =>
      this.#wrapper.mkdir(path, { mode } as Attributes, (error) => done(error ?? undefined)),
    );
  }

  readdir(path: string): Promise<FileEntryWithStats[]> {
    return this.#ask('readdir', path, (done) => this.#wrapper.readdir(path, done));
  }

  async #ask<T>(syscall: string, path: string, start: (done: Done<T>) => unknown): Promise<T> {
    try {
      return await this.#session.transport.request<T>(start);
    } catch (error) {
      throw await this.#translate(error, syscall, path);
    }
  }

  async #translate(error: unknown, syscall: string, path: string): Promise<unknown> {
    if (error instanceof VmError) return error;
    if (/does not support/.test(messageOf(error))) return systemError('ENOSYS', syscall, path);
    const status = (error as { code?: unknown }).code;
    if (typeof status !== 'number') {
      return new VmError('HOST_COMMAND_FAILED', 'the SFTP session of the host ended', { cause: error });
    }
    const code = ERRNO[status] ?? (status === FAILURE ? await this.#reason(syscall, path) : 'EIO');
    return Object.assign(systemError(code, syscall, path), { cause: error });
  }

  /** FAILURE says nothing, so the likely reasons are looked at afterwards. */
  async #reason(syscall: string, path: string): Promise<string> {
    const found = await this.#quietly<Stats>((done) => this.#wrapper.stat(path, done));
    if (found !== undefined && (syscall === 'mkdir' || syscall === 'open')) {
      return found.isDirectory() && syscall === 'open' ? 'EISDIR' : 'EEXIST';
    }
    const parent = path.replace(/\/[^/]*\/*$/, '') || '/';
    const system = await this.#quietly<FileSystemFacts>((done) =>
      this.#wrapper.ext_openssh_statvfs(found === undefined ? parent : path, done),
    );
    if (system === undefined) return 'EIO';
    if ((Number(system.f_flag) & READ_ONLY) !== 0) return 'EROFS';
    const left = Number(system.f_bavail) * Number(system.f_frsize);
    return left < NOTHING_LEFT || Number(system.f_favail) === 0 ? 'ENOSPC' : 'EIO';
  }

  async #quietly<T>(start: (done: Done<T>) => unknown): Promise<T | undefined> {
    return this.#session.transport.request<T>(start).catch(() => undefined);
  }
}

/** Opens a file for reading while `use` runs. */
export async function withFile<T>(sftp: Sftp, path: string, use: (handle: Buffer) => Promise<T>): Promise<T> {
  const handle = await sftp.open(path, 'r');
  try {
    return await use(handle);
  } finally {
    sftp.close(handle, path).catch(() => {}); // nobody waits for it; a lost connection took the handle along
  }
}

/** Whether SFTP said that a file does not exist. */
export function isMissing(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
