import { VmError } from '../../../core/errors.js';
import { type CallOptions, runOperation } from '../../../core/operation.js';
import type { XenstoreConnection } from './connection.js';
import { XenstoreError } from './error.js';
import { formatPermissions, parsePermissions, type XenstorePermissions } from './permissions.js';
import { packStrings, type RequestName, unpackStrings } from './wire.js';

/** @internal Whether it is the daemon's refusal with that errno. */
export const isRefusal = (error: unknown, code: XenstoreError['xenstoreCode']): boolean =>
  error instanceof XenstoreError && error.xenstoreCode === code;

const joined = (parent: string, name: string) => (parent === '/' ? `/${name}` : `${parent}/${name}`);

/**
 * The nodes of xenstore, as the connection or a transaction sees them. Paths are absolute (`/local/domain/0/name`). Every
 * call rejects with a {@link XenstoreError} when the daemon refuses it, and takes a signal and a timeout; a change that was
 * already sent is not undone by them.
 */
export abstract class XenstoreNodes {
  /** Not for users. */
  protected readonly connection: XenstoreConnection;

  /** Not for users: `Xenstore.open()` and `transaction()` make them. */
  protected constructor(connection: XenstoreConnection) {
    this.connection = connection;
  }

  /** 0 outside of a transaction; throws when that has ended. */
  protected abstract transactionId(): number;

  /** The value of a node as text; undefined when there is no such node. READ */
  async get(path: string, options: CallOptions = {}): Promise<string | undefined> {
    return (await this.getBytes(path, options))?.toString();
  }

  /** The value of a node; undefined when there is no such node. READ */
  async getBytes(path: string, options: CallOptions = {}): Promise<Buffer | undefined> {
    try {
      return await this.call('READ', packStrings(path), options);
    } catch (error) {
      if (isRefusal(error, 'ENOENT')) return undefined;
      throw error;
    }
  }

  /** Whether there is such a node that we may read. */
  async exists(path: string, options: CallOptions = {}): Promise<boolean> {
    return (await this.getBytes(path, options)) !== undefined;
  }

  /**
   * Writes a node, and makes it and its parents when they do not exist. WRITE
   *
   * @param value Path and value together have 4095 bytes at most.
   */
  async set(path: string, value: string | Uint8Array, options: CallOptions = {}): Promise<void> {
    const payload = Buffer.concat([packStrings(path), Buffer.from(value as string)]);
    await this.call('WRITE', payload, options);
  }

  /** Makes a node without a value, and its parents; one that exists stays as it is. MKDIR */
  async mkdir(path: string, options: CallOptions = {}): Promise<void> {
    await this.call('MKDIR', packStrings(path), options);
  }

  /** Removes a node and all below it; resolves too when there is none. RM */
  async rm(path: string, options: CallOptions = {}): Promise<void> {
    try {
      await this.call('RM', packStrings(path), options);
    } catch (error) {
      if (!isRefusal(error, 'ENOENT')) throw error; // not even its parent exists
    }
  }

  /** The names of the nodes right below one, sorted; none when it does not exist. DIRECTORY, DIRECTORY_PART */
  async list(path: string, options: CallOptions = {}): Promise<string[]> {
    try {
      return unpackStrings(await this.call('DIRECTORY', packStrings(path), options)).sort();
    } catch (error) {
      if (isRefusal(error, 'ENOENT')) return [];
      if (isRefusal(error, 'E2BIG')) return (await this.#listParts(path, options)).sort();
      throw error;
    }
  }

  /** Who may do what with a node. GET_PERMS */
  async getPermissions(path: string, options: CallOptions = {}): Promise<Required<XenstorePermissions>> {
    return parsePermissions(unpackStrings(await this.call('GET_PERMS', packStrings(path), options)));
  }

  /** SET_PERMS */
  async setPermissions(
    path: string,
    permissions: XenstorePermissions,
    options: CallOptions = {},
  ): Promise<void> {
    await this.call('SET_PERMS', packStrings(path, ...formatPermissions(permissions)), options);
  }

  /**
   * All nodes from one on with their values, by path, parents first; empty when it does not exist. Outside of a transaction
   * it is no picture of one moment.
   */
  async tree(path: string, options: CallOptions = {}): Promise<Map<string, string>> {
    const nodes = new Map<string, string>();
    const visit = async (at: string): Promise<[string, string][]> => {
      const [value, names] = await Promise.all([this.get(at, options), this.list(at, options)]);
      if (value === undefined) return [];
      const below = await Promise.all(names.map((name) => visit(joined(at, name))));
      return [[at, value], ...below.flat()];
    };
    for (const [at, value] of await visit(path)) nodes.set(at, value);
    return nodes;
  }

  /** Not for users. */
  protected call(name: RequestName, payload: Buffer, options: CallOptions): Promise<Buffer> {
    return runOperation(`xenstore ${name}`, options, async (op) =>
      op.race(this.connection.request(name, payload, this.transactionId())),
    );
  }

  /** A list that is too long for one reply comes in parts; when it changes meanwhile, it is read again. */
  async #listParts(path: string, options: CallOptions): Promise<string[]> {
    const names: string[] = [];
    let [offset, generation] = [0, ''];
    for (;;) {
      const payload = await this.call('DIRECTORY_PART', packStrings(path, String(offset)), options);
      const [now = '', ...part] = unpackStrings(payload);
      if (offset > 0 && now !== generation) {
        names.length = 0;
        offset = 0;
        continue;
      }
      generation = now;
      const last = part.at(-1) === ''; // an empty name ends the list
      const fresh = last ? part.slice(0, -1) : part;
      if (!last && fresh.length === 0) throw new VmError('XENSTORE_ERROR', `the list of ${path} has no end`);
      names.push(...fresh);
      if (last) return names;
      offset += fresh.reduce((sum, name) => sum + Buffer.byteLength(name) + 1, 0);
    }
  }
}
