import type { Duplex } from 'node:stream';
import { VmError } from '../core/errors.js';
import type { Operation } from '../core/operation.js';
import type { MachineStats } from '../engine/engine.js';
import { Domain } from '../native/libvirt/generated/domain.js';
import type { RunningVm, VmPlace } from '../vm-process/index.js';
import { LibvirtKind } from './kind.js';
import { dialConsole } from './serve-domain.js';
import { xenDiskStats } from './xen-disk-stats.js';

/** Machines that are domains of Xen and have libvirt as their toolstack. */
export class XenKind extends LibvirtKind {
  override readonly title: string = 'its domain';

  dialConsole({ runner, folder }: Pick<VmPlace, 'runner' | 'folder'>, op: Operation): Promise<Duplex> {
    return dialConsole(runner, folder, op);
  }

  protected override async disks(vm: RunningVm, op: Operation): Promise<MachineStats['disks']> {
    const known = vm.qmp.native?.();
    if (!(known instanceof Domain) || vm.spec.disks.length === 0) return super.disks(vm, op);
    // A guest that rebooted has another number than the handle.
    const domain = await op.race(known.connect.domainLookupByUUIDString(known.getUUIDString()));
    const number = domain.getID();
    if (number === null) throw new VmError('VM_STATE', `VM ${vm.spec.name} is between two boots`);
    return xenDiskStats(vm, domain, number, op);
  }
}
