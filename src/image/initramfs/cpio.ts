import { createHash } from 'node:crypto';

/** Linux Documentation/driver-api/early-userspace/buffer-format.rst: "newc" archives. */
const MAGIC = '070701';
const TRAILER = 'TRAILER!!!';
/** Everything in the archive is 4-byte aligned. */
const ALIGN = 4;

const TYPE = { file: 0o100000, directory: 0o040000, symlink: 0o120000, character: 0o020000 } as const;

/** Files that an initramfs starts with. */
export type CpioEntry = { readonly path: string } & (
  | { readonly type: 'file'; readonly mode: number; readonly data: Uint8Array }
  | { readonly type: 'directory'; readonly mode: number }
  | { readonly type: 'symlink'; readonly target: string }
  | { readonly type: 'character'; readonly mode: number; readonly major: number; readonly minor: number }
);

/**
 * Writes an uncompressed newc archive. Owner is always root and times are 0, so that equal input gives equal
 * bytes. Paths are relative, without a leading slash; parents must come before their children.
 */
export function writeCpio(entries: readonly CpioEntry[]): Buffer {
  const parts: Buffer[] = [];
  entries.forEach((entry, index) => {
    appendEntry(parts, entry, index + 1);
  });
  parts.push(header(TRAILER, 0, 0, 1, 0, 0, 0), padding(110 + TRAILER.length + 1));
  return Buffer.concat(parts);
}

function appendEntry(parts: Buffer[], entry: CpioEntry, inode: number): void {
  const data =
    entry.type === 'file'
      ? Buffer.from(entry.data.buffer, entry.data.byteOffset, entry.data.byteLength)
      : Buffer.from(entry.type === 'symlink' ? entry.target : '');
  const mode = TYPE[entry.type] | (entry.type === 'symlink' ? 0o777 : entry.mode);
  const links = entry.type === 'directory' ? 2 : 1;
  const [major, minor] = entry.type === 'character' ? [entry.major, entry.minor] : [0, 0];
  const head = header(entry.path, inode, mode, links, data.length, major, minor);
  parts.push(head, padding(head.length), data, padding(data.length));
}

function header(
  path: string,
  inode: number,
  mode: number,
  links: number,
  size: number,
  major: number,
  minor: number,
): Buffer {
  const name = Buffer.from(`${path}\0`);
  // ino mode uid gid nlink mtime filesize devmajor devminor rdevmajor rdevminor namesize check
  const fields = [inode, mode, 0, 0, links, 0, size, 0, 0, major, minor, name.length, 0];
  const text = fields.map((field) => field.toString(16).padStart(8, '0')).join('');
  return Buffer.concat([Buffer.from(MAGIC + text), name]);
}

function padding(length: number): Buffer {
  return Buffer.alloc((ALIGN - (length % ALIGN)) % ALIGN);
}

/** Hex SHA-256 of bytes in memory. */
export function sha256(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
