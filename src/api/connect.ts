import { VmError } from '../core/errors.js';
import type { EngineEntry } from '../engine/select.js';
import { LocalRunner } from '../remote/index.js';
import { Host } from './host.js';
import type { VmOptions } from './options.js';
import type { Vm } from './vm.js';

/** The two entry points, bound to the engines that this package has. */
export interface Api {
  /**
   * Creates a virtual machine and returns it once it answers, or throws having removed everything again.
   * Throws an {@link OptionError} for bad options before anything starts.
   */
  createVm(options?: VmOptions): Promise<Vm>;
  /** Opens a host. @default 'local' */
  connect(host?: string): Promise<Host>;
}

/** Composes the API; the list of engines is the only thing that index.ts adds. */
export function makeApi(engines: readonly EngineEntry[]): Api {
  let local: Host | undefined; // one per process, so that its probes are shared
  const connect = async (host = 'local') => {
    if (host !== 'local')
      throw new VmError('HOST_UNSUPPORTED', `host '${host}': only 'local' is supported yet`);
    local ??= new Host(new LocalRunner(), engines);
    return local;
  };
  const createVm = async ({ host, ...options }: VmOptions = {}) => (await connect(host)).createVm(options);
  return { createVm, connect };
}
