import type { Duplex } from 'node:stream';
import { messageOf } from '../core/errors.js';
import { joinStreams } from '../core/join-streams.js';
import { log } from '../core/log.js';
import type { Operation } from '../core/operation.js';
import type { ProgressListener } from '../core/progress.js';
import type { VmSpec } from '../engine/vm-spec.js';
import type { Runner } from '../remote/runner.js';
import { removeVm } from './list-script.js';
import { ProcessMachine } from './machine.js';
import type { VmPlace, VmProgram } from './program.js';
import { withProgress } from './progress.js';
import { QmpClient } from './qmp-client.js';
import { seedLine, withSeedPath } from './seed.js';
import { startCommand } from './start-script.js';
import { Supervisor } from './supervisor.js';
import { checkSocketPaths, type VmFolder, type VmRecord, vmFolder } from './vm-folder.js';

/** What a VM is made with that its spec does not have. */
export interface Source {
  /** The bytes of its seed disk. */
  readonly seed?: Uint8Array | undefined;
  /** A saved VM on the host, from which it goes on; its seed disk comes with it. */
  readonly saved?: string;
  /** Is told how much of a saved VM has been read. */
  readonly onProgress?: ProgressListener | undefined;
  /** The way on which it comes from another host; opened when this one is ready. */
  readonly open?: () => Promise<Duplex>;
}

/** One VM about to start. */
interface Start extends VmPlace {
  readonly source: Source;
  readonly program: VmProgram;
  readonly command: readonly string[];
}

/** Starts a VM, see {@link Engine.create}. */
export async function createVm(
  program: VmProgram,
  runner: Runner,
  spec: VmSpec,
  op: Operation,
  source: Source = {},
): Promise<ProcessMachine> {
  const start = await prepare(program, runner, spec, op, source);
  return await run(start, op);
}

async function prepare(
  program: VmProgram,
  runner: Runner,
  wanted: VmSpec,
  op: Operation,
  source: Source,
): Promise<Start> {
  const facts = await op.race(runner.facts());
  const folder = vmFolder(facts, wanted.id, wanted.name);
  checkSocketPaths(folder);
  const spec = withSeedPath(wanted, folder);
  const { saved, open, seed } = source;
  const context = { runner, facts, spec, folder, receives: open !== undefined };
  const plan = await op.race(program.plan({ ...context, ...(saved === undefined ? {} : { saved }) }, op));
  const { run: home, state, name } = folder;
  const where = seed === undefined ? '' : folder.seed;
  const place = {
    runtimeDir: facts.runtimeDir,
    run: home,
    state,
    name,
    detached: spec.detached,
    seed: where,
  };
  // In this order: list-script.ts tells the engines' records apart by their beginnings.
  const record: VmRecord = { version: 1, engine: program.engine, hypervisor: plan.hypervisor, spec };
  return { program, runner, record, folder, source, command: startCommand(place, plan) };
}

/** Starts the program under its supervisor; ready once it answers. */
async function run({ command, source, ...place }: Start, op: Operation): Promise<ProcessMachine> {
  const { program, runner, record, folder } = place;
  const { seed } = source;
  const supervisor = await op.acquire(runner.spawn(command, { detached: record.spec.detached }), (late) =>
    late.kill(),
  );
  const process = new Supervisor(supervisor);
  op.defer(() => undoStart(runner, folder, process));
  supervisor.stdin.write(`${JSON.stringify(record)}\n${seed === undefined ? '' : seedLine(seed)}`);
  const qmp = new QmpClient({ input: supervisor.stdout, output: supervisor.stdin }, program.title);
  const attachment = { slot: 0, qmp, process, slotLock: undefined } as const;
  const machine = new ProcessMachine({ ...place, attachment });
  const undelivered = deliver(source, qmp, place, op);
  try {
    const work = { step: 'restore' as const, message: `restoring ${record.spec.name}` };
    await withProgress(qmp.events, work, source.onProgress, () =>
      op.race(Promise.race([qmp.ready, undelivered])),
    );
    if (record.spec.paused === true) await machine.learnState(op);
  } catch (error) {
    op.throwIfAborted();
    if (!qmp.isClosed) throw error;
    if (qmp.lost !== undefined) throw qmp.lost;
    await op.race(process.programExited);
    log('start of %s: %s', record.spec.id, messageOf(error));
    throw program.startError(record.spec.name, process.stderr);
  }
  return machine;
}

/** Brings the guest to the program that waits for it. Settles only if that fails. */
function deliver({ open }: Source, qmp: QmpClient, place: VmPlace, op: Operation): Promise<never> {
  const { runner, folder } = place;
  return new Promise((_, reject) => {
    if (open === undefined) return;
    qmp.events.on('INCOMING', () => {
      const bring = async () => {
        const there = await runner.connectUnix(folder.migration, { signal: op.signal });
        op.defer(() => there.destroy());
        const here = await op.acquire(open(), (late) => late.destroy());
        joinStreams('the way of a migration', here, there);
      };
      bring().catch(reject);
    });
  });
}

async function undoStart(runner: Runner, folder: VmFolder, process: Supervisor): Promise<void> {
  if (!(await process.end())) await removeVm(runner, folder);
}
