import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { messageOf } from '../core/errors.js';
import { log } from '../core/log.js';

/** A unix socket of this machine that leads to libvirt on another one. Only this user can reach it. */
export class SocketForward {
  readonly path: string;
  /** Why the way to the host failed, for errors that only say that the socket was closed. */
  failure: unknown;
  readonly #folder: string;
  readonly #server: Server;
  readonly #open = new Set<Socket | Duplex>();

  private constructor(folder: string, server: Server) {
    this.#folder = folder;
    this.#server = server;
    this.path = join(folder, 'libvirt');
  }

  /** `dial` makes one connection to libvirt on the host. */
  static async listen(dial: () => Promise<Duplex>): Promise<SocketForward> {
    const folder = await mkdtemp(join(tmpdir(), 'vmwright-libvirt-')); // mode 0700
    const server = createServer({ allowHalfOpen: false });
    const forward = new SocketForward(folder, server);
    server.on('connection', (socket) => void forward.#join(socket, dial));
    server.unref(); // a listener that nobody uses keeps no program alive
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(forward.path, resolve);
      });
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
    return forward;
  }

  /** Nobody connects any more; connections go on. libvirt connects once, when it is opened. */
  async stopListening(): Promise<void> {
    this.#server.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async close(): Promise<void> {
    for (const stream of this.#open) stream.destroy();
    await this.stopListening();
  }

  async #join(socket: Socket, dial: () => Promise<Duplex>): Promise<void> {
    this.#keep(socket);
    socket.unref();
    socket.pause();
    try {
      const remote = await dial();
      this.#keep(remote);
      (remote as Partial<Socket>).unref?.();
      remote.once('error', (error) => {
        this.failure ??= error;
      });
      for (const [from, to] of [
        [socket, remote],
        [remote, socket],
      ] as const) {
        from.once('close', () => to.destroy());
        from.pipe(to);
      }
      if (socket.destroyed) remote.destroy();
    } catch (error) {
      this.failure ??= error;
      socket.destroy();
    }
  }

  #keep(stream: Socket | Duplex): void {
    this.#open.add(stream);
    stream.on('error', (error) => log('libvirt socket: %s', messageOf(error)));
    stream.once('close', () => this.#open.delete(stream));
  }
}
