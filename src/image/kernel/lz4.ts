import { setImmediate } from 'node:timers/promises';

/** "Legacy" frame magic, little endian, as in Linux kernels made by `lz4 -l`. */
export const LZ4_LEGACY_MAGIC = 0x184c2102;

/** Uncompressed bytes of every block but the last (lz4 programs/lz4io.c, LEGACY_BLOCKSIZE). */
const LEGACY_BLOCK_SIZE = 8 * 1024 * 1024;

/** The last bytes of each sequence are copied like any other; the format's minimum match is 4 bytes. */
const MIN_MATCH = 4;

export class Lz4Error extends Error {}

/**
 * Decodes an LZ4 legacy frame into exactly `outputSize` bytes: magic, then blocks of a 32-bit little-endian
 * compressed size and that many bytes. Gives the event loop a turn between blocks.
 */
export async function decodeLz4Legacy(input: Uint8Array, outputSize: number): Promise<Buffer> {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  if (input.length < 4 || view.getUint32(0, true) !== LZ4_LEGACY_MAGIC)
    throw new Lz4Error('no LZ4 legacy magic');
  const output = Buffer.alloc(outputSize);
  let from = 4;
  let to = 0;
  while (to < outputSize) {
    if (from + 4 > input.length) throw new Lz4Error(`truncated after ${to} of ${outputSize} bytes`);
    const size = view.getUint32(from, true);
    from += 4;
    if (size > input.length - from) throw new Lz4Error(`a block of ${size} bytes reaches beyond the end`);
    const limit = Math.min(to + LEGACY_BLOCK_SIZE, outputSize);
    to = decodeBlock(input.subarray(from, from + size), output, to, limit);
    from += size;
    await setImmediate();
  }
  return output;
}

/**
 * Decodes one block into `output` from `to` on, never beyond `limit`; returns where it ended.
 * A sequence is: token (literal length, match length), literals, 16-bit offset back, match.
 * The last sequence of a block ends after its literals.
 */
function decodeBlock(input: Uint8Array, output: Buffer, to: number, limit: number): number {
  const start = to;
  let at = 0;
  const extend = (length: number): number => {
    let total = length;
    let byte = 255;
    while (byte === 255) {
      if (at >= input.length) throw new Lz4Error('a length runs past the block');
      byte = input[at++] ?? 0;
      total += byte;
    }
    return total;
  };
  while (at < input.length) {
    const token = input[at++] ?? 0;
    const literals = token >> 4 === 15 ? extend(15) : token >> 4;
    if (literals > input.length - at || literals > limit - to) throw new Lz4Error('literals out of bounds');
    output.set(input.subarray(at, at + literals), to);
    at += literals;
    to += literals;
    if (at === input.length) return to;
    if (at + 2 > input.length) throw new Lz4Error('a match offset runs past the block');
    const offset = (input[at] ?? 0) | ((input[at + 1] ?? 0) << 8);
    at += 2;
    const length = ((token & 15) === 15 ? extend(15) : token & 15) + MIN_MATCH;
    if (offset === 0 || offset > to - start || length > limit - to)
      throw new Lz4Error('a match is out of bounds');
    copyMatch(output, to, offset, length);
    to += length;
  }
  throw new Lz4Error('the block does not end with literals');
}

/** Copies `length` bytes from `offset` bytes back; source and target may overlap and then repeat. */
function copyMatch(output: Buffer, to: number, offset: number, length: number): void {
  if (offset >= length) {
    output.copyWithin(to, to - offset, to - offset + length);
    return;
  }
  for (let index = 0; index < length; index += 1) output[to + index] = output[to + index - offset] ?? 0;
}
