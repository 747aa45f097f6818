import type { QmpClient } from './qmp-client.js';
import type { Supervisor } from './supervisor.js';

/** What commands one VM, in the words of QMP. */
export interface VmMonitor
  extends Pick<QmpClient, 'events' | 'ready' | 'closed' | 'isClosed' | 'lost' | 'execute' | 'close'> {
  /** Set while it is being found out whether the VM still runs, where that takes longer than to notice that it is silent. */
  readonly isDoubtful?: boolean;
  /** What the library behind it knows the VM by. */
  native?(): object | undefined;
  /** The guest's side of the agent channel went away; the VM may have, too. */
  doubt?(): void;
}

/** What ends a VM together with its creator. */
export type VmKeeper = Pick<Supervisor, 'programExited' | 'stderr' | 'end' | 'release'>;
