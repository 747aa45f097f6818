import type { Command } from 'commander';
import { isVmError } from '../../core/errors.js';
import { addCommand, examples, type Invocation } from '../register.js';
import { UsageError } from '../report-error.js';
import type { Session } from '../session.js';

interface RmFlags {
  readonly force?: boolean;
  readonly all?: boolean;
}

export function addRm(program: Command, invocation: Invocation): void {
  addCommand<RmFlags>(program, invocation, 'rm [vm...]', rm)
    .description('destroy VMs at once, without asking the guest')
    .option('-f, --force', 'no error for a VM that does not exist')
    .option('-a, --all', 'all VMs of the host that vmwright made')
    .addHelpText('after', examples('vmwright rm web', 'vmwright rm --all'));
}

async function rm(operands: string[], flags: RmFlags, session: Session): Promise<number | undefined> {
  if ((flags.all === true) === operands.length > 0) {
    throw new UsageError('rm takes either names or --all', 'Write vmwright rm web, or vmwright rm --all.');
  }
  const names = flags.all === true ? await allIds(session) : operands;
  return session.forEach(names, async (name) => {
    try {
      await session.withAnyVm(name, (vm) => vm.destroy());
      session.print({ id: name }, () => [name]);
    } catch (error) {
      // With --all it may have ended meanwhile, which is what we want.
      const missing = isVmError(error) && error.code === 'VM_NOT_FOUND';
      if (!missing || (flags.force !== true && flags.all !== true)) throw error;
    }
  });
}

async function allIds(session: Session): Promise<string[]> {
  const host = await session.connect();
  const vms = await host.listVms({ signal: session.signal });
  return vms.filter(({ foreign }) => !foreign).map(({ id }) => id);
}
