import { join } from 'node:path/posix';
import { VmError } from '../core/errors.js';
import type { Operation } from '../core/operation.js';
import type { Hypervisor, VmSpec } from '../engine/vm-spec.js';
import { nativeProgram } from '../native/index.js';
import type { HostProcess, Runner } from '../remote/runner.js';
import {
  checkSocketPaths,
  guestType,
  type NeededFile,
  neededDisks,
  ProcessMachine,
  startError as scriptError,
  seedLine,
  tapNeeded,
  type VmFolder,
  type VmKind,
  type VmRecord,
  vmFolder,
  withSeedPath,
} from '../vm-process/index.js';
import type { Connection } from './connection.js';
import type { Connections } from './connections.js';
import { type DomainPlan, domainXml } from './domain-xml.js';
import { startError } from './errors.js';
import { type HostFileList, linkedFiles, listFiles } from './host-files.js';
import { LibvirtKeeper } from './keeper.js';
import { confinementOf, jailOf } from './kind.js';
import { uuidOf } from './metadata.js';
import { LibvirtMonitor } from './monitor.js';
import { refuseUnsupported } from './refusals.js';
import { type PreparePlace, prepareCommand, type VmScope } from './start-script.js';
import { xenDomainXml } from './xen-domain-xml.js';
import { guestTypesOf } from './xen-probe.js';

/** What a VM is made with. */
export interface CreateContext {
  readonly kind: VmKind;
  readonly connections: Connections;
  readonly uri: string;
  readonly hypervisor: Hypervisor;
}

/** Starts a VM as a transient domain, see {@link Engine.create}. */
export async function createDomain(
  context: CreateContext,
  runner: Runner,
  wanted: VmSpec,
  op: Operation,
  seed: Uint8Array | undefined,
): Promise<ProcessMachine> {
  const facts = await op.race(runner.facts());
  const lease = await context.connections.lease(runner, context.uri, op);
  const { connection } = lease;
  refuseUnsupported(wanted, connection.local, facts);
  const folder = vmFolder(facts, wanted.id, wanted.name);
  const spec = withSeedPath(wanted, folder);
  checkSocketPaths(folder);
  const [files, jail] = await op.race(Promise.all([listFiles(spec, runner), jailOf(spec, connection)]));
  const monitor = new LibvirtMonitor(lease, uuidOf(spec.id), jail);
  op.defer(() => monitor.close());
  await op.race(monitor.listen());
  const scope = scopeOf(connection);
  const helper = scope === 'xen' ? await stageHelper(spec, runner, op) : undefined;
  const { runtimeDir } = facts;
  const seeded = seed !== undefined;
  const known = { runtimeDir, folder, seeded, uuid: monitor.uuid, uri: context.uri, scope, helper };
  const place = { ...known, ...filesOf(spec, files, known) };
  const host = await op.acquire(
    runner.spawn(prepareCommand(spec, place), { detached: spec.detached }),
    (late) => late.stdin.end(),
  );
  const keeper = new LibvirtKeeper(host, monitor, spec.detached);
  op.defer(() => keeper.end());
  const machine = machineOf(context, { runner, spec, folder }, monitor, keeper);
  await prepare(machine.record, seed, host, keeper, op);
  const document = await op.race(documentOf(context, spec, connection, place, files));
  keeper.announce();
  await start(spec, document, connection, monitor, op);
  keeper.announceRunning();
  return machine.made;
}

/** Made before the domain is, so that no event is missed. */
function machineOf(
  { kind, hypervisor }: CreateContext,
  place: { readonly runner: Runner; readonly spec: VmSpec; readonly folder: VmFolder },
  monitor: LibvirtMonitor,
  keeper: LibvirtKeeper,
): { readonly record: VmRecord; readonly made: ProcessMachine } {
  const { runner, spec, folder } = place;
  // In this order: list-script.ts tells the engines' records apart by their beginnings.
  const record: VmRecord = { version: 1, engine: 'libvirt', hypervisor, spec };
  const attachment = { slot: 0, qmp: monitor, process: keeper, slotLock: undefined } as const;
  return { record, made: new ProcessMachine({ program: kind, runner, record, folder, attachment }) };
}

/** Makes everything that libvirt needs. */
async function prepare(
  record: VmRecord,
  seed: Uint8Array | undefined,
  host: HostProcess,
  keeper: LibvirtKeeper,
  op: Operation,
): Promise<void> {
  host.stdin.write(`${JSON.stringify(record)}\n${seed === undefined ? '' : seedLine(seed)}`);
  if (!(await op.race(keeper.prepared()))) throw preparationError(record.spec.name, keeper.stderr);
}

async function start(
  spec: VmSpec,
  document: string,
  { connect, local }: Connection,
  monitor: LibvirtMonitor,
  op: Operation,
): Promise<void> {
  // Without a lifeline, too, a VM of ours ends with the connection of its creator; that of QEMU alone can.
  const flags = spec.detached || local.driver !== 'qemu' ? 'NONE' : 'START_AUTODESTROY';
  const making = connect.domainCreateXML(document, flags).catch((error: unknown) => {
    throw startError(spec.name, error);
  });
  // A call of libvirt cannot be taken back, so what comes too late is ended.
  const domain = await op.acquire(making, (late) => late.destroy());
  await op.race(monitor.adopt(domain));
}

function scopeOf({ local: { driver, scope } }: Connection): VmScope {
  return driver === 'xen' ? 'xen' : scope === 'system' ? 'system' : 'session';
}

async function documentOf(
  { hypervisor }: CreateContext,
  spec: VmSpec,
  connection: Connection,
  place: PreparePlace,
  files: HostFileList,
): Promise<string> {
  if (hypervisor !== 'xen') return domainXml(spec, await planFor(hypervisor, connection, place, files));
  const { uuid, folder, helper: hotplug } = place;
  return xenDomainXml(spec, { uuid, folder, hotplug, type: guestType(spec, await guestTypesOf(connection)) });
}

/** Serves the user network of a domain of Xen, of which libvirt has none. */
async function stageHelper({ network }: VmSpec, runner: Runner, op: Operation): Promise<string | undefined> {
  if (network.type !== 'user') return undefined;
  const program = nativeProgram('vmwright-toolstack');
  if (program !== undefined) return op.race(runner.files.stage(program, { signal: op.signal }));
  const what = 'this copy of vmwright has no vmwright-toolstack, which serves user networks on Xen';
  throw new VmError('ENGINE_UNAVAILABLE', what, { remedy: 'npm run build:native' });
}

async function planFor(
  hypervisor: 'kvm' | 'emulated',
  connection: Connection,
  { uuid, folder, links }: PreparePlace,
  { blockDevices }: HostFileList,
): Promise<DomainPlan> {
  const [confinement, libvirtVersion] = await Promise.all([
    confinementOf(connection),
    connection.connect.getLibVersion(),
  ]);
  return {
    uuid,
    folder,
    hypervisor,
    blockDevices,
    confinement,
    libvirtVersion,
    files: new Map(links.map(({ path, link }) => [path, link])),
    firmwareVars: join(folder.state, 'vars.fd'),
  };
}

function filesOf(
  spec: VmSpec,
  files: HostFileList,
  { scope, folder }: Pick<PreparePlace, 'scope' | 'folder'>,
): Pick<PreparePlace, 'needed' | 'links'> {
  const links = scope === 'system' ? linkedFiles(files, spec, folder) : [];
  return { needed: neededFiles(spec, files), links };
}

function neededFiles(spec: VmSpec, { opened }: HostFileList): NeededFile[] {
  return [
    ...opened.map((path) => ({ code: 'IMAGE_NOT_FOUND' as const, path })),
    ...neededDisks(spec.disks),
    ...tapNeeded(spec.network),
  ];
}

function preparationError(name: string, stderr: string): VmError {
  return scriptError(name, stderr, {
    packages: { passt: 'passt', 'qemu-img': 'qemu-utils' },
    message: (text) => text.trim() || 'the script that prepares it gave no reason',
    refusal: (message) => new VmError('ENGINE_FAILED', `the VM could not be prepared: ${message}`),
  });
}
