import type { Duplex, Readable } from 'node:stream';
import { OptionError, type VmError } from '../core/errors.js';
import { type CallOptions, runOperation } from '../core/operation.js';
import type { CopyOptions, CopyResult } from './copy.js';
import { copyIn } from './copy-in.js';
import { copyOut } from './copy-out.js';
import { type DialTarget, dial } from './dial.js';
import {
  call,
  list,
  type ReadOptions,
  readStream,
  readWhole,
  stat,
  type WriteOptions,
  writeFile,
} from './files.js';
import { shakeHands } from './handshake.js';
import { PayloadWriter } from './payload.js';
import { spawnProcess } from './process.js';
import { Session } from './session.js';
import type { GuestDirEntry, GuestInfo, GuestProcess, GuestStat, SpawnRequest } from './types.js';
import { Op } from './wire.js';

/** Largest file that {@link GuestClient.readFile} returns, unless told otherwise. */
const READ_LIMIT = 256 * 1024 * 1024;

/** Talks to the agent of one guest over any byte stream. Made by {@link GuestClient.connect}. */
export class GuestClient {
  readonly info: GuestInfo;
  /** Resolves when the session is over: with the reason, or undefined after {@link close}. */
  readonly closed: Promise<VmError | undefined>;
  readonly #session: Session;

  private constructor(info: GuestInfo, session: Session) {
    this.info = info;
    this.closed = session.closed;
    this.#session = session;
  }

  /** The session is over because the agent died and another one took its place. */
  get restarted(): boolean {
    return this.#session.restarted;
  }

  /** Waits until the agent answers on `stream`, which then belongs to the client. On failure it is destroyed. */
  static async connect(stream: Duplex, options: CallOptions = {}): Promise<GuestClient> {
    return runOperation('connect to the guest agent', options, async (op) => {
      const swallow = () => {}; // errors after a failure have nobody to go to
      stream.on('error', swallow);
      op.defer(() => stream.destroy());
      const welcome = await shakeHands(stream, op);
      return new GuestClient(welcome.info, new Session(stream, welcome.window));
    });
  }

  /** Why the client is of no more use; undefined while it is. */
  get lost(): VmError | undefined {
    return this.#session.over;
  }

  /** The VM is known to be gone: whatever is pending rejects with this error at once. */
  fail(error: VmError): void {
    this.#session.fail(error);
  }

  /** Ends the session; the agent kills everything it started for it. */
  close(): void {
    this.#session.close();
  }

  /** Starts a process. Abort and timeout kill its whole process group. */
  spawn(request: SpawnRequest, options: CallOptions = {}): GuestProcess {
    return spawnProcess(this.#session, request, options);
  }

  /** A file as a stream; an error of the guest destroys it. */
  createReadStream(path: string, options: ReadOptions = {}): Readable {
    return readStream(this.#session, path, options);
  }

  /** A whole file. `maxBytes` bounds what an untrusted guest can make us keep. @default maxBytes 256 MiB */
  readFile(path: string, options: ReadOptions & { readonly maxBytes?: number } = {}): Promise<Buffer> {
    return readWhole(this.#session, path, options, options.maxBytes ?? READ_LIMIT);
  }

  writeFile(path: string, data: string | Uint8Array | Readable, options: WriteOptions = {}): Promise<void> {
    return writeFile(this.#session, path, data, options);
  }

  stat(path: string, options: CallOptions = {}): Promise<GuestStat> {
    return stat(this.#session, path, true, options);
  }

  /** Like {@link stat}, of a symbolic link itself. */
  lstat(path: string, options: CallOptions = {}): Promise<GuestStat> {
    return stat(this.#session, path, false, options);
  }

  /** Entries of a directory by name, without `.` and `..`. */
  list(path: string, options: CallOptions = {}): Promise<GuestDirEntry[]> {
    return list(this.#session, path, options);
  }

  /**
   * Creates a directory and its parents; an existing one is no error. With `recursive: false` only the last part is made
   * and must not exist. @default recursive true, mode 0o755
   */
  async mkdir(
    path: string,
    options: CallOptions & { recursive?: boolean; mode?: number } = {},
  ): Promise<void> {
    const request = new PayloadWriter()
      .u8(Op.mkdir)
      .string(path, 'path')
      .u32(options.mode ?? 0o755);
    await call(
      this.#session,
      `mkdir ${path}`,
      request.u8(options.recursive === false ? 0 : 1).finish(),
      options,
    );
  }

  async rename(from: string, to: string, options: CallOptions = {}): Promise<void> {
    const request = new PayloadWriter().u8(Op.rename).string(from, 'path').string(to, 'path').finish();
    await call(this.#session, `rename ${from}`, request, options);
  }

  /**
   * Removes a file or a whole tree; with `recursive: false` no directory that has entries. With `force` a missing one is
   * no error. @default recursive true, force false
   */
  async remove(
    path: string,
    options: CallOptions & { recursive?: boolean; force?: boolean } = {},
  ): Promise<void> {
    const flags = (options.recursive === false ? 0 : 1) | (options.force ? 2 : 0);
    const request = new PayloadWriter().u8(Op.remove).string(path, 'path').u8(flags).finish();
    await call(this.#session, `remove ${path}`, request, options);
  }

  /** Copies a local file or directory to exactly `guestPath`; missing parents are created. */
  copyIn(localPath: string, guestPath: string, options: CopyOptions = {}): Promise<CopyResult> {
    return copyIn(this.#session, localPath, guestPath, options);
  }

  /** Copies a file or directory of the guest to exactly `localPath`. */
  copyOut(guestPath: string, localPath: string, options: CopyOptions = {}): Promise<CopyResult> {
    return copyOut(this.#session, guestPath, localPath, options);
  }

  /** Connects to a TCP port or unix socket in the guest. The Duplex may be half-closed. */
  dial(target: DialTarget, options: CallOptions = {}): Promise<Duplex> {
    return dial(this.#session, target, options);
  }

  /** Sets the guest's clock. @default this machine's time */
  async setTime(ms: number = Date.now(), options: CallOptions = {}): Promise<void> {
    const ns = BigInt(Math.round(ms * 1000)) * 1000n;
    await call(this.#session, 'set the time', new PayloadWriter().u8(Op.timeSet).u64(ns).finish(), options);
  }

  /** Gives the guest's random generator 1 to 4096 bytes, to be used from now on. */
  async addEntropy(bytes: Uint8Array, options: CallOptions = {}): Promise<void> {
    if (bytes.length < 1 || bytes.length > 4096) throw new OptionError('entropy must have 1 to 4096 bytes');
    await call(
      this.#session,
      'add entropy',
      new PayloadWriter().u8(Op.entropy).bytes(bytes).finish(),
      options,
    );
  }

  /** Writes all dirty data of the guest to its disks. */
  sync(options: CallOptions = {}): Promise<void> {
    return this.#simple('sync', Op.sync, options);
  }

  /** Asks the guest's init to power off; resolves when it was asked. */
  powerOff(options: CallOptions = {}): Promise<void> {
    return this.#simple('power off', Op.powerOff, options);
  }

  reboot(options: CallOptions = {}): Promise<void> {
    return this.#simple('reboot', Op.reboot, options);
  }

  /** Milliseconds of one round trip to the agent. */
  async ping(options: CallOptions = {}): Promise<number> {
    const start = performance.now();
    await this.#simple('ping', Op.ping, options);
    return performance.now() - start;
  }

  async #simple(name: string, op: number, options: CallOptions): Promise<void> {
    await call(this.#session, name, Buffer.from([op]), options);
  }
}
