import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BenchHost } from './bench-host.js';

const run = promisify(execFile);

/** OpenSSH's own client with a connection that is already there (ControlMaster), for comparison. */
export class OpenSsh implements AsyncDisposable {
  readonly #host: BenchHost;
  readonly #folder: string;
  readonly #options: readonly string[];
  readonly #master: ChildProcessWithoutNullStreams;

  private constructor(host: BenchHost, folder: string) {
    this.#host = host;
    this.#folder = folder;
    this.#options = [...host.options, '-o', `ControlPath=${join(folder, 'control')}`];
    // Its input ends when we are killed, and so does the connection.
    const command = ['-o', 'ControlMaster=yes', host.destination, 'echo ready; cat >/dev/null'];
    this.#master = spawn('ssh', [...this.#options, ...command]);
  }

  static async connect(host: BenchHost): Promise<OpenSsh> {
    const ssh = new OpenSsh(host, await mkdtemp(join(tmpdir(), 'vmwright-bench-')));
    ssh.#master.stderr.pipe(process.stderr);
    const ended = once(ssh.#master, 'exit').then(([code]) =>
      Promise.reject(new Error(`ssh ended with ${code}`)),
    );
    ended.catch(() => {}); // it does so in the end
    await Promise.race([once(ssh.#master.stdout, 'data'), ended]);
    return ssh;
  }

  async run(command: string): Promise<string> {
    const { stdout } = await run('ssh', [...this.#options, this.#host.destination, command]);
    return stdout;
  }

  spawn(command: string): ChildProcessWithoutNullStreams {
    return spawn('ssh', [...this.#options, this.#host.destination, command]);
  }

  /** `put` with OpenSSH's sftp client, its start included, login excluded. */
  async put(from: string, to: string): Promise<void> {
    const child = spawn('sftp', ['-q', ...this.#options, '-b', '-', this.#host.destination], {
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    child.stdin.end(`put ${from} ${to}\n`);
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`sftp ended with ${code}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#master, 'exit');
    this.#master.stdin.end();
    await ended;
    await rm(this.#folder, { recursive: true, force: true });
  }
}
