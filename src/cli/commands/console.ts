import type { Command } from 'commander';
import { addCommand, examples, type Invocation } from '../register.js';
import type { Session } from '../session.js';
import { showConsole } from '../show-console.js';

export function addConsole(program: Command, invocation: Invocation): void {
  addCommand<object>(program, invocation, 'console <vm>', attach)
    .description("connect the terminal to a VM's console; Ctrl-] leaves it")
    .addHelpText('after', examples('vmwright console web'));
}

async function attach([name = '']: string[], _flags: object, session: Session): Promise<undefined> {
  await session.withAnyVm(name, async (vm) => {
    session.note(`console of ${vm.name}${process.stdin.isTTY ? '; Ctrl-] leaves it' : ''}`);
    const endedBy = await showConsole(vm, session.signal);
    if (endedBy === 'guest' && !session.signal.aborted) session.note('the guest closed its console');
  });
}
