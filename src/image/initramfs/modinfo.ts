/** Facts from the `.modinfo` section of a kernel module. */
export interface ModuleInfo {
  readonly name: string;
  readonly depends: readonly string[];
}

/** ELF-64: section header table offset at 0x28; entry size, count and name table index at 0x3a. */
const SECTION_TABLE = 0x28;
const SECTION_COUNTS = 0x3a;

/** Reads `name=` and `depends=`; undefined when the file is no ELF-64 module. */
export function readModinfo(file: Buffer): ModuleInfo | undefined {
  const section = findSection(file, '.modinfo');
  if (section === undefined) return undefined;
  const fields = new Map<string, string>();
  for (const text of section.toString('latin1').split('\0')) {
    const equals = text.indexOf('=');
    if (equals > 0) fields.set(text.slice(0, equals), text.slice(equals + 1));
  }
  const name = fields.get('name');
  if (name === undefined) return undefined;
  const depends = (fields.get('depends') ?? '').split(',').filter((word) => word !== '');
  return { name: moduleName(name), depends: depends.map(moduleName) };
}

/** The kernel treats `-` and `_` in module names alike. */
export function moduleName(text: string): string {
  return text.replaceAll('-', '_');
}

function findSection(file: Buffer, wanted: string): Buffer | undefined {
  if (file.length < 64 || file.readUInt32LE(0) !== 0x464c457f || file[4] !== 2) return undefined;
  const table = Number(file.readBigUInt64LE(SECTION_TABLE));
  const size = file.readUInt16LE(SECTION_COUNTS);
  const count = file.readUInt16LE(SECTION_COUNTS + 2);
  const nameIndex = file.readUInt16LE(SECTION_COUNTS + 4);
  if (size < 64 || nameIndex >= count || table + size * count > file.length) return undefined;
  const content = (index: number) => {
    const at = table + index * size;
    const offset = Number(file.readBigUInt64LE(at + 24));
    return file.subarray(offset, offset + Number(file.readBigUInt64LE(at + 32)));
  };
  const names = content(nameIndex);
  for (let index = 0; index < count; index += 1) {
    const start = file.readUInt32LE(table + index * size);
    if (names.toString('latin1', start, start + wanted.length + 1) === `${wanted}\0`) return content(index);
  }
  return undefined;
}
