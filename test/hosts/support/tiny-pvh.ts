/** Where the text of a tiny guest is, a physical address. */
export const TEXT_ADDRESS = 0x10_1000;

const LOAD_ADDRESS = 0x10_0000;
const PAGE = 0x1000;
/** XEN_ELFNOTE_PHYS32_ENTRY: the note that makes a kernel one for PVH. */
const PHYS32_ENTRY = 18;
const [PT_LOAD, PT_NOTE] = [1, 4];

/** next: sti; hlt; jmp next. Nothing ever wakes it, as it has no device. */
const SLEEP = [0xfb, 0xf4, 0xeb, 0xfc];
/** jmp $ */
const SPIN = [0xeb, 0xfe];

const u16 = (...values: number[]) => Buffer.from(Uint16Array.from(values).buffer);
const u32 = (...values: number[]) => Buffer.from(Uint32Array.from(values).buffer);

/** The kernel of a PVH guest of two pages, a 32-bit ELF file: code that sleeps, or spins, and a text to be found. */
export function tinyPvhKernel(text: string, spins = false): Buffer {
  const note = Buffer.concat([u32(4, 4, PHYS32_ENTRY), Buffer.from('Xen\0'), u32(LOAD_ADDRESS)]);
  const header = Buffer.concat([
    Buffer.from('\x7fELF\x01\x01\x01'.padEnd(16, '\0'), 'latin1'),
    ...[u16(2, 3), u32(1, LOAD_ADDRESS, 52, 0, 0), u16(52, 32, 2, 0, 0, 0)], // executable for i386, 2 program headers
    u32(PT_LOAD, PAGE, LOAD_ADDRESS, LOAD_ADDRESS, 2 * PAGE, 2 * PAGE, 7, PAGE),
    u32(PT_NOTE, 52 + 64, 0, 0, note.length, note.length, 4, 4),
    note,
  ]);
  const file = Buffer.alloc(3 * PAGE);
  header.copy(file);
  Buffer.from(spins ? SPIN : SLEEP).copy(file, PAGE);
  file.write(text, PAGE + TEXT_ADDRESS - LOAD_ADDRESS);
  return file;
}
