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
   * when done; the local one needs no closing. `'libvirt+qemu:///system'`, `'libvirt+qemu+ssh://user@name/system'` and the like
   * mean a libvirt there: all of its domains, whoever made them, and no other engine.
   * @default 'local'
   */
  connect(host?: string, options?: ConnectOptions): Promise<Host>;
}

/** A URL that means one engine's own idea of a host, and not a machine. */
export interface HostScheme {
  readonly matches: (host: string) => boolean;
  /** Where it is, `ssh://…` or this machine, and what runs VMs there. */
  readonly resolve: (host: string) => Promise<{ ssh: string | undefined; engines: readonly EngineEntry[] }>;
}

/** Composes the API; engines and schemes are the only things that index.ts adds. */
export function makeApi(engines: readonly EngineEntry[], schemes: readonly HostScheme[] = []): Api {
  let local: Host | undefined; // one per process, so that its probes are shared
  const connect = async (host = 'local', options: ConnectOptions = {}): Promise<Host> => {
    if (host === 'local') {
      local ??= new Host(new LocalRunner(), engines);
      return local;
    }
    const { signal, timeout, ...ssh } = options;
    const call = { signal, timeout };
    const scheme = schemes.find(({ matches }) => matches(host));
    if (scheme === undefined) return new Host(await connectSsh(host, ssh, call), engines);
    const meant = await scheme.resolve(host);
    const runner = meant.ssh === undefined ? new LocalRunner() : await connectSsh(meant.ssh, ssh, call);
    return new Host(runner, meant.engines, host);
  };
  const shared = new SharedHosts(connect);
  const createVm = async ({ host = 'local', ssh, ...options }: VmOptions = {}): Promise<Vm> => {
    if (host === 'local') return (await connect()).createVm(options);
    return shared.use(host, ssh ?? {}, options, (open) => open.createVm(options));
  };
  return { createVm, connect };
}
