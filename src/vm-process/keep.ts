import { VmError } from '../core/errors.js';
import type { Operation } from '../core/operation.js';
import type { Runner } from '../remote/runner.js';
import type { VmFolder } from './vm-folder.js';

/** Lets a detached VM live on without its creator, see start-script.ts. Its folder is gone when it just ended. */
export async function keepVm(runner: Runner, folder: VmFolder, op: Operation): Promise<void> {
  const argv = ['sh', '-c', ': >"$1"', 'vmwright-keep', folder.kept];
  const { exitCode, stderr } = await runner.run(argv, { signal: op.signal });
  if (exitCode !== 0) throw new VmError('HOST_COMMAND_FAILED', `cannot keep ${folder.run}: ${stderr.trim()}`);
}
