import { connect, type Socket } from 'node:net';
import { errnoOf, messageOf, VmError } from '../core/errors.js';
import { type CallOptions, runOperation } from '../core/operation.js';

const WHY: Record<string, string> = {
  ENOENT: 'the socket does not exist',
  ECONNREFUSED: 'nothing listens there any more',
  EACCES: 'permission denied',
};

/** Connects to a unix stream socket of this machine; the error carries the errno. */
export function connectLocalUnix(path: string, options: CallOptions): Promise<Socket> {
  return runOperation(`connect to ${path}`, options, async (op) => {
    const socket = connect(path);
    op.defer(() => socket.destroy());
    const connected = new Promise<Socket>((resolve, reject) => {
      socket.once('connect', () => resolve(socket));
      socket.once('error', (error) => reject(connectError(path, error)));
    });
    await op.race(connected);
    socket.removeAllListeners('error');
    return socket;
  });
}

/** Why a unix socket cannot be connected to; `cause` carries the errno. */
export function connectError(path: string, cause: unknown): VmError {
  const errno = errnoOf(cause);
  const why = (errno === undefined ? undefined : WHY[errno]) ?? messageOf(cause);
  return new VmError('HOST_COMMAND_FAILED', `cannot connect to ${path}: ${why}`, {
    cause,
    remedy: 'Check that the program that serves this socket runs.',
    ...(errno === undefined ? {} : { errno }),
  });
}
