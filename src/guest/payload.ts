import { OptionError } from '../core/errors.js';

/** Builds a payload item by item. */
export class PayloadWriter {
  readonly #parts: Buffer[] = [];

  u8(value: number): this {
    this.#parts.push(Buffer.from([value]));
    return this;
  }

  u16(value: number): this {
    const part = Buffer.allocUnsafe(2);
    part.writeUInt16LE(value);
    this.#parts.push(part);
    return this;
  }

  u32(value: number): this {
    const part = Buffer.allocUnsafe(4);
    part.writeUInt32LE(value >>> 0);
    this.#parts.push(part);
    return this;
  }

  u64(value: bigint): this {
    const part = Buffer.allocUnsafe(8);
    part.writeBigUInt64LE(BigInt.asUintN(64, value));
    this.#parts.push(part);
    return this;
  }

  /** u32 length, bytes, one NUL. The guest's calls take C strings, so a NUL inside is refused here. */
  string(value: string, what: string): this {
    const text = Buffer.from(value, 'utf8');
    if (text.includes(0)) throw new OptionError(`${what} must not contain a NUL character`);
    return this.u32(text.length).bytes(text).u8(0);
  }

  bytes(value: Uint8Array): this {
    this.#parts.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
    return this;
  }

  finish(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

/** Reads a payload of an untrusted guest; throws RangeError when it is too short. */
export class PayloadReader {
  readonly #data: Buffer;
  #offset = 0;

  constructor(data: Buffer) {
    this.#data = data;
  }

  get left(): number {
    return this.#data.length - this.#offset;
  }

  u8(): number {
    return this.take(1).readUInt8();
  }

  u16(): number {
    return this.take(2).readUInt16LE();
  }

  u32(): number {
    return this.take(4).readUInt32LE();
  }

  u64(): bigint {
    return this.take(8).readBigUInt64LE();
  }

  i64(): bigint {
    return this.take(8).readBigInt64LE();
  }

  string(): string {
    const text = this.take(this.u32()).toString('utf8');
    this.take(1);
    return text;
  }

  take(length: number): Buffer {
    if (length > this.left) throw new RangeError('payload too short');
    this.#offset += length;
    return this.#data.subarray(this.#offset - length, this.#offset);
  }

  rest(): Buffer {
    return this.take(this.left);
  }
}
