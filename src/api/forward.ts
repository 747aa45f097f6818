import { createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { errnoOf, VmError } from '../core/errors.js';
import { joinStreams } from '../core/join-streams.js';
import { log } from '../core/log.js';
import type { PortOptions } from './options.js';

/** A local port that leads into the guest, until closed or until the VM ends. */
export interface PortForward extends AsyncDisposable {
  readonly guestPort: number;
  /** The local port, chosen when 0 was asked for. */
  readonly port: number;
  readonly address: string;
  /** Stops listening and cuts its connections. */
  close(): Promise<void>;
}

type Dial = (port: number, host: string) => Promise<Duplex>;

/** Listens locally; each connection is carried to the guest by the agent, so the guest needs no network. */
export async function openForward(options: PortOptions, dial: Dial): Promise<PortForward> {
  const { guestPort, guestHost = '127.0.0.1', hostPort = 0, hostAddress = '127.0.0.1' } = options;
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    carry(socket, () => dial(guestPort, guestHost));
  });
  await listen(server, hostPort, hostAddress);
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : hostPort;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return { guestPort, port, address: hostAddress, close, [Symbol.asyncDispose]: close };
}

function carry(socket: Socket, dial: () => Promise<Duplex>): void {
  socket.on('error', () => {}); // who joins it below sees it too
  dial().then(
    (guest) => {
      joinStreams('forwarded connection', socket, guest);
    },
    (error: unknown) => {
      log('forward could not reach the guest port: %s', error);
      socket.resetAndDestroy(); // what a client sees when nothing listens
    },
  );
}

function listen(server: Server, port: number, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const taken = errnoOf(error) === 'EADDRINUSE';
      const message = `cannot listen on ${address}:${port}: ${error.message}`;
      reject(new VmError(taken ? 'PORT_IN_USE' : 'OPTION_INVALID', message, { cause: error }));
    });
    server.listen(port, address, () => {
      server.removeAllListeners('error');
      server.on('error', (error) => log('forward server: %s', error));
      resolve();
    });
  });
}
