import type { Operation } from '../core/operation.js';
import type { Capability, JailReport, MachineStats } from '../engine/engine.js';
import type { VmSpec } from '../engine/vm-spec.js';
import { diskStats, type RunningVm, type VmAccess, type VmKind } from '../vm-process/index.js';
import type { Connection } from './connection.js';

/** Machines whose QEMU libvirt runs. */
export class LibvirtKind implements VmKind {
  readonly engine = 'libvirt';
  readonly title: string = 'QEMU';
  readonly resizeMemory: Capability = { supported: true };
  readonly access: VmAccess;

  constructor(access: VmAccess) {
    this.access = access;
  }

  /** libvirt keeps what QEMU says. */
  message(): string {
    return 'libvirt has its log';
  }

  async stats(vm: RunningVm, op: Operation): Promise<MachineStats> {
    const { qmp } = vm;
    const [own, balloon, disks] = await Promise.all([
      qmp.execute('x-vmwright-stats'),
      qmp.execute('query-balloon'),
      this.disks(vm, op),
    ]);
    const { jailed, missing = [] } = own.jail;
    return {
      cpuSeconds: own.cpuNs / 1e9,
      residentBytes: own.residentBytes,
      memoryBytes: balloon.actual,
      disks,
      jail: { jailed, missing },
    };
  }

  protected async disks({ qmp, spec }: RunningVm, _op: Operation): Promise<MachineStats['disks']> {
    return diskStats(await qmp.execute('query-blockstats'), spec.disks.length);
  }

  /** The serial port prints from the first line on, so a panic is found there. */
  failedReset(): undefined {
    return undefined;
  }
}

/** Models of mandatory access control that libvirt confines QEMU with on the host. */
export async function confinementOf(connection: Connection): Promise<string[]> {
  const capabilities = await connection.capabilities();
  return capabilities
    .all('host', 'secmodel', 'model')
    .map(({ text }) => text)
    .filter((model) => model !== 'none' && model !== 'dac');
}

/** libvirt has QEMU's seccomp filter on; the rest depends on its daemon. */
export async function jailOf({ jail }: VmSpec, connection: Connection): Promise<JailReport> {
  if (!jail) return { jailed: false, missing: [] };
  if (connection.local.driver === 'xen') {
    return { jailed: true, missing: ['user of its own: the device model is root in dom0'] };
  }
  const confined = (await confinementOf(connection)).length > 0;
  return {
    jailed: true,
    missing: [
      ...(confined ? [] : ['mandatory access control: the host has neither SELinux nor AppArmor on']),
      ...(connection.local.scope === 'system'
        ? []
        : ['user of its own: the daemon of a user has only that user']),
    ],
  };
}
