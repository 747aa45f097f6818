import { randomUUID } from 'node:crypto';
import { VmError } from '../core/errors.js';
import type { Operation } from '../core/operation.js';
import type { Capability, EngineReport, JailReport, MachineStats } from '../engine/engine.js';
import type { KernelBoot, VmSpec } from '../engine/vm-spec.js';
import { nativeProgram } from '../native/index.js';
import type { Runner } from '../remote/runner.js';
import {
  diskStats,
  type RunningVm,
  type StartContext,
  type StartPlan,
  type VmProgram,
} from '../vm-process/index.js';
import { toolstackConfig } from './config.js';
import { probeXen } from './probe.js';
import { startError, toolstackMessage } from './start-errors.js';
import { startSteps } from './start-steps.js';

/** Descriptor on which the start script passes the configuration. */
const CONFIG_FD = 3;

/** vmwright-toolstack in dom0: it makes the VM's domain with libxenlight, stays with it and ends with it. */
export class XenProgram implements VmProgram {
  readonly engine = 'xen';
  readonly title = 'vmwright-toolstack';
  readonly resizeMemory: Capability = { supported: true };
  readonly startError = startError;
  readonly message = toolstackMessage;

  probe(runner: Runner, op: Operation): Promise<EngineReport> {
    return probeXen(runner, op);
  }

  async plan({ runner, spec, folder }: StartContext, op: Operation): Promise<StartPlan> {
    const boot = bootable(spec);
    const program = await stageToolstack(runner, op);
    const config = toolstackConfig(spec, { boot, folder, uuid: randomUUID(), program });
    const bootFiles = [boot.vmlinux ?? boot.kernel, ...(boot.initrd === undefined ? [] : [boot.initrd])];
    return {
      hypervisor: 'xen',
      needed: [
        ...bootFiles.map((path) => ({ code: 'IMAGE_NOT_FOUND' as const, path })),
        ...spec.disks.map(({ path }) => ({ code: 'DISK_UNREADABLE' as const, path })),
      ],
      steps: startSteps(spec, config, folder),
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
      jail: jailOf(spec),
    };
  }

  /** A domain tells the hypervisor whether it reboots or has crashed. */
  failedReset(): undefined {
    return undefined;
  }
}

/**
 * The hypervisor keeps domains apart, so a guest can attack from outside of it only what serves its channels and disks: a
 * device model that libxenlight starts as root.
 */
function jailOf({ jail, agent, disks }: VmSpec): JailReport {
  const served = agent || disks.length > 0;
  return {
    jailed: jail,
    missing: jail && served ? ['user of its own: the device model is root in dom0'] : [],
  };
}

/** Refuses what the probe says no to, for those who insist on this engine. */
function bootable({ boot, hypervisor, network }: VmSpec): KernelBoot {
  if (hypervisor !== 'auto' && hypervisor !== 'xen') {
    throw new VmError('VM_UNSUPPORTED', `the xen engine does not run guests on '${hypervisor}'`);
  }
  if (boot.type !== 'kernel') {
    throw new VmError('VM_UNSUPPORTED', 'the xen engine starts Linux kernels and has no firmware yet');
  }
  if (network.type === 'tap') {
    throw new VmError(
      'VM_UNSUPPORTED',
      'Xen makes the devices of its guests itself and takes no tap device',
      {
        remedy: "Pass network: { bridge: 'NAME' }.",
      },
    );
  }
  return boot;
}

/** Makes the toolstack available on the host, where only its first VM waits for it. */
async function stageToolstack(runner: Runner, op: Operation): Promise<string> {
  const program = nativeProgram('vmwright-toolstack');
  if (program === undefined) {
    throw new VmError('ENGINE_UNAVAILABLE', 'this copy of vmwright has no vmwright-toolstack', {
      remedy: 'npm run build:native',
    });
  }
  return op.race(runner.files.stage(program, { signal: op.signal }));
}
