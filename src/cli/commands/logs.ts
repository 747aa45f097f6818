import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Command } from 'commander';
import type { Vm } from '../../index.js';
import { addCommand, examples, type Invocation } from '../register.js';
import { UsageError } from '../report-error.js';
import type { Session } from '../session.js';
import { SkipLines } from '../skip-lines.js';

interface LogsFlags {
  readonly follow?: boolean;
  readonly tail?: string;
}

/** More console than anybody reads, bytes. */
const EVERYTHING = 256 * 2 ** 20;

export function addLogs(program: Command, invocation: Invocation): void {
  addCommand<LogsFlags>(program, invocation, 'logs <vm>', logs)
    .description("print what a VM's console printed")
    .option('-f, --follow', 'go on as more comes, until the VM ends')
    .option('-n, --tail <lines>', 'only the last lines')
    .addHelpText('after', examples('vmwright logs web', 'vmwright logs -f --tail 20 web'));
}

async function logs([name = '']: string[], flags: LogsFlags, session: Session): Promise<undefined> {
  const tail = flags.tail === undefined ? undefined : parseLines(flags.tail);
  await session.withAnyVm(name, async (vm) => {
    const text = await vm.consoleLog(EVERYTHING);
    const skip = tail === undefined ? 0 : Math.max(0, countLines(text) - tail);
    if (flags.follow === true) return follow(vm, skip, session.signal);
    const rest = text.split('\n').slice(skip).join('\n');
    process.stdout.write(rest === '' || rest.endsWith('\n') ? rest : `${rest}\n`);
  });
}

/** The stream starts with the first line of the console, so lines that are not wanted are counted off. */
async function follow(vm: Vm, skip: number, signal: AbortSignal): Promise<void> {
  const source = (await vm.followConsole()) as Readable;
  const stop = () => source.destroy();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const shown = source.pipe(new SkipLines(skip));
    shown.pipe(process.stdout, { end: false });
    await Promise.race([finished(source, { writable: false }).then(() => finished(shown)), aborted(signal)]);
  } finally {
    signal.removeEventListener('abort', stop);
    source.destroy();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function countLines(text: string): number {
  const breaks = text.split('\n').length - 1;
  return text.endsWith('\n') || text === '' ? breaks : breaks + 1;
}

function parseLines(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new UsageError(`--tail takes a number of lines, not '${text}'`, 'Write --tail 20.');
}
