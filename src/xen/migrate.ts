import { messageOf } from '../core/errors.js';
import { log } from '../core/log.js';
import type { Operation } from '../core/operation.js';
import type { ProgressListener } from '../core/progress.js';
import type { Machine } from '../engine/engine.js';
import type { MigrationTarget } from '../engine/live-controls.js';
import { type RunningVm, withProgress } from '../vm-process/index.js';
import { carryBoot, requireDisks } from './carry-files.js';
import { currentSpec } from './current-spec.js';
import { movableType, requireMovable, requireSameXen } from './migratable.js';
import { Move } from './move.js';

/** Moves a running VM, see {@link LiveControls.migrate}. */
export async function migrate(
  vm: RunningVm,
  target: MigrationTarget,
  op: Operation,
  onProgress?: ProgressListener,
): Promise<Machine> {
  requireMovable(vm.spec);
  const journey = { from: vm.runner, to: target.runner };
  const type = await movableType(vm.runner, vm.spec, op);
  await requireSameXen(vm.runner, target.runner, op);
  await requireDisks(vm.spec.disks, journey, op);
  const now = await op.race(vm.qmp.execute('x-xen-config'));
  const boot = await carryBoot(target.spec.boot, journey, op);
  const spec = { ...currentSpec(target.spec, now, 'migrated'), machine: type, boot };
  const work = { step: 'migrate' as const, message: `migrating ${spec.name} to ${target.runner.hostId}` };
  const machine = await withProgress(vm.qmp.events, work, onProgress, () =>
    new Move(vm, target, op).run(spec),
  );
  const detail = `it is VM '${spec.name}' of ${target.runner.hostId} now`;
  await vm.qmp
    .execute('x-xen-migrate-done', { detail })
    .catch((error: unknown) => log('migrated, but its old host does not listen: %s', messageOf(error)));
  return machine;
}
