import { Duplex } from 'node:stream';
import { OptionError, VmError } from '../core/errors.js';
import { type CallOptions, runOperation } from '../core/operation.js';
import type { GuestStream } from './guest-stream.js';
import { PayloadWriter } from './payload.js';
import { resultError } from './result.js';
import type { Session } from './session.js';
import { Op } from './wire.js';

/** Where to connect to, seen from inside the guest. */
export type DialTarget =
  /** `host` is a name or address. @default the guest itself, IPv4 or IPv6 */
  | { readonly port: number; readonly host?: string | undefined }
  /** A unix stream socket. */
  | { readonly path: string };

function encode(target: DialTarget): Buffer {
  const out = new PayloadWriter().u8(Op.dial);
  if ('path' in target) return out.u8(2).u16(0).string(target.path, 'path').finish();
  if (!Number.isInteger(target.port) || target.port < 1 || target.port > 65535) {
    throw new OptionError(`port must be a number from 1 to 65535, not ${target.port}`);
  }
  return out
    .u8(1)
    .u16(target.port)
    .string(target.host ?? '', 'host')
    .finish();
}

/** Connects to a port or socket in the guest. */
export async function dial(session: Session, target: DialTarget, options: CallOptions): Promise<Duplex> {
  const name = 'path' in target ? `dial ${target.path}` : `dial port ${target.port}`;
  return runOperation(name, options, async (op) => {
    const stream = session.open(encode(target), { input: true, outputs: 1 });
    op.defer(() => stream.abort());
    const failed = stream.result.then((result) => {
      throw resultError(result) ?? new VmError('GUEST_CONNECT_FAILED', `${name}: closed at once`);
    });
    await op.race(Promise.race([stream.started, failed]));
    return toDuplex(stream);
  });
}

/** Both halves as one socket-like Duplex that may be half-closed. Destroying it resets the connection in the guest. */
function toDuplex(stream: GuestStream): Duplex {
  const { input } = stream;
  const output = stream.outputs[0];
  if (input === undefined || output === undefined) throw new VmError('INTERNAL', 'dial without its channels');
  const duplex = new Duplex({
    allowHalfOpen: true,
    read: () => {
      output.resume();
    },
    write: (chunk, _encoding, callback) => {
      input.write(chunk, callback);
    },
    final: (callback) => {
      input.end(callback);
    },
    destroy: (error, callback) => {
      stream.abort();
      callback(error);
    },
  });
  duplex.on('error', () => {}); // as with the process streams: a lost VM must not crash a program that does not look
  output.on('data', (chunk: Buffer) => {
    if (!duplex.push(chunk)) output.pause();
  });
  output.on('end', () => duplex.push(null));
  input.on('error', (error) => duplex.destroy(error));
  output.on('error', (error) => duplex.destroy(error));
  return duplex;
}
