import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { messageOf, VmError } from '../core/errors.js';
import type { Operation } from '../core/operation.js';
import { PayloadReader } from './payload.js';
import type { GuestInfo } from './types.js';
import {
  MAGIC_HELLO,
  MAGIC_SIZE,
  MAGIC_START,
  MAGIC_WELCOME,
  MAX_INFO,
  NONCE_SIZE,
  PROTOCOL_VERSION,
  u32,
  WINDOW,
} from './wire.js';

export interface Welcome {
  readonly info: GuestInfo;
  /** Bytes we may send ahead per stream. */
  readonly window: number;
}

const FIXED = MAGIC_SIZE + NONCE_SIZE + 12;

/** Finds WELCOME in whatever the channel still holds of earlier sessions. Keeps no more than it needs for that. */
export class WelcomeScanner {
  #nonce: Buffer = randomBytes(NONCE_SIZE);
  #data: Buffer = Buffer.alloc(0);

  hello(): Buffer {
    this.#nonce = randomBytes(NONCE_SIZE);
    return Buffer.concat([MAGIC_HELLO, this.#nonce, u32(PROTOCOL_VERSION), u32(WINDOW)]);
  }

  /** `start` means that an agent has just begun to listen and wants to hear HELLO again. */
  push(chunk: Buffer): Welcome | 'start' | undefined {
    this.#data = Buffer.concat([this.#data, chunk]);
    const at = this.#data.indexOf(Buffer.concat([MAGIC_WELCOME, this.#nonce]));
    if (at >= 0) return this.#parse(this.#data.subarray(at));
    const start = this.#data.indexOf(MAGIC_START);
    if (start >= 0) {
      this.#data = this.#data.subarray(start + MAGIC_SIZE);
      return 'start';
    }
    this.#data = Buffer.from(this.#data.subarray(-(MAGIC_SIZE + NONCE_SIZE - 1)));
    return undefined;
  }

  /** Bytes after WELCOME. The agent sends none before it is asked, so there are none from an honest one. */
  rest(): Buffer {
    return this.#data;
  }

  #parse(data: Buffer): Welcome | undefined {
    this.#data = data;
    if (data.length < FIXED) return undefined;
    const head = new PayloadReader(data.subarray(MAGIC_SIZE + NONCE_SIZE));
    const version = head.u32();
    const window = head.u32();
    const length = head.u32();
    if (version !== PROTOCOL_VERSION)
      throw protocolError(`the agent speaks protocol ${version}, we ${PROTOCOL_VERSION}`);
    if (length > MAX_INFO) throw protocolError('its introduction is too long');
    if (head.left < length) return undefined;
    const info = new PayloadReader(head.take(length));
    this.#data = head.rest();
    return { window, info: readInfo(info, version) };
  }
}

function protocolError(what: string, cause?: unknown): VmError {
  return new VmError('AGENT_PROTOCOL', `guest agent: ${what}`, cause === undefined ? {} : { cause });
}

function readInfo(reader: PayloadReader, protocol: number): GuestInfo {
  try {
    const uptimeMs = Number(reader.u64());
    return {
      protocol,
      uptimeMs,
      agentVersion: reader.string(),
      kernel: reader.string(),
      bootId: reader.string(),
    };
  } catch (error) {
    throw protocolError('its introduction is malformed', error);
  }
}

/** Says HELLO and waits for WELCOME, which comes when the guest has booted so far. */
export async function shakeHands(duplex: Duplex, op: Operation): Promise<Welcome> {
  const scanner = new WelcomeScanner();
  let remove = () => {};
  const welcome = new Promise<Welcome>((resolve, reject) => {
    const onData = (chunk: Buffer) => {
      try {
        const found = scanner.push(chunk);
        if (found === 'start') duplex.write(scanner.hello());
        else if (found !== undefined) resolve(found);
      } catch (error) {
        reject(error);
      }
    };
    const onEnd = () =>
      reject(new VmError('AGENT_LOST', 'the agent channel closed before the agent answered'));
    const onError = (error: Error) =>
      reject(new VmError('AGENT_LOST', `the agent channel failed: ${messageOf(error)}`, { cause: error }));
    duplex.on('data', onData).on('end', onEnd).on('close', onEnd).on('error', onError);
    remove = () => {
      duplex.pause(); // nothing may be read between this listener and the session's
      duplex.off('data', onData).off('end', onEnd).off('close', onEnd).off('error', onError);
    };
    if (duplex.destroyed || duplex.readableEnded) onEnd();
  });
  duplex.write(scanner.hello());
  try {
    const result = await op.race(welcome);
    if (scanner.rest().length > 0) throw protocolError('it spoke before it was asked');
    return result;
  } finally {
    remove();
  }
}
