/** Bytes of a logical block, as on every CD. */
const BLOCK = 2048;
/** Blocks. The first 16 are the system's, ECMA-119 6.2.1; then each thing has one, the files as many as they need. */
const AT = { volume: 16, end: 17, pathsLittle: 18, pathsBig: 19, root: 20, files: 21 } as const;
/** Of a path table with nothing but the root. */
const PATH_TABLE_BYTES = 10;
/** Some readers take nothing smaller for a CD. */
const LEAST_BLOCKS = 32;
const IS_DIRECTORY = 0x02;
/** POSIX modes: only root reads what may be secret. */
const DIRECTORY_MODE = 0o040500;
const FILE_MODE = 0o100400;

/** One file of {@link writeIso9660}. */
export interface IsoFile {
  /** Lower-case letters and dashes, at most 28. */
  readonly name: string;
  readonly data: Uint8Array;
}

/** A stretch of blocks. */
interface Extent {
  readonly block: number;
  readonly bytes: number;
}

/**
 * An ISO 9660 file system of a few files, with Rock Ridge for their real names and modes. ECMA-119; IEEE P1281 (SUSP 1.12)
 * and P1282 (RRIP 1.12) for what follows the identifiers of directory records.
 * @param label at most 32 ASCII characters
 */
export function writeIso9660(label: string, files: readonly IsoFile[], created: Date): Buffer {
  let end: number = AT.files;
  const placed = files
    .toSorted((a, b) => (a.name < b.name ? -1 : 1)) // ECMA-119 9.3
    .map(({ name, data }) => {
      const block = end;
      end += Math.ceil(data.length / BLOCK);
      return { name, data, extent: { block, bytes: data.length } };
    });
  const blocks = Math.max(end, LEAST_BLOCKS);
  const image = Buffer.alloc(blocks * BLOCK);
  const put = (block: number, data: Uint8Array) => image.set(data, block * BLOCK);
  put(AT.volume, volumeDescriptor(label, blocks, created));
  put(AT.end, Buffer.from('\xffCD001\x01', 'latin1'));
  put(AT.pathsLittle, Buffer.from([1, 0, AT.root, 0, 0, 0, 1, 0, 0, 0]));
  put(AT.pathsBig, Buffer.from([1, 0, 0, 0, 0, AT.root, 0, 1, 0, 0]));
  put(AT.root, rootDirectory(placed, created));
  for (const { data, extent } of placed) put(extent.block, data);
  return image;
}

/** The primary volume descriptor, ECMA-119 8.4. */
function volumeDescriptor(label: string, blocks: number, created: Date): Buffer {
  const bytes = Buffer.alloc(BLOCK);
  bytes.write('\x01CD001\x01', 0, 'latin1');
  bytes.fill(' ', 8, 72); // system, volume
  bytes.write(label, 40, 32, 'latin1');
  bytes.set(both32(blocks), 80);
  for (const [at, value] of [
    [120, 1],
    [124, 1],
    [128, BLOCK],
  ] as const)
    bytes.set(both16(value), at); // volumes, number of this one, bytes of a block
  bytes.set(both32(PATH_TABLE_BYTES), 132);
  bytes.writeUInt32LE(AT.pathsLittle, 140);
  bytes.writeUInt32BE(AT.pathsBig, 148);
  bytes.set(record('\0', { block: AT.root, bytes: BLOCK }, created, IS_DIRECTORY), 156);
  bytes.fill(' ', 190, 813); // names of the set, publisher, preparer, application, files with rights
  const now = created.toISOString().replace(/\D/g, '').slice(0, 16);
  for (const [index, date] of [now, now, '', ''].entries())
    bytes.write(date.padEnd(16, '0'), 813 + 17 * index, 'latin1'); // made, changed; expiry and validity are not told
  bytes[881] = 1;
  return bytes;
}

function rootDirectory(files: readonly { name: string; extent: Extent }[], created: Date): Buffer {
  const self = { block: AT.root, bytes: BLOCK };
  const directory = (id: string, ...more: Buffer[]) =>
    record(id, self, created, IS_DIRECTORY, ...more, posix(DIRECTORY_MODE, 2));
  return Buffer.concat([
    directory('\0', SUSP_INDICATOR, RRIP_REFERENCE),
    directory('\x01'),
    ...files.map(({ name, extent }) =>
      // Not in the standard's letters, but what a reader without Rock Ridge takes for the right name.
      record(`${name.toUpperCase()}.;1`, extent, created, 0, posix(FILE_MODE, 1), realName(name)),
    ),
  ]);
}

/** A directory record, ECMA-119 9.1. */
function record(id: string, { block, bytes }: Extent, date: Date, flags: number, ...more: Buffer[]): Buffer {
  const padding = id.length % 2 === 0 ? 1 : 0;
  const system = Buffer.concat(more);
  const head = Buffer.alloc(33 + id.length + padding + system.length + (system.length % 2));
  head[0] = head.length;
  head.set(both32(block), 2);
  head.set(both32(bytes), 10);
  const fields = [date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCHours(), date.getUTCMinutes()];
  head.set([date.getUTCFullYear() - 1900, ...fields, date.getUTCSeconds(), 0], 18);
  head[25] = flags;
  head.set(both16(1), 28);
  head[32] = id.length;
  head.write(id, 33, 'latin1');
  head.set(system, 33 + id.length + padding);
  return head;
}

/** One entry of the system use area: signature, length, version 1. */
function entry(signature: string, data: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(signature), Buffer.from([4 + data.length, 1]), data]);
}

/** `SP`: such entries there are. */
const SUSP_INDICATOR = entry('SP', Buffer.from([0xbe, 0xef, 0]));
/** `ER`: and they are those of Rock Ridge; without describing it. */
const RRIP_REFERENCE = entry('ER', Buffer.from('\x0a\0\0\x01RRIP_1991A', 'latin1'));
/** `PX`: mode, links, owner, group. */
const posix = (mode: number, links: number) => entry('PX', Buffer.concat([mode, links, 0, 0].map(both32)));
/** `NM`. */
const realName = (name: string) => entry('NM', Buffer.from(`\0${name}`, 'latin1'));

/** A number in both orders of bytes, ECMA-119 7.3.3. */
function both32(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(value, 0);
  bytes.writeUInt32BE(value, 4);
  return bytes;
}

/** ECMA-119 7.2.3. */
function both16(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt16LE(value, 0);
  bytes.writeUInt16BE(value, 2);
  return bytes;
}
