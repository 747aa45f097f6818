import type { Command } from 'commander';
import type { GlobalFlags, Session } from './session.js';

/** What one command does: operands before `--`, its own flags, the session. Resolves with an exit code if not 0. */
export type Handler<Flags> = (
  operands: string[],
  flags: Flags,
  session: Session,
) => Promise<number | undefined>;

/** Makes the session of an invocation and keeps its exit code. */
export interface Invocation {
  session(flags: GlobalFlags): Session;
  exitCode: number;
}

/** Adds a command; `words` is commander's syntax for name and operands. */
export function addCommand<Flags extends object>(
  program: Command,
  invocation: Invocation,
  words: string,
  handler: Handler<Flags>,
): Command {
  const command = program.command(words);
  command.action(async () => {
    await using session = invocation.session(command.optsWithGlobals<GlobalFlags>());
    const behind = session.guestCommand?.length ?? 0;
    const operands = command.args.slice(0, command.args.length - behind);
    invocation.exitCode = (await handler(operands, command.opts<Flags>(), session)) ?? 0;
  });
  return command;
}

/** For options that can be given several times. */
export function collect(value: string, previous: readonly string[] = []): string[] {
  return [...previous, value];
}

/** Help text that shows how a command is used. */
export function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}\n`;
}
