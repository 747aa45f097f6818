import type { Readable, Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { messageOf, VmError } from '../core/errors.js';
import { EventHub } from '../core/event-hub.js';
import { log } from '../core/log.js';
import {
  QMP_OVER,
  type QmpCommand,
  type QmpCommands,
  type QmpEvent,
  type ShutdownCause,
} from './qmp-types.js';

/** Both directions of a QMP connection: one socket, or the two pipes of a process. */
export interface QmpTransport {
  readonly input: Readable;
  readonly output: Writable;
}

interface Pending {
  readonly command: QmpCommand;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** QMP messages as far as we read them. Spec: qmp-spec.txt, section 2. */
interface QmpMessage {
  readonly QMP?: unknown;
  readonly id?: number;
  readonly return?: unknown;
  readonly error?: { readonly class: string; readonly desc: string };
  readonly event?: string;
  readonly data?: object;
}

/** Longest line of QMP that is accepted, characters; QEMU's longest answers are some 100 KiB. */
const MAX_LINE = 16 * 2 ** 20;

/**
 * One QMP session. The capability negotiation is sent at once, so `ready` costs a single round trip;
 * It is answered only after all devices were realised, so it also tells that the machine exists.
 */
export class QmpClient {
  readonly events = new EventHub<QmpEvent>();
  /** Settles when the VM can be commanded; rejects when it ends before. */
  readonly ready: Promise<void>;
  /** Settles when the connection is gone, from either side. */
  readonly closed: Promise<void>;
  readonly #transport: QmpTransport;
  readonly #program: string;
  readonly #pending = new Map<number, Pending>();
  readonly #decoder = new StringDecoder();
  #partial = '';
  #nextId = 1;
  #end: VmError | undefined;
  #lost: VmError | undefined;
  #resolveClosed: () => void = () => {};

  /** `program`: whom messages name, e.g. `QEMU`. */
  constructor(transport: QmpTransport, program: string) {
    this.#transport = transport;
    this.#program = program;
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
    const { input, output } = transport;
    input.on('data', (chunk: Buffer) => this.#receive(this.#decoder.write(chunk)));
    for (const event of ['end', 'close'] as const)
      input.on(event, () => this.#finish(`${program} closed its QMP connection`));
    for (const stream of [input, output]) stream.on('error', (error) => this.#onError(error));
    this.ready = this.execute('qmp_capabilities').then(() => {});
    this.ready.catch(() => {}); // whoever awaits it gets the error
  }

  get isClosed(): boolean {
    return this.#end !== undefined;
  }

  /** HOST_LOST when the session ended because the connection to the host did, whatever became of the VM. */
  get lost(): VmError | undefined {
    return this.#lost;
  }

  /** Sends a command. ENGINE_FAILED with the program's own words when it refuses, VM_STOPPED when it is gone. */
  execute<C extends QmpCommand>(
    command: C,
    ...args: QmpCommands[C]['arguments'] extends undefined ? [] : [QmpCommands[C]['arguments']]
  ): Promise<QmpCommands[C]['result']> {
    if (this.#end !== undefined) return Promise.reject(this.#end);
    const id = this.#nextId++;
    const line = JSON.stringify({
      execute: command,
      id,
      ...(args[0] === undefined ? {} : { arguments: args[0] }),
    });
    return new Promise((resolve, reject) => {
      // The answer's shape is QMP's contract for this command (QAPI), which QmpCommands writes down.
      this.#pending.set(id, { command, resolve: resolve as (value: unknown) => void, reject });
      this.#transport.output.write(`${line}\n`);
    });
  }

  /** Ends the session from our side; the VM goes on. */
  close(): void {
    this.#transport.output.destroy();
    this.#transport.input.destroy();
    this.#finish('the QMP connection was closed');
  }

  #receive(text: string): void {
    const lines = (this.#partial + text).split('\n');
    this.#partial = lines.pop() ?? '';
    for (const line of lines) {
      if (line.trim() !== '') this.#dispatch(line);
    }
    if (this.#partial.length > MAX_LINE) this.#broken(this.#partial);
  }

  #dispatch(line: string): void {
    let message: QmpMessage;
    try {
      message = JSON.parse(line) as QmpMessage;
    } catch {
      this.#broken(line);
      return;
    }
    if (message.event !== undefined) this.#event(message.event, message.data ?? {});
    else if (message.QMP === undefined) this.#answer(message);
  }

  #answer(message: QmpMessage): void {
    const pending = message.id === undefined ? undefined : this.#pending.get(message.id);
    if (message.id === undefined || pending === undefined) {
      log('qmp: an answer to nothing: %j', message);
      return;
    }
    this.#pending.delete(message.id);
    if (message.error === undefined) pending.resolve(message.return);
    else {
      const { class: kind, desc } = message.error;
      pending.reject(
        new VmError('ENGINE_FAILED', `${this.#program} refused ${pending.command}: ${desc} (${kind})`),
      );
    }
  }

  #event(name: string, data: object): void {
    if (name === QMP_OVER) {
      this.#finish(`${this.#program} ended`);
      return;
    }
    const event = toEvent(name, data);
    if (event === undefined) log('qmp: event %s %j', name, data);
    else this.events.emit(event);
  }

  #broken(line: string): void {
    this.#transport.input.destroy();
    this.#transport.output.destroy();
    this.#finish(`${this.#program} sent something that is not QMP: ${line.slice(0, 200)}`);
  }

  #onError(error: unknown): void {
    if (this.#end === undefined && error instanceof VmError && error.code === 'HOST_LOST') this.#lost = error;
    this.#finish(`QMP connection: ${messageOf(error)}`);
  }

  #finish(why: string): void {
    if (this.#end !== undefined) return;
    this.#end = this.#lost ?? new VmError('VM_STOPPED', why);
    for (const pending of this.#pending.values()) pending.reject(this.#end);
    this.#pending.clear();
    this.#resolveClosed();
    this.events.close();
  }
}

function toEvent(name: string, data: object): QmpEvent | undefined {
  switch (name) {
    case 'STOP':
    case 'RESUME':
    case 'GUEST_PANICKED':
      return { type: name };
    case 'RESET':
    case 'SHUTDOWN': {
      const {
        guest = false,
        reason = 'none',
        detail = '',
      } = data as Partial<Extract<QmpEvent, { type: 'RESET' }>>;
      const told = { guest, reason, detail };
      return name === 'RESET' ? { type: name, ...told } : { type: name, ...told };
    }
    case 'VSERPORT_CHANGE': {
      const { id = '', open = false } = data as Partial<Extract<QmpEvent, { type: 'VSERPORT_CHANGE' }>>;
      return { type: name, id, open };
    }
    default:
      return toXenEvent(name, data);
  }
}

/** Those of vmwright-toolstack alone; docs/toolstack.md. */
function toXenEvent(name: string, data: object): QmpEvent | undefined {
  switch (name) {
    case 'X_XEN_INCOMING':
      return { type: 'INCOMING' };
    case 'X_XEN_PRESERVED': {
      const { reason } = data as { reason?: ShutdownCause };
      const known = reason === 'guest-shutdown' || reason === 'guest-reset';
      return { type: 'PRESERVED', reason: known ? reason : 'panic' };
    }
    case 'X_XEN_PROGRESS': {
      const { what = 'save', done = 0, total = 0 } = data as Partial<Extract<QmpEvent, { type: 'PROGRESS' }>>;
      return { type: 'PROGRESS', what, done, total };
    }
    case 'X_XEN_DISK_EJECTED': {
      const { vdev = '' } = data as { vdev?: string };
      return { type: 'DISK_EJECTED', vdev };
    }
    default:
      return undefined;
  }
}
