import { constants } from 'node:os';

/** What the exit code of `vmwright` means, besides the guest command's own; docs/cli.md. */
export const EXIT = {
  ok: 0,
  /** `doctor`: no engine is usable here. */
  unusable: 1,
  usage: 2,
  /** vmwright itself failed. */
  failed: 125,
  /** The guest found the command and could not start it. */
  cannotStart: 126,
  notFound: 127,
  /** 128 + SIGINT. */
  interrupted: 130,
  /** 128 + SIGPIPE: whoever read our output has gone. */
  outputClosed: 141,
} as const;

/** The code a shell would give for a command that ended like this. */
export function exitCodeOf(exit: { exitCode: number | null; signal: NodeJS.Signals | null }): number {
  if (exit.exitCode !== null) return exit.exitCode;
  return 128 + (exit.signal === null ? 0 : constants.signals[exit.signal]);
}
