import type { OptionError, VmError } from '../../core/errors.js';
import { loadAddon } from '../load-addon.js';
import { wrapHandle } from './class-registry.js';
import { libvirtError } from './error.js';
import { structReader } from './struct-reader.js';

/** C++ objects; libvirt.node checks by a tag that each is what the call needs. */
export type RawHandle = object & { readonly libvirt: 'handle' };
export type RawSubscription = object & { readonly libvirt: 'subscription' };
export type RawAuthentication = object & { readonly libvirt: 'authentication' };

/** What a server asks while a connection is opened. */
export interface CredentialQuestion {
  /** A number of `ConnectCredentialType`. */
  readonly type: number;
  readonly prompt: string;
  readonly challenge: string;
  readonly defaultResult: string;
}

type Ask = (questions: CredentialQuestion[], authentication: RawAuthentication) => void;

/** libvirt.node, as native/addon/libvirt exports it. */
export interface LibvirtAddon {
  initialize(errorClass: typeof VmError, optionErrorClass: typeof OptionError): void;
  setClasses(makeError: typeof libvirtError, wrap: typeof wrapHandle, reader: typeof structReader): void;
  functionNames(): string[];
  eventNames(): string[];
  version(): number;
  /** Resolves with a Connect, made by `wrap`. */
  open(uri: string, flags: number, threads: number, ask: Ask | undefined): Promise<unknown>;
  answerAuthentication(authentication: RawAuthentication, answers: readonly string[] | undefined): void;
  close(connection: RawHandle): Promise<void>;
  release(handle: RawHandle): void;
  /**
   * A promise of the result. Of a call that was so quick that it was awaited on the spot the result itself, or a
   * function that gives it when it is called at once.
   */
  call(index: number, handle: RawHandle, connect: object, ...args: unknown[]): unknown;
  callNow(index: number, handle: RawHandle, connect: object, ...args: unknown[]): unknown;
  subscribe(
    connection: RawHandle,
    connect: object,
    event: number,
    object: RawHandle | undefined,
    qemuEvent: string | undefined,
    listener: (event: never) => void,
    keepsAlive: boolean,
    holder: RawSubscription[],
  ): Promise<void>;
  unsubscribe(subscription: RawSubscription): Promise<void>;
  streamNew(connection: RawHandle): RawHandle;
  /** Bytes, null at the end, the length of a hole, or undefined when the stream was ended by others. */
  streamRead(
    stream: RawHandle,
    most: number,
    sparse: boolean,
  ): Promise<Uint8Array<ArrayBuffer> | bigint | null | undefined>;
  /** What was given before is sent before. */
  streamWrite(stream: RawHandle, chunks: readonly Uint8Array[]): Promise<void>;
  streamSendHole(stream: RawHandle, length: bigint): Promise<void>;
  streamFinish(stream: RawHandle): Promise<void>;
  streamAbort(stream: RawHandle): Promise<void>;
}

let loaded: LibvirtAddon | undefined;

/** libvirt.node, loaded on first use. Throws NATIVE_UNAVAILABLE with every place tried and the fix. */
export function loadLibvirtAddon(): LibvirtAddon {
  if (loaded === undefined) {
    loaded = loadAddon<LibvirtAddon>('libvirt');
    loaded.setClasses(libvirtError, wrapHandle, structReader);
  }
  return loaded;
}
