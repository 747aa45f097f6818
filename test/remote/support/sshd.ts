import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SshOptions } from '#src/remote/index.js';
import { runScript } from '../../hosts/support/real-host.js';
import { hiding } from '../../support/hide-programs.js';
import { processesMentioning } from '../../support/leaks.js';

const SSHD = '/usr/sbin/sshd';

/** Why there can be no sshd here, if so. */
export function noSshd(): string | undefined {
  return existsSync(SSHD) ? undefined : 'needs the package openssh-server';
}

/** A user of the machine that exists for a test; without root there is only ourselves. */
export interface TestUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly password: string | undefined;
  remove(): void;
}

export function makeUser(home: string): TestUser {
  if (process.getuid?.() !== 0) {
    const { username: name, uid, gid } = userInfo();
    return { name, uid, gid, password: undefined, remove: () => {} };
  }
  const name = `vmwright-${randomBytes(4).toString('hex')}`;
  const password = randomBytes(12).toString('hex');
  execFileSync('useradd', ['--no-create-home', '--home-dir', home, '--shell', '/bin/sh', name]);
  execFileSync('chpasswd', { input: `${name}:${password}\n` });
  const id = (flag: string) => Number(execFileSync('id', [flag, name]));
  const uid = id('-u');
  const remove = () => execFileSync('userdel', [name], { stdio: 'ignore' });
  return { name, uid, gid: id('-g'), password, remove };
}

/** Those that are not stopped yet. */
const started = new Set<Sshd>();

// A test that fails may not come to its own end.
after('stops every sshd', async () => {
  await Promise.all([...started].map((sshd) => sshd.stop()));
});

/** A real sshd on a loopback port with keys, users and known_hosts of its own. */
export class Sshd {
  readonly folder = mkdtempSync(join(tmpdir(), 'vmwright-sshd-'));
  readonly user: TestUser;
  port = 0;
  #process: ChildProcess | undefined;
  #log = '';
  readonly #config: readonly string[];
  readonly #hidden: readonly string[];

  private constructor(config: readonly string[], hidden: readonly string[] = []) {
    this.#config = config;
    this.#hidden = hidden;
    started.add(this);
    chmodSync(this.folder, 0o755);
    this.user = makeUser(this.path('home'));
    for (const name of ['home', 'run', 'state', 'cache']) {
      mkdirSync(this.path(name), { mode: 0o700 });
      chownSync(this.path(name), this.user.uid, this.user.gid);
    }
    for (const name of ['host', 'client', 'other']) makeKey(this.path(name));
    makeKey(this.path('locked'), 'open sesame');
    const publicKeys = ['client', 'locked'].map((name) => readFileSync(this.path(`${name}.pub`), 'utf8'));
    writeFileSync(this.path('authorized_keys'), publicKeys.join(''));
  }

  static start(...config: string[]): Promise<Sshd> {
    return Sshd.startWithout([], ...config);
  }

  /** Its sessions find none of these programs; for that it takes root. */
  static async startWithout(hidden: readonly string[], ...config: string[]): Promise<Sshd> {
    const sshd = new Sshd(config, hidden);
    sshd.port = await freePort();
    await sshd.listen();
    return sshd;
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  get url(): string {
    return `ssh://${this.user.name}@127.0.0.1:${this.port}`;
  }

  get knownHosts(): string {
    return this.path('known_hosts');
  }

  get log(): string {
    return this.#log;
  }

  /** Options with which the login works. */
  options(more: SshOptions = {}): SshOptions {
    return {
      privateKey: this.path('client'),
      knownHosts: this.knownHosts,
      configFile: false,
      ...more,
    };
  }

  /** Starts to listen, again after {@link kill}. */
  async listen(): Promise<void> {
    const [type, key] = readFileSync(this.path('host.pub'), 'utf8').split(' ');
    writeFileSync(this.path('known_hosts'), `[127.0.0.1]:${this.port} ${type} ${key}\n`);
    writeFileSync(this.path('sshd_config'), this.#configFile());
    if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true }); // for privilege separation
    const [program = '', ...argv] = [
      ...hiding(this.#hidden),
      SSHD,
      '-D',
      '-e',
      '-f',
      this.path('sshd_config'),
    ];
    const child = spawn(program, argv, { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#process = child;
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#log += chunk.toString();
    });
    await this.#answers(child);
  }

  /** Kills the listener and every session of it, as a crash would. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    for (const pid of descendants(child.pid).filter(isSshd)) signal(pid, 'SIGKILL');
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  /** Kills the sessions only: clients lose their connections and can come back. */
  async killSessions(): Promise<void> {
    const pid = this.#process?.pid;
    if (pid !== undefined) for (const each of descendants(pid).filter(isSshd)) signal(each, 'SIGKILL');
  }

  /** Runs a shell script, as a test does on the host of a real sshd. */
  run(script: string, ...args: string[]): Promise<string> {
    return runScript(['sh', '-s', '--', ...args], script);
  }

  /** Folders and processes of VMs. */
  async remains(): Promise<string[]> {
    const folders = ['run', 'state'].flatMap((name) => readdirSync(this.path(name)));
    const processes = processesMentioning(this.path('run', 'vm-')).map((line) => `process ${line}`);
    return [...processes, ...folders.filter((name) => name.startsWith('vm-'))];
  }

  /** Stops the sessions without ending them, as a broken network does; undone by `resume`. */
  freeze(): () => void {
    const pid = this.#process?.pid;
    const frozen = pid === undefined ? [] : [pid, ...descendants(pid).filter(isSshd)];
    for (const each of frozen) signal(each, 'SIGSTOP');
    return () => {
      for (const each of frozen) signal(each, 'SIGCONT');
    };
  }

  async stop(): Promise<void> {
    if (!started.delete(this)) return;
    await this.kill();
    // The leash of a killed session needs a moment to end what it watched; userdel refuses while processes run.
    const deadline = Date.now() + 8000;
    while (process.getuid?.() === 0 && processesOf(this.user.uid).length > 0 && Date.now() < deadline)
      await sleep(50);
    for (const pid of process.getuid?.() === 0 ? processesOf(this.user.uid) : []) signal(pid, 'SIGKILL');
    this.user.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #configFile(): string {
    return [
      ...this.#config, // the first value of a keyword wins
      `Port ${this.port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${this.path('host')}`,
      'PidFile none',
      `AuthorizedKeysFile ${this.path('authorized_keys')}`,
      'StrictModes no',
      'UsePAM no',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'MaxStartups 200:30:300',
      ...(this.#config.some((line) => line.startsWith('Subsystem')) ? [] : ['Subsystem sftp internal-sftp']),
      `SetEnv VMWRIGHT_RUNTIME_DIR=${this.path('run')} VMWRIGHT_STATE_DIR=${this.path('state')} VMWRIGHT_CACHE_DIR=${this.path('cache')}`,
      '',
    ].join('\n');
  }

  async #answers(child: ChildProcess): Promise<void> {
    for (let i = 0; i < 200; i += 1) {
      if (child.exitCode !== null) throw new Error(`sshd did not start: ${this.#log}`);
      const socket = connect(this.port, '127.0.0.1');
      const up = await new Promise((resolve) => {
        socket.once('data', () => resolve(true));
        socket.once('error', () => resolve(false));
      });
      socket.destroy();
      if (up === true) return;
      await sleep(25);
    }
    throw new Error(`sshd does not answer: ${this.#log}`);
  }
}

export function makeKey(path: string, passphrase = '', type = 'ed25519'): void {
  rmSync(path, { force: true });
  rmSync(`${path}.pub`, { force: true });
  execFileSync('ssh-keygen', ['-q', '-t', type, '-N', passphrase, '-C', 'vmwright test', '-f', path]);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function numericEntries(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function statOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
  } catch {
    return [];
  }
}

function descendants(root: number): number[] {
  const parents = numericEntries().map((pid) => [pid, Number(statOf(pid)[1])] as const);
  const found = [root];
  for (const parent of found) for (const [pid, of] of parents) if (of === parent) found.push(pid);
  return found.slice(1);
}

function isSshd(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('sshd');
  } catch {
    return false;
  }
}

/** Living processes of a user, zombies excepted. */
export function processesOf(uid: number): number[] {
  return numericEntries().filter((pid) => {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      return status.includes(`\nUid:\t${uid}\t`) && !/\nState:\t[ZX]/.test(status);
    } catch {
      return false;
    }
  });
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // it ended meanwhile
  }
}
