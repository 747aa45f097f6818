import { VmError } from '../core/errors.js';
import type { Operation } from '../core/operation.js';
import type { Runner } from '../remote/runner.js';
import { fromShellStatus, type ProgramExit } from './supervisor.js';
import type { VmFolder } from './vm-folder.js';

/** The supervisor notes the status a moment after the program freed the lock. */
const LOOK = `run=$1 ended=$2
if [ ! -e "$run/alive" ]; then echo gone; exit 0; fi
if ! flock -s -n "$run/alive" true 2>/dev/null; then echo alive; exit 0; fi
if [ ! -e "$ended" ]; then sleep 0.3; fi
status=
if [ -e "$ended" ]; then read -r status <"$ended"; fi
echo "dead $status"
`;

/** What is on the host of a VM that was out of reach. `dead`: its folder is still there. */
export type Sight = { readonly state: 'alive' | 'gone' | 'dead'; readonly exit: ProgramExit | undefined };

/** Looks at one VM without changing anything. */
export async function lookAt(runner: Runner, folder: VmFolder, op: Operation): Promise<Sight> {
  const argv = ['sh', '-c', LOOK, 'vmwright-look', folder.run, folder.ended];
  const { stdout, stderr } = await runner.run(argv, { signal: op.signal });
  const [state, status = ''] = stdout.trim().split(' ');
  if (state === 'alive' || state === 'gone') return { state, exit: undefined };
  if (state === 'dead') return { state, exit: status === '' ? undefined : fromShellStatus(Number(status)) };
  throw new VmError('HOST_COMMAND_FAILED', `cannot look at ${folder.run}: ${stderr.trim()}`);
}
