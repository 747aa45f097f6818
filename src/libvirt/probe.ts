import { isVmError, messageOf, type VmError } from '../core/errors.js';
import type { Operation } from '../core/operation.js';
import type { KvmProbe } from '../engine/choose-kvm.js';
import { type Capability, type EngineReport, type Feature, onlyXen } from '../engine/engine.js';
import { outOfReach } from '../engine/reach-sockets.js';
import { unusableReport } from '../engine/unusable.js';
import type { Hypervisor } from '../engine/vm-spec.js';
import type { Runner } from '../remote/runner.js';
import type { Connection } from './connection.js';
import type { Connections } from './connections.js';
import { defaultUri } from './default-uri.js';
import { NO_SAVE } from './no-save.js';
import { surveyLibvirt } from './survey.js';
import { dotted } from './version.js';
import { probeXenDriver } from './xen-probe.js';
import { readXml } from './xml-reader.js';

const YES: Capability = { supported: true };
const NOT_YET: Capability = { supported: false, reason: 'the libvirt engine cannot do this yet' };

/** Whom to ask. */
export interface ProbeContext {
  readonly runner: Runner;
  readonly connections: Connections;
  readonly probeKvm: KvmProbe;
  readonly uri: string | undefined;
}

/** What libvirt can do on this host, see {@link Engine.probe}. */
export async function probeLibvirt(context: ProbeContext, op: Operation): Promise<EngineReport> {
  const { runner, connections } = context;
  const facts = await op.race(runner.facts());
  if (facts.platform !== 'linux' || facts.arch !== 'x64') {
    return unusableReport(
      'libvirt',
      `the libvirt engine needs a Linux x86-64 host, not ${facts.platform} ${facts.arch}`,
    );
  }
  const uri = context.uri ?? (await op.race(defaultUri(runner)));
  try {
    const { connection, release } = await connections.lease(runner, uri, op);
    try {
      const { driver } = connection.local;
      if (driver !== 'qemu' && driver !== 'xen') return await op.race(otherDriver(connection));
      if (connection.noSockets !== undefined) return outOfReach('libvirt', connection.noSockets);
      if (driver === 'xen') return await op.race(probeXenDriver(connection, runner, op));
      if (connection.local.scope === 'system' && facts.uid !== 0) {
        return unusableReport(
          'libvirt',
          'VMs of the system daemon have sockets and files that only root reaches',
          'use libvirt+qemu:///session, or log in as root',
        );
      }
      const kvm = await op.race(context.probeKvm(runner));
      return await op.race(report(connection, runner, kvm));
    } finally {
      release();
    }
  } catch (error) {
    op.throwIfAborted();
    if (!isVmError(error) || error.code === 'HOST_LOST') throw error;
    return unusableReport('libvirt', messageOf(error), (error as VmError).remedy);
  }
}

async function report(
  connection: Connection,
  runner: Runner,
  kvm: Awaited<ReturnType<KvmProbe>>,
): Promise<EngineReport> {
  const { connect, uri } = connection;
  const capabilities = await connection.capabilities();
  const types = capabilities
    .all('guest', 'arch')
    .filter((arch) => arch.attribute('name') === 'x86_64')
    .flatMap((arch) => arch.all('domain').map((domain) => domain.attribute('type')));
  if (!types.includes('qemu') && !types.includes('kvm')) {
    return unusableReport(
      'libvirt',
      `libvirt finds no QEMU for x86-64 on the host (${uri})`,
      'apt-get install qemu-system-x86',
    );
  }
  const offered = kvm.usable && types.includes('kvm');
  const hypervisors: Hypervisor[] = offered ? ['kvm', 'emulated'] : ['emulated'];
  const why = kvm.usable ? "libvirt's QEMU does not offer it" : kvm.reason;
  const [libvirt, qemu, firmware, survey] = await Promise.all([
    connect.getLibVersion(),
    connect.getVersion(),
    hasFirmware(connection),
    surveyLibvirt(runner),
  ]);
  const version = dotted(libvirt);
  return {
    engine: 'libvirt',
    usable: true,
    reason: `libvirt ${version} with QEMU ${dotted(qemu)}, ${offered ? 'accelerated by KVM' : 'by emulation (TCG)'} (${uri})`,
    version,
    hypervisors,
    notes: offered ? [] : [`no KVM: ${why}${kvm.remedy === undefined ? '' : `; ${kvm.remedy}`}`],
    features: features(survey.programs.includes('qemu-img'), firmware, connection.local.scope === 'system'),
  };
}

async function hasFirmware({ connect }: Connection): Promise<boolean> {
  const domain = readXml(await connect.getDomainCapabilities(null, 'x86_64', 'q35', 'qemu'));
  const kinds = domain.all('os', 'enum').filter((each) => each.attribute('name') === 'firmware');
  return kinds.some((each) => each.all('value').some(({ text }) => text === 'efi'));
}

/** What exists there can be listed and controlled, but nothing is made. */
async function otherDriver({ connect, local, uri }: Connection): Promise<EngineReport> {
  const version = dotted(await connect.getLibVersion());
  const reason = `the libvirt engine makes VMs with QEMU and Xen; here is libvirt ${version} with the driver ${local.driver} (${uri})`;
  return { ...unusableReport('libvirt', reason), version };
}

function features(qemuImg: boolean, firmware: boolean, system: boolean): Record<Feature, Capability> {
  const need = (present: boolean, reason: string, remedy: string): Capability =>
    present ? YES : { supported: false, reason, remedy };
  return {
    kernelBoot: YES,
    diskBoot: YES,
    uefi: need(firmware, 'libvirt finds no UEFI firmware', 'apt-get install ovmf'),
    qcow2: need(qemuImg, 'qemu-img, which makes overlays, is not installed', 'apt-get install qemu-utils'),
    userNetwork: YES,
    tapNetwork: need(system, "a user's own libvirt daemon may not open tap devices", 'log in as root'),
    detached: YES,
    pause: YES,
    reboot: YES,
    console: YES,
    stats: YES,
    resizeMemory: YES,
    qemuAgent: YES,
    snapshot: NOT_YET,
    mounts: NOT_YET,
    ...onlyXen('libvirt'),
    save: NO_SAVE,
  };
}
