import type { Command } from 'commander';
import { formatSize } from '../../core/size.js';
import { formatAge } from '../duration.js';
import { addCommand, examples, type Invocation } from '../register.js';
import type { Session } from '../session.js';
import { tableLines } from '../table.js';

const COLUMNS = [
  { title: 'NAME' },
  { title: 'ID' },
  { title: 'IMAGE' },
  { title: 'ENGINE' },
  { title: 'CPUS', align: 'right' },
  { title: 'MEMORY', align: 'right' },
  { title: 'AGE', align: 'right' },
  { title: 'STATE' },
] as const;

export function addLs(program: Command, invocation: Invocation): void {
  addCommand<{ quiet?: boolean }>(program, invocation, 'ls', ls)
    .alias('list')
    .description('list the running VMs of the host')
    .option('-q, --quiet', 'print ids only')
    .addHelpText('after', examples('vmwright ls', 'vmwright rm $(vmwright ls -q)', 'vmwright ls --json'));
}

async function ls(_operands: string[], flags: { quiet?: boolean }, session: Session): Promise<undefined> {
  const host = await session.connect();
  const vms = await host.listVms({ signal: session.signal });
  session.print(vms, () => {
    // Ids are for other commands, which must not hit what others made by chance.
    if (flags.quiet === true) return vms.filter((vm) => !vm.foreign).map((vm) => vm.id);
    const rows = vms.map((vm) => [
      vm.name,
      vm.id,
      vm.image,
      `${vm.engine}/${vm.hypervisor}`,
      String(vm.cpus),
      formatSize(vm.memory),
      vm.foreign ? '-' : formatAge(Date.now() - vm.createdAt.getTime()), // libvirt does not tell
      vm.foreign ? 'foreign' : vm.detached ? 'detached' : 'attached',
    ]);
    return tableLines(COLUMNS, rows);
  });
}
