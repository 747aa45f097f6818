/** A minimal bzImage header in front of `payload`. */
export function bzImage(payload: Buffer, claimedLength = payload.length): Buffer {
  const header = Buffer.alloc(5 * 512);
  header[0x1f1] = 4;
  header.writeUInt16LE(0xaa55, 0x1fe);
  header.write('HdrS', 0x202, 'latin1');
  header.writeUInt16LE(0x20f, 0x206);
  header.writeUInt32LE(0, 0x248);
  header.writeUInt32LE(claimedLength, 0x24c);
  header.writeBigUInt64LE(0x100_0000n, 0x258);
  header.writeUInt32LE(0x300_0000, 0x260);
  return Buffer.concat([header, payload]);
}

export interface ElfOptions {
  readonly machine?: number;
  /** Adds the Xen note of a PVH kernel. */
  readonly pvhEntry?: number;
  readonly interpreter?: boolean;
}

const PHDR = 56;

/** An ELF-64 with one loadable segment at 16 MiB, 1 MiB large in memory, and what the options add. */
export function elf(options: ElfOptions = {}): Buffer {
  const headers: Buffer[] = [programHeader(1, 0, 64, 0x100_0000, 0x10_0000)];
  const note = options.pvhEntry === undefined ? Buffer.alloc(0) : xenNote(options.pvhEntry);
  const count = 1 + (options.pvhEntry === undefined ? 0 : 1) + (options.interpreter === true ? 1 : 0);
  const noteOffset = 64 + count * PHDR;
  if (options.pvhEntry !== undefined) headers.push(programHeader(4, noteOffset, note.length, 0, note.length));
  if (options.interpreter === true) headers.push(programHeader(3, 0, 16, 0, 16));
  const head = Buffer.alloc(64);
  head.write('\x7fELF\x02\x01\x01', 'latin1');
  head.writeUInt16LE(2, 16);
  head.writeUInt16LE(options.machine ?? 62, 18);
  head.writeBigUInt64LE(64n, 32);
  head.writeUInt16LE(PHDR, 54);
  head.writeUInt16LE(count, 56);
  return Buffer.concat([head, ...headers, note]);
}

function programHeader(type: number, offset: number, size: number, physical: number, memory: number): Buffer {
  const header = Buffer.alloc(PHDR);
  header.writeUInt32LE(type, 0);
  header.writeBigUInt64LE(BigInt(offset), 8);
  header.writeBigUInt64LE(BigInt(physical), 24);
  header.writeBigUInt64LE(BigInt(size), 32);
  header.writeBigUInt64LE(BigInt(memory), 40);
  return header;
}

/** A foreign note first, with a name that needs padding, then the one that counts. */
function xenNote(entry: number): Buffer {
  const note = (name: string, type: number, data: Buffer) => {
    const head = Buffer.alloc(12);
    head.writeUInt32LE(name.length + 1, 0);
    head.writeUInt32LE(data.length, 4);
    head.writeUInt32LE(type, 8);
    const padded = Buffer.alloc((name.length + 4) & ~3);
    padded.write(name, 'latin1');
    return Buffer.concat([head, padded, data]);
  };
  const value = Buffer.alloc(8);
  value.writeUInt32LE(entry);
  return Buffer.concat([note('Linux!', 18, Buffer.alloc(4, 1)), note('Xen', 18, value)]);
}

/** An ELF-64 relocatable file with a `.modinfo` section, as kernel modules are. */
export function moduleFile(fields: Readonly<Record<string, string>>): Buffer {
  const names = Buffer.from('\0.shstrtab\0.modinfo\0');
  const info = Buffer.from(
    Object.entries(fields)
      .map(([key, value]) => `${key}=${value}\0`)
      .join(''),
  );
  const table = 64 + names.length + info.length;
  const section = (name: number, offset: number, size: number) => {
    const header = Buffer.alloc(64);
    header.writeUInt32LE(name, 0);
    header.writeBigUInt64LE(BigInt(offset), 24);
    header.writeBigUInt64LE(BigInt(size), 32);
    return header;
  };
  const head = Buffer.alloc(64);
  head.write('\x7fELF\x02\x01\x01', 'latin1');
  head.writeBigUInt64LE(BigInt(table), 40);
  head.writeUInt16LE(64, 58);
  head.writeUInt16LE(3, 60);
  head.writeUInt16LE(1, 62);
  const sections = [
    section(0, 0, 0),
    section(1, 64, names.length),
    section(11, 64 + names.length, info.length),
  ];
  return Buffer.concat([head, names, info, ...sections]);
}
