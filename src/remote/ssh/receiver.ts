import { basename, dirname } from 'node:path/posix';
import { VmError } from '../../core/errors.js';
import type { Operation } from '../../core/operation.js';
import type { HostExit, HostProcess } from '../runner.js';
import type { HostLink } from './link.js';
import { spawnRemote } from './process.js';
import { RECEIVE } from './receive-script.js';
import { REQUEST_SIZE } from './sftp.js';

/** Bytes that the host is told of at once: little is left to hash for the end, yet few programs are started for it. */
const SEGMENT = 4 * 2 ** 20;

/** Characters of standard error that are kept. */
const MAX_STDERR = 4096;

/** Our end of the program that receives a file on the host and verifies it. */
export class Receiver {
  readonly #path: string;
  readonly #child: HostProcess;
  readonly #first: Promise<string>;
  #stdout = '';
  #stderr = '';
  /** Bytes from the beginning that are known to have arrived. */
  #reached = 0;
  /** What the host is to be told of: bytes of data, or of a hole. */
  #run = { hole: false, bytes: 0 };

  private constructor(path: string, child: HostProcess) {
    this.#path = path;
    this.#child = child;
    child.stderr.on('data', (chunk: Buffer) => {
      if (this.#stderr.length < MAX_STDERR) this.#stderr += chunk.toString();
    });
    this.#first = new Promise((resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => {
        this.#stdout += chunk.toString();
        if (this.#stdout.includes('\n')) resolve(this.#stdout);
      });
      void child.exited.then((exit) => reject(this.#failure(exit)));
    });
    this.#first.catch(() => {});
  }

  /** Waits for its turn; undefined when the file is there already. The part is gone if `op` fails. */
  static async start(
    link: HostLink,
    path: string,
    sha256: string,
    op: Operation,
  ): Promise<Receiver | undefined> {
    // By the file's name, as leash-script.ts finds it for a part that was left.
    const lock = `${dirname(path)}/.lock-${basename(path).slice(0, 2)}`;
    const argv = ['sh', '-c', RECEIVE, 'vmwright-receive', lock, path, sha256];
    const child = await op.acquire(spawnRemote(link, argv, {}), (late) => late.kill());
    const receiver = new Receiver(path, child);
    if ((await op.race(receiver.#first)) === 'present\n') return undefined;
    op.defer(() => receiver.#abandon());
    return receiver;
  }

  /** So many bytes from the beginning are in the part and stay as they are. `isHole` is asked once for each block. */
  reached(bytes: number, isHole: (at: number) => boolean): void {
    while (this.#reached < bytes) {
      const block = Math.min(REQUEST_SIZE, bytes - this.#reached);
      const hole = isHole(this.#reached);
      if (hole !== this.#run.hole) this.#tell(hole);
      this.#reached += block;
      this.#run.bytes += block;
      if (!hole && this.#run.bytes >= SEGMENT) this.#tell(hole);
    }
  }

  /** All is in the part: gives it its name. The digest that was found instead, if it is not the right one. */
  async finish(): Promise<string | undefined> {
    this.#tell(false);
    this.#child.stdin.end();
    const exit = await this.#child.exited;
    if (this.#stdout.endsWith('placed\n')) return undefined;
    const found = /^found ([0-9a-f]{64})$/m.exec(this.#stdout)?.[1];
    if (found === undefined) throw this.#failure(exit);
    return found;
  }

  /** Tells of the run that is over and begins the next. */
  #tell(hole: boolean): void {
    const { bytes } = this.#run;
    if (bytes > 0) this.#child.stdin.write(`${this.#run.hole ? 'hole' : 'data'} ${bytes}\n`);
    this.#run = { hole, bytes: 0 };
  }

  /** Ended too early, its digest is wrong, and it removes the part. */
  async #abandon(): Promise<void> {
    this.#child.stdin.end();
    await this.#child.exited;
  }

  #failure({ lost }: HostExit): VmError {
    if (lost !== undefined) return lost;
    const why = this.#stderr.trim() || 'the program for it was killed';
    const full = why.includes('No space left');
    return new VmError(
      full ? 'DISK_FULL' : 'HOST_COMMAND_FAILED',
      `the host cannot take ${this.#path}: ${why}`,
      full ? { errno: 'ENOSPC', remedy: 'Free space on the host, or set VMWRIGHT_CACHE_DIR there.' } : {},
    );
  }
}
