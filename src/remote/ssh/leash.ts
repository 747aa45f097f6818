import { randomBytes } from 'node:crypto';
import type { ClientChannel } from 'ssh2';
import { VmError } from '../../core/errors.js';
import type { HostFacts } from '../runner.js';
import { type LeashFacts, parseFacts } from './facts.js';
import { LEASH } from './leash-script.js';
import type { PooledSession, SessionPool } from './session-pool.js';
import { bootstrap, programLine, type ShellTraits, UNKNOWN_SHELL } from './shell.js';

/** Characters of chatter of a login shell's start-up files before it counts as broken. */
const MAX_CHATTER = 65_536;

/** Milliseconds for which ended programs are collected before their notes are removed with one command. */
const TIDY_DELAY = 1000;

/** Our end of the shell in leash-script.ts: with it everything that we started on the host can be ended. */
export class Leash {
  readonly token: string;
  readonly facts: HostFacts;
  /** Changes when the host boots. */
  readonly bootId: string;
  /** For staged files. */
  readonly cacheDir: string;
  /** Folder for the notes of started programs. */
  readonly folder: string;
  readonly shell: ShellTraits;
  readonly #channel: ClientChannel;
  #ended: number[] = [];
  #tidy: NodeJS.Timeout | undefined;

  private constructor(token: string, channel: ClientChannel, told: LeashFacts) {
    this.token = token;
    this.facts = told.facts;
    this.bootId = told.bootId;
    this.cacheDir = told.cacheDir;
    this.folder = told.leash;
    this.shell = told.shell;
    this.#channel = channel;
  }

  /** `previous` is the token of a connection that was lost; what it started is ended. */
  static async start(pool: SessionPool, previous: string | undefined): Promise<Leash> {
    const token = randomBytes(8).toString('hex');
    const argv = ['sh', '-c', LEASH, 'vmwright-leash', token, previous ?? ''];
    const session = await pool.open((transport) =>
      transport.exec(bootstrap(UNKNOWN_SHELL), (channel) => channel),
    );
    const channel = session.value;
    channel.write(programLine({ argv, leash: undefined }, UNKNOWN_SHELL));
    const { lines, stderr } = await pool.primary.request<Told>((done) => {
      listen(channel, (told) => done(undefined, told));
    });
    if (lines.at(-1) !== 'ready') throw notStarted(session, lines, stderr);
    // Without it nothing could be ended any more.
    const ended = () => pool.primary.abandon('the shell that watches over it on the host ended');
    channel.once('exit', ended).once('close', ended);
    return new Leash(token, channel, parseFacts(lines));
  }

  /** Signals a process group. */
  kill(group: number, signal: NodeJS.Signals): void {
    this.#send(`kill ${signal.replace(/^SIG/, '')} ${group}`);
  }

  /** The program ended by itself: its note can go. */
  forget(group: number): void {
    this.#ended.push(group);
    this.#tidy ??= setTimeout(() => {
      this.#tidy = undefined;
      this.#send(`done ${this.#ended.splice(0).join(' ')}`);
    }, TIDY_DELAY).unref();
  }

  #send(line: string): void {
    if (this.#channel.writable) this.#channel.write(`${line}\n`);
  }
}

interface Told {
  readonly lines: string[];
  readonly stderr: string;
}

/** Collects what the shell tells first; keeps the channel flowing afterwards. */
function listen(channel: ClientChannel, done: (told: Told) => void): void {
  let stdout = '';
  let stderr = '';
  const tell = () => done({ lines: stdout.trimEnd().split('\n'), stderr });
  channel.stderr.on('data', (chunk: Buffer) => {
    if (stderr.length < 4096) stderr += chunk.toString();
  });
  const onData = (chunk: Buffer) => {
    stdout += chunk.toString();
    if (!/^ready\n/m.test(stdout) && stdout.length <= MAX_CHATTER) return;
    channel.off('data', onData);
    channel.resume();
    tell();
  };
  channel.on('data', onData);
  channel.once('close', tell);
}

function notStarted(session: PooledSession<ClientChannel>, lines: string[], stderr: string): VmError {
  session.release();
  const { label } = session.transport.target;
  const refused = lines.find((line) => line.startsWith('refused '))?.slice('refused '.length);
  const told = stderr.trim() || lines.join(' ').trim();
  const why = refused ?? (told.slice(0, 500) || 'the login shell ended');
  if (/No space left on device|Disk quota exceeded/.test(why)) {
    return new VmError('DISK_FULL', `${label} cannot be used: ${why}`, {
      errno: 'ENOSPC',
      remedy: 'Free space there (usually in /run), or set VMWRIGHT_RUNTIME_DIR on the host.',
    });
  }
  return new VmError('HOST_UNSUPPORTED', `${label} cannot be used: ${why}`, {
    remedy: 'The host needs Linux, a login shell, coreutils and util-linux, and a private runtime folder.',
  });
}
