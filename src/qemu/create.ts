import { messageOf, VmError } from '../core/errors.js';
import { log } from '../core/log.js';
import type { Operation } from '../core/operation.js';
import type { VmSpec } from '../engine/vm-spec.js';
import type { HostFacts, Runner } from '../remote/runner.js';
import { qemuArgv } from './argv.js';
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
  readonly record: VmRecord;
  readonly folder: VmFolder;
  readonly command: readonly string[];
}

/** Starts a VM, see {@link Engine.create}. */
export async function createVm(host: QemuHost, spec: VmSpec, op: Operation): Promise<QemuMachine> {
  const start = await prepare(host, spec, op);
  return await run(host, start, op);
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
  return { record, folder, command: startCommand(plan(facts, record, folder, firmware)) };
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

/** Starts QEMU under its supervisor; ready once QEMU answers. */
async function run({ runner }: QemuHost, start: Start, op: Operation): Promise<QemuMachine> {
  const { record, folder, command } = start;
  const supervisor = await op.acquire(runner.spawn(command, { detached: record.spec.detached }), (late) =>
    late.kill(),
  );
  const process = new QemuProcess(supervisor);
  op.defer(() => undoStart(runner, folder, process));
  supervisor.stdin.write(`${JSON.stringify(record)}\n`);
  const qmp = new QmpClient({ input: supervisor.stdout, output: supervisor.stdin });
  const attachment = { slot: 0, qmp, process, slotLock: undefined } as const;
  const machine = new QemuMachine({ runner, record, folder, attachment });
  try {
    await op.race(qmp.ready);
  } catch (error) {
    op.throwIfAborted();
    if (qmp.lost !== undefined) throw qmp.lost;
    await op.race(process.qemuExited);
    log('start of %s: %s', record.spec.id, messageOf(error));
    throw startError(record.spec.name, process.stderr);
  }
  return machine;
}

async function undoStart(runner: Runner, folder: VmFolder, process: QemuProcess): Promise<void> {
  if (!(await process.end())) await removeVm(runner, folder);
}
