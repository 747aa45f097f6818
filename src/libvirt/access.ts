import { join } from 'node:path/posix';
import { VmError } from '../core/errors.js';
import { type Operation, runOperation } from '../core/operation.js';
import type { Domain } from '../native/libvirt/generated/domain.js';
import type { Runner } from '../remote/runner.js';
import {
  type Attachment,
  lockSlot,
  removeVm,
  type Sight,
  type VmAccess,
  type VmFolder,
  type VmPlace,
} from '../vm-process/index.js';
import type { Connections } from './connections.js';
import { isGone, isInactive } from './errors.js';
import { jailOf } from './kind.js';
import { uuidOf } from './metadata.js';
import { LibvirtMonitor } from './monitor.js';

/** Milliseconds for the end of a VM. */
const LIMIT = 60_000;

/** Finds the VMs of one libvirt again and enters them. */
export class LibvirtAccess implements VmAccess {
  readonly #connections: Connections;
  readonly #uri: string;

  constructor(connections: Connections, uri: string) {
    this.#connections = connections;
    this.#uri = uri;
  }

  async look({ runner, record, folder }: VmPlace, op: Operation): Promise<Sight> {
    const { connection, release } = await this.#connections.lease(runner, this.#uri, op);
    try {
      await op.race(connection.connect.domainLookupByUUIDString(uuidOf(record.spec.id)));
      return { state: 'alive', exit: undefined };
    } catch (error) {
      if (!isGone(error)) throw error;
      return { state: 'dead', exit: await op.race(exitOf(runner, folder)) };
    } finally {
      release();
    }
  }

  async enter({ runner, record, folder }: VmPlace, op: Operation, first: number): Promise<Attachment> {
    const { spec } = record;
    const { slot, lock } = await lockSlot(runner, folder, op, first);
    op.defer(() => lock.release());
    const lease = await this.#connections.lease(runner, this.#uri, op);
    const jail = await op.race(jailOf(spec, lease.connection));
    const monitor = new LibvirtMonitor(lease, uuidOf(spec.id), jail);
    op.defer(() => monitor.close());
    await op.race(monitor.listen());
    const domain = await op.race(
      lookUp(lease.connection.connect.domainLookupByUUIDString(monitor.uuid), spec.name),
    );
    await op.race(monitor.adopt(domain));
    return { slot, qmp: monitor, process: undefined, slotLock: lock };
  }

  remove({ runner, record, folder }: VmPlace): Promise<void> {
    const { id, name } = record.spec;
    return runOperation(`end of VM ${name}`, { timeout: LIMIT }, async (op) => {
      const { connection, release } = await this.#connections.lease(runner, this.#uri, op);
      try {
        const domain = await op.race(connection.connect.domainLookupByUUIDString(uuidOf(id)));
        await op.race(domain.destroy());
      } catch (error) {
        if (!isInactive(error)) throw error;
      } finally {
        release();
      }
      await op.race(removeVm(runner, folder));
    });
  }
}

/** How its QEMU ended, from the last words of libvirt's own log of it. */
async function exitOf(runner: Runner, { run }: VmFolder): Promise<Sight['exit']> {
  const argv = ['sh', '-c', 'tail -n 20 "$(cat "$1")"', 'vmwright-log', join(run, 'qemulog')];
  const { stdout } = await runner.run(argv);
  const reason = [...stdout.matchAll(/shutting down, reason=(\w+)/g)].at(-1)?.[1];
  if (reason === undefined) return undefined;
  return reason === 'crashed' || reason === 'failed'
    ? { exitCode: null, signal: 'a signal that libvirt does not tell' }
    : { exitCode: 0, signal: null };
}

async function lookUp(lookup: Promise<Domain>, name: string): Promise<Domain> {
  try {
    return await lookup;
  } catch (error) {
    if (!isGone(error)) throw error;
    throw new VmError('VM_NOT_FOUND', `libvirt does not have the domain of VM ${name} any more`, {
      cause: error,
    });
  }
}
