import type { Command } from 'commander';
import { parseDuration } from '../duration.js';
import { addCommand, examples, type Invocation } from '../register.js';
import type { Session } from '../session.js';

interface StopFlags {
  readonly grace?: string;
}

export function addStop(program: Command, invocation: Invocation): void {
  addCommand<StopFlags>(program, invocation, 'stop <vm...>', stop)
    .description('shut VMs down: ask the guest, then end it when the grace is over')
    .option('--grace <duration>', 'how long the guest gets (default: 30s)')
    .addHelpText('after', examples('vmwright stop web', 'vmwright stop --grace 5s web db'));
}

async function stop(names: string[], flags: StopFlags, session: Session): Promise<number | undefined> {
  const grace = flags.grace === undefined ? {} : { grace: parseDuration(flags.grace) };
  const stopOne = (name: string) =>
    session.withAnyVm(name, async (vm) => {
      await vm.stop({ ...grace, signal: session.signal });
      session.print({ id: vm.id, name: vm.name }, () => [name]);
    });
  return session.forEach(names, stopOne);
}
