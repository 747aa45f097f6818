import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Client, ClientChannel, SFTPWrapper } from 'ssh2';
import { messageOf, VmError } from '../../core/errors.js';
import type { Operation } from '../../core/operation.js';
import { handshake, type LoginContext } from './handshake.js';
import { Heartbeat } from './heartbeat.js';
import { connectTcp } from './socket.js';
import type { SshTarget } from './target.js';

/** The server did not open a channel; for a session that means that MaxSessions is reached. */
export class ChannelRefused extends Error {}

/** Milliseconds for the other side to answer a polite end. */
const CLOSE_TIMEOUT = 1000;

type Done<T> = (error: Error | undefined, value: T) => void;

/** One ssh connection. It keeps Node running only while somebody holds it. */
export class Transport {
  readonly target: SshTarget;
  /** Resolves when the connection is over, with the reason; all its channels are dead then. */
  readonly ended: Promise<VmError>;
  /** The reason, once it is over. */
  lost: VmError | undefined;
  readonly #client: Client;
  readonly #socket: Duplex;
  /** The jump host's connection. */
  readonly #outer: Transport | undefined;
  readonly #heartbeat: Heartbeat;
  readonly #lossListeners = new Set<(error: VmError) => void>();
  #holders = 0;
  #release: (() => void) | undefined;

  private constructor(
    target: SshTarget,
    client: Client,
    socket: Duplex,
    outer: Transport | undefined,
    silence: number,
  ) {
    this.target = target;
    this.#client = client;
    this.#socket = socket;
    this.#outer = outer;
    this.#heartbeat = new Heartbeat(silence, {
      ping: () => this.#ping(),
      onSilence: () => this.#fail(`it did not answer for ${silence / 1000} s`),
    });
    socket.on('data', this.#heartbeat.alive);
    this.ended = new Promise((resolve) => {
      client.on('error', (error) => this.#fail(messageOf(error)));
      client.once('close', () => resolve(this.#fail('the connection was closed')));
    });
    void this.ended.then(() => outer?.close());
    this.#keepNode(false);
  }

  static async connect(target: SshTarget, context: LoginContext, op: Operation): Promise<Transport> {
    const outer =
      target.jump === undefined ? undefined : await Transport.connect(target.jump, jumpContext(context), op);
    if (outer !== undefined) op.defer(() => outer.close());
    const hold = outer?.hold();
    const socket: Duplex =
      outer === undefined
        ? await connectTcp(target.host, target.port, target.label, op)
        : await op.race(outer.#forward(target));
    op.defer(() => socket.destroy());
    const client = await handshake(socket, target, context, op);
    hold?.();
    return new Transport(target, client, socket, outer, context.keepAlive);
  }

  /** `use` gets the channel before anything can arrive on it. */
  exec<T>(command: string, use: (channel: ClientChannel) => T): Promise<T> {
    return this.request<T>((done) =>
      this.#client.exec(command, (error, channel) =>
        error === undefined ? done(undefined, use(channel)) : done(error, undefined as never),
      ),
    );
  }

  sftp(): Promise<SFTPWrapper> {
    return this.request((done) => this.#client.sftp(done));
  }

  /** A channel to a unix socket on the host; not a session, so MaxSessions does not matter. */
  streamLocal(path: string): Promise<ClientChannel> {
    return this.request((done) => this.#client.openssh_forwardOutStreamLocal(path, done));
  }

  /** Keeps Node running until the returned function is called. */
  hold(): () => void {
    let held = true;
    this.#holders += 1;
    if (this.#holders === 1) this.#keepNode(true);
    return () => {
      if (!held) return;
      held = false;
      this.#holders -= 1;
      if (this.#holders === 0) this.#keepNode(false);
    };
  }

  /** Counts the connection as lost although it works. */
  abandon(reason: string): void {
    this.#fail(reason);
  }

  /** Ends the connection politely; idempotent. */
  async close(): Promise<void> {
    const release = this.hold(); // until the other side has closed too
    this.#fail('it was closed by this side', () => this.#client.end());
    const impatient = setTimeout(() => this.#socket.destroy(), CLOSE_TIMEOUT);
    await this.ended;
    clearTimeout(impatient);
    release();
    await this.#outer?.close();
  }

  #forward({ host, port }: SshTarget): Promise<ClientChannel> {
    return this.request<ClientChannel>((done) =>
      this.#client.forwardOut('127.0.0.1', 0, host, port, done),
    ).catch((error) => {
      if (!(error instanceof ChannelRefused)) throw error;
      throw new VmError(
        'HOST_UNREACHABLE',
        `${this.target.label} cannot connect to ${host}:${port}: ${error.message}`,
        {
          remedy: "Check the address as seen from the jump host, and its sshd's AllowTcpForwarding.",
        },
      );
    });
  }

  /** Calls `listener` at once when the connection is lost, before its channels notice. */
  onLost(listener: (error: VmError) => void): () => void {
    this.#lossListeners.add(listener);
    return () => this.#lossListeners.delete(listener);
  }

  /** Turns a callback of ssh2 into a promise that also rejects when the connection ends first. */
  request<T>(start: (done: Done<T>) => unknown): Promise<T> {
    if (this.lost !== undefined) return Promise.reject(this.lost);
    const release = this.hold();
    let stopListening = () => {};
    return new Promise<T>((resolve, reject) => {
      stopListening = this.onLost(reject);
      const done: Done<T> = (error, value) => {
        if (error === undefined || error === null) resolve(value);
        else reject(this.lost ?? refusal(error));
      };
      try {
        start(done);
      } catch (error) {
        const message = messageOf(error); // ssh2 throws when the socket just ended
        reject(message === 'Not connected' ? this.#fail(message) : error);
      }
    }).finally(() => {
      stopListening();
      release();
    });
  }

  /** Any global request does: the server has to answer each one, be it by a refusal. */
  #ping(): void {
    try {
      this.#client.unforwardIn('127.0.0.1', 1, this.#heartbeat.alive);
    } catch (error) {
      this.#fail(messageOf(error));
    }
  }

  #fail(reason: string, end: () => void = () => this.#socket.destroy()): VmError {
    if (this.lost !== undefined) return this.lost;
    this.lost = new VmError('HOST_LOST', `the connection to ${this.target.label} is lost: ${reason}`);
    this.#heartbeat.stop();
    for (const listener of [...this.#lossListeners]) listener(this.lost);
    end();
    return this.lost;
  }

  #keepNode(running: boolean): void {
    if (this.#outer !== undefined) {
      if (running) this.#release ??= this.#outer.hold();
      else {
        this.#release?.();
        this.#release = undefined;
      }
      return;
    }
    const socket = this.#socket as Socket;
    if (running) socket.ref();
    else socket.unref();
  }
}

function refusal(error: Error & { reason?: unknown }): Error {
  return error.reason === undefined
    ? error
    : new ChannelRefused(error.message.replace('(SSH) Channel open failure: ', ''));
}

/** The pinned fingerprint is the target's, not the jump host's. */
function jumpContext(context: LoginContext): LoginContext {
  return context.hostKey?.startsWith('SHA256:') ? { ...context, hostKey: 'strict' } : context;
}
