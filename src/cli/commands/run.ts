import type { Readable } from 'node:stream';
import type { Command } from 'commander';
import { VmError } from '../../core/errors.js';
import type { Vm, VmEvent, VmOptions } from '../../index.js';
import { attachProcess, guestCommand } from '../attach-process.js';
import { defined } from '../defined.js';
import { parseDuration } from '../duration.js';
import { ProgressBar } from '../progress-bar.js';
import { addCommand, collect, examples, type Invocation } from '../register.js';
import { UsageError } from '../report-error.js';
import { chooseImage, hasAgent, type VmFlags, vmOptions } from '../run-options.js';
import type { Session } from '../session.js';
import { showConsole } from '../show-console.js';

interface RunFlags extends VmFlags {
  readonly tty?: boolean;
  readonly workdir?: string;
  readonly timeout?: string;
}

export function addRun(program: Command, invocation: Invocation): void {
  const command = addCommand<RunFlags>(program, invocation, 'run [image] [command...]', run)
    .usage('[options] <image> [-- command args...]')
    .description('create a VM, run a command or a shell in it, and destroy it')
    .option('-t, --tty', 'run the command on a pseudo-terminal')
    .option('-i, --interactive', 'accepted for -it; standard input is always passed on')
    .option('-d, --detach', 'leave the VM running and print its id')
    .option('--user <user>', 'user that commands run as (default: root)')
    .option('--workdir <dir>', 'directory in the guest that the command runs in')
    .option('-e, --env <entry>', 'NAME=VALUE, or NAME to pass on our own variable', collect)
    .option('--env-from <file>', 'lines of NAME=VALUE or NAME', collect)
    .option('--timeout <duration>', 'limit for booting plus command, like 30s or 5m');
  addMachineOptions(command);
  command.addHelpText(
    'after',
    examples(
      'vmwright run base -- uname -a',
      'vmwright run -it --memory 1GiB debian:12',
      'vmwright run -d --name web debian:12',
      'tar c src | vmwright run --network none base -- tar t',
      'TOKEN=secret vmwright run --env TOKEN base -- env',
    ),
  );
}

const DISK = 'PATH[,access=overlay|write|read][,format=raw|qcow2][,size=SIZE]';

function addMachineOptions(command: Command): void {
  command
    .option('--name <name>', 'name of the VM, unique on its host')
    .option('--cpus <n>', 'virtual CPUs (default: 1)')
    .option('--memory <size>', 'guest memory, like 1GiB (default: 512MiB)')
    .option('--network <kind>', 'user, isolated, none, tap:NAME or bridge:NAME (default: user)')
    .option('-p, --publish <port>', 'local port into the guest: 80, 8080:80, 127.0.0.1:8080:80', collect)
    .option('--disk <disk>', `further disk: ${DISK}`, collect)
    .option('--label <entry>', 'KEY=VALUE kept with the VM', collect)
    .option('--engine <name>', 'kvm, qemu, xen or libvirt (default: the best that works)')
    .option('--hypervisor <name>', 'kvm, xen or emulated (default: the best that works)')
    .option('--profile <name>', 'standard or minimal: without a PCI bus (default: standard)')
    .option('--no-jail', 'run the process of the VM with all rights of its user, to debug it')
    .option('--cmdline <words>', 'words added to the kernel command line')
    .option('--kernel <file>', 'boot this kernel instead of an image')
    .option('--initrd <file>', 'with --kernel: its initramfs')
    .option('--agent', 'with --kernel or --disk-image: it starts the vmwright agent')
    .option('--disk-image <file>', 'boot this whole disk instead of an image')
    .option('--uefi', 'with --disk-image: UEFI instead of BIOS')
    .option('--root-disk <file>', 'boot this root file system with our kernel and agent');
}

async function run(operands: string[], flags: RunFlags, session: Session): Promise<number> {
  const image = chooseImage(operands, flags);
  const timeout = flags.timeout === undefined ? undefined : parseDuration(flags.timeout);
  const deadline = timeout === undefined ? undefined : performance.now() + timeout;
  requireSense(flags, hasAgent(image), session);
  const options = await vmOptions(image, flags);
  const vm = await create({ ...options, ...defined({ timeout }) }, session);
  if (flags.detach === true) return leave(vm, session);
  try {
    announcePorts(vm, session);
    if (!hasAgent(image)) return await untilEnd(vm, session);
    const rest = deadline === undefined ? undefined : Math.max(1, Math.ceil(deadline - performance.now()));
    const call = defined({ cwd: flags.workdir, timeout: rest });
    const guest = guestCommand(session.guestCommand, flags.tty === true, call);
    return await attachProcess(vm, guest, session.signal);
  } finally {
    await vm.destroy();
  }
}

/** Combinations that could not do what they say. */
function requireSense(flags: RunFlags, agent: boolean, session: Session): void {
  if (flags.detach === true && session.guestCommand !== undefined) {
    throw new UsageError('--detach takes no command', 'Run it with `vmwright exec <vm> -- command`.');
  }
  if (flags.detach === true && flags.publish !== undefined) {
    throw new UsageError(
      '--publish needs a program that carries the connections, and --detach leaves none',
      'Run `vmwright forward <vm> 8080:80` afterwards.',
    );
  }
  if (!agent && session.guestCommand !== undefined) {
    throw new UsageError(
      'commands need the vmwright agent in the guest',
      'Add --agent if what you boot starts it; without a command you get the console.',
    );
  }
}

async function create(options: VmOptions, session: Session): Promise<Vm> {
  const host = await session.connect();
  using progress = new ProgressBar();
  using boot = new ProgressBar({ keep: false });
  const onEvent = ({ type }: VmEvent) => {
    const step = { type: 'progress', step: 'boot', message: 'booting the VM' } as const;
    if (type === 'booting') boot.update(step);
    if (type === 'ready') boot.update({ ...step, done: true });
  };
  const forPeople = { onProgress: progress.update, onEvent };
  return await host.createVm({ ...options, signal: session.signal, ...(session.json ? {} : forPeople) });
}

async function leave(vm: Vm, session: Session): Promise<number> {
  const { id, name, engine, hypervisor } = vm;
  await vm.detach();
  session.print({ id, name, engine, hypervisor }, () => [id]);
  return 0;
}

function announcePorts(vm: Vm, session: Session): void {
  for (const { address, port, guestPort } of vm.ports) {
    session.note(`${address}:${port} leads to port ${guestPort} of the VM`);
  }
}

/** Without an agent there is the console, from its first line on, until the guest shuts down. */
async function untilEnd(vm: Vm, session: Session): Promise<number> {
  session.note(`no agent in this VM: showing its console${process.stdin.isTTY ? '; Ctrl-] ends it' : ''}`);
  const endedBy = await showConsole(vm, session.signal, (await vm.followConsole()) as Readable);
  if (endedBy === 'user') return 0;
  for await (const event of vm.events({ signal: session.signal })) {
    if (event.type === 'stopped') return 0;
    if (event.type === 'crashed') {
      const code = event.reason === 'killed' ? 'VM_KILLED' : 'VM_CRASHED';
      const message = `the guest ended by ${event.reason}: ${event.detail}`;
      throw new VmError(code, message, { vmId: vm.id, remedy: 'Read its console above.' });
    }
  }
  return 0; // interrupted; main knows the code
}
