import { VmError } from '../core/errors.js';
import type { Operation } from '../core/operation.js';
import type { Capability, EngineReport, MachineStats } from '../engine/engine.js';
import type { KernelBoot, VmSpec } from '../engine/vm-spec.js';
import { nativeProgram } from '../native/index.js';
import type { Runner } from '../remote/runner.js';
import {
  diskStats,
  neededDisks,
  passtSocket,
  type RunningVm,
  type StartContext,
  type StartPlan,
  tapNeeded,
  type VmmStats,
  type VmProgram,
} from '../vm-process/index.js';
import { vmmConfig } from './config.js';
import { probeVmm } from './probe.js';
import { startError, vmmMessage } from './start-errors.js';
import { startSteps } from './start-steps.js';

/** Descriptor on which the start script passes the configuration. */
const CONFIG_FD = 3;

/** Our own VMM on /dev/kvm. */
export class VmmProgram implements VmProgram {
  readonly engine = 'kvm';
  readonly title = 'vmwright-vmm';
  readonly resizeMemory: Capability = { supported: true };
  readonly startError = startError;
  readonly message = vmmMessage;

  probe(runner: Runner, op: Operation): Promise<EngineReport> {
    return probeVmm(runner, op);
  }

  async plan({ runner, spec, folder }: StartContext, op: Operation): Promise<StartPlan> {
    const boot = bootable(spec);
    const program = await stageVmm(runner, op);
    const config = vmmConfig(spec, boot, folder, passtSocket(spec.id));
    const bootFiles = [boot.vmlinux ?? boot.kernel, ...(boot.initrd === undefined ? [] : [boot.initrd])];
    return {
      hypervisor: 'kvm',
      needed: [
        ...bootFiles.map((path) => ({ code: 'IMAGE_NOT_FOUND' as const, path })),
        ...neededDisks(spec.disks),
        ...tapNeeded(spec.network),
      ],
      steps: startSteps(spec, config),
      argv: [program, '--config-fd', String(CONFIG_FD)],
    };
  }

  async stats({ spec, qmp }: RunningVm): Promise<MachineStats> {
    const [own, balloon, blocks] = await Promise.all([
      qmp.execute('x-vmwright-stats'),
      qmp.execute('query-balloon'),
      qmp.execute('query-blockstats'),
    ]);
    return {
      cpuSeconds: own.cpuNs / 1e9,
      residentBytes: own.residentBytes,
      memoryBytes: balloon.actual,
      disks: diskStats(blocks, spec.disks.length),
      networks: own.net === undefined ? [] : [networkStats(own.net)],
      jail: { jailed: own.jail.jailed, missing: own.jail.missing ?? [] },
    };
  }

  /** Its console needs a driver, which a guest that cannot even start its first program never loads. */
  failedReset(console: string): string | undefined {
    if (console.trim() !== '') return undefined;
    return "the guest reset before it had a console; to read why, add 'console=ttyS0' to its cmdline";
  }
}

/** Refuses what the probe says no to, for those who insist on this engine. */
function bootable({ boot, disks, hypervisor }: VmSpec): KernelBoot {
  const remedy = { remedy: 'Use the engine qemu.' };
  if (hypervisor !== 'auto' && hypervisor !== 'kvm') {
    throw new VmError('VM_UNSUPPORTED', `the kvm engine does not run guests on '${hypervisor}'`, remedy);
  }
  if (boot.type !== 'kernel') {
    throw new VmError('VM_UNSUPPORTED', 'the kvm engine starts Linux kernels and has no firmware', remedy);
  }
  const qcow2 = disks.find(({ format }) => format !== 'raw');
  if (qcow2 === undefined) return boot;
  throw new VmError('VM_UNSUPPORTED', `${qcow2.path}: the kvm engine reads raw disks only`, {
    remedy: 'Convert it with `qemu-img convert -O raw`, or use the engine qemu.',
  });
}

function networkStats(net: NonNullable<VmmStats['net']>): NonNullable<MachineStats['networks']>[number] {
  return {
    receivedBytes: net.receivedBytes,
    receivedPackets: net.receivedFrames,
    sentBytes: net.sentBytes,
    sentPackets: net.sentFrames,
  };
}

/** Makes the VMM available on the host, where only its first VM waits for it. */
async function stageVmm(runner: Runner, op: Operation): Promise<string> {
  const program = nativeProgram('vmwright-vmm');
  if (program === undefined) {
    throw new VmError('ENGINE_UNAVAILABLE', 'this copy of vmwright has no vmwright-vmm', {
      remedy: 'npm run build:native',
    });
  }
  return op.race(runner.files.stage(program, { signal: op.signal }));
}
