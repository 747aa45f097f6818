#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { CommanderError } from 'commander';
import { VmError } from '../core/errors.js';
import { buildProgram } from './program.js';
import { reportError, UsageError } from './report-error.js';
import { Session } from './session.js';
import { Interrupt } from './signals.js';

/** Runs one command line and returns its exit code. */
async function main(argv: readonly string[]): Promise<number> {
  const dashes = argv.indexOf('--');
  const ours = dashes < 0 ? argv : argv.slice(0, dashes);
  const guestCommand = dashes < 0 ? undefined : argv.slice(dashes + 1);
  using interrupt = new Interrupt();
  const invocation = {
    session: (flags: { host: string; json?: boolean }) => new Session(flags, interrupt.signal, guestCommand),
    exitCode: 0,
  };
  try {
    await buildProgram(await readVersion(), invocation).parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0; // --help, --version
    const expected = interrupt.exitCode !== undefined && error instanceof VmError && error.code === 'ABORTED';
    if (!expected) invocation.exitCode = reportError(asUsage(error), ours.includes('--json'));
  }
  return interrupt.exitCode ?? invocation.exitCode;
}

async function readVersion(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** Commander's `error: unknown option '--nmae'\n(Did you mean --name?)` as an error of ours. */
function asUsage(error: unknown): unknown {
  if (!(error instanceof CommanderError)) return error;
  const [message = '', hint] = error.message.replace(/^error: /, '').split('\n');
  if (error.code === 'commander.help') {
    return new UsageError('a command is needed', 'Read the list of commands above.');
  }
  const suggestion = /^\(Did you mean (.*)\?\)$/.exec(hint ?? '')?.[1];
  const general = 'Read `vmwright --help`; a command for the guest goes behind --.';
  const remedy = suggestion === undefined ? general : `Did you mean '${suggestion}'?`;
  return new UsageError(message, remedy);
}

process.exitCode = await main(process.argv.slice(2));
