import { messageOf, VmError } from '../core/errors.js';
import { log } from '../core/log.js';
import type { Operation } from '../core/operation.js';
import { chooseKvm } from '../engine/choose-kvm.js';
import type { EngineReport, Machine, MachineSummary } from '../engine/engine.js';
import type { Hypervisor, VmSpec } from '../engine/vm-spec.js';
import type { Domain } from '../native/libvirt/generated/domain.js';
import type { HostFacts, Runner } from '../remote/runner.js';
import { attachMachine, type VmKind } from '../vm-process/index.js';
import { LibvirtAccess } from './access.js';
import type { Connection } from './connection.js';
import { Connections } from './connections.js';
import { createDomain } from './create.js';
import { defaultUri } from './default-uri.js';
import type { LibvirtEngineOptions } from './engine.js';
import { isInactive } from './errors.js';
import { ForeignMachine, findDomain } from './foreign-machine.js';
import { describeForeign } from './foreign-spec.js';
import { parseLocalUri } from './host-uri.js';
import { LibvirtKind } from './kind.js';
import { type FolderEntry, listFolders, sweepFolders } from './list-script.js';
import { uuidOf } from './metadata.js';
import { probeLibvirt } from './probe.js';
import { XenKind } from './xen-kind.js';

/** The engine as far as it needs libvirt; loaded when that is so. */
export class LibvirtDriver {
  readonly #options: LibvirtEngineOptions;
  readonly #connections = new Connections();

  constructor(options: LibvirtEngineOptions) {
    this.#options = options;
  }

  probe(runner: Runner, op: Operation): Promise<EngineReport> {
    const { probeKvm, uri } = this.#options;
    return probeLibvirt({ runner, connections: this.#connections, probeKvm, uri }, op);
  }

  async create(runner: Runner, spec: VmSpec, op: Operation, seed?: Uint8Array): Promise<Machine> {
    const uri = await this.#uri(runner, op);
    const hypervisor = await op.race(this.#hypervisor(uri, spec, runner));
    const context = { kind: this.#kind(uri), connections: this.#connections, uri, hypervisor };
    return createDomain(context, runner, spec, op, seed);
  }

  async list(
    runner: Runner,
    facts: HostFacts,
    folders: readonly FolderEntry[],
    op: Operation,
  ): Promise<MachineSummary[]> {
    const uri = await this.#uri(runner, op);
    const { connection, release } = await this.#connections.lease(runner, uri, op);
    try {
      const domains = await op.race(guestDomains(connection));
      const ours = folders.filter((entry) => entry.uri === uri);
      const known = new Map(domains.map((domain) => [domain.getUUIDString(), domain]));
      const found = await this.#ours(runner, facts, ours, known, op);
      if (this.#options.foreign !== true) return found;
      const own = new Set(ours.map(({ record }) => uuidOf(record.spec.id)));
      const others = domains.filter((each) => each.getID() !== null && !own.has(each.getUUIDString()));
      return [...found, ...(await op.race(describeAll(others)))];
    } finally {
      release();
    }
  }

  async attach(runner: Runner, id: string, op: Operation): Promise<Machine> {
    const facts = await op.race(runner.facts());
    const uri = await this.#uri(runner, op);
    const [entry] = await listFolders(runner, facts, op.signal, id);
    if (entry === undefined || entry.uri !== uri) return this.#attachForeign(runner, uri, id, op);
    return attachMachine(this.#kind(uri), runner, facts, entry.record, op);
  }

  async #attachForeign(runner: Runner, uri: string, id: string, op: Operation): Promise<Machine> {
    if (this.#options.foreign !== true) {
      throw new VmError('VM_NOT_FOUND', `no VM ${id} runs on the host`, { vmId: id });
    }
    const lease = await this.#connections.lease(runner, uri, op);
    return ForeignMachine.enter(lease, await findDomain(lease.connection, id, op), op);
  }

  /**
   * VMs of ours that run, and an end for those whose creator died before anybody could know of them. A domain that libvirt
   * knows is not over, as ours are transient: libvirt's Xen driver has it inactive while it reboots.
   */
  async #ours(
    runner: Runner,
    facts: HostFacts,
    entries: readonly FolderEntry[],
    known: ReadonlyMap<string, Domain>,
    op: Operation,
  ): Promise<MachineSummary[]> {
    const domainOf = ({ record }: FolderEntry) => known.get(uuidOf(record.spec.id));
    const free = entries.filter((entry) => !entry.held);
    const over = free.filter((entry) => !entry.kept || domainOf(entry) === undefined);
    for (const entry of over) await op.race(endOrphan(domainOf(entry)));
    await op.race(sweepFolders(runner, facts, over));
    return entries
      .filter((entry) => domainOf(entry) !== undefined && !over.includes(entry))
      .map(({ record, pid }) => ({
        spec: record.spec,
        engine: 'libvirt' as const,
        hypervisor: record.hypervisor,
        pid: pid === 0 ? undefined : pid,
      }));
  }

  #hypervisor(uri: string, { hypervisor: wanted }: VmSpec, runner: Runner): Promise<Hypervisor> {
    if (parseLocalUri(uri).driver === 'xen') return Promise.resolve(requireXen(wanted));
    const { probeKvm } = this.#options;
    const noXen = `${uri} makes VMs with QEMU; on a Xen host use libvirt+xen:///system or the engine xen`;
    return chooseKvm(wanted, runner, { probeKvm, noXen });
  }

  #kind(uri: string): VmKind {
    const access = new LibvirtAccess(this.#connections, uri);
    return parseLocalUri(uri).driver === 'xen' ? new XenKind(access) : new LibvirtKind(access);
  }

  #uri(runner: Runner, op: Operation): Promise<string> {
    const { uri } = this.#options;
    return uri === undefined ? op.race(defaultUri(runner)) : Promise.resolve(uri);
  }
}

function requireXen(wanted: VmSpec['hypervisor']): 'xen' {
  if (wanted === 'auto' || wanted === 'xen') return 'xen';
  throw new VmError('VM_UNSUPPORTED', `libvirt's Xen driver does not run guests on '${wanted}'`);
}

async function endOrphan(domain: Domain | undefined): Promise<void> {
  await domain?.destroy().catch((error: unknown) => {
    if (!isInactive(error)) throw error; // it ended by itself meanwhile
  });
}

/** Without dom0, which is a domain of Xen and runs the host itself. */
async function guestDomains({ connect, local }: Connection): Promise<Domain[]> {
  const domains = await connect.listAllDomains();
  return local.driver === 'xen' ? domains.filter((domain) => domain.getID() !== 0) : domains;
}

async function describeAll(domains: readonly Domain[]): Promise<MachineSummary[]> {
  const found = await Promise.all(
    domains.map((domain) =>
      describeForeign(domain).catch((error: unknown) => {
        log('libvirt: %s', messageOf(error)); // it ended just now
        return undefined;
      }),
    ),
  );
  return found.filter((each) => each !== undefined);
}
