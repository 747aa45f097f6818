import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { OptionError, VmError } from '../../core/errors.js';
import { formatHostUrl, type HostUrl, parseHostUrl } from '../host-url.js';
import { expandHome, readSshConfig, type SshConfig } from './config-file.js';
import type { SshOptions } from './options.js';

/** Everything that is known about a host before connecting to it. */
export interface SshTarget {
  /** For messages: `user@host:port`. */
  readonly label: string;
  readonly user: string;
  readonly host: string;
  readonly port: number;
  /** The name under which known_hosts knows it. */
  readonly keyName: string;
  readonly identityFiles: readonly string[];
  /** Only these keys may be tried, not all that an agent holds. */
  readonly identitiesOnly: boolean;
  /** Socket of the agent. */
  readonly agent: string | undefined;
  /** In order of precedence; the first one gets new keys. */
  readonly knownHosts: readonly string[];
  /** The host through which this one is reached. */
  readonly jump: SshTarget | undefined;
}

const DEFAULT_IDENTITIES = ['id_rsa', 'id_ecdsa', 'id_ed25519'];
const WINDOWS_AGENT = '\\\\.\\pipe\\openssh-ssh-agent';
const MAX_JUMPS = 8;

/** Resolves a URL with the config files and the options, and the jump hosts likewise. */
export function resolveTarget(url: string, options: SshOptions): Promise<SshTarget> {
  return new Resolver(options).resolve(parseHostUrl(url), undefined, 0);
}

class Resolver {
  readonly #options: SshOptions;
  readonly #home = homedir();
  readonly #files: readonly string[];

  constructor(options: SshOptions) {
    this.#options = options;
    const { configFile } = options;
    const defaults = [join(this.#home, '.ssh', 'config'), '/etc/ssh/ssh_config'];
    this.#files = configFile === false ? [] : configFile === undefined ? defaults : [configFile];
  }

  /** `jumps` replaces what the config says: the hops of a list are plain hosts, only the first may have its own. */
  async resolve(url: HostUrl, jumps: readonly HostUrl[] | undefined, depth: number): Promise<SshTarget> {
    if (depth > MAX_JUMPS)
      throw new VmError('HOST_UNREACHABLE', `more than ${MAX_JUMPS} jump hosts: a ProxyJump loop?`);
    const config = await readSshConfig(this.#files, url.name, this.#home);
    const user = url.user ?? config.user ?? userInfo().username;
    const host = (config.hostname ?? url.name).replaceAll('%h', url.name).replaceAll('%%', '%').toLowerCase();
    const port = url.port ?? portOf(config.port, url);
    const chain = jumps ?? jumpsOf(config, url);
    const last = chain.at(-1);
    const expand = (path: string) =>
      expandTokens(expandHome(path, this.#home), { user, host, home: this.#home });
    return {
      label: `${user}@${host}${port === 22 ? '' : `:${port}`}`,
      user,
      host,
      port,
      keyName: knownHostsName(config.hostkeyalias ?? host, config.hostkeyalias === undefined ? port : 22),
      identityFiles: this.#identities(config).map(expand),
      identitiesOnly:
        config.identitiesonly?.toLowerCase() === 'yes' || this.#options.privateKey !== undefined,
      agent: this.#agent(config, expand),
      knownHosts: this.#knownHosts(config, expand),
      jump:
        last === undefined
          ? undefined
          : await this.resolve(last, chain.length > 1 ? chain.slice(0, -1) : undefined, depth + 1),
    };
  }

  #identities(config: SshConfig): string[] {
    if (this.#options.privateKey !== undefined) return [];
    if (config.identityfile.length > 0) return config.identityfile.filter((file) => file !== 'none');
    return DEFAULT_IDENTITIES.map((name) => join(this.#home, '.ssh', name));
  }

  #agent(config: SshConfig, expand: (path: string) => string): string | undefined {
    const { agent, privateKey } = this.#options;
    if (agent !== undefined) return agent === false ? undefined : agent;
    if (privateKey !== undefined) return undefined; // the caller said which key
    const configured = config.identityagent;
    if (configured === 'none') return undefined;
    if (configured?.startsWith('$')) return process.env[configured.slice(1)];
    if (configured !== undefined && configured !== 'SSH_AUTH_SOCK') return expand(configured);
    return process.env.SSH_AUTH_SOCK || (process.platform === 'win32' ? WINDOWS_AGENT : undefined);
  }

  #knownHosts(config: SshConfig, expand: (path: string) => string): string[] {
    if (this.#options.knownHosts !== undefined) return [this.#options.knownHosts];
    const own = config.userknownhostsfile;
    const user = own === undefined ? [join(this.#home, '.ssh', 'known_hosts')] : [expand(own)];
    return [...user, '/etc/ssh/ssh_known_hosts'];
  }
}

function portOf(configured: string | undefined, url: HostUrl): number {
  const port = configured === undefined ? 22 : Number(configured);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new OptionError(`the ssh config gives ${formatHostUrl(url)} the impossible Port ${configured}`);
}

function jumpsOf(config: SshConfig, url: HostUrl): HostUrl[] {
  const { proxyjump, proxycommand } = config;
  if (proxyjump !== undefined && proxyjump !== 'none') {
    return proxyjump.split(',').map((hop) => parseHostUrl(hop.startsWith('ssh://') ? hop : `ssh://${hop}`));
  }
  if (proxyjump === undefined && proxycommand !== undefined && proxycommand !== 'none') {
    throw new VmError('HOST_UNSUPPORTED', `the ssh config reaches ${formatHostUrl(url)} by a ProxyCommand`, {
      remedy: 'Use ProxyJump, or a `configFile` without ProxyCommand for this host.',
    });
  }
  return [];
}

/** As OpenSSH writes it: the port is part of the name unless it is 22. */
function knownHostsName(host: string, port: number): string {
  return port === 22 ? host : `[${host}]:${port}`;
}

interface Tokens {
  readonly user: string;
  readonly host: string;
  readonly home: string;
}

function expandTokens(path: string, { user, host, home }: Tokens): string {
  const values: Record<string, string> = { '%': '%', d: home, h: host, r: user, u: userInfo().username };
  return path.replace(/%(.)/g, (whole, token: string) => values[token] ?? whole);
}
