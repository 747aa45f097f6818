import type { Duplex } from 'node:stream';
import { messageOf, VmError } from '../core/errors.js';
import { FrameParser, SESSION_OVER } from './frame-parser.js';
import { GuestStream, type StreamShape } from './guest-stream.js';
import { payloadLength, Sender } from './sender.js';
import { type Frame, FrameType, MAX_OPEN, OPEN_MORE, OPEN_NO_INPUT } from './wire.js';

/** The multiplexer: many streams over one byte stream that already shook hands. */
export class Session {
  readonly closed: Promise<VmError | undefined>;
  /** It ended because another agent took the place of the one that we talked to. */
  restarted = false;
  readonly #duplex: Duplex;
  readonly #window: number;
  readonly #sender: Sender;
  readonly #parser = new FrameParser();
  readonly #streams = new Map<number, GuestStream>();
  #lastId = 0;
  #over: VmError | undefined;
  #resolveClosed: (error: VmError | undefined) => void = () => {};

  constructor(duplex: Duplex, window: number) {
    this.#duplex = duplex;
    this.#window = window;
    this.#sender = new Sender(duplex);
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
    const lost = () => this.fail(new VmError('AGENT_LOST', 'the agent channel was closed'));
    duplex.on('data', this.#onData).on('end', lost).on('close', lost);
    duplex.on('error', (error: Error) => {
      this.fail(new VmError('AGENT_LOST', `the agent channel failed: ${messageOf(error)}`, { cause: error }));
    });
    if (duplex.destroyed || duplex.readableEnded) lost();
    duplex.resume();
  }

  /** Why nothing more can be opened; undefined while the session lives. */
  get over(): VmError | undefined {
    return this.#over;
  }

  open(request: Buffer, shape: StreamShape): GuestStream {
    if (this.#over !== undefined) throw this.#over;
    if (request.length > MAX_OPEN) {
      throw new VmError('GUEST_EXEC_FAILED', `arguments and environment exceed ${MAX_OPEN} bytes`, {
        errno: 'E2BIG',
      });
    }
    const host = {
      sendFrame: (type: number, channel: number, id: number, payload?: Uint8Array) =>
        this.#sender.frame(type, channel, id, payload),
      queueData: (of: GuestStream) => this.#sender.queue(of),
      forget: (of: GuestStream) => this.#forget(of),
    };
    const stream = new GuestStream(host, this.#nextId(), shape, this.#window);
    this.#streams.set(stream.id, stream);
    this.#sendOpen(stream.id, request, shape.input ? 0 : OPEN_NO_INPUT);
    return stream;
  }

  /** Ends everything at once; whatever is pending rejects with `error`. */
  fail(error: VmError): void {
    this.#end(error, error);
  }

  close(): void {
    this.#end(
      new VmError('AGENT_LOST', 'the connection to the guest agent was closed by this program'),
      undefined,
    );
  }

  #end(error: VmError, reason: VmError | undefined): void {
    if (this.#over !== undefined) return;
    this.#over = error;
    this.#sender.close();
    for (const stream of [...this.#streams.values()]) stream.fail(error);
    this.#streams.clear();
    this.#duplex.off('data', this.#onData);
    this.#duplex.destroy();
    this.#resolveClosed(reason);
  }

  #nextId(): number {
    do this.#lastId = (this.#lastId % 0xffff_ffff) + 1;
    while (this.#streams.has(this.#lastId));
    return this.#lastId;
  }

  #sendOpen(id: number, request: Buffer, flags: number): void {
    for (let at = 0; at < request.length; ) {
      const length = payloadLength(request.subarray(at));
      const more = at + length < request.length ? OPEN_MORE : 0;
      this.#sender.frame(FrameType.open, flags | more, id, request.subarray(at, at + length));
      at += length;
    }
  }

  #forget(stream: GuestStream): void {
    this.#streams.delete(stream.id);
    this.#sender.forget(stream);
  }

  readonly #onData = (chunk: Buffer) => {
    try {
      if (this.#parser.push(chunk, this.#onFrame) === SESSION_OVER) {
        this.restarted = this.#over === undefined;
        this.fail(new VmError('AGENT_LOST', 'the guest agent was restarted'));
      }
    } catch (error) {
      this.#broken(messageOf(error));
    }
  };

  readonly #onFrame = (frame: Frame): boolean => {
    const stream = this.#streams.get(frame.stream);
    if (stream === undefined)
      this.#broken(`frame ${frame.type} for stream ${frame.stream}, which is not open`);
    else if (!stream.accept(frame)) this.#broken(`bad frame ${frame.type} on channel ${frame.channel}`);
    return this.#over === undefined;
  };

  #broken(what: string): void {
    this.fail(new VmError('AGENT_PROTOCOL', `guest agent: ${what}`));
  }
}
