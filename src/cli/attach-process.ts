import type { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { SpawnOptions, Vm } from '../index.js';
import { exitCodeOf } from './exit-codes.js';
import { RawTerminal, releaseStdin, terminalSize } from './terminal.js';

/** A command for the guest and how it is connected to us. */
export interface GuestCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** On a pseudo-terminal; our own terminal is in raw mode meanwhile. */
  readonly tty: boolean;
  readonly options: Pick<SpawnOptions, 'env' | 'cwd' | 'user' | 'timeout'>;
}

/** The command from behind `--`, or a login shell. Without a command a terminal gets a pty, as with ssh. */
export function guestCommand(
  words: readonly string[] | undefined,
  wantsTty: boolean,
  options: GuestCommand['options'],
): GuestCommand {
  const [command, ...args] = words ?? [];
  const interactive = process.stdin.isTTY === true && process.stdout.isTTY === true;
  if (command === undefined) {
    return { command: '/bin/sh', args: ['-l'], tty: wantsTty || interactive, options };
  }
  return { command, args, tty: wantsTty, options };
}

/** Runs a command in the guest on our own stdin, stdout and stderr and returns the exit code for our caller. */
export async function attachProcess(vm: Vm, guest: GuestCommand, signal: AbortSignal): Promise<number> {
  using terminal = guest.tty ? new RawTerminal() : undefined;
  try {
    await using started = await vm.spawn(guest.command, guest.args, spawnOptions(guest, signal));
    terminal?.onResize(({ columns, rows }) => started.resize(columns, rows));
    connectStdin(started.stdin);
    const output = settle(
      Promise.all([passOn(started.stdout, process.stdout), passOn(started.stderr, process.stderr)]),
    );
    const exit = await started.exited; // rejects with the reason, where the streams only break
    const failure = await output;
    if (failure !== undefined) throw failure;
    return exitCodeOf(exit);
  } finally {
    terminal?.[Symbol.dispose](); // while stdin is still open
    releaseStdin();
  }
}

function spawnOptions({ tty, options }: GuestCommand, signal: AbortSignal): SpawnOptions {
  if (!tty) return { ...options, signal };
  const { TERM } = process.env;
  const env = { ...(TERM === undefined ? {} : { TERM }), ...options.env };
  return { ...options, env, signal, pty: terminalSize() };
}

function connectStdin(guestStdin: Writable): void {
  guestStdin.on('error', () => {}); // a command need not read its input
  process.stdin.on('error', () => guestStdin.end()); // our input broke off, say a terminal that hung up
  process.stdin.pipe(guestStdin);
}

function passOn(source: Readable, target: Writable): Promise<void> {
  source.pipe(target, { end: false });
  return finished(source);
}

/** The error of a promise, or undefined. */
function settle(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}
