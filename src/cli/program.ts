import { Command } from 'commander';
import { addBench } from './commands/bench.js';
import { addConsole } from './commands/console.js';
import { addCp } from './commands/cp.js';
import { addDoctor } from './commands/doctor.js';
import { addExec } from './commands/exec.js';
import { addForward } from './commands/forward.js';
import { addImage } from './commands/image.js';
import { addLogs } from './commands/logs.js';
import { addLs } from './commands/ls.js';
import { addPs } from './commands/ps.js';
import { addRm } from './commands/rm.js';
import { addRun } from './commands/run.js';
import { addStop } from './commands/stop.js';
import { examples, type Invocation } from './register.js';

const HELP = `${examples(
  'vmwright run base -- uname -a           run one command in a new VM',
  'vmwright run -it debian:12              a shell in a new VM',
  'vmwright run -d --name web debian:12    a VM that stays',
  'vmwright exec web -- uptime',
  'vmwright doctor                         what this machine can run, and why not',
)}
Exit codes: the guest command's own (128+n for signal n), 2 usage, 125 vmwright failed,
126 command cannot start, 127 command not found, 130 interrupted. See docs/cli.md.
`;

/** The whole command line. Parsing throws commander's errors instead of exiting. */
export function buildProgram(version: string, invocation: Invocation): Command {
  const program = new Command('vmwright');
  program
    .description('Provision and run virtual machines.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .configureHelp({ showGlobalOptions: true })
    .option('--host <host>', "where VMs run: 'local' or an ssh:// URL", process.env.VMWRIGHT_HOST || 'local')
    .option(
      '--ssh-config <file>',
      'ssh configuration for ssh:// hosts ($VMWRIGHT_SSH_CONFIG; default ~/.ssh/config)',
      process.env.VMWRIGHT_SSH_CONFIG || undefined,
    )
    .option(
      '--host-key <key>',
      "'accept-new' or the fingerprint SHA256:… of the host (default: known_hosts decides)",
    )
    .option('--json', 'results on stdout and errors on stderr as JSON')
    .configureOutput({ outputError: () => {} }) // main.ts reports it in our format
    .exitOverride()
    .addHelpText('after', HELP);
  for (const add of [addRun, addExec, addLs, addPs, addConsole, addLogs, addCp, addForward, addStop, addRm]) {
    add(program, invocation);
  }
  addImage(program, invocation);
  addDoctor(program, invocation);
  addBench(program, invocation);
  return program;
}
