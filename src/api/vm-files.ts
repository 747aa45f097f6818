import type { Readable } from 'node:stream';
import type { CallOptions, Operation } from '../core/operation.js';
import type { ProgressListener } from '../core/progress.js';
import type { CopyResult, Guest } from '../guest/index.js';
import type { GuestDirEntry, GuestStat } from '../guest/types.js';

/** Runs one call on the VM's agent. */
export type GuestCall = <T>(
  name: string,
  options: CallOptions,
  body: (client: Guest, op: Operation) => Promise<T>,
) => Promise<T>;

/** How a file is written. */
export interface WriteOptions extends CallOptions {
  /** Permission bits of a new file. @default 0o644 */
  mode?: number;
  /** Add to the end instead of replacing. @default false */
  append?: boolean;
  /** Write to a temporary name and rename, so that no reader ever sees half of it. @default false */
  atomic?: boolean;
}

/** How a tree is copied. */
export interface CopyOptions extends CallOptions {
  onProgress?: ProgressListener;
}

/** Files in the guest, through the agent: no network and no sshd needed. Failures are `GUEST_FILE_ERROR` with `errno`. */
export class VmFiles {
  readonly #call: GuestCall;

  /** @internal */
  constructor(call: GuestCall) {
    this.#call = call;
  }

  /** The whole file. */
  read(path: string, options: CallOptions = {}): Promise<Buffer> {
    return this.#call(`read of ${path}`, options, (client, op) =>
      client.readFile(path, { signal: op.signal }),
    );
  }

  /** The file as a stream with backpressure. */
  readStream(path: string, options: CallOptions = {}): Promise<Readable> {
    return this.#call(`read of ${path}`, options, async (client) =>
      client.createReadStream(path, { signal: options.signal }),
    );
  }

  /** Creates or replaces a file from bytes, text or a stream. */
  write(path: string, data: string | Uint8Array | Readable, options: WriteOptions = {}): Promise<void> {
    const { mode, append, atomic } = options;
    return this.#call(`write of ${path}`, options, (client, op) =>
      client.writeFile(path, data, {
        signal: op.signal,
        ...(mode === undefined ? {} : { mode }),
        ...(append === undefined ? {} : { append }),
        ...(atomic === undefined ? {} : { atomic }),
      }),
    );
  }

  stat(path: string, options: CallOptions = {}): Promise<GuestStat> {
    return this.#call(`stat of ${path}`, options, (client, op) => client.stat(path, { signal: op.signal }));
  }

  list(path: string, options: CallOptions = {}): Promise<GuestDirEntry[]> {
    return this.#call(`list of ${path}`, options, (client, op) => client.list(path, { signal: op.signal }));
  }

  /** Makes a directory and its parents; no error when it exists. */
  mkdir(path: string, options: CallOptions = {}): Promise<void> {
    return this.#call(`mkdir of ${path}`, options, (client, op) => client.mkdir(path, { signal: op.signal }));
  }

  rename(from: string, to: string, options: CallOptions = {}): Promise<void> {
    return this.#call(`rename of ${from}`, options, (client, op) =>
      client.rename(from, to, { signal: op.signal }),
    );
  }

  /** Removes a file or a whole tree. */
  remove(path: string, options: CallOptions = {}): Promise<void> {
    return this.#call(`remove of ${path}`, options, (client, op) =>
      client.remove(path, { signal: op.signal }),
    );
  }

  /** Copies a local file or directory to `guestPath`, which becomes its name. */
  copyIn(localPath: string, guestPath: string, options: CopyOptions = {}): Promise<CopyResult> {
    const { onProgress } = options;
    return this.#call(`copy to ${guestPath}`, options, (client, op) =>
      client.copyIn(localPath, guestPath, {
        signal: op.signal,
        ...(onProgress === undefined ? {} : { onProgress }),
      }),
    );
  }

  /** Copies a file or directory out of the guest; nothing outside `localPath` is ever written, whatever the guest sends. */
  copyOut(guestPath: string, localPath: string, options: CopyOptions = {}): Promise<CopyResult> {
    const { onProgress } = options;
    return this.#call(`copy from ${guestPath}`, options, (client, op) =>
      client.copyOut(guestPath, localPath, {
        signal: op.signal,
        ...(onProgress === undefined ? {} : { onProgress }),
      }),
    );
  }
}
