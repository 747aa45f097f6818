import { Readable, Writable } from 'node:stream';
import { OptionError, VmError } from '../core/errors.js';
import type { CallOptions } from '../core/operation.js';
import { Operation } from '../core/operation.js';
import type { GuestStream, StreamResult } from './guest-stream.js';
import { signalName, signalNumber } from './linux.js';
import { PayloadReader, PayloadWriter } from './payload.js';
import { resultData, resultError } from './result.js';
import type { Session } from './session.js';
import type { GuestExit, GuestProcess, SpawnRequest } from './types.js';
import { FrameType, Op, u32 } from './wire.js';

function encode(request: SpawnRequest): Buffer {
  const { pty, user, cwd } = request;
  const out = new PayloadWriter().u8(Op.exec).u8(pty === undefined ? 0 : 1);
  out.u16(pty?.columns ?? 0).u16(pty?.rows ?? 0);
  out.string(user ?? '', 'user').string(cwd ?? '', 'cwd');
  if (request.command === '') throw new OptionError('command must not be empty');
  const argv = [request.command, ...request.args];
  out.u32(argv.length);
  for (const arg of argv) out.string(arg, 'an argument');
  const env = Object.entries(request.env);
  out.u32(env.length);
  for (const [name, value] of env) {
    if (name === '' || name.includes('='))
      throw new OptionError(`'${name}' cannot name an environment variable`);
    out.string(`${name}=${value}`, `environment variable ${name}`);
  }
  return out.finish();
}

function decodeExit(result: StreamResult): GuestExit {
  const reader = new PayloadReader(resultData(result));
  if (reader.left < 8) throw new VmError('AGENT_PROTOCOL', 'guest agent: exit status too short');
  const exitCode = reader.u32();
  const signal = reader.u32();
  return signal === 0 ? { exitCode, signal: null } : { exitCode: null, signal: signalName(signal) };
}

/** Starts a process in the guest. Abort and timeout kill its process group and reject `started` and `exited`. */
export function spawnProcess(session: Session, request: SpawnRequest, options: CallOptions): GuestProcess {
  const op = new Operation(`exec ${request.command}`, options);
  op.throwIfAborted();
  const stream = session.open(encode(request), { input: request.stdin !== 'none', outputs: 2 });
  return new AgentProcess(stream, op);
}

function noInput(): Writable {
  const none = new Writable({ write: (_chunk, _encoding, callback) => callback() });
  none.end();
  return none;
}

class AgentProcess implements GuestProcess {
  readonly started: Promise<number>;
  readonly exited: Promise<GuestExit>;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly #stream: GuestStream;

  constructor(stream: GuestStream, op: Operation) {
    this.#stream = stream;
    this.stdin = stream.input ?? noInput();
    this.stdout = stream.outputs[0] ?? Readable.from([]);
    this.stderr = stream.outputs[1] ?? Readable.from([]);
    op.signal.addEventListener('abort', () => stream.abort(), { once: true });
    this.exited = op.race(stream.result.then(decodeExit)).finally(() => op.settle());
    this.started = op.race(Promise.race([stream.started, stream.result.then(failedToStart)]));
    this.exited.catch(() => {});
    this.started.catch(() => {});
  }

  kill(signal: NodeJS.Signals | number = 'SIGKILL'): void {
    const number = signalNumber(signal);
    if (number === undefined) throw new OptionError(`there is no signal ${signal} in the guest`);
    this.#stream.send(FrameType.signal, 0, u32(number));
  }

  resize(columns: number, rows: number): void {
    this.#stream.send(FrameType.resize, 0, new PayloadWriter().u16(columns).u16(rows).finish());
  }
}

/** A RESULT without STARTED before it says why; with it, `started` was settled already. */
function failedToStart(result: StreamResult): never {
  throw resultError(result) ?? new VmError('AGENT_PROTOCOL', 'guest agent: exit without start');
}
