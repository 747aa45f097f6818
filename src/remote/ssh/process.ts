import type { Readable } from 'node:stream';
import { finished } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import { VmError } from '../../core/errors.js';
import type { HostExit, HostProcess, SpawnOptions } from '../runner.js';
import { SinkHalf, SourceHalf } from './channel-streams.js';
import type { HostLink } from './link.js';
import type { PooledSession } from './session-pool.js';
import { HEADER, shellStart } from './shell.js';

/** Bytes of chatter of a login shell's start-up files before it counts as broken. */
const MAX_CHATTER = 65_536;

/** Starts a program on the host as leader of its own session and process group. */
export async function spawnRemote(
  link: HostLink,
  argv: readonly string[],
  options: SpawnOptions,
): Promise<HostProcess> {
  const { folder, shell } = link.leash;
  const start = shellStart(
    { ...options, argv, leash: options.detached === true ? undefined : folder },
    shell,
  );
  // Watched from the start: all that a short program does can arrive together with its channel.
  const session = await link.pool.open((transport) => transport.exec(start.command, watch));
  const { channel, exit, header: told } = session.value;
  void exit.closed.then(session.release);
  channel.write(start.input);
  const header = await session.transport.request<string>((done) =>
    told.then((word) => done(undefined, word)),
  );
  const group = Number(header);
  if (!Number.isInteger(group) || group <= 1) {
    channel.destroy();
    channel.resume();
    channel.stderr.resume();
    throw startError(header, argv[0] ?? '', options.cwd);
  }
  return new RemoteProcess(link, session, group, options.keepAlive !== false);
}

/** How a program ends. */
interface Exit {
  /** sshd told the exit status; members of the group may still hold the output open. */
  readonly told: Promise<void>;
  /** The channel is closed. */
  readonly closed: Promise<HostExit>;
}

interface Watched {
  readonly channel: ClientChannel;
  readonly exit: Exit;
  /** The word after {@link HEADER}. */
  readonly header: Promise<string>;
}

function watch(channel: ClientChannel): Watched {
  const exit = watchExit(channel); // first: the header lets the channel flow
  return { channel, exit, header: new Promise((resolve) => readHeader(channel, resolve)) };
}

class RemoteProcess implements HostProcess {
  readonly pid: number;
  readonly stdin: SinkHalf;
  readonly stdout: SourceHalf;
  readonly stderr: SourceHalf;
  readonly exited: Promise<HostExit>;
  readonly #link: HostLink;
  readonly #letGo: () => void;
  #closed = false;

  /** `hold`: keeps Node running until the program has ended. */
  constructor(link: HostLink, session: PooledSession<Watched>, pid: number, hold: boolean) {
    const { transport } = session;
    const { channel, exit } = session.value;
    this.#link = link;
    this.pid = pid;
    this.stdin = new SinkHalf(channel);
    this.stdout = new SourceHalf(channel);
    this.stderr = new SourceHalf(channel.stderr);
    const streams = [this.stdin, this.stdout, this.stderr];
    for (const stream of streams) stream.on('error', () => {}); // as with local programs, `exited` tells
    const release = hold ? transport.hold() : () => {};
    let lost: VmError | undefined;
    const stopListening = transport.onLost((error) => {
      lost = error;
      for (const stream of streams) stream.destroy(error);
    });
    void exit.told.then(() => {
      // As Node does: output that nobody ever looked at must not keep the program from being over.
      for (const stream of [this.stdout, this.stderr]) if (stream.readableFlowing === null) stream.resume();
    });
    this.#letGo = () => {
      release();
      session.abandon();
      for (const stream of streams) stream.destroy();
      channel.close();
    };
    this.exited = Promise.all([exit.closed, whenRead(this.stdout), whenRead(this.stderr)]).then(([told]) => {
      this.#closed = true;
      stopListening();
      release();
      this.stdin.destroy();
      if (lost !== undefined) return { exitCode: null, signal: null, lost };
      link.leash.forget(pid);
      return told;
    });
  }

  kill(signal: NodeJS.Signals = 'SIGKILL'): void {
    if (!this.#closed) this.#link.leash.kill(this.pid, signal);
  }

  release(): void {
    this.#letGo();
  }
}

/** The word after {@link HEADER}; what follows its line stays in the channel for the reader of standard output. */
function readHeader(channel: ClientChannel, done: (word: string) => void): void {
  let seen: Buffer = Buffer.alloc(0);
  const finish = (word: string) => {
    channel.off('data', onData);
    channel.off('close', onClose);
    channel.pause();
    done(word);
  };
  const onClose = () => finish('');
  const onData = (chunk: Buffer) => {
    seen = seen.length === 0 ? chunk : Buffer.concat([seen, chunk]);
    const start = seen.indexOf(HEADER);
    const end = start < 0 ? -1 : seen.indexOf('\n', start);
    if (end < 0) {
      if (seen.length > MAX_CHATTER) finish('');
      return;
    }
    const rest = seen.subarray(end + 1);
    finish(seen.subarray(start + HEADER.length, end).toString());
    if (rest.length > 0) channel.unshift(rest);
  };
  channel.on('data', onData);
  channel.once('close', onClose);
}

function watchExit(channel: ClientChannel): Exit {
  let exit: HostExit = { exitCode: null, signal: null };
  return {
    told: new Promise((resolve) => {
      channel.once('exit', (exitCode: number | null, signal?: string) => {
        exit = { exitCode, signal: signal ?? null };
        resolve();
      });
    }),
    closed: new Promise((resolve) => channel.once('close', () => resolve(exit))),
  };
}

function whenRead(stream: Readable): Promise<void> {
  return new Promise((resolve) => finished(stream, { writable: false }, () => resolve()));
}

function startError(header: string, program: string, cwd: string | undefined): VmError {
  if (header === 'missing') {
    return new VmError('HOST_COMMAND_NOT_FOUND', `the program ${program} is not installed on the host`, {
      errno: 'ENOENT',
    });
  }
  if (header === 'cwd') {
    return new VmError(
      'HOST_COMMAND_NOT_FOUND',
      `the folder ${cwd} is missing on the host, so ${program} cannot start`,
      {
        errno: 'ENOENT',
      },
    );
  }
  if (header === 'full') {
    return new VmError(
      'DISK_FULL',
      `no space left in the runtime folder of the host, so ${program} cannot start`,
      {
        errno: 'ENOSPC',
        remedy: 'Free space there (usually in /run), or set VMWRIGHT_RUNTIME_DIR on the host.',
      },
    );
  }
  const why = header === 'leash' ? 'its runtime folder was removed' : 'the login shell did not run it';
  return new VmError('HOST_COMMAND_FAILED', `cannot start ${program} on the host: ${why}`);
}
