import { VmError } from '../core/errors.js';
import type { CallOptions, Operation } from '../core/operation.js';
import type { ProgressListener } from '../core/progress.js';
import type { Engine } from '../engine/engine.js';
import { readSaved } from '../engine/saved-vm.js';
import type { EngineName } from '../engine/vm-spec.js';
import type { Runner } from '../remote/runner.js';
import { startMachine } from './create-vm.js';
import { HOST_PATH } from './validate.js';
import { validateRestore } from './validate-live.js';
import type { Vm } from './vm.js';
import type { VmEvent } from './vm-events.js';
import { successor } from './vm-id.js';

/** Options of `host.restore`. */
export interface RestoreOptions extends CallOptions {
  /** @default the name that it had */
  name?: string;
  /** Lives on when this program ends. @default as it was created */
  detached?: boolean;
  /** Milliseconds until the guest must answer. @default 300000 */
  timeout?: number;
  /** Told how many bytes of the saved guest are read, step `restore`: about four times a second. The last event has `done`. */
  onProgress?: ProgressListener;
  /** Everything that happens to the VM, from the first moment on. */
  onEvent?: (event: VmEvent) => void;
}

/** What it needs of a host. */
export interface RestoreContext {
  readonly runner: Runner;
  engine(name: EngineName): Promise<Engine>;
}

/** Goes on with a VM that `vm.save` left in a file of the host. The file stays as it is. */
export async function restoreOnHost(
  path: string,
  options: RestoreOptions,
  { runner, engine }: RestoreContext,
  op: Operation,
): Promise<Vm> {
  const { name, detached, onEvent, onProgress } = validateRestore(options);
  const { engine: engineName, spec } = await readSaved(runner, HOST_PATH(path, 'path'), op);
  const chosen = await engine(engineName);
  if (chosen.restore === undefined)
    throw new VmError('VM_UNSUPPORTED', `the ${engineName} engine cannot restore VMs`);
  const fresh = { ...successor(spec, name), createdAt: new Date().toISOString() };
  const again = { ...fresh, detached: detached ?? spec.detached };
  const machine = await chosen.restore(runner, path, again, op, onProgress);
  op.defer(() => machine.destroy());
  return startMachine(machine, { ports: [], ...(onEvent === undefined ? {} : { onEvent }) }, op);
}
