import { OptionError, VmError } from '../../../core/errors.js';

/** Kinds of messages. Xen's io/xs_wire.h, enum xsd_sockmsg_type. */
export const MessageType = {
  DIRECTORY: 1,
  READ: 2,
  GET_PERMS: 3,
  WATCH: 4,
  UNWATCH: 5,
  TRANSACTION_START: 6,
  TRANSACTION_END: 7,
  GET_DOMAIN_PATH: 10,
  WRITE: 11,
  MKDIR: 12,
  RM: 13,
  SET_PERMS: 14,
  WATCH_EVENT: 15,
  ERROR: 16,
  IS_DOMAIN_INTRODUCED: 17,
  DIRECTORY_PART: 20,
} as const;

export type RequestName = Exclude<keyof typeof MessageType, 'WATCH_EVENT' | 'ERROR'>;

/** A message in either direction: struct xsd_sockmsg and what follows it. */
export interface Message {
  readonly type: number;
  /** The daemon gives back that of the request. */
  readonly requestId: number;
  /** 0 outside of a transaction. */
  readonly transactionId: number;
  readonly payload: Buffer;
}

const HEADER_BYTES = 16;
/** XENSTORE_PAYLOAD_MAX: for a longer one the daemon ends the connection. */
export const PAYLOAD_LIMIT = 4096;
/** The OCaml daemon sends longer lists than the protocol allows; this is far beyond any. */
const REPLY_LIMIT = 2 ** 20;

/** The bytes of a request. */
export function encodeMessage({ type, requestId, transactionId, payload }: Message): Buffer {
  if (payload.length > PAYLOAD_LIMIT) {
    throw new OptionError(
      `path and value together must have at most ${PAYLOAD_LIMIT} bytes, not ${payload.length}`,
    );
  }
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + payload.length);
  bytes.writeUInt32LE(type, 0);
  bytes.writeUInt32LE(requestId, 4);
  bytes.writeUInt32LE(transactionId, 8);
  bytes.writeUInt32LE(payload.length, 12);
  payload.copy(bytes, HEADER_BYTES);
  return bytes;
}

/** Messages out of a stream of bytes. */
export class MessageDecoder {
  #bytes: Buffer = Buffer.alloc(0);

  /** The messages that are complete with these bytes. Throws XENSTORE_ERROR when they cannot be messages. */
  push(chunk: Uint8Array): Message[] {
    this.#bytes = this.#bytes.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#bytes, chunk]);
    const messages: Message[] = [];
    for (;;) {
      const message = this.#next();
      if (message === undefined) return messages;
      messages.push(message);
    }
  }

  #next(): Message | undefined {
    if (this.#bytes.length < HEADER_BYTES) return undefined;
    const length = this.#bytes.readUInt32LE(12);
    if (length > REPLY_LIMIT) {
      throw new VmError('XENSTORE_ERROR', `a message of ${length} bytes came; this is not xenstored`);
    }
    const end = HEADER_BYTES + length;
    if (this.#bytes.length < end) return undefined;
    const message = {
      type: this.#bytes.readUInt32LE(0),
      requestId: this.#bytes.readUInt32LE(4),
      transactionId: this.#bytes.readUInt32LE(8),
      payload: this.#bytes.subarray(HEADER_BYTES, end),
    };
    this.#bytes = this.#bytes.subarray(end);
    return message;
  }
}

/** Strings, each with a zero byte behind it. */
export function packStrings(...strings: readonly string[]): Buffer {
  for (const string of strings) {
    if (string.includes('\0')) throw new OptionError(`a zero byte is in ${JSON.stringify(string)}`);
  }
  return Buffer.from(strings.map((string) => `${string}\0`).join(''));
}

/** The strings of such a payload; a last one may lack its zero byte. */
export function unpackStrings(payload: Buffer): string[] {
  if (payload.length === 0) return [];
  const text = payload.toString();
  return (text.endsWith('\0') ? text.slice(0, -1) : text).split('\0');
}
