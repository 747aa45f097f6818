import type { DiskSpec, NetworkSpec, VmSpec } from '../engine/vm-spec.js';
import {
  agentPortId,
  consolePort,
  kernelWords,
  overlayFile,
  SLOTS,
  shapeOf,
  type VmFolder,
} from '../vm-process/index.js';
import { firmwareVarsFile } from './state-files.js';

/** What a VM's command line depends on besides its spec. */
export interface ArgvContext {
  readonly folder: VmFolder;
  /** File name or path of the QEMU program. */
  readonly program: string;
  readonly hypervisor: 'kvm' | 'emulated';
  /** Read-only UEFI code; needed when the spec boots through UEFI. */
  readonly firmwareCode?: string | undefined;
}

/** The whole QEMU command line. Holds no secrets: other users of the host can read it. */
export function qemuArgv(spec: VmSpec, context: ArgvContext): string[] {
  return [
    context.program,
    ...basics(spec, context),
    ...bootOptions(spec, context),
    ...monitors(context.folder),
    ...consoles(spec, context),
    ...spec.disks.flatMap((disk, index) => diskOptions(spec, disk, index, context.folder)),
    ...networkOptions(spec),
    // Guests whose driver is loaded report their panic through it, also when they do not reset after one.
    ...(spec.profile === 'minimal' ? [] : ['-device', 'pvpanic']),
    // The kernel seeds its random numbers from RDRAND first; the device serves guests without it.
    ...virtio(spec, 'rng'),
  ];
}

/** One virtio device. Without a ROM file QEMU does not load its PXE option ROM, which only firmware would use. */
function virtio({ profile }: VmSpec, kind: string, options = ''): string[] {
  if (profile === 'minimal') return ['-device', [`virtio-${kind}-device`, options].filter(Boolean).join(',')];
  return ['-device', [`virtio-${kind}-pci`, options, 'romfile='].filter(Boolean).join(',')];
}

function basics(spec: VmSpec, { hypervisor }: ArgvContext): string[] {
  return [
    ...['-name', `guest=${quote(spec.name)}`],
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-msg', 'timestamp=on'],
    ...(spec.jail ? sandbox(spec.network) : []),
    ...machine(spec, hypervisor),
    ...['-smp', String(spec.cpus), '-m', `size=${Math.ceil(spec.memoryBytes / 2 ** 20)}M`],
    // A guest that reboots really reboots, one that powers off ends QEMU, a panic reported by pvpanic too.
    ...['-action', 'reboot=reset,shutdown=poweroff,panic=shutdown'],
  ];
}

/** The bridge helper is a setuid program that QEMU starts; nothing else needs these rights. */
function sandbox(network: NetworkSpec): string[] {
  const rights = network.type === 'bridge' ? 'allow' : 'deny';
  return ['-sandbox', `on,obsolete=deny,elevateprivileges=${rights},spawn=${rights},resourcecontrol=deny`];
}

/**
 * Medians as in qemu-kernel-words.ts: `pc` takes 0.18 s more than `q35`, and `microvm`, which would take 0.22 s less, did
 * not get past the kernel's timer calibration in 5 of 8 boots on a busy host. CPU models made no difference that
 * could be told from noise (max 2.04, EPYC 2.00, qemu64 2.00), so the guest gets all that TCG knows.
 */
function machine({ profile }: VmSpec, hypervisor: 'kvm' | 'emulated'): string[] {
  const accel =
    hypervisor === 'kvm' ? ['-accel', 'kvm', '-cpu', 'host'] : ['-accel', 'tcg,thread=multi', '-cpu', 'max'];
  // With KVM the guest needs neither of these clocks and interrupt controllers.
  if (profile === 'minimal') return ['-machine', 'microvm,pic=off,pit=off,rtc=off', ...accel];
  // What is off is hardware that no guest of ours uses; each would cost the guest a probe.
  return ['-machine', 'q35,vmport=off,hpet=off,usb=off,sata=off,smbus=off', ...accel];
}

/** The unpacked kernel, entered through its PVH note, saves the 0.3 s that the bzImage takes to decompress itself. */
function bootOptions(spec: VmSpec, { folder, firmwareCode, hypervisor }: ArgvContext): string[] {
  const { boot } = spec;
  if (boot.type === 'kernel') {
    return [
      ...['-kernel', boot.vmlinux ?? boot.kernel],
      ...(boot.initrd === undefined ? [] : ['-initrd', boot.initrd]),
      ...['-append', kernelWords(spec, boot.cmdline, hypervisor).join(' ')],
    ];
  }
  if (boot.firmware === 'bios') return [];
  return [
    ...['-drive', `if=pflash,unit=0,format=raw,readonly=on,file=${quote(firmwareCode ?? '')}`],
    ...['-drive', `if=pflash,unit=1,format=raw,file=${quote(firmwareVarsFile(folder))}`],
  ];
}

/** QMP of the creator is QEMU's standard input and output; everybody else attaches to a socket. */
function monitors(folder: VmFolder): string[] {
  const sockets = SLOTS.filter((slot) => slot !== 0).flatMap((slot) => [
    ...['-chardev', listener(`qmp${slot}`, folder.qmp(slot))],
    ...['-mon', `chardev=qmp${slot},mode=control`],
  ]);
  return ['-chardev', 'stdio,id=owner,signal=off', '-mon', 'chardev=owner,mode=control', ...sockets];
}

/**
 * The console keeps its history in a file without any reader. When it is the virtio console, the serial port has no reader
 * but the same file. Agent ports are numbered from 1 as port 0 is reserved for a console; four of them cost no
 * measurable time.
 */
function consoles(spec: VmSpec, { folder, hypervisor }: ArgvContext): string[] {
  const { boot } = spec;
  const virtual =
    boot.type === 'kernel' && consolePort(kernelWords(spec, boot.cmdline, hypervisor)) === 'hvc0';
  const log = quote(folder.consoleLog);
  const serial = ['-chardev', `file,id=serial,path=${log},append=on`, '-serial', 'chardev:serial'];
  return [
    ...['-chardev', `${listener('console', folder.console)},logfile=${log},logappend=on`],
    ...(virtual ? serial : ['-serial', 'chardev:console']),
    ...virtio(spec, 'serial', `id=ports,max_ports=${SLOTS.length + 1}`),
    ...(virtual ? ['-device', 'virtconsole,bus=ports.0,nr=0,chardev=console'] : []),
    ...SLOTS.flatMap((slot) => [
      ...['-chardev', listener(`agent${slot}`, folder.agent(slot))],
      '-device',
      `virtserialport,bus=ports.0,nr=${slot + 1},chardev=agent${slot},id=${agentPortId(slot)},name=org.vmwright.agent.${slot}`,
    ]),
  ];
}

function listener(id: string, path: string): string {
  return `socket,id=${id},path=${quote(path)},server=on,wait=off`;
}

function diskOptions(spec: VmSpec, disk: DiskSpec, index: number, folder: VmFolder): string[] {
  const { path, format, writable } = shapeOf(disk, overlayFile(folder, index));
  const options = [
    `id=disk${index}`,
    'if=none',
    `file=${quote(path)}`,
    `format=${format}`,
    // An overlay dies with its VM, so nothing has to reach the platter; other disks keep the guest's flushes.
    `cache=${disk.access === 'overlay' ? 'unsafe' : 'writeback'}`,
    'discard=unmap',
    'detect-zeroes=unmap',
    ...(writable ? [] : ['readonly=on']),
  ];
  return ['-drive', options.join(','), ...virtio(spec, 'blk', `drive=disk${index},id=vd${index}`)];
}

function networkOptions(spec: VmSpec): string[] {
  const { network } = spec;
  const nic = (backend: string, mac?: string): string[] => [
    ...['-netdev', backend],
    ...virtio(spec, 'net', mac === undefined ? 'netdev=net0' : `netdev=net0,mac=${mac}`),
  ];
  switch (network.type) {
    case 'none':
      return [];
    case 'user':
      return nic(`user,id=net0,restrict=${network.restrict ? 'on' : 'off'}`);
    case 'tap':
      return nic(`tap,id=net0,ifname=${quote(network.device)},script=no,downscript=no`, network.mac);
    case 'bridge':
      return nic(`bridge,id=net0,br=${quote(network.bridge)}`, network.mac);
  }
}

/** QEMU ends an option value at a comma unless it is doubled. */
function quote(value: string): string {
  return value.replaceAll(',', ',,');
}
