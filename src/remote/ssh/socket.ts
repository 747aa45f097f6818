import { connect, type Socket } from 'node:net';
import { errnoOf, messageOf, VmError } from '../../core/errors.js';
import type { Operation } from '../../core/operation.js';

const WHY: Record<string, string> = {
  ENOTFOUND: 'its name is unknown',
  EAI_AGAIN: 'its name cannot be resolved now',
  ECONNREFUSED: 'nothing listens on that port',
  ECONNRESET: 'it closed the connection',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no route to it',
  ETIMEDOUT: 'it does not answer',
};

/** A TCP connection, or HOST_UNREACHABLE with the reason. */
export async function connectTcp(host: string, port: number, label: string, op: Operation): Promise<Socket> {
  const socket = connect({ host, port, noDelay: true });
  op.defer(() => socket.destroy());
  await op.race(
    new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', (error) => reject(unreachable(label, error)));
    }),
  );
  socket.removeAllListeners('error');
  socket.on('error', () => {}); // ssh2 listens too; this one stays when it lets go
  return socket;
}

export function unreachable(label: string, cause: unknown): VmError {
  const errno = errnoOf(cause) ?? errnoOf((cause as { errors?: unknown[] }).errors?.[0]);
  const why = (errno === undefined ? undefined : WHY[errno]) ?? messageOf(cause);
  return new VmError('HOST_UNREACHABLE', `cannot connect to ${label}: ${why}`, {
    cause,
    ...(errno === undefined ? {} : { errno }),
  });
}
