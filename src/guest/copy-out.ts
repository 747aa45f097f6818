import { constants } from 'node:fs';
import {
  chmod,
  type FileHandle,
  lchown,
  lstat,
  lutimes,
  mkdir,
  open,
  symlink,
  unlink,
} from 'node:fs/promises';
import { join, sep } from 'node:path';
import { errnoOf, messageOf, VmError } from '../core/errors.js';
import { type CopyOptions, type CopyResult, CopyTally } from './copy.js';
import { call } from './files.js';
import { PayloadWriter } from './payload.js';
import type { Session } from './session.js';
import { decodeHeader, MAX_PATH, TREE_HEADER, type TreeEntry } from './tree.js';
import { Op } from './wire.js';

/** Longest text of a skip. */
const MAX_REASON = 1024;
const MAX_NAME = 255;

/** Copies from an untrusted guest: every entry is checked before anything of it touches the disk. */
export async function copyOut(
  session: Session,
  guestPath: string,
  localPath: string,
  options: CopyOptions,
): Promise<CopyResult> {
  const tally = new CopyTally('copy.out', `copy ${guestPath} from the guest`, options.onProgress);
  const request = new PayloadWriter().u8(Op.treeOut).string(guestPath, 'path').finish();
  await call(session, `copy ${guestPath}`, request, options, { input: false, outputs: 1 }, async (stream) => {
    const input = new TreeInput(stream.outputs[0] as AsyncIterable<Buffer>);
    await new TreeWriter(localPath, input, tally, options.keepOwner === true).run();
  });
  return tally.finish();
}

function hostile(what: string): VmError {
  return new VmError('AGENT_PROTOCOL', `guest agent: copied tree: ${what}`);
}

/** Pull-style reader over the chunks of the stream. */
export class TreeInput {
  readonly #chunks: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#chunks = source[Symbol.asyncIterator]();
  }

  /** Between 1 and `max` bytes, whatever is there. */
  async some(max: number): Promise<Buffer> {
    if (this.#held.length === 0) {
      const next = await this.#chunks.next();
      if (next.done === true) throw hostile('it ends too early');
      this.#held = next.value;
    }
    const part = this.#held.subarray(0, max);
    this.#held = this.#held.subarray(part.length);
    return part;
  }

  async exactly(length: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let left = length; left > 0; ) {
      const part = await this.some(left);
      parts.push(part);
      left -= part.length;
    }
    return parts.length === 1 ? (parts[0] ?? Buffer.alloc(0)) : Buffer.concat(parts);
  }

  /** Reads to the end of the stream; nothing may follow the end entry. */
  async finish(): Promise<void> {
    const next = await this.#chunks.next();
    if (this.#held.length > 0 || next.done !== true) throw hostile('bytes after its end');
  }
}

/** Checks a path of the guest; returns its parts. */
export function checkPath(path: string): string[] {
  if (path === '') return [];
  const parts = path.split('/');
  for (const part of parts) {
    const bad = part === '' || part === '.' || part === '..' || part.includes('\0') || part.length > MAX_NAME;
    // A separator or drive letter of this machine inside one name would lead elsewhere.
    if (bad || (sep === '\\' && /[\\:]/.test(part))) throw hostile(`forbidden path ${JSON.stringify(path)}`);
  }
  return parts;
}

export class TreeWriter {
  readonly #root: string;
  readonly #input: TreeInput;
  readonly #tally: CopyTally;
  readonly #keepOwner: boolean;
  /** Directories made by this copy, the only ones entries may be put into. */
  readonly #directories = new Map<string, TreeEntry>();

  constructor(root: string, input: TreeInput, tally: CopyTally, keepOwner: boolean) {
    this.#root = root;
    this.#input = input;
    this.#tally = tally;
    this.#keepOwner = keepOwner;
  }

  async run(): Promise<void> {
    try {
      for (let first = true; ; first = false) {
        const entry = await this.#next();
        if (entry.kind === 'end') break;
        if (entry.kind === 'skipped') await this.#skip(entry);
        else await this.#take(entry, first);
      }
      await this.#input.finish();
      await this.#finishDirectories();
    } catch (error) {
      if (error instanceof VmError || errnoOf(error) === undefined) throw error;
      const errno = String(errnoOf(error));
      throw new VmError('GUEST_FILE_ERROR', `on this machine: ${messageOf(error)}`, { cause: error, errno });
    }
  }

  async #next(): Promise<TreeEntry> {
    const decoded = decodeHeader(await this.#input.exactly(TREE_HEADER));
    if (decoded === undefined) throw hostile('unknown kind of entry');
    if (decoded.pathLength > MAX_PATH) throw hostile('a path is too long');
    if (!Number.isSafeInteger(decoded.entry.size)) throw hostile('a size is out of range');
    const path = (await this.#input.exactly(decoded.pathLength)).toString('utf8');
    return { ...decoded.entry, path };
  }

  async #skip(entry: TreeEntry): Promise<void> {
    if (entry.size > MAX_REASON) throw hostile('a reason is too long');
    this.#tally.skip(entry.path, (await this.#input.exactly(entry.size)).toString('utf8'));
  }

  async #take(entry: TreeEntry, first: boolean): Promise<void> {
    const parts = checkPath(entry.path);
    if ((parts.length === 0) !== first) throw hostile(first ? 'no root entry' : 'a second root entry');
    const parent = parts.slice(0, -1).join('/');
    if (parts.length > 0 && !this.#directories.has(parent))
      throw hostile(`${entry.path} is in no directory of the copy`);
    const local = join(this.#root, ...parts);
    if (entry.kind === 'directory') await this.#directory(entry, local, parts.join('/'));
    else if (entry.kind === 'file') await this.#file(entry, local);
    else await this.#symlink(entry, local);
  }

  async #directory(entry: TreeEntry, local: string, key: string): Promise<void> {
    if (entry.size !== 0 || this.#directories.has(key)) throw hostile('a directory twice or with contents');
    const existing = await lstatOrUndefined(local);
    // The root may be a link of the user's own; below it only real directories are entered.
    const enter = existing?.isDirectory() === true || (key === '' && existing?.isSymbolicLink() === true);
    if (!enter) await mkdir(local, { recursive: key === '', mode: 0o700 });
    this.#directories.set(key, entry);
    this.#tally.directories += 1;
  }

  async #file(entry: TreeEntry, local: string): Promise<void> {
    const handle = await createFile(local);
    try {
      for (let left = entry.size; left > 0; ) {
        const part = await this.#input.some(left);
        await writeAll(handle, part);
        left -= part.length;
        this.#tally.addBytes(part.length);
      }
      if (this.#keepOwner) await handle.chown(entry.uid, entry.gid);
      await handle.chmod(this.#keepOwner ? entry.mode : entry.mode & 0o777);
      await handle.utimes(entry.mtimeMs / 1000, entry.mtimeMs / 1000);
    } finally {
      await handle.close();
    }
    this.#tally.files += 1;
  }

  async #symlink(entry: TreeEntry, local: string): Promise<void> {
    if (entry.size === 0 || entry.size > MAX_PATH) throw hostile('a link target is too long or empty');
    const target = (await this.#input.exactly(entry.size)).toString('utf8');
    if (target.includes('\0')) throw hostile('a link target contains NUL');
    await removeFile(local);
    await symlink(target, local);
    await this.#metadata(entry, local);
    this.#tally.symlinks += 1;
  }

  /** Last, and children first: filling a directory needs write permission and changes its time. */
  async #finishDirectories(): Promise<void> {
    for (const [key, entry] of [...this.#directories].reverse()) {
      const local = join(this.#root, ...checkPath(key));
      await this.#metadata(entry, local);
      await chmod(local, this.#keepOwner ? entry.mode : entry.mode & 0o777);
    }
  }

  async #metadata(entry: TreeEntry, local: string): Promise<void> {
    if (this.#keepOwner) await lchown(local, entry.uid, entry.gid);
    await lutimes(local, entry.mtimeMs / 1000, entry.mtimeMs / 1000);
  }
}

async function lstatOrUndefined(path: string) {
  return lstat(path).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  });
}

async function removeFile(path: string): Promise<void> {
  const existing = await lstatOrUndefined(path);
  if (existing !== undefined && !existing.isDirectory()) await unlink(path);
}

/** A new file, never an existing link, fifo or hard link. */
async function createFile(path: string): Promise<FileHandle> {
  await removeFile(path);
  const noFollow = constants.O_NOFOLLOW ?? 0; // absent on Windows, where O_EXCL alone does it
  return open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | noFollow, 0o600);
}

async function writeAll(handle: FileHandle, data: Buffer): Promise<void> {
  for (let at = 0; at < data.length; ) at += (await handle.write(data, at)).bytesWritten;
}
