import { once } from 'node:events';
import type { Command } from 'commander';
import { parsePublish } from '../parse.js';
import { addCommand, examples, type Invocation } from '../register.js';
import type { Session } from '../session.js';

export function addForward(program: Command, invocation: Invocation): void {
  addCommand<object>(program, invocation, 'forward <vm> <port...>', forward)
    .description('open local ports into a running VM until Ctrl-C; needs no network in the guest')
    .addHelpText(
      'after',
      examples('vmwright forward web 8080:80', 'vmwright forward web 80 0.0.0.0:5432:5432'),
    );
}

async function forward(
  [name = '', ...ports]: string[],
  _flags: object,
  session: Session,
): Promise<undefined> {
  const wanted = ports.map(parsePublish);
  await session.withVm(name, async (vm) => {
    for (const port of wanted) {
      const { address, port: local, guestPort } = await vm.forward(port);
      session.print({ address, port: local, guestPort }, () => [`${address}:${local} -> ${guestPort}`]);
    }
    const ended = new Promise<void>((resolve) => {
      vm.on('stopped', () => resolve());
      vm.on('crashed', () => resolve());
    });
    await Promise.race([ended, once(session.signal, 'abort')]);
  });
}
