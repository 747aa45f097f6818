import { VmError } from '../core/errors.js';
import type { Operation } from '../core/operation.js';
import type { Capability, EngineReport, JailReport, MachineStats } from '../engine/engine.js';
import type { XenGuestType } from '../engine/hypervisor-report.js';
import type { LiveControls } from '../engine/live-controls.js';
import type { VmSpec } from '../engine/vm-spec.js';
import { nativeProgram } from '../native/index.js';
import type { Runner } from '../remote/runner.js';
import {
  diskStats,
  guestType,
  neededDisks,
  type RunningVm,
  refuseReadOnlyQcow2,
  type StartContext,
  type StartPlan,
  type VmProgram,
} from '../vm-process/index.js';
import { kernelFile, toolstackConfig } from './config.js';
import { XenControls } from './controls.js';
import { domainUuid } from './domain-uuid.js';
import { probeXen } from './probe.js';
import { renameDomain } from './rename.js';
import { startError, toolstackMessage } from './start-errors.js';
import { startSteps } from './start-steps.js';
import { domainStats } from './stats.js';

/** Descriptor on which the start script passes the configuration. */
const CONFIG_FD = 3;

/** vmwright-toolstack in dom0: it makes the VM's domain with libxenlight, stays with it and ends with it. */
export class XenProgram implements VmProgram {
  readonly engine = 'xen';
  readonly title = 'vmwright-toolstack';
  readonly resizeMemory: Capability = { supported: true };
  readonly startError = startError;
  readonly message = toolstackMessage;
  /** What hosts can run, as their last probe found. */
  readonly #guestTypes = new WeakMap<Runner, readonly XenGuestType[]>();

  async probe(runner: Runner, op: Operation): Promise<EngineReport> {
    const { report, guestTypes } = await probeXen(runner, op);
    if (guestTypes !== undefined) this.#guestTypes.set(runner, guestTypes);
    return report;
  }

  async plan(
    { runner, spec, folder, saved, receives = false }: StartContext,
    op: Operation,
  ): Promise<StartPlan> {
    requirePossible(spec);
    const type = guestType(spec, this.#guestTypes.get(runner));
    const program = await stageToolstack(runner, op);
    const uuid = domainUuid(spec.id);
    const resumed = saved === undefined ? {} : { saved };
    const config = toolstackConfig(spec, { type, folder, uuid, program, receives, ...resumed });
    return {
      hypervisor: 'xen',
      needed: [
        ...bootFiles(spec, type).map((path) => ({ code: 'IMAGE_NOT_FOUND' as const, path })),
        ...neededDisks(spec.disks),
      ],
      steps: startSteps(spec, config, folder),
      argv: [program, '--config-fd', String(CONFIG_FD)],
    };
  }

  live(vm: RunningVm): LiveControls {
    return new XenControls(vm);
  }

  async rename({ qmp }: RunningVm, name: string): Promise<void> {
    await renameDomain(qmp, name);
  }

  async stats({ spec, qmp }: RunningVm): Promise<MachineStats> {
    const [own, balloon, blocks] = await Promise.all([
      qmp.execute('x-xen-stats'),
      qmp.execute('query-balloon'),
      qmp.execute('query-blockstats'),
    ]);
    return {
      ...domainStats(own),
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
 * The hypervisor keeps domains apart, so a guest can attack from outside of it only what serves its channels and disks: the
 * toolstack and the device model that libxenlight starts, as root both.
 */
function jailOf({ jail, agent, disks }: VmSpec): JailReport {
  const served = agent || disks.length > 0;
  return {
    jailed: jail,
    missing: jail && served ? ['user of its own: what serves its channels and disks is root in dom0'] : [],
  };
}

/** Refuses what the probe says no to, for those who insist on this engine. */
function requirePossible({ disks, hypervisor, network, profile }: VmSpec): void {
  disks.forEach(refuseReadOnlyQcow2);
  if (hypervisor !== 'auto' && hypervisor !== 'xen')
    throw new VmError('VM_UNSUPPORTED', `the xen engine does not run guests on '${hypervisor}'`);
  if (profile === 'minimal') {
    throw new VmError(
      'VM_UNSUPPORTED',
      "profile 'minimal' is a machine of virtio devices, and Xen has its own",
      {
        remedy: 'Leave the option profile out: a PVH guest has no emulated device anyway.',
      },
    );
  }
  if (network.type === 'tap') {
    const what = 'Xen makes the devices of its guests itself and takes no tap device';
    throw new VmError('VM_UNSUPPORTED', what, { remedy: "Pass network: { bridge: 'NAME' }." });
  }
}

function bootFiles({ boot }: VmSpec, type: XenGuestType): string[] {
  if (boot.type === 'disk') return [];
  return [kernelFile(boot, type), ...(boot.initrd === undefined ? [] : [boot.initrd])];
}

/** Makes the toolstack available on the host, where only its first VM waits for it. */
export async function stageToolstack(runner: Runner, op: Operation): Promise<string> {
  const program = nativeProgram('vmwright-toolstack');
  if (program === undefined) {
    throw new VmError('ENGINE_UNAVAILABLE', 'this copy of vmwright has no vmwright-toolstack', {
      remedy: 'npm run build:native',
    });
  }
  return op.race(runner.files.stage(program, { signal: op.signal }));
}
