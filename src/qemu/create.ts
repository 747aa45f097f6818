import { messageOf, VmError } from '../core/errors.js';
import { log } from '../core/log.js';
import type { Operation } from '../core/operation.js';
import type { VmSpec } from '../engine/vm-spec.js';
import type { HostFacts } from '../remote/runner.js';
import { qemuArgv } from './argv.js';
import { attachSlot } from './attach.js';
import { type Firmware, QEMU_PROGRAM, type QemuHost } from './host.js';
import { removeVm } from './list-script.js';
import { QemuMachine } from './machine.js';
import { QemuProcess } from './qemu-process.js';
import { QmpClient } from './qmp-client.js';
import { startError } from './start-errors.js';
import { type StartPlan, startCommand } from './start-script.js';
import { checkSocketPaths, type VmFolder, type VmRecord, vmFolder } from './vm-folder.js';

/** One VM about to start. */
interface Start {
  readonly facts: HostFacts;
  readonly record: VmRecord;
  readonly folder: VmFolder;
  readonly command: readonly string[];
}

/** Starts a VM, see {@link Engine.create}. */
export async function createVm(host: QemuHost, spec: VmSpec, op: Operation): Promise<QemuMachine> {
  const start = await prepare(host, spec, op);
  return spec.detached ? await startDetached(host, start, op) : await startOwned(host, start, op);
}

async function prepare(host: QemuHost, spec: VmSpec, op: Operation): Promise<Start> {
  const uefi = spec.boot.type === 'disk' && spec.boot.firmware === 'uefi';
  const [facts, hypervisor, firmware] = await op.race(
    Promise.all([host.runner.facts(), host.choose(spec), uefi ? host.firmware(op.signal) : undefined]),
  );
  if (uefi && firmware === undefined) {
    throw new VmError('VM_UNSUPPORTED', 'no UEFI firmware is installed on the host', {
      remedy: 'apt-get install ovmf',
    });
  }
  const folder = vmFolder(facts, spec.id, spec.name);
  checkSocketPaths(folder);
  const record: VmRecord = { version: 1, engine: 'qemu', hypervisor, spec };
  return { facts, record, folder, command: startCommand(plan(facts, record, folder, firmware)) };
}

function plan(
  facts: HostFacts,
  { spec, hypervisor }: VmRecord,
  folder: VmFolder,
  firmware?: Firmware,
): StartPlan {
  const { boot, disks } = spec;
  const bootFiles = boot.type === 'kernel' ? [boot.vmlinux ?? boot.kernel, boot.initrd] : [];
  const context = { folder, program: QEMU_PROGRAM, hypervisor, firmwareCode: firmware?.code };
  return {
    runtimeDir: facts.runtimeDir,
    run: folder.run,
    state: folder.state,
    name: folder.name,
    needed: [
      ...bootFiles.flatMap((path) =>
        path === undefined ? [] : [{ code: 'IMAGE_NOT_FOUND' as const, path }],
      ),
      ...disks.map(({ path }) => ({ code: 'DISK_UNREADABLE' as const, path })),
    ],
    firmwareVars: firmware?.vars,
    overlays: disks.flatMap(({ access, path, format, size }, index) =>
      access === 'overlay' ? [{ base: path, format, target: folder.disk(index), size }] : [],
    ),
    qemu: qemuArgv(spec, context),
    detached: spec.detached,
  };
}

/** QEMU under its supervisor: it and all it has ends with us. */
async function startOwned({ runner }: QemuHost, start: Start, op: Operation): Promise<QemuMachine> {
  const { record, folder, command } = start;
  const supervisor = await op.acquire(runner.spawn(command), (late) => late.kill());
  const owned = new QemuProcess(supervisor);
  op.defer(async () => {
    if (!(await owned.end())) log('start of %s: %s', record.spec.id, owned.stderr);
  });
  supervisor.stdin.write(`${JSON.stringify(record)}\n`);
  const qmp = new QmpClient({ input: supervisor.stdout, output: supervisor.stdin });
  try {
    await op.race(qmp.ready);
  } catch (error) {
    op.throwIfAborted();
    await op.race(owned.qemuExited);
    throw withCause(startError(record.spec, owned.stderr), error);
  }
  return new QemuMachine({ runner, record, folder, slot: 0, qmp, owned, slotLock: undefined }, 'running');
}

/** QEMU puts itself into the background; we are then only the first program that attaches. */
async function startDetached({ runner }: QemuHost, start: Start, op: Operation): Promise<QemuMachine> {
  const { facts, record, folder, command } = start;
  // Not cancellable: QEMU leaves our process group when it goes into the background. It takes a fraction of a second.
  const started = runner.run(command, { input: `${JSON.stringify(record)}\n` });
  op.defer(async () => {
    const result = await started;
    if (result.exitCode === 0) await removeVm(runner, folder);
  });
  const { exitCode, stderr } = await op.race(started);
  if (exitCode !== 0) throw startError(record.spec, stderr);
  return await attachSlot(runner, facts, record, op);
}

function withCause(error: VmError, cause: unknown): VmError {
  log('start: %s', messageOf(cause));
  return error;
}
