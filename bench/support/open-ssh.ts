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

  private constructor(host: BenchHost, folder: string) {
    this.#host = host;
    this.#folder = folder;
    this.#options = [...host.options, '-o', `ControlPath=${join(folder, 'control')}`];
  }

  static async connect(host: BenchHost): Promise<OpenSsh> {
    const ssh = new OpenSsh(host, await mkdtemp(join(tmpdir(), 'vmwright-bench-')));
    await run('ssh', [...ssh.#options, '-o', 'ControlMaster=yes', '-f', '-N', host.destination]);
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
    await run('ssh', [...this.#options, '-O', 'exit', this.#host.destination]).catch(() => {}); // it may be gone
    await rm(this.#folder, { recursive: true, force: true });
  }
}
