import type { QmpClient } from './qmp-client.js';
import type { Supervisor } from './supervisor.js';

/** What commands one VM, in the words of QMP. */
export type VmMonitor = Pick<
  QmpClient,
  'events' | 'ready' | 'closed' | 'isClosed' | 'lost' | 'execute' | 'close'
>;

/** What ends a VM together with its creator. */
export type VmKeeper = Pick<Supervisor, 'programExited' | 'stderr' | 'end' | 'release'>;
