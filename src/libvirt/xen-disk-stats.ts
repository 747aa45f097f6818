import { VmError } from '../core/errors.js';
import type { Operation } from '../core/operation.js';
import type { MachineStats } from '../engine/engine.js';
import type { Domain } from '../native/libvirt/generated/domain.js';
import { QmpClient, type RunningVm, shapeOf, xenDiskName } from '../vm-process/index.js';
import { diskDriver } from './xen-domain-xml.js';

type DiskStats = MachineStats['disks'][number];

/** What the disks of a domain have read and written, as those tell it who serve them. */
export async function xenDiskStats(
  vm: RunningVm,
  domain: Domain,
  number: number,
  op: Operation,
): Promise<MachineStats['disks']> {
  const disks = vm.spec.disks.map((disk, index) => ({
    name: xenDiskName(index),
    byQemu: diskDriver(shapeOf(disk, '')) === 'qemu',
  }));
  const ofQemu = disks.filter(({ byQemu }) => byQemu).map(({ name }) => name);
  const told = ofQemu.length === 0 ? undefined : await qemuStats(vm, ofQemu, number, op);
  return await Promise.all(disks.map(({ name }) => told?.get(name) ?? op.race(kernelStats(domain, name))));
}

async function kernelStats(domain: Domain, name: string): Promise<DiskStats> {
  const { rdBytes, wrBytes } = await domain.blockStats(name);
  return { readBytes: Number(rdBytes), writeBytes: Number(wrBytes) };
}

/** QEMU tells it on the socket that libxenlight makes for such questions. One program at a time is answered. */
async function qemuStats(
  { runner }: RunningVm,
  names: readonly string[],
  number: number,
  op: Operation,
): Promise<ReadonlyMap<string, DiskStats>> {
  const socket = await runner.connectUnix(`/var/run/xen/qmp-libxenstat-${number}`, { signal: op.signal });
  const qmp = new QmpClient({ input: socket, output: socket }, 'the device model');
  try {
    const all = await op.race(qmp.execute('query-blockstats'));
    const found = names.map((name, index) => {
      const named = all.find(({ qdev, device }) => device === name || qdev === name);
      const stats = (named ?? (all.length === names.length ? all[index] : undefined))?.stats;
      if (stats !== undefined)
        return [name, { readBytes: stats.rd_bytes, writeBytes: stats.wr_bytes }] as const;
      throw new VmError('ENGINE_FAILED', `the device model does not tell of disk ${name}`);
    });
    return new Map(found);
  } finally {
    qmp.close();
  }
}
