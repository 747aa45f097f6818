import type { CallOptions } from '../core/operation.js';
import type { EngineEntry } from '../engine/select.js';
import { connectSsh, LocalRunner, type SshOptions } from '../remote/index.js';
import { Host } from './host.js';
import type { VmOptions } from './options.js';
import { SharedHosts } from './shared-hosts.js';
import type { Vm } from './vm.js';

/** Options of `connect`; all but `signal` and `timeout` are for `ssh://` hosts. */
export interface ConnectOptions extends CallOptions, SshOptions {}

/** The two entry points, bound to the engines that this package has. */
export interface Api {
  /**
   * Creates a virtual machine and returns it once it answers, or throws having removed everything again.
   * Throws an {@link OptionError} for bad options before anything starts.
   */
  createVm(options?: VmOptions): Promise<Vm>;
  /**
   * Opens a host: `'local'`, or `'ssh://[user@]name[:port]'`, on which nothing of ours need be installed. Close it
   * when done; the local one needs no closing.
   * @default 'local'
   */
  connect(host?: string, options?: ConnectOptions): Promise<Host>;
}

/** Composes the API; the list of engines is the only thing that index.ts adds. */
export function makeApi(engines: readonly EngineEntry[]): Api {
  let local: Host | undefined; // one per process, so that its probes are shared
  const connect = async (host = 'local', options: ConnectOptions = {}): Promise<Host> => {
    if (host === 'local') {
      local ??= new Host(new LocalRunner(), engines);
      return local;
    }
    const { signal, timeout, ...ssh } = options;
    return new Host(await connectSsh(host, ssh, { signal, timeout }), engines);
  };
  const shared = new SharedHosts(connect);
  const createVm = async ({ host = 'local', ssh, ...options }: VmOptions = {}): Promise<Vm> => {
    if (host === 'local') return (await connect()).createVm(options);
    return shared.use(host, ssh ?? {}, options, (open) => open.createVm(options));
  };
  return { createVm, connect };
}
