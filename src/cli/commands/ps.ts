import type { Command } from 'commander';
import { formatSize } from '../../core/size.js';
import { readGuestProcesses } from '../guest-processes.js';
import { addCommand, examples, type Invocation } from '../register.js';
import type { Session } from '../session.js';
import { tableLines } from '../table.js';

const COLUMNS = [
  { title: 'PID', align: 'right' },
  { title: 'PPID', align: 'right' },
  { title: 'USER' },
  { title: 'STATE' },
  { title: 'CPU', align: 'right' },
  { title: 'MEMORY', align: 'right' },
  { title: 'COMMAND' },
] as const;

export function addPs(program: Command, invocation: Invocation): void {
  addCommand<{ all?: boolean }>(program, invocation, 'ps <vm>', ps)
    .description('list the processes in a VM; needs no ps there')
    .option('-a, --all', 'kernel threads too')
    .addHelpText('after', examples('vmwright ps web'));
}

async function ps([name = '']: string[], flags: { all?: boolean }, session: Session): Promise<undefined> {
  const found = await session.withVm(name, (vm) => readGuestProcesses(vm, session.signal));
  const shown = found.filter((process) => flags.all === true || !process.kernelThread);
  session.print(shown, () => {
    const rows = shown.map((process) => [
      String(process.pid),
      String(process.parent),
      process.user,
      process.state,
      `${process.cpuSeconds.toFixed(2)}s`,
      process.kernelThread ? '' : formatSize(process.residentBytes),
      process.command,
    ]);
    return tableLines(COLUMNS, rows);
  });
}
