import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { isVmError, VmError } from '../../core/errors.js';
import { type CallOptions, type Operation, runOperation } from '../../core/operation.js';
import type { Guest } from '../guest.js';
import type { GuestProcess, SpawnRequest } from '../types.js';
import { QemuAgent, type QemuAgentCommand } from './agent.js';
import { copyFileIn, copyFileOut } from './copy.js';
import { listEntries, statEntry } from './entries.js';
import { fileScript, readPieces, write } from './files.js';
import { QemuProcess } from './process.js';

/** Milliseconds between two questions whether an agent has come up. */
const ASK_AGAIN = 500;
/** Largest file that {@link QemuGuestClient.readFile} returns, unless told otherwise. */
const READ_LIMIT = 256 * 1024 * 1024;

type Of<K extends keyof Guest> = Guest[K] extends (...args: infer A) => infer R
  ? (...args: A) => R
  : Guest[K];

/** What an image can do that has QEMU's guest agent and not ours: commands from start to end, and files. */
export class QemuGuestClient implements Guest {
  readonly closed: Promise<VmError | undefined>;
  /** Nobody tells that the agent was started again; it keeps nothing that would be lost. */
  readonly restarted = false;
  readonly #agent: QemuAgent;
  #resolveClosed: (reason: VmError | undefined) => void = () => {};

  private constructor(agent: QemuAgent) {
    this.#agent = agent;
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
  }

  /** Waits so many milliseconds for an agent to answer; AGENT_MISSING when there is none. */
  static async connect(command: QemuAgentCommand, patience: number, op: Operation): Promise<QemuGuestClient> {
    const end = performance.now() + patience;
    for (;;) {
      try {
        return new QemuGuestClient(await op.race(QemuAgent.greet(command)));
      } catch (error) {
        op.throwIfAborted();
        if (!isVmError(error) || error.code !== 'AGENT_LOST') throw error;
        if (performance.now() > end) {
          throw new VmError('AGENT_MISSING', 'no QEMU guest agent answers in this guest', {
            cause: error,
            remedy: 'Install and start qemu-guest-agent in the guest.',
          });
        }
      }
      await op.race(delay(ASK_AGAIN, undefined, { signal: op.signal }));
    }
  }

  fail(error: VmError): void {
    this.#agent.end(error);
    this.#resolveClosed(error);
  }

  close(): void {
    this.#agent.end(new VmError('AGENT_LOST', 'this program let go of the guest agent'));
    this.#resolveClosed(undefined);
  }

  spawn(request: SpawnRequest): GuestProcess {
    if (request.whole === true && request.pty === undefined) return new QemuProcess(this.#agent, request);
    throw unsupported('spawn and pty', 'Use vm.exec().');
  }

  createReadStream(...[path, options = {}]: Parameters<Of<'createReadStream'>>): Readable {
    return Readable.from(readPieces(this.#agent, path, options), { objectMode: false });
  }

  async readFile(...[path, options = {}]: Parameters<Of<'readFile'>>): Promise<Buffer> {
    const { maxBytes = READ_LIMIT } = options;
    const pieces: Buffer[] = [];
    let length = 0;
    await this.#run(`read ${path}`, options, async (op) => {
      for await (const piece of readPieces(this.#agent, path, { ...options, signal: op.signal })) {
        length += piece.length;
        if (length > maxBytes) throw tooLarge(path, maxBytes);
        pieces.push(piece);
      }
    });
    return Buffer.concat(pieces, length);
  }

  async writeFile(...[path, data, options = {}]: Parameters<Of<'writeFile'>>): Promise<void> {
    await this.#run(`write ${path}`, options, (op) =>
      write(this.#agent, path, data, { ...options, signal: op.signal }),
    );
  }

  stat(...[path, options = {}]: Parameters<Of<'stat'>>): ReturnType<Of<'stat'>> {
    return this.#run(`stat ${path}`, options, () => statEntry(this.#agent, path));
  }

  list(...[path, options = {}]: Parameters<Of<'list'>>): ReturnType<Of<'list'>> {
    return this.#run(`list ${path}`, options, () => listEntries(this.#agent, path));
  }

  async mkdir(...[path, options = {}]: Parameters<Of<'mkdir'>>): Promise<void> {
    const mode = (options.mode ?? 0o755).toString(8);
    const script =
      options.recursive === false ? 'mkdir -m "$2" -- "$1"' : '[ -d "$1" ] || mkdir -p -m "$2" -- "$1"';
    await this.#script(`mkdir ${path}`, options, script, path, mode);
  }

  async rename(...[from, to, options = {}]: Parameters<Of<'rename'>>): Promise<void> {
    await this.#script(`rename ${from}`, options, 'mv -f -T -- "$1" "$2"', from, to);
  }

  async remove(...[path, options = {}]: Parameters<Of<'remove'>>): Promise<void> {
    const missing = options.force === true ? 'exit 0' : 'echo "$1: No such file or directory" >&2; exit 1';
    const remove =
      options.recursive === false
        ? 'if [ -d "$1" ] && [ ! -L "$1" ]; then rmdir -- "$1"; else rm -f -- "$1"; fi'
        : 'rm -rf -- "$1"';
    await this.#script(
      `remove ${path}`,
      options,
      `[ -e "$1" ] || [ -L "$1" ] || { ${missing}; }; ${remove}`,
      path,
    );
  }

  copyIn(...[local, guest, options = {}]: Parameters<Of<'copyIn'>>): ReturnType<Of<'copyIn'>> {
    return this.#run(`copy to ${guest}`, options, (op) =>
      copyFileIn(this.#agent, local, guest, { ...options, signal: op.signal }),
    );
  }

  copyOut(...[guest, local, options = {}]: Parameters<Of<'copyOut'>>): ReturnType<Of<'copyOut'>> {
    return this.#run(`copy from ${guest}`, options, (op) =>
      copyFileOut(this.#agent, guest, local, { ...options, signal: op.signal }),
    );
  }

  dial(): Promise<never> {
    return Promise.reject(
      unsupported('connections into the guest', 'Give the VM a network that reaches it.'),
    );
  }

  async powerOff(options: CallOptions = {}): Promise<void> {
    await this.#shutDown('powerdown', options);
  }

  async reboot(options: CallOptions = {}): Promise<void> {
    await this.#shutDown('reboot', options);
  }

  #shutDown(mode: 'powerdown' | 'reboot', options: CallOptions): Promise<unknown> {
    return this.#run(mode, options, () => this.#agent.call('guest-shutdown', { mode }, 'GUEST_EXEC_FAILED'));
  }

  async #script(name: string, options: CallOptions, script: string, ...args: string[]): Promise<void> {
    await this.#run(name, options, () => fileScript(this.#agent, script, ...args));
  }

  #run<T>(name: string, options: CallOptions, body: (op: Operation) => Promise<T>): Promise<T> {
    const { signal, timeout } = options;
    return runOperation(name, { signal, timeout }, (op) => op.race(body(op)));
  }
}

function unsupported(what: string, remedy: string): VmError {
  return new VmError('VM_UNSUPPORTED', `the QEMU guest agent has no ${what}`, {
    remedy: `${remedy} An image with vmwright's agent can do all of it.`,
  });
}

function tooLarge(path: string, most: number): VmError {
  return new VmError('GUEST_FILE_ERROR', `in the guest: ${path} is larger than ${most} bytes: EFBIG`, {
    errno: 'EFBIG',
    remedy: 'Use readStream, or pass a larger `maxBytes`.',
  });
}
