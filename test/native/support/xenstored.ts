import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from 'mocha';
import { PACKAGE_ROOT } from '#src/native/paths.js';
import { eventually } from '../../support/leaks.js';
import { skipBecause } from '../../support/skip.js';

/** Xen's xenstored: installed, or unpacked by scripts/setup.mjs. */
function findXenstored(): string | undefined {
  const folders = ['/usr/lib', join(PACKAGE_ROOT, 'build', 'xenstored', 'usr', 'lib')];
  const programs = folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.startsWith('xen-'))
        .map((name) => join(folder, name, 'bin', 'xenstored')),
    );
  return programs.find((program) => existsSync(program));
}

/** A xenstored of our own, without domains: it needs no Xen. */
export class Xenstored implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'vmwright-xenstored-'));
  readonly socket = join(this.folder, 'socket');
  readonly #process: ChildProcess;
  #output = '';

  private constructor(program: string) {
    const env = { ...process.env, XENSTORED_ROOTDIR: this.folder, XENSTORED_RUNDIR: this.folder };
    const argv = ['--no-fork', '--no-domain-init', '--internal-db', '--pid-file', join(this.folder, 'pid')];
    this.#process = spawn(program, argv, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.on('data', (chunk) => {
        this.#output += String(chunk);
      });
    }
  }

  /** Skips the running test or hook where there is no xenstored. */
  static async start(context: Context): Promise<Xenstored> {
    const program = findXenstored() ?? skipBecause(context, 'no xenstored is installed or unpacked');
    const daemon = new Xenstored(program);
    try {
      await eventually('xenstored listens', () => daemon.#answers(), 5000);
    } catch (error) {
      await daemon[Symbol.asyncDispose]();
      throw new Error(`xenstored does not run: ${daemon.#output.trim()}`, { cause: error });
    }
    return daemon;
  }

  async #answers(): Promise<boolean> {
    const socket = connect(this.socket);
    try {
      await once(socket, 'connect');
      return true;
    } catch {
      if (this.#process.exitCode !== null) throw new Error(`it ended with ${this.#process.exitCode}`);
      return false;
    } finally {
      socket.destroy();
    }
  }

  signal(name: NodeJS.Signals): void {
    this.#process.kill(name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const exited = once(this.#process, 'exit');
      this.#process.kill('SIGKILL');
      await exited;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
