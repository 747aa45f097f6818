import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errnoOf, messageOf, VmError } from '../../core/errors.js';
import {
  fingerprint,
  formatKnownHost,
  judge,
  type KnownHost,
  keyType,
  knownTypes,
  parseKnownHosts,
} from './known-hosts.js';
import type { SshOptions } from './options.js';
import type { SshTarget } from './target.js';

/** Host key algorithms in our order of preference; all that are not broken. */
const ALGORITHMS = [
  'ssh-ed25519',
  ...['ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521'],
  ...['rsa-sha2-512', 'rsa-sha2-256'],
];

/** Decides whether the key that a host presents is to be trusted. */
export class HostKeyPolicy {
  readonly #target: SshTarget;
  readonly #policy: NonNullable<SshOptions['hostKey']>;
  readonly #entries: readonly KnownHost[];

  private constructor(target: SshTarget, policy: NonNullable<SshOptions['hostKey']>, entries: KnownHost[]) {
    this.#target = target;
    this.#policy = policy;
    this.#entries = entries;
  }

  static async load(target: SshTarget, policy: SshOptions['hostKey']): Promise<HostKeyPolicy> {
    const contents = await Promise.all(target.knownHosts.map(contentOf));
    return new HostKeyPolicy(target, policy ?? 'strict', contents.flatMap(parseKnownHosts));
  }

  /** Algorithms to offer: a host with several keys is asked for one that we know. */
  algorithms(): string[] {
    const known = new Set(
      knownTypes(this.#entries, this.#target.keyName).flatMap((type) =>
        type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256'] : [type],
      ),
    );
    return [
      ...ALGORITHMS.filter((each) => known.has(each)),
      ...ALGORITHMS.filter((each) => !known.has(each)),
    ];
  }

  /** Throws unless the key is trusted. */
  async verify(key: Buffer): Promise<void> {
    const verdict = judge(this.#entries, this.#target.keyName, key);
    if (verdict === 'revoked') throw this.#mismatch(key, 'that key is marked as revoked in known_hosts');
    if (this.#policy.startsWith('SHA256:')) {
      if (fingerprint(key) === this.#policy.replace(/=$/, '')) return;
      throw this.#mismatch(key, `expected was ${this.#policy}`);
    }
    if (verdict === 'known') return;
    if (verdict === 'changed')
      throw this.#mismatch(key, `known_hosts has another key for ${this.#target.keyName}`);
    if (this.#policy !== 'accept-new') throw this.#unknown(key);
    await this.#remember(key);
  }

  #mismatch(key: Buffer, why: string): VmError {
    return new VmError('HOST_KEY_MISMATCH', `${this.#presents(key)}: ${why}`, {
      remedy: `Somebody may be in between. If the host was reinstalled: \`ssh-keygen -R '${this.#target.keyName}'\`, then verify the new key.`,
    });
  }

  #unknown(key: Buffer): VmError {
    return new VmError('HOST_KEY_UNKNOWN', `${this.#presents(key)}, and known_hosts does not have it`, {
      remedy:
        `Compare the fingerprint with the host's (\`ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub\` there), then run ` +
        `\`ssh ${this.#target.label}\` once, or pass \`hostKey: '${fingerprint(key)}'\` or \`'accept-new'\`.`,
    });
  }

  #presents(key: Buffer): string {
    return `${this.#target.label} presents the ${keyType(key)} key ${fingerprint(key)}`;
  }

  async #remember(key: Buffer): Promise<void> {
    const file = this.#target.knownHosts[0];
    if (file === undefined) return;
    try {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      const content = await contentOf(file);
      const gap = content === '' || content.endsWith('\n') ? '' : '\n';
      await appendFile(file, gap + formatKnownHost(this.#target.keyName, key), { mode: 0o600 });
    } catch (error) {
      throw new VmError('HOST_KEY_UNKNOWN', `cannot remember the host key in ${file}: ${messageOf(error)}`, {
        cause: error,
      });
    }
  }
}

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === 'ENOENT' || errno === 'ENOTDIR') return '';
    throw new VmError('HOST_KEY_UNKNOWN', `cannot read ${file}: ${messageOf(error)}`, { cause: error });
  }
}
