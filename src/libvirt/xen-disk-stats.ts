import { VmError } from '../core/errors.js';
import type { Operation } from '../core/operation.js';
import type { MachineStats } from '../engine/engine.js';
import { QmpClient, type RunningVm, xenDiskName } from '../vm-process/index.js';

/**
 * What the disks of a domain have read and written: the QEMU that serves them tells it on the socket that libxenlight makes for
 * such questions. One program at a time is answered.
 */
export async function xenDiskStats(
  { runner, spec }: RunningVm,
  number: number,
  op: Operation,
): Promise<MachineStats['disks']> {
  const socket = await runner.connectUnix(`/var/run/xen/qmp-libxenstat-${number}`, { signal: op.signal });
  const qmp = new QmpClient({ input: socket, output: socket }, 'the device model');
  try {
    const all = await op.race(qmp.execute('query-blockstats'));
    return spec.disks.map((_, index) => {
      const name = xenDiskName(index);
      const named = all.find(({ qdev, device }) => device === name || qdev === name);
      const found = named ?? (all.length === spec.disks.length ? all[index] : undefined);
      if (found !== undefined) return { readBytes: found.stats.rd_bytes, writeBytes: found.stats.wr_bytes };
      throw new VmError('ENGINE_FAILED', `the device model does not tell of disk ${name}`);
    });
  } finally {
    qmp.close();
  }
}
