/** Where the fields of an ELF64 header and of a section header are: elf(5). */
const SECTIONS_AT = 0x28;
const SECTION_COUNT_AT = 0x3c;
const NAMES_INDEX_AT = 0x3e;
const SECTION_SIZE = 64;
const TYPE_CORE = 4;

export interface Section {
  readonly offset: number;
  readonly size: number;
}

/** The beginning of a file with all headers, and its last bytes. */
export interface FileEnds {
  readonly head: Buffer;
  readonly tail: Buffer;
  readonly size: number;
}

/** The sections of an ELF core by name; their names are at one end of the file. */
export function sectionsOf({ head, tail, size }: FileEnds): Map<string, Section> {
  if (head.subarray(0, 6).toString('latin1') !== '\x7fELF\x02\x01') throw new Error('not a 64-bit ELF file');
  if (head.readUInt16LE(16) !== TYPE_CORE) throw new Error('not a core');
  const table = Number(head.readBigUInt64LE(SECTIONS_AT));
  const at = (index: number) =>
    head.subarray(table + index * SECTION_SIZE, table + (index + 1) * SECTION_SIZE);
  const places = Array.from({ length: head.readUInt16LE(SECTION_COUNT_AT) }, (_, index) => ({
    name: at(index).readUInt32LE(0),
    offset: Number(at(index).readBigUInt64LE(24)),
    size: Number(at(index).readBigUInt64LE(32)),
  }));
  const names = places[head.readUInt16LE(NAMES_INDEX_AT)] ?? { offset: 0, size: 0 };
  const first = names.offset + names.size <= head.length;
  const from = first ? names.offset : names.offset - (size - tail.length);
  const text = (first ? head : tail).subarray(from, from + names.size);
  return new Map(
    places.map(({ name, ...place }) => [text.toString('latin1', name, text.indexOf(0, name)), place]),
  );
}
