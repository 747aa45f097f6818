import { VmError } from '../core/errors.js';
import { type Operation, runOperation } from '../core/operation.js';
import type { Engine, Machine } from '../engine/engine.js';
import type { EngineChoice, EngineWish } from '../engine/select.js';
import type { EngineName } from '../engine/vm-spec.js';
import { resolveImage } from '../image/index.js';
import type { ResolvedImage } from '../image/types.js';
import type { Runner } from '../remote/runner.js';
import { buildSpec, neededFeatures } from './build-spec.js';
import { seedDisk } from './cloud-init.js';
import type { VmOptions } from './options.js';
import { type NormalVmOptions, validateVmOptions } from './validate.js';
import { Vm } from './vm.js';

/** What creation needs from a host. */
export interface CreateContext {
  readonly runner: Runner;
  choose(wish: EngineWish, op: Operation): Promise<{ engine: Engine; choice: EngineChoice }>;
  /** Starts looking at the host, so that it overlaps with resolving the image. */
  warmUp(engine: EngineName | undefined): void;
}

/** Creates a VM and returns it once it can be used; on failure nothing is left of it. */
export async function createOnHost(options: VmOptions, context: CreateContext): Promise<Vm> {
  const normal = validateVmOptions(options);
  if (normal.mounts !== undefined && normal.mounts.length > 0) {
    throw new VmError('VM_UNSUPPORTED', 'mounts are not supported yet; copy files with vm.copyIn()');
  }
  const call = { signal: normal.signal, timeout: normal.timeout };
  try {
    return await runOperation('createVm', call, (op) => create(normal, context, op));
  } catch (error) {
    if (error instanceof VmError) error.hostId ??= context.runner.hostId;
    throw error;
  }
}

async function create(options: NormalVmOptions, context: CreateContext, op: Operation): Promise<Vm> {
  context.warmUp(options.engine);
  const image = await resolve(options, op);
  const wish = {
    engine: options.engine,
    hypervisor: options.hypervisor,
    features: neededFeatures(options, image),
  };
  const [{ engine, choice }, spec] = await Promise.all([
    context.choose(wish, op),
    buildSpec(options, image, context.runner, op),
  ]);
  const { cloudInit } = options;
  const seed = cloudInit === undefined ? undefined : seedDisk(cloudInit, spec);
  const machine = await engine.create(context.runner, { ...spec, hypervisor: choice.hypervisor }, op, seed);
  op.defer(() => machine.destroy());
  return startMachine(machine, options, op);
}

async function resolve(options: NormalVmOptions, op: Operation): Promise<ResolvedImage> {
  const { onProgress } = options;
  return resolveImage(options.image, {
    signal: op.signal,
    seed: options.cloudInit !== undefined,
    ...(onProgress === undefined ? {} : { onProgress }),
  });
}

/** From running CPUs to a guest that answers. */
export async function startMachine(
  machine: Machine,
  options: Pick<NormalVmOptions, 'onEvent' | 'ports'>,
  op: Operation,
): Promise<Vm> {
  const vm = new Vm(machine, true);
  op.defer(() => vm.destroy());
  if (options.onEvent !== undefined) vm.life.hub.onAny(options.onEvent);
  vm.life.emit({ type: 'created' });
  vm.life.emit({ type: 'booting' });
  try {
    await op.race(vm.life.untilEnd(vm.life.becomeReady()));
  } catch (error) {
    throw await withConsole(error, vm);
  }
  for (const port of options.ports) vm.ports.push(await vm.forward(port));
  await machine.keep(op);
  return vm;
}

/** A guest that does not answer explains itself on its console. */
async function withConsole(error: unknown, vm: Vm): Promise<unknown> {
  const reason = await vm.life.explain(error);
  if (reason instanceof VmError) {
    reason.vmId ??= vm.id;
    reason.consoleTail ??= (await vm.consoleLog(4096).catch(() => '')).trimEnd();
  }
  return reason;
}
