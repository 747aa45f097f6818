import type { MachineSummary } from '../engine/engine.js';
import type { Hypervisor, VmSpec } from '../engine/vm-spec.js';
import type { Domain } from '../native/libvirt/generated/domain.js';
import { QEMU_AGENT_PORT } from './devices-xml.js';
import { readMetadata } from './metadata.js';
import { readXml, type XmlNode } from './xml-reader.js';

/** What libvirt does not tell. */
const UNKNOWN_TIME = new Date(0).toISOString();

/** Bytes in the units of libvirt's documents; without one they are KiB. */
const UNITS: Readonly<Record<string, number>> = {
  b: 1,
  bytes: 1,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

/** A domain that others made, as far as it can be told in our words. */
export async function describeForeign(domain: Domain): Promise<MachineSummary> {
  return foreignSummary(await domain.getXMLDesc());
}

/** The same of a domain's document. */
export function foreignSummary(document: string): MachineSummary {
  const domain = readXml(document);
  const own = readMetadata(domain);
  return {
    spec: foreignSpec(domain, own),
    engine: 'libvirt',
    hypervisor: hypervisorOf(domain),
    pid: undefined,
    foreign: true,
  };
}

/** `own`: what is known of a VM of ours whose folder is lost. Nobody can reach its agent any more. */
function foreignSpec(domain: XmlNode, own: VmSpec | undefined): VmSpec {
  const text = (...path: string[]) => domain.first(...path)?.text ?? '';
  const memory = domain.first('memory');
  return {
    createdAt: own?.createdAt ?? UNKNOWN_TIME,
    image: own?.image ?? (text('os', 'kernel') || bootDisk(domain) || text('os', 'type')),
    labels: own?.labels ?? {},
    id: text('uuid'),
    name: text('name'),
    hypervisor: hypervisorOf(domain),
    jail: true,
    cpus: Number(text('vcpu') || 1),
    memoryBytes: Number(memory?.text ?? 0) * (UNITS[memory?.attribute('unit') ?? 'KiB'] ?? 1024),
    boot: { type: 'disk', firmware: text('os', 'loader') === '' ? 'bios' : 'uefi' },
    disks: [],
    network: { type: 'none' },
    agent: domain.all('devices', 'channel', 'target').some(isQemuAgent) ? 'qemu' : false,
    detached: true,
    exec: { env: {} },
  };
}

const isQemuAgent = (target: XmlNode): boolean => target.attribute('name') === QEMU_AGENT_PORT;

function hypervisorOf(domain: XmlNode): Hypervisor {
  const type = domain.attribute('type');
  return type === 'kvm' || type === 'xen' ? type : 'emulated';
}

function bootDisk(domain: XmlNode): string | undefined {
  const [source] = domain.all('devices', 'disk', 'source');
  return source?.attribute('file') ?? source?.attribute('dev');
}
