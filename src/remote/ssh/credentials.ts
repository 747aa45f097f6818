import { readFile } from 'node:fs/promises';
import type { ParsedKey } from 'ssh2';
import { errnoOf, messageOf, VmError } from '../../core/errors.js';
import { loadSsh2 } from './library.js';
import type { SshOptions } from './options.js';
import type { SshTarget } from './target.js';

/** A private key that could be tried. */
export interface Candidate {
  /** Path, or `privateKey` for one passed as bytes. */
  readonly label: string;
  /** The usable key; asks for the passphrase when there is need and a way to. */
  unlock(): Promise<ParsedKey>;
  readonly encrypted: boolean;
}

/**
 * Keys and secrets of one runner. They are kept in memory, so that a second connection or a reconnect does not ask
 * again; what turned out to be wrong is forgotten.
 */
export class Credentials {
  readonly #options: SshOptions;
  readonly #unlocked = new Map<string, Promise<ParsedKey>>();
  #password: Promise<string> | undefined;

  constructor(options: SshOptions) {
    this.#options = options;
  }

  get hasPassword(): boolean {
    return this.#options.password !== undefined;
  }

  /** The password; only call when {@link hasPassword}. */
  password(): Promise<string> {
    const ask = this.#options.password;
    if (ask === undefined) throw new VmError('INTERNAL', 'there is no password callback');
    this.#password ??= Promise.resolve().then(ask);
    this.#password.catch(() => this.forgetPassword());
    return this.#password;
  }

  forgetPassword(): void {
    this.#password = undefined;
  }

  /** The keys to try, those that need no passphrase first. A default key that does not exist is none. */
  async candidates(target: SshTarget): Promise<Candidate[]> {
    const { privateKey } = this.#options;
    const explicit =
      privateKey === undefined
        ? []
        : [
            typeof privateKey === 'string'
              ? await this.#fromFile(privateKey, true)
              : await this.#parse('privateKey', privateKey),
          ];
    const found = await Promise.all(target.identityFiles.map((file) => this.#fromFile(file, false)));
    const all = [...explicit, ...found].filter((each) => each !== undefined);
    return [...all.filter((each) => !each.encrypted), ...all.filter((each) => each.encrypted)];
  }

  async #fromFile(path: string, required: boolean): Promise<Candidate | undefined> {
    try {
      return await this.#parse(path, await readFile(path));
    } catch (error) {
      if (!required && errnoOf(error) !== undefined) return undefined;
      if (!required) return { label: path, encrypted: false, unlock: () => Promise.reject(error) };
      if (error instanceof VmError) throw error;
      throw new VmError('HOST_AUTH_FAILED', `cannot read the private key ${path}: ${messageOf(error)}`, {
        cause: error,
      });
    }
  }

  async #parse(label: string, content: Uint8Array): Promise<Candidate> {
    const { utils } = await loadSsh2();
    const data = Buffer.from(content);
    const key = utils.parseKey(data);
    if (!(key instanceof Error)) {
      const usable = first(key);
      if (usable.isPrivateKey()) return { label, encrypted: false, unlock: async () => usable };
      throw new VmError('HOST_AUTH_FAILED', `${label} is not a private key`);
    }
    if (!/no passphrase given/i.test(key.message)) {
      throw new VmError('HOST_AUTH_FAILED', `${label} is not a usable private key: ${key.message}`);
    }
    return { label, encrypted: true, unlock: () => this.#unlock(label, data) };
  }

  #unlock(label: string, data: Buffer): Promise<ParsedKey> {
    const known = this.#unlocked.get(label);
    if (known !== undefined) return known;
    const unlocked = this.#decrypt(label, data);
    this.#unlocked.set(label, unlocked);
    unlocked.catch(() => this.#unlocked.delete(label));
    return unlocked;
  }

  async #decrypt(label: string, data: Buffer): Promise<ParsedKey> {
    const ask = this.#options.passphrase;
    if (ask === undefined) {
      throw new VmError('HOST_AUTH_FAILED', `${label} is encrypted and there is no passphrase callback`);
    }
    const { utils } = await loadSsh2();
    const key = utils.parseKey(data, await ask(label));
    if (key instanceof Error) throw new VmError('HOST_AUTH_FAILED', `the passphrase of ${label} is wrong`);
    return first(key);
  }
}

/** ssh2 gives a list for files that could hold several keys. */
function first(key: ParsedKey | ParsedKey[]): ParsedKey {
  const only = Array.isArray(key) ? key[0] : key;
  if (only === undefined) throw new VmError('HOST_AUTH_FAILED', 'the key file is empty');
  return only;
}
