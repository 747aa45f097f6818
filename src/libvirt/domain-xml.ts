import type { VmSpec } from '../engine/vm-spec.js';
import { kernelWords, type VmFolder } from '../vm-process/index.js';
import { addressXml, consolesXml, disksXml, interfacesXml, SLOT } from './devices-xml.js';
import { metadataXml } from './metadata.js';
import { type Xml, xml } from './xml.js';

/** What a domain depends on besides its spec. */
export interface DomainPlan {
  readonly uuid: string;
  readonly hypervisor: 'kvm' | 'emulated';
  readonly folder: VmFolder;
  /** Where QEMU finds the files of the spec: see host-files.ts. */
  readonly files: ReadonlyMap<string, string>;
  /** Disks of the spec that are block devices. */
  readonly blockDevices: ReadonlySet<string>;
  /** Models of mandatory access control that the host's libvirt has. */
  readonly confinement: readonly string[];
  /** 9000000 for libvirt 9.0.0 of the host. */
  readonly libvirtVersion: number;
  /** The VM's own UEFI variables. */
  readonly firmwareVars: string;
}

/** Models of CPU that mean all that the emulation knows are in libvirt since 7.1. */
const CPU_MAXIMUM = 7_001_000;

/** The document that libvirt makes the VM of. */
export function domainXml(spec: VmSpec, plan: DomainPlan): string {
  const { hypervisor } = plan;
  return xml(
    'domain',
    { type: hypervisor === 'kvm' ? 'kvm' : 'qemu' },
    xml('name', {}, spec.name),
    xml('uuid', {}, plan.uuid),
    metadataXml(spec),
    xml('memory', { unit: 'b' }, spec.memoryBytes),
    xml('vcpu', {}, spec.cpus),
    osXml(spec, plan),
    // What is off is hardware that no guest of ours uses; each would cost the guest a probe.
    xml('features', {}, xml('acpi'), xml('apic'), xml('vmport', { state: 'off' })),
    cpuXml(plan),
    xml('clock', { offset: 'utc' }, xml('timer', { name: 'hpet', present: 'no' })),
    // A guest that reboots really reboots, one that powers off or panics ends its domain.
    xml('on_poweroff', {}, 'destroy'),
    xml('on_reboot', {}, 'restart'),
    xml('on_crash', {}, 'destroy'),
    xml('devices', {}, ...devices(spec, plan)),
    ...(spec.jail ? [] : plan.confinement.map((model) => xml('seclabel', { type: 'none', model }))),
  ).text;
}

function osXml({ boot, agent }: VmSpec, { files, hypervisor, firmwareVars }: DomainPlan): Xml {
  const type = xml('type', { arch: 'x86_64', machine: 'q35' }, 'hvm');
  if (boot.type === 'kernel') {
    const { vmlinux, kernel, initrd, cmdline } = boot;
    const at = (path: string) => files.get(path) ?? path;
    return xml(
      'os',
      {},
      type,
      xml('kernel', {}, at(vmlinux ?? kernel)),
      initrd === undefined ? undefined : xml('initrd', {}, at(initrd)),
      xml('cmdline', {}, kernelWords({ agent }, cmdline, hypervisor).join(' ')),
    );
  }
  if (boot.firmware === 'bios') return xml('os', {}, type);
  const open = xml('firmware', {}, xml('feature', { enabled: 'no', name: 'secure-boot' }));
  // In the VM's own folder, or libvirt would keep the variables of a domain that is gone.
  return xml('os', { firmware: 'efi' }, type, open, xml('nvram', {}, firmwareVars));
}

function cpuXml({ hypervisor, libvirtVersion }: DomainPlan): Xml | undefined {
  if (hypervisor === 'kvm') return xml('cpu', { mode: 'host-passthrough', check: 'none' });
  return libvirtVersion < CPU_MAXIMUM ? undefined : xml('cpu', { mode: 'maximum' });
}

function devices(spec: VmSpec, plan: DomainPlan): Xml[] {
  return [
    xml('controller', { type: 'usb', model: 'none' }),
    xml('controller', { type: 'virtio-serial', index: 0 }, addressXml(SLOT.ports)),
    ...disksXml(spec, plan),
    ...consolesXml(spec, plan),
    ...interfacesXml(spec.network),
    xml('video', {}, xml('model', { type: 'none' })),
    // What the guest does not use goes back to the host by itself.
    xml('memballoon', { model: 'virtio', freePageReporting: 'on' }, addressXml(SLOT.balloon)),
    // The kernel seeds its random numbers from RDRAND first; the device serves guests without it.
    xml(
      'rng',
      { model: 'virtio' },
      xml('backend', { model: 'random' }, '/dev/urandom'),
      addressXml(SLOT.random),
    ),
    // Guests whose driver is loaded report their panic through it, also when they do not reset after one.
    xml('panic', { model: 'isa' }),
  ];
}
