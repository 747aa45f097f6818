import type { Duplex, Readable, Writable } from 'node:stream';
import type { VmError } from '../core/errors.js';
import type { EventHub } from '../core/event-hub.js';
import type { CallOptions } from '../core/operation.js';
import type { ProgressListener } from '../core/progress.js';

/** What a host is, learned once per connection. */
export interface HostFacts {
  /** `linux`, `darwin`, … as in `process.platform`. */
  readonly platform: string;
  /** `x64`, `arm64`, … as in `process.arch`. */
  readonly arch: string;
  /** Numeric user id that commands run as. */
  readonly uid: number;
  /** Logical CPUs. */
  readonly cpus: number;
  /** Bytes of memory. */
  readonly memoryBytes: number;
  /** Folder for sockets, pid files and console logs: short-lived, one sub-folder per VM. */
  readonly runtimeDir: string;
  /** Folder for per-VM disks, which must not fill a tmpfs. */
  readonly stateDir: string;
}

export interface RunOptions extends CallOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Bytes for standard input; without it stdin is empty. */
  readonly input?: string | Uint8Array;
  /** Largest stdout or stderr kept, bytes; more is an error. @default 64 MiB */
  readonly maxBuffer?: number;
}

export interface RunResult {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface HostExit {
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** The connection to the host broke; whether and how the program ended is unknown, its unread output is gone. */
  readonly lost?: VmError;
}

/** A program running on the host, leader of its own process group. */
export interface HostProcess {
  readonly pid: number | undefined;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Settles when the program ended and its output was read; never rejects. */
  readonly exited: Promise<HostExit>;
  /** Signals the whole process group. @default SIGKILL */
  kill(signal?: NodeJS.Signals): void;
  /** Lets go of a program that is to run on: closes our ends of its pipes, and Node may exit. */
  release(): void;
}

export interface SpawnOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** `false` lets Node exit while the program runs. @default true */
  readonly keepAlive?: boolean;
  /**
   * The program is to run on when this client dies or its connection breaks; otherwise its host ends it then.
   * A local program is only told by the end of its standard input. @default false
   */
  readonly detached?: boolean;
}

export interface HostFileStat {
  readonly kind: 'file' | 'directory' | 'socket' | 'block' | 'other';
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly mtimeMs: number;
}

export interface StageOptions extends CallOptions {
  /** Told how far the upload is, step `upload`. */
  readonly progress?: ProgressListener;
}

export interface DownloadOptions extends CallOptions {
  /** Hexadecimal digest that the file must have. @default what the host says */
  readonly sha256?: string;
  /** Told how far the download is, step `download`. */
  readonly progress?: ProgressListener;
}

/** Files on the host. Errors are Node system errors with `code` (`ENOENT`, `ENOSPC`, …). */
export interface HostFiles {
  read(path: string): Promise<Buffer>;
  /** The last `bytes` of a file. */
  readTail(path: string, bytes: number): Promise<Buffer>;
  /** Writes to a temporary name and renames, so that readers see all or nothing. */
  write(path: string, data: string | Uint8Array, options?: { mode?: number }): Promise<void>;
  /** Undefined when it does not exist. */
  stat(path: string): Promise<HostFileStat | undefined>;
  /** Throws the system error (`EACCES`, `ENOENT`, …) unless the file can be opened that way. */
  access(path: string, mode: 'read' | 'write'): Promise<void>;
  /** Names in a directory; empty when it does not exist. */
  list(path: string): Promise<string[]>;
  /** Creates parents too. `exclusive`: EEXIST when the last part exists. @default mode 0o700 */
  mkdir(path: string, options?: { exclusive?: boolean; mode?: number }): Promise<void>;
  /** Removes a file or tree; no error when it does not exist. */
  remove(path: string): Promise<void>;
  /** Makes a file of this client available on the host and returns its path there; locally the path itself. */
  stage(localPath: string, options?: StageOptions): Promise<string>;
  /**
   * Copies a file of the host to this client with its permission bits. `localPath` has all of it, verified, or is as it
   * was before. Its folder must exist.
   */
  download(path: string, localPath: string, options?: DownloadOptions): Promise<void>;
}

/** An exclusive lock on the host that the kernel frees when its holder dies. */
export interface HostLock {
  release(): Promise<void>;
}

/** What happens to the way to a host. A local host has no events. */
export type RunnerEvent =
  /** The connection broke: everything that used it has failed with HOST_LOST. It is being restored. */
  | { readonly type: 'lost'; readonly error: VmError }
  /** Connected again; what was detached can be attached to, unless the host booted meanwhile. */
  | { readonly type: 'restored'; readonly rebooted: boolean }
  /** Nobody tries to restore it any more, because that cannot help: the host refuses the login or shows another key. */
  | { readonly type: 'given-up'; readonly error: VmError };

/** How engines reach a host. Local and ssh runners behave alike; nothing here assumes that client and host are one machine. */
export interface Runner {
  /** `local`, or the `ssh://` URL without secrets. */
  readonly hostId: string;
  readonly events: EventHub<RunnerEvent>;
  readonly files: HostFiles;
  facts(): Promise<HostFacts>;
  /** Absolute path of a program on the host, or undefined. */
  which(program: string): Promise<string | undefined>;
  /** Runs a program to its end. A non-zero exit is a result, not an error; a missing program is HOST_COMMAND_NOT_FOUND. */
  run(argv: readonly string[], options?: RunOptions): Promise<RunResult>;
  spawn(argv: readonly string[], options?: SpawnOptions): Promise<HostProcess>;
  /** Connects to a unix stream socket on the host. */
  connectUnix(path: string, options?: CallOptions): Promise<Duplex>;
  /** Takes a lock file. `wait: false` gives undefined when somebody else holds it. */
  lock(path: string, options: CallOptions & { wait: boolean }): Promise<HostLock | undefined>;
  close(): Promise<void>;
}
