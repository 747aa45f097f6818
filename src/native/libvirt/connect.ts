import { VmError } from '../../core/errors.js';
import { type CallOptions, runOperation } from '../../core/operation.js';
import {
  type CredentialQuestion,
  loadLibvirtAddon,
  type RawAuthentication,
  type RawHandle,
} from './addon.js';
import { registerClasses } from './class-registry.js';
import { type Flags, flagBits } from './flags.js';
import { ConnectMethods } from './generated/connect.js';
import { Domain } from './generated/domain.js';
import { DomainCheckpoint } from './generated/domain-checkpoint.js';
import { DomainSnapshot } from './generated/domain-snapshot.js';
import { ConnectCloseReason, ConnectCredentialType, ConnectFlags } from './generated/enums.js';
import type { LibvirtEvents } from './generated/events.js';
import { Interface } from './generated/interface.js';
import { Network } from './generated/network.js';
import { NetworkPort } from './generated/network-port.js';
import { NodeDevice } from './generated/node-device.js';
import { NWFilter } from './generated/nwfilter.js';
import { NWFilterBinding } from './generated/nwfilter-binding.js';
import { Secret } from './generated/secret.js';
import { StoragePool } from './generated/storage-pool.js';
import { StorageVol } from './generated/storage-vol.js';
import { RAW } from './handle.js';
import { Stream } from './stream.js';
import {
  type LibvirtEventIterator,
  type LibvirtEventName,
  type SubscribeOptions,
  Subscriptions,
} from './subscription.js';

/** Answers a server's questions in their order; undefined gives up. */
export type Authenticate = (
  questions: readonly CredentialQuestion[],
) => readonly string[] | undefined | Promise<readonly string[] | undefined>;

/** Options of {@link Connect.open}. */
export interface ConnectOptions extends CallOptions {
  /** No call of the connection may change anything. @default false */
  readonly readonly?: boolean;
  /** @default 0 */
  readonly flags?: Flags<typeof ConnectFlags>;
  /** For servers that ask for them. @default none */
  readonly credentials?: { readonly username?: string; readonly password?: string };
  /** For servers that ask more than a name and a password. @default answers with `credentials` */
  readonly authenticate?: Authenticate;
  /**
   * How many calls may wait for the server at a time; more wait for their turn. Each has a thread, started when it is
   * first needed. @default 8
   */
  readonly threads?: number;
}

const THREADS = 8;
const USER_NAMES: readonly number[] = [ConnectCredentialType.USERNAME, ConnectCredentialType.AUTHNAME];
const PASSWORDS: readonly number[] = [ConnectCredentialType.PASSPHRASE, ConnectCredentialType.NOECHOPROMPT];

const WHY_LOST: Readonly<Record<ConnectCloseReason, string>> = {
  [ConnectCloseReason.ERROR]: 'of an error',
  [ConnectCloseReason.EOF]: 'the server ended it',
  [ConnectCloseReason.KEEPALIVE]: 'the server did not answer in time',
  [ConnectCloseReason.CLIENT]: 'it was closed',
};

function answersFrom({
  username = '',
  password = '',
}: NonNullable<ConnectOptions['credentials']>): Authenticate {
  return (questions) =>
    questions.map(({ type, defaultResult }) => {
      if (USER_NAMES.includes(type)) return username;
      return PASSWORDS.includes(type) ? password : defaultResult;
    });
}

/** A failure of `authenticate` gives up the login and becomes the error of open(). */
function asker(authenticate: Authenticate, fail: (error: unknown) => void) {
  return async (questions: CredentialQuestion[], authentication: RawAuthentication): Promise<void> => {
    let answers: readonly string[] | undefined;
    try {
      answers = await authenticate(questions);
    } catch (error) {
      fail(error);
    }
    loadLibvirtAddon().answerAuthentication(authentication, answers);
  };
}

async function openRaw(uri: string, options: ConnectOptions): Promise<Connect> {
  const { authenticate = options.credentials && answersFrom(options.credentials) } = options;
  const readonlyBit = options.readonly === true ? ConnectFlags.RO : 0;
  const flags = flagBits(ConnectFlags, options.flags ?? 0) | readonlyBit;
  const failures: unknown[] = [];
  const ask = authenticate && asker(authenticate, (error) => failures.push(error));
  try {
    return (await loadLibvirtAddon().open(uri, flags, options.threads ?? THREADS, ask)) as Connect;
  } catch (error) {
    throw failures.length > 0 ? failures[0] : error;
  }
}

/**
 * A connection to a hypervisor: virConnectPtr. Every call runs on a thread of the connection, so none blocks the event
 * loop or a thread that Node needs for files and names.
 */
export class Connect extends ConnectMethods {
  readonly #subscriptions = new Subscriptions(this, ({ reason }) => this.#lose(reason));
  readonly #streams = new Set<WeakRef<Stream>>();
  #lost: VmError | undefined;
  #closing: Promise<void> | undefined;

  /**
   * Opens a connection.
   *
   * @param uri `qemu:///system`, `test:///default`, …; see https://libvirt.org/uri.html. @default the library's choice
   * @throws LibvirtError; VmError ENGINE_UNAVAILABLE when libvirt.so.0 is not installed or older than 7.0,
   *   NATIVE_UNAVAILABLE when libvirt.node does not load here, ABORTED, TIMEOUT.
   */
  static open(uri = '', options: ConnectOptions = {}): Promise<Connect> {
    return runOperation('Connect.open', options, async (op) =>
      op.acquire(openRaw(uri, options), (connect) => connect.close()),
    );
  }

  /** Not for users: {@link Connect.open} makes connections. */
  constructor(raw: RawHandle) {
    super(raw, undefined);
  }

  /**
   * Closes the connection. Calls under way finish and settle, later ones on it and on all that came from it fail with
   * VM_STATE; streams are aborted, event iterators end. Resolves when the connection is closed. Again is fine.
   */
  override close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** A new stream, to be given to the call that connects it. When the connection is lost it fails with HOST_LOST. */
  streamNew(): Stream {
    const stream = new Stream(loadLibvirtAddon().streamNew(this[RAW]), this);
    const entry = new WeakRef(stream);
    this.#streams.add(entry);
    stream.once('close', () => this.#streams.delete(entry));
    if (this.#lost === undefined) void this.#subscriptions.watch();
    else stream.lose(this.#lost);
    return stream;
  }

  /**
   * Calls `listener` for every event of that kind, until what it resolves with is closed. Such a listener keeps the
   * process alive, except that of `close`, which tells that the connection was lost.
   */
  on<N extends LibvirtEventName>(
    name: N,
    listener: (event: LibvirtEvents[N]) => void,
    options: SubscribeOptions = {},
  ): Promise<{ close(): Promise<void> } & AsyncDisposable> {
    return this.#subscriptions.on(name, listener, options);
  }

  /**
   * The events of that kind from now on, for a `for await` loop. It ends with the connection, or when the signal
   * aborts. A slow reader has 1024 events kept for it, then the oldest are dropped.
   */
  events<N extends LibvirtEventName>(
    name: N,
    options: SubscribeOptions & { readonly signal?: AbortSignal } = {},
  ): Promise<LibvirtEventIterator<LibvirtEvents[N]>> {
    return this.#subscriptions.iterate(name, options);
  }

  #lose(reason: ConnectCloseReason): void {
    if (reason === ConnectCloseReason.CLIENT) return;
    const error = new VmError('HOST_LOST', `the connection to libvirt was lost: ${WHY_LOST[reason]}`, {
      remedy: 'Open another connection.',
    });
    this.#lost = error;
    for (const entry of this.#streams) entry.deref()?.lose(error);
  }

  async #close(): Promise<void> {
    // Their abort counts as a call under way, so it comes before the end of the connection.
    for (const entry of this.#streams) entry.deref()?.destroy();
    const closed = loadLibvirtAddon().close(this[RAW]);
    await this.#subscriptions.close();
    await closed;
  }
}

// In the order of CLASSES in native/libvirt/generate/names.ts; streams are never results.
registerClasses([
  Connect,
  Domain,
  DomainSnapshot,
  DomainCheckpoint,
  Network,
  NetworkPort,
  Interface,
  StoragePool,
  StorageVol,
  NodeDevice,
  Secret,
  NWFilter,
  NWFilterBinding,
]);

/** The version of the library on this machine: 9000000 for 9.0.0. Throws ENGINE_UNAVAILABLE when there is none. */
export const libvirtVersion = (): number => loadLibvirtAddon().version();
