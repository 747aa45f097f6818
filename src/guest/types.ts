import type { Readable, Writable } from 'node:stream';

/** What the agent says about itself and its guest when it answers. */
export interface GuestInfo {
  /** Version of the wire protocol, see docs/guest-protocol.md. */
  readonly protocol: number;
  readonly agentVersion: string;
  /** `uname -r` of the guest. */
  readonly kernel: string;
  /** Changes with every boot of the guest. */
  readonly bootId: string;
  /** Milliseconds of guest uptime when it answered. */
  readonly uptimeMs: number;
}

export interface SpawnRequest {
  /** Looked up in PATH of `env` (or the default PATH) when it has no slash. */
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment except PATH, HOME, USER, LOGNAME, SHELL, TERM, which get defaults from the user's passwd entry. */
  readonly env: Readonly<Record<string, string>>;
  /** @default the home of the user */
  readonly cwd?: string | undefined;
  /** Name, or numeric uid as text. @default root */
  readonly user?: string | undefined;
  /** `none`: its stdin is /dev/null, which saves a round of frames. @default 'pipe' */
  readonly stdin?: 'pipe' | 'none' | undefined;
  /** All of its input is given before any of its output is wanted. @default false */
  readonly whole?: boolean | undefined;
  /** With a pty stdout carries everything and stderr is empty. */
  readonly pty?: { readonly columns: number; readonly rows: number } | undefined;
}

export interface GuestExit {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process in the guest, leader of its own session and process group. */
export interface GuestProcess {
  /** Its pid in the guest; rejects when it could not start. */
  readonly started: Promise<number>;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** After exit and after all output was received; rejects when the agent or VM is lost first. */
  readonly exited: Promise<GuestExit>;
  /** Signals the process group. @default SIGKILL */
  kill(signal?: NodeJS.Signals | number): void;
  resize(columns: number, rows: number): void;
}

export interface GuestStat {
  readonly kind: 'file' | 'directory' | 'symlink' | 'socket' | 'fifo' | 'block' | 'character';
  /** Permission bits, `0o755`. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtimeMs: number;
}

export interface GuestDirEntry {
  readonly name: string;
  readonly kind: GuestStat['kind'];
}
