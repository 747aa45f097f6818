import { setTimeout as delay } from 'node:timers/promises';
import { messageOf, VmError } from '../core/errors.js';
import { log } from '../core/log.js';
import { type CallOptions, type Operation, runOperation } from '../core/operation.js';
import type { ProgressListener } from '../core/progress.js';
import type { Engine, EngineReport, Machine } from '../engine/engine.js';
import type { EngineName, VmSpec } from '../engine/vm-spec.js';
import type { Runner } from '../remote/runner.js';
import { validateMigrate } from './validate-live.js';
import { Vm } from './vm.js';
import { describeError } from './vm-error.js';
import type { VmEvent } from './vm-events.js';
import { successor } from './vm-id.js';
import type { VmLife } from './vm-life.js';

/** Milliseconds in which the agent answers after the move, and in which the old host has removed what was there. */
const ANSWERS_WITHIN = 60_000;

/** Options of `vm.migrate`. `signal` and `timeout` count until the guest has left its host. */
export interface MigrateOptions extends CallOptions {
  /** Another name, which it needs on its own host. @default the name that it has */
  name?: string;
  /**
   * Told how many bytes of the guest's memory are sent, step `migrate`: at most about four times a second. `total` grows by what the
   * guest changes meanwhile, which is sent again. The last event has `done`.
   */
  onProgress?: ProgressListener;
  /** Everything that happens to the VM on its new host. */
  onEvent?: (event: VmEvent) => void;
}

/** The VM that goes. */
export interface Departing {
  readonly machine: Machine;
  readonly life: VmLife;
}

/** What it needs of the host that it goes to. */
export interface MigrationContext {
  readonly runner: Runner;
  engine(name: EngineName): Promise<Engine>;
  report(name: EngineName): Promise<EngineReport>;
}

/** Moves a running VM to this host. */
export async function migrateToHost(
  from: Departing,
  options: MigrateOptions,
  context: MigrationContext,
): Promise<Vm> {
  const { name, signal, timeout, onEvent, onProgress } = validateMigrate(options);
  const { spec } = from.machine;
  const title = `migration of VM '${spec.name}'`;
  try {
    const machine = await runOperation(title, { signal, timeout }, (op) =>
      move({ ...from, onProgress }, successor(spec, name), context, op),
    );
    return await settle(machine, from, onEvent);
  } catch (error) {
    throw describeError(await from.life.explain(error), title, spec.id);
  }
}

async function move(
  { machine, life, onProgress }: Departing & { readonly onProgress: ProgressListener | undefined },
  spec: VmSpec,
  context: MigrationContext,
  op: Operation,
): Promise<Machine> {
  life.requireRunning();
  const { runner } = context;
  const engine = await op.race(context.engine(machine.engine));
  const { receive } = engine;
  if (receive === undefined || machine.live === undefined) throw cannot(machine.engine);
  const report = await op.race(context.report(machine.engine));
  if (!report.usable) {
    const { reason, remedy } = report;
    throw new VmError('ENGINE_UNAVAILABLE', `the VM cannot go to ${runner.hostId}: ${reason}`, {
      hostId: runner.hostId,
      ...(remedy === undefined ? {} : { remedy }),
    });
  }
  const target = {
    runner,
    spec,
    receive: (final: VmSpec, open: Parameters<typeof receive>[2], inner: Operation) =>
      receive.call(engine, runner, final, open, inner),
  };
  // An operation of its own: once the guest has left, nothing is to be broken off any more.
  return runOperation(op.name, {}, async (inner) => {
    const moved = await machine.live?.(inner, (controls) => controls.migrate(target, op, onProgress));
    if (moved === undefined) throw cannot(machine.engine);
    return moved;
  });
}

const cannot = (engine: EngineName): VmError =>
  new VmError('VM_UNSUPPORTED', `the ${engine} engine cannot migrate VMs`, { remedy: 'Use the engine xen.' });

/** The guest runs there, so whatever happens now is told by the new VM and not by a failed move. */
async function settle(machine: Machine, from: Departing, onEvent: MigrateOptions['onEvent']): Promise<Vm> {
  const vm = new Vm(machine, true);
  if (onEvent !== undefined) vm.life.hub.onAny(onEvent);
  vm.life.emit({ type: 'created' });
  const tell = (error: unknown) => log('migrated VM %s: %s', vm.id, messageOf(error));
  const kept = runOperation('keep', { timeout: ANSWERS_WITHIN }, (op) => machine.keep(op)).catch(tell);
  const ready = vm.life.untilEnd(vm.life.becomeReady()).catch(tell);
  const gone = from.life.untilGone().catch(tell);
  const timer = new AbortController();
  const enough = delay(ANSWERS_WITHIN, undefined, { signal: timer.signal }).catch(() => {});
  await Promise.race([Promise.all([kept, ready, gone]), enough]);
  timer.abort();
  return vm;
}
