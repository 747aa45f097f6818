import type { Command } from 'commander';
import { attachProcess, guestCommand } from '../attach-process.js';
import { defined } from '../defined.js';
import { parseDuration } from '../duration.js';
import { parseEnv } from '../parse.js';
import { addCommand, collect, examples, type Invocation } from '../register.js';
import { UsageError } from '../report-error.js';
import type { Session } from '../session.js';

interface ExecFlags {
  readonly tty?: boolean;
  readonly env?: string[];
  readonly user?: string;
  readonly cwd?: string;
  readonly timeout?: string;
}

export function addExec(program: Command, invocation: Invocation): void {
  addCommand<ExecFlags>(program, invocation, 'exec <vm> [command...]', exec)
    .usage('[options] <vm> [-- command args...]')
    .description('run a command, or a shell, in a running VM')
    .option('-t, --tty', 'run it on a pseudo-terminal')
    .option('-i, --interactive', 'accepted for -it; standard input is always passed on')
    .option('-e, --env <entry>', 'NAME=VALUE, or NAME to pass on our own variable', collect)
    .option('--user <user>', "user that it runs as (default: the VM's)")
    .option('--cwd <dir>', "directory in the guest that it runs in (default: the user's home)")
    .option('--timeout <duration>', 'kill it in the guest after that long, like 30s')
    .addHelpText(
      'after',
      examples(
        'vmwright exec web -- systemctl status',
        'vmwright exec -it web',
        'vmwright exec web -- cat < file',
      ),
    );
}

async function exec(operands: string[], flags: ExecFlags, session: Session): Promise<number> {
  const [name = '', ...more] = operands;
  if (more.length > 0) {
    throw new UsageError(
      `'${more[0]}' is one word too many`,
      `Write the command behind --: vmwright exec ${name} -- ${more.join(' ')}`,
    );
  }
  const options = {
    env: parseEnv(flags.env ?? [], process.env),
    ...defined({ user: flags.user, cwd: flags.cwd }),
    ...(flags.timeout === undefined ? {} : { timeout: parseDuration(flags.timeout) }),
  };
  const guest = guestCommand(session.guestCommand, flags.tty === true, options);
  return session.withVm(name, (vm) => attachProcess(vm, guest, session.signal));
}
