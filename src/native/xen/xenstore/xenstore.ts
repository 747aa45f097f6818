import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { errnoOf, messageOf, VmError } from '../../../core/errors.js';
import { type CallOptions, runOperation } from '../../../core/operation.js';
import { XenstoreConnection } from './connection.js';
import { XenstoreNodes } from './nodes.js';
import { runTransaction, type TransactionOptions, type XenstoreTransaction } from './transaction.js';
import { XenstoreWatch } from './watch.js';
import { packStrings, unpackStrings } from './wire.js';

/** Where xenstored listens in dom0. */
export const XENSTORED_SOCKET = '/run/xenstored/socket';

/** Options of {@link Xenstore.open}. */
export interface XenstoreOptions extends CallOptions {
  /** @default the environment variable XENSTORED_PATH, as for Xen's own tools, or '/run/xenstored/socket' */
  readonly path?: string;
}

const WHY: Record<string, string> = {
  ENOENT: 'there is no such socket; this is no dom0, or xenstored does not run',
  ECONNREFUSED: 'nobody listens there; xenstored does not run',
  EACCES: 'this user may not; only root may',
};

function cannotConnect(path: string, cause: unknown): VmError {
  const errno = errnoOf(cause);
  const why = (errno === undefined ? undefined : WHY[errno]) ?? messageOf(cause);
  return new VmError('ENGINE_UNAVAILABLE', `cannot connect to xenstored at ${path}: ${why}`, {
    cause,
    ...(errno === undefined ? {} : { errno }),
    call: 'connect',
  });
}

/**
 * A connection to xenstored, the store of configuration and state that domains and their toolstack share. It speaks the
 * daemon's own protocol over its socket, so it needs no library; over a stream that `over()` is given it works on another
 * machine. Any number of calls, watches and transactions may be under way. An open connection keeps the process alive.
 * Xen's xenstore.txt and io/xs_wire.h.
 */
export class Xenstore extends XenstoreNodes implements AsyncDisposable {
  private constructor(stream: Duplex) {
    super(new XenstoreConnection(stream));
  }

  /**
   * Connects to the daemon of this machine.
   *
   * @throws VmError ENGINE_UNAVAILABLE with the reason.
   */
  static open({ path, ...options }: XenstoreOptions = {}): Promise<Xenstore> {
    const socketPath = path ?? (process.env.XENSTORED_PATH || XENSTORED_SOCKET);
    return runOperation('Xenstore.open', options, async (op) => {
      const socket = connect(socketPath);
      op.defer(() => socket.destroy());
      const connected = new Promise<void>((resolve, reject) => {
        socket.once('connect', resolve);
        socket.once('error', (error) => reject(cannotConnect(socketPath, error)));
      });
      await op.race(connected);
      socket.removeAllListeners('error');
      return new Xenstore(socket);
    });
  }

  /** Uses a stream to the daemon's socket on another host, and ends it by {@link close}. */
  static over(stream: Duplex): Xenstore {
    return new Xenstore(stream);
  }

  /**
   * Runs `body` on a picture of the store that only it changes, and makes its changes all at once at its end. When others
   * changed the same nodes meanwhile it runs again, so it may do nothing else that cannot be repeated. When it throws,
   * nothing is changed. TRANSACTION_START, TRANSACTION_END
   */
  transaction<T>(
    body: (transaction: XenstoreTransaction) => Promise<T>,
    options: TransactionOptions = {},
  ): Promise<T> {
    return runTransaction(this.connection, body, options);
  }

  /**
   * Watches a path and all below it; one event comes at once. Two paths are special: `@introduceDomain` and
   * `@releaseDomain` tell that some domain came, or stopped or went. WATCH
   *
   * @param options.signal Ends the watch, and the loops over it without an error.
   */
  watch(path: string, { signal, ...options }: CallOptions = {}): Promise<XenstoreWatch> {
    return runOperation('xenstore WATCH', { signal, ...options }, (op) =>
      op.acquire(XenstoreWatch.start(this.connection, path, signal), (watch) => watch.close()),
    );
  }

  /** The folder of a domain: `/local/domain/5`. GET_DOMAIN_PATH */
  async domainPath(domid: number, options: CallOptions = {}): Promise<string> {
    const [path = ''] = unpackStrings(
      await this.call('GET_DOMAIN_PATH', packStrings(String(domid)), options),
    );
    return path;
  }

  /** Whether the daemon knows the domain: from its start until it is gone. IS_DOMAIN_INTRODUCED */
  async isIntroduced(domid: number, options: CallOptions = {}): Promise<boolean> {
    const [answer] = unpackStrings(
      await this.call('IS_DOMAIN_INTRODUCED', packStrings(String(domid)), options),
    );
    return answer === 'T';
  }

  /** Ends the connection: calls under way fail with VM_STATE, loops over watches end. Again is fine. */
  close(): Promise<void> {
    return this.connection.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  protected override transactionId(): number {
    return 0;
  }
}
