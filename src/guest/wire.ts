/** The wire format of docs/guest-protocol.md, shared by all of this folder. Integers are little-endian. */
export const PROTOCOL_VERSION = 1;
export const MAGIC_SIZE = 16;
export const NONCE_SIZE = 16;
export const FRAME_HEADER = 12;
export const MAX_PAYLOAD = 65536;
/** Bytes the guest may send ahead per stream and channel. */
export const WINDOW = 256 * 1024;
/** Largest WELCOME info block that is believed. */
export const MAX_INFO = 4096;
/** All OPEN frames of one stream together; the agent refuses more. */
export const MAX_OPEN = 4 * 1024 * 1024;

const magic = (text: string) => Buffer.from(`\xf7vmwright-${text}\xfe`, 'latin1');
export const MAGIC_HELLO = magic('hello');
export const MAGIC_WELCOME = magic('ready');
/** An agent that starts, or has closed its session, says this: whoever is connected must say HELLO (again). */
export const MAGIC_START = magic('start');

export const FrameType = {
  open: 1,
  data: 2,
  eof: 3,
  credit: 4,
  started: 5,
  result: 6,
  abort: 7,
  signal: 8,
  resize: 9,
} as const;

/** In the channel byte of OPEN. */
export const OPEN_NO_INPUT = 1;
export const OPEN_MORE = 2;

export const Op = {
  exec: 1,
  read: 2,
  write: 3,
  stat: 4,
  list: 5,
  mkdir: 6,
  rename: 7,
  remove: 8,
  treeOut: 9,
  treeIn: 10,
  dial: 11,
  timeSet: 12,
  entropy: 13,
  sync: 14,
  powerOff: 15,
  reboot: 16,
  ping: 17,
} as const;

/** What failed, in RESULT. */
export const Step = {
  none: 0,
  request: 1,
  setup: 2,
  user: 3,
  chdir: 4,
  exec: 5,
  file: 6,
  connect: 7,
  system: 8,
  aborted: 9,
} as const;

export interface Frame {
  readonly type: number;
  readonly channel: number;
  readonly stream: number;
  readonly payload: Buffer;
}

/** Header and payload as one buffer: one write, one packet. */
export function encodeFrame(type: number, channel: number, stream: number, payload?: Uint8Array): Buffer {
  const length = payload?.length ?? 0;
  const frame = Buffer.allocUnsafe(FRAME_HEADER + length);
  writeHeader(frame, type, channel, stream, length);
  if (payload !== undefined) frame.set(payload, FRAME_HEADER);
  return frame;
}

export function encodeHeader(type: number, channel: number, stream: number, length: number): Buffer {
  const header = Buffer.allocUnsafe(FRAME_HEADER);
  writeHeader(header, type, channel, stream, length);
  return header;
}

function writeHeader(to: Buffer, type: number, channel: number, stream: number, length: number): void {
  to[0] = type;
  to[1] = channel;
  to.writeUInt16LE(0, 2);
  to.writeUInt32LE(stream, 4);
  to.writeUInt32LE(length, 8);
}

export function u32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
