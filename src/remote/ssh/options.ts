import { OptionError } from '../../core/errors.js';
import { callback, duration, fail, object, text } from '../../core/schema.js';

/** How to reach and trust an ssh host. Everything is optional and defaults to what `ssh` itself would do. */
export interface SshOptions {
  /** Path of a private key, or the key itself. @default IdentityFile of the config file, else `~/.ssh/id_*` */
  privateKey?: string | Uint8Array;
  /** Asked once for each encrypted key that is needed; `key` is its path. */
  passphrase?: (key: string) => string | Promise<string>;
  /** Asked once when no key is accepted; also answers keyboard-interactive prompts for a password. */
  password?: () => string | Promise<string>;
  /** Socket of an ssh agent, or `false` for none. @default IdentityAgent of the config file, else `$SSH_AUTH_SOCK` */
  agent?: string | false;
  /**
   * Which host keys are trusted: those of known_hosts (`'strict'`), also hosts never seen before, which are then
   * remembered (`'accept-new'`), or exactly the key of this fingerprint (`'SHA256:…'`). @default 'strict'
   */
  hostKey?: 'strict' | 'accept-new' | `SHA256:${string}`;
  /** A config file in place of `~/.ssh/config` and `/etc/ssh/ssh_config`; `false` for none. */
  configFile?: string | false;
  /** A known_hosts file in place of the user's. @default UserKnownHostsFile of the config file, else `~/.ssh/known_hosts` */
  knownHosts?: string;
  /** Milliseconds for connecting and authenticating. @default 20000 */
  readyTimeout?: number;
  /** Milliseconds of silence after which the host counts as lost. @default 15000 */
  keepAlive?: number;
  /** Connections to the host at most; more than one is only used when sshd's MaxSessions is reached. @default 32 */
  maxConnections?: number;
}

export const DEFAULT_READY_TIMEOUT = 20_000;
export const DEFAULT_KEEP_ALIVE = 15_000;
export const DEFAULT_MAX_CONNECTIONS = 32;

const textOrFalse = (value: unknown, path: string) => (value === false ? false : text(value, path));

const check = object({
  privateKey: (value, path) => (value instanceof Uint8Array ? value : text(value, path)),
  passphrase: callback,
  password: callback,
  agent: textOrFalse,
  hostKey: (value, path) =>
    value === 'strict' || value === 'accept-new' || (typeof value === 'string' && isFingerprint(value))
      ? value
      : fail(path, "'strict', 'accept-new' or a fingerprint 'SHA256:…'", value),
  configFile: textOrFalse,
  knownHosts: text,
  readyTimeout: duration,
  keepAlive: (value, path) => {
    if (typeof value === 'number' && value >= 100) return value;
    throw new OptionError(`${path} must be at least 100 milliseconds`);
  },
  maxConnections: (value, path) =>
    Number.isInteger(value) && Number(value) >= 1
      ? Number(value)
      : fail(path, 'a whole number from 1', value),
});

/** Throws an {@link OptionError} for unknown keys and impossible values. */
export function checkSshOptions(options: SshOptions): SshOptions {
  return check(options, 'options') as SshOptions;
}

function isFingerprint(text: string): boolean {
  return /^SHA256:[A-Za-z0-9+/]{43}=?$/.test(text);
}
