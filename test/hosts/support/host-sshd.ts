import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SshOptions } from '#src/remote/index.js';
import { hiding } from '../../support/hide-programs.js';
import { type RealHost, runOnHost, sshOptions } from './real-host.js';

/**
 * Prepares it, and prints its folder and its host key. Arguments: port, user, `cache` for a cache of its own, then lines
 * of configuration. sshd takes one SetEnv.
 */
const PREPARE = String.raw`set -e
port=$1 user=$2 cache=$3; shift 3
folder=$(mktemp -d /tmp/vmwright-sshd.XXXXXX)
chmod 755 "$folder"
own=$([ -z "$cache" ] || echo "VMWRIGHT_CACHE_DIR=$folder/cache")
for name in run state cache work; do install -d -m 700 -o "$user" -g "$user" "$folder/$name"; done
{
  for line in "$@"; do printf '%s\n' "$line"; done
  printf '%s\n' "Port $port" "PidFile $folder/pid" "HostKey /etc/ssh/ssh_host_ed25519_key" "UsePAM no" \
    "PasswordAuthentication no" "MaxStartups 200:30:300" "Subsystem sftp internal-sftp" \
    "SetEnv VMWRIGHT_RUNTIME_DIR=$folder/run VMWRIGHT_STATE_DIR=$folder/state $own"
} >"$folder/sshd_config"
echo "$folder $(cut -d ' ' -f 1,2 /etc/ssh/ssh_host_ed25519_key.pub)"`;

/** Starts it in that folder, behind the other arguments. A test that is killed leaves it for an hour at most. */
const LISTEN = `folder=$1; shift
setsid timeout 3600 "$@" /usr/sbin/sshd -D -f "$folder/sshd_config" -E "$folder/log" >/dev/null 2>&1 </dev/null &
for i in 1 2 3 4 5 6 7 8 9 10; do if [ -s "$folder/pid" ]; then exit 0; fi; sleep 0.2; done
cat "$folder/log" >&2; exit 1`;

/** Kills all sessions, and with the second argument `all` the listener too. By process id: other sshds are not ours. */
const KILL = `below() { for pid in $(pgrep -P "$1" -x sshd); do echo "$pid"; below "$pid"; done; }
if ! read -r listener <"$1/pid"; then exit 0; fi
sessions=$(below "$listener")
if [ "$2" = all ]; then kill -KILL "$listener"; rm -f "$1/pid"; fi
if [ -n "$sessions" ]; then kill -KILL $sessions; fi
exit 0`;

/** Prints what is left in the folder, and the processes that live in its environment; sshd itself is not meant. */
const REMAINS = String.raw`find "$1/run" "$1/state" -mindepth 1 ! -path '*/names' ! -path '*/names/.lock'
find "$1/cache" -name '*.part'
for file in $(grep -ls "$1/run" /proc/[0-9]*/environ /proc/[0-9]*/cmdline); do
  dir=$(dirname "$file")
  if [ "$(cat "$dir/comm")" = sshd ] || [ "$dir" = "/proc/$$" ]; then continue; fi
  line=$(tr '\0\n' '  ' <"$dir/cmdline" | cut -c -100)
  if [ -n "$line" ]; then echo "process $(echo "$dir" | cut -c 7-) $line"; fi
done 2>/dev/null
exit 0`;

const REMOVE = `for path in $(grep -o " $1/[^ ]* " /proc/mounts); do umount "$path"; done; rm -rf "$1"`;

export interface HostSshdOptions {
  /** Who logs in. @default the user of the host's URL */
  readonly user?: string;
  /** Lines of sshd_config, which win over the usual ones. */
  readonly config?: readonly string[];
  readonly ownCache?: boolean;
  /** Programs that its sessions do not find. */
  readonly hidden?: readonly string[];
}

/** A second sshd on a real host, with a configuration and with folders for VMs of its own. */
export class HostSshd {
  readonly host: RealHost;
  /** The same host through this sshd. */
  readonly real: RealHost;
  readonly #folder: string;
  readonly #hidden: readonly string[];
  readonly #local = mkdtempSync(join(tmpdir(), 'vmwright-host-sshd-'));

  private constructor(
    host: RealHost,
    real: RealHost,
    { folder, hostKey, hidden }: { folder: string; hostKey: string; hidden: readonly string[] },
  ) {
    this.host = host;
    this.real = real;
    this.#folder = folder;
    this.#hidden = hidden;
    writeFileSync(this.knownHosts, `[${real.address}]:${real.port} ${hostKey}\n`);
  }

  /** Staged files stay in the cache of the host's user unless `ownCache` is set. */
  static async start(host: RealHost, options: HostSshdOptions = {}): Promise<HostSshd> {
    const { user = host.user, config = [], ownCache = false, hidden = [] } = options;
    const port = randomInt(20_000, 30_000);
    const told = (
      await runOnHost(host, PREPARE, String(port), user, ownCache ? 'cache' : '', ...config)
    ).trim();
    const [folder = '', ...key] = told.split(' ');
    const { address } = host;
    const url = `ssh://${user}@${address}:${port}`;
    const made = { folder, hostKey: key.join(' '), hidden };
    const sshd = new HostSshd(host, { url, address, user, port }, made);
    await sshd.listen();
    return sshd;
  }

  get url(): string {
    return this.real.url;
  }

  /** On this machine. */
  get knownHosts(): string {
    return join(this.#local, 'known_hosts');
  }

  /** On the host. */
  path(...parts: string[]): string {
    return [this.#folder, ...parts].join('/');
  }

  options(more: SshOptions = {}): SshOptions {
    return { ...sshOptions(), knownHosts: this.knownHosts, ...more };
  }

  /** Runs a shell script on the host, not through this sshd. */
  run(script: string, ...args: string[]): Promise<string> {
    return runOnHost(this.host, script, ...args);
  }

  /** Kills the sessions: clients lose their connections and can come back. */
  async killSessions(): Promise<void> {
    await this.run(KILL, this.#folder, 'sessions');
  }

  /** Kills the listener and every session, as a crash would. */
  async kill(): Promise<void> {
    await this.run(KILL, this.#folder, 'all');
  }

  /** Starts to listen again after {@link kill}. */
  async listen(): Promise<void> {
    await this.run(LISTEN, this.#folder, ...hiding(this.#hidden));
  }

  /** Files and processes of VMs and connections of this sshd. */
  async remains(): Promise<string[]> {
    const lines = await this.run(REMAINS, this.#folder);
    return lines.split('\n').filter((line) => line !== '');
  }

  async stop(): Promise<void> {
    rmSync(this.#local, { recursive: true, force: true });
    await this.kill();
    await this.run(REMOVE, this.#folder);
  }
}
