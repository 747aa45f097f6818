/** Entries of a tree stream, see docs/guest-protocol.md section 6. */
export const TREE_HEADER = 32;
/** The guest's PATH_MAX: no path or link target is longer. */
export const MAX_PATH = 4096;

export type TreeKind = 'file' | 'directory' | 'symlink' | 'skipped' | 'end';

const LETTERS: Readonly<Record<TreeKind, string>> = {
  file: 'f',
  directory: 'd',
  symlink: 'l',
  skipped: 'x',
  end: 'e',
};

export interface TreeEntry {
  readonly kind: TreeKind;
  /** Relative to the root of the copy, with `/`; empty for the root itself. */
  readonly path: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtimeMs: number;
  /** Bytes that follow: contents, link target, reason. */
  readonly size: number;
}

export function encodeEntry(entry: TreeEntry): Buffer {
  const path = Buffer.from(entry.path, 'utf8');
  const out = Buffer.alloc(TREE_HEADER + path.length);
  out.write(LETTERS[entry.kind], 0, 'latin1');
  out.writeUInt16LE(path.length, 2);
  out.writeUInt32LE(entry.mode, 4);
  out.writeUInt32LE(entry.uid, 8);
  out.writeUInt32LE(entry.gid, 12);
  out.writeBigInt64LE(BigInt(Math.round(entry.mtimeMs * 1000)) * 1000n, 16);
  out.writeBigUInt64LE(BigInt(entry.size), 24);
  path.copy(out, TREE_HEADER);
  return out;
}

/** Decodes a header; `path` is still to be read and is `pathLength` bytes long. Undefined for an unknown kind. */
export function decodeHeader(
  header: Buffer,
): { entry: Omit<TreeEntry, 'path'>; pathLength: number } | undefined {
  const letter = header.toString('latin1', 0, 1);
  const kind = (Object.keys(LETTERS) as TreeKind[]).find((name) => LETTERS[name] === letter);
  if (kind === undefined) return undefined;
  const entry = {
    kind,
    mode: header.readUInt32LE(4) & 0o7777,
    uid: header.readUInt32LE(8),
    gid: header.readUInt32LE(12),
    mtimeMs: Number(header.readBigInt64LE(16) / 1000n) / 1000,
    size: Number(header.readBigUInt64LE(24)),
  };
  return { entry, pathLength: header.readUInt16LE(2) };
}
