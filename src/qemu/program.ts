import { VmError } from '../core/errors.js';
import type { Operation } from '../core/operation.js';
import type { KvmProbe } from '../engine/choose-kvm.js';
import type { Capability, EngineReport, JailReport, MachineStats } from '../engine/engine.js';
import type { VmSpec } from '../engine/vm-spec.js';
import type { Runner } from '../remote/runner.js';
import {
  diskStats,
  neededDisks,
  processStats,
  type RunningVm,
  type StartContext,
  type StartPlan,
  tapNeeded,
  type VmProgram,
} from '../vm-process/index.js';
import { qemuArgv } from './argv.js';
import { QEMU_PROGRAM, QemuHost } from './host.js';
import { NOT_YET, probeQemu } from './probe.js';
import { qemuMessage, startError } from './start-errors.js';
import { startSteps } from './start-steps.js';

/** The host's own QEMU, accelerated by KVM or emulating. */
export class QemuProgram implements VmProgram {
  readonly engine = 'qemu';
  readonly title = 'QEMU';
  readonly resizeMemory: Capability = NOT_YET;
  readonly startError = startError;
  readonly message = qemuMessage;
  readonly #probeKvm: KvmProbe;

  constructor(probeKvm: KvmProbe) {
    this.#probeKvm = probeKvm;
  }

  probe(runner: Runner, op: Operation): Promise<EngineReport> {
    return probeQemu(new QemuHost(runner, this.#probeKvm), op);
  }

  async plan({ runner, spec, folder }: StartContext, op: Operation): Promise<StartPlan> {
    const host = new QemuHost(runner, this.#probeKvm);
    const { boot, disks } = spec;
    const uefi = boot.type === 'disk' && boot.firmware === 'uefi';
    const [hypervisor, firmware] = await op.race(
      Promise.all([host.choose(spec), uefi ? host.firmware(op.signal) : undefined]),
    );
    requireMinimal(spec, hypervisor);
    if (uefi && firmware === undefined) {
      throw new VmError('VM_UNSUPPORTED', 'no UEFI firmware is installed on the host', {
        remedy: 'apt-get install ovmf',
      });
    }
    const bootFiles = boot.type === 'kernel' ? [boot.vmlinux ?? boot.kernel, boot.initrd] : [];
    return {
      hypervisor,
      needed: [
        ...bootFiles.flatMap((path) =>
          path === undefined ? [] : [{ code: 'IMAGE_NOT_FOUND' as const, path }],
        ),
        ...neededDisks(disks),
        ...tapNeeded(spec.network),
      ],
      steps: startSteps(disks, folder, firmware?.vars),
      argv: qemuArgv(spec, { folder, program: QEMU_PROGRAM, hypervisor, firmwareCode: firmware?.code }),
    };
  }

  async stats({ runner, spec, folder, qmp }: RunningVm): Promise<MachineStats> {
    const figures = async () => processStats(runner, Number(await runner.files.read(folder.pid)));
    const [blocks, process] = await Promise.all([qmp.execute('query-blockstats'), figures()]);
    const disks = diskStats(blocks, spec.disks.length);
    return { ...process, memoryBytes: spec.memoryBytes, disks, jail: jailOf(spec) };
  }

  /** Its serial port prints from the first line on, so the panic is found there. */
  failedReset(): undefined {
    return undefined;
  }
}

/** QEMU's microvm has no firmware, and its guests calibrate their clock by nothing but what KVM tells them. */
function requireMinimal({ profile, boot }: VmSpec, hypervisor: 'kvm' | 'emulated'): void {
  if (profile !== 'minimal' || (boot.type === 'kernel' && hypervisor === 'kvm')) return;
  throw new VmError('VM_UNSUPPORTED', "profile 'minimal' is for kernels booted directly, under KVM", {
    remedy: "Leave the option profile out; 'vmwright doctor' says whether KVM works.",
  });
}

/** QEMU's sandbox is its seccomp filter; the rest of a jail it has not. */
function jailOf({ jail }: VmSpec): JailReport {
  const missing = ['namespaces', 'empty root', 'user of its own'].map((what) => `${what}: QEMU does without`);
  return { jailed: jail, missing: jail ? missing : [] };
}
