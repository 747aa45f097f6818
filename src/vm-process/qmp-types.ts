import type { MachineStats } from '../engine/engine.js';

/** Why the guest was reset or the VM ended: QAPI enum ShutdownCause, one of our own VMM's, and `migrated` of vmwright-toolstack. */
export type ShutdownCause =
  | 'none'
  | 'host-error'
  | 'host-qmp-quit'
  | 'host-qmp-system-reset'
  | 'host-signal'
  | 'host-ui'
  | 'guest-shutdown'
  | 'guest-reset'
  | 'guest-panic'
  | 'guest-triple-fault'
  | 'subsystem-reset'
  | 'migrated'
  | 'snapshot-load';

/** What takes long and tells how far it is. */
export type LongStep = 'save' | 'migrate' | 'restore';

/** The events we act on; others are dropped. `detail` is empty unless the program knows more, as our own VMM does. */
export type QmpEvent =
  | { readonly type: 'STOP' }
  | { readonly type: 'RESUME' }
  | { readonly type: 'GUEST_PANICKED' }
  /** Of vmwright-toolstack: the guest has stopped and its domain is kept. */
  | { readonly type: 'PRESERVED'; readonly reason: 'guest-shutdown' | 'guest-reset' | 'panic' }
  /** Of vmwright-toolstack: it waits at its socket for a guest. */
  | { readonly type: 'INCOMING' }
  /** Of vmwright-toolstack: bytes of what is being saved, sent or read. `total` may grow. */
  | { readonly type: 'PROGRESS'; readonly what: LongStep; readonly done: number; readonly total: number }
  /** Of vmwright-toolstack: the guest wants the medium of that drive out, `hdc`. */
  | { readonly type: 'DISK_EJECTED'; readonly vdev: string }
  | {
      readonly type: 'RESET';
      readonly guest: boolean;
      readonly reason: ShutdownCause;
      readonly detail: string;
    }
  | {
      readonly type: 'SHUTDOWN';
      readonly guest: boolean;
      readonly reason: ShutdownCause;
      readonly detail: string;
    }
  /** `id` is the device id of the virtio-serial port. */
  | { readonly type: 'VSERPORT_CHANGE'; readonly id: string; readonly open: boolean };

/** An event of our own, sent by the supervisor after the program ended. */
export const QMP_OVER = 'VMWRIGHT_QMP_OVER';

export interface QmpStatus {
  readonly running: boolean;
  /** QAPI enum RunState: `running`, `paused`, `shutdown`, `guest-panicked`, … */
  readonly status: string;
}

export function machineState(status: string): 'running' | 'paused' | 'halted' {
  return status === 'paused' ? 'paused' : status === 'guest-panicked' ? 'halted' : 'running';
}

export interface QmpBlockStats {
  /** `id` of the guest device, when it has one. */
  readonly qdev?: string;
  /** What the block device behind it is called, where it has a name: `xvda`. */
  readonly device?: string;
  readonly stats: { readonly rd_bytes: number; readonly wr_bytes: number };
}

/** What we read of the statistics of our own VMM; docs/vmm.md. */
export interface VmmStats {
  readonly cpuNs: number;
  readonly residentBytes: number;
  /** Of the interface, as the guest sees it, where the VM has one. */
  readonly net?: {
    readonly sentBytes: number;
    readonly sentFrames: number;
    readonly receivedBytes: number;
    readonly receivedFrames: number;
  };
  /** `missing` only when it is jailed. */
  readonly jail: { readonly jailed: boolean; readonly missing?: readonly string[] };
}

/** What vmwright-toolstack counts of a domain; docs/toolstack.md. */
export interface DomainStats {
  readonly cpuNs: number;
  readonly residentBytes: number;
  readonly vcpus: readonly { readonly cpuNs: number; readonly online: boolean }[];
  readonly networks: NonNullable<MachineStats['networks']>;
  /** Those that the kernel of dom0 serves, and not a device model. */
  readonly disks: MachineStats['disks'];
}

/** What we read of libxl_domain_config. */
export interface DomainConfig {
  readonly b_info?: {
    readonly target_memkb?: number;
    readonly avail_vcpus?: readonly number[];
    readonly sched_params?: { readonly weight?: number; readonly cap?: number };
  };
  readonly disks?: readonly {
    readonly vdev?: string;
    readonly pdev_path?: string;
    readonly format?: string;
    readonly readwrite?: number;
    readonly removable?: number;
    readonly is_cdrom?: number;
  }[];
  readonly nics?: readonly { readonly mac?: string; readonly bridge?: string }[];
  readonly pcidevs?: readonly {
    readonly domain?: number;
    readonly bus?: number;
    readonly dev?: number;
    readonly func?: number;
  }[];
  readonly channels?: readonly {
    readonly name?: string;
    readonly 'connection.socket'?: { readonly path?: string };
    readonly 'connection.pty'?: { readonly path?: string };
  }[];
}

/** Those that change whether the guest runs. */
export type LifeCommand = 'stop' | 'cont' | 'system_reset' | 'system_powerdown';

/** Arguments and result of each QMP command we use. */
export interface QmpCommands {
  qmp_capabilities: { arguments: undefined; result: object };
  'query-status': { arguments: undefined; result: QmpStatus };
  'query-blockstats': { arguments: undefined; result: readonly QmpBlockStats[] };
  stop: { arguments: undefined; result: object };
  cont: { arguments: undefined; result: object };
  system_reset: { arguments: undefined; result: object };
  system_powerdown: { arguments: undefined; result: object };
  quit: { arguments: undefined; result: object };
  /** `value`: bytes of memory that the guest is to have. */
  balloon: { arguments: { readonly value: number }; result: object };
  'query-balloon': { arguments: undefined; result: { readonly actual: number } };
  /** A command to QEMU's guest agent, by way of a daemon that has its channel. */
  'x-vmwright-agent': {
    arguments: { readonly command: string; readonly args: object };
    result: QemuAgentAnswer;
  };
  /** Those of vmwright-toolstack; docs/toolstack.md. `nic` and `pci`: JSON of libxenlight's types. */
  'x-xen-set-vcpus': { arguments: { readonly count: number }; result: object };
  'x-xen-limit-cpus': { arguments: { readonly weight?: number; readonly cap?: number }; result: object };
  'x-xen-pin-cpus': { arguments: { readonly affinity: string }; result: object };
  'x-xen-core-dump': { arguments: { readonly path: string }; result: object };
  'x-xen-core-dump-abort': { arguments: undefined; result: object };
  'x-xen-save-abort': { arguments: undefined; result: object };
  'x-xen-save': { arguments: { readonly path: string; readonly record: string }; result: object };
  /** Listens at `socket` for one client. */
  'x-xen-migrate-listen': { arguments: { readonly socket: string }; result: object };
  /** Answers when the VM is another one's. */
  'x-xen-migrate': { arguments: undefined; result: object };
  'x-xen-migrate-done': { arguments: { readonly detail: string }; result: object };
  'x-xen-migrate-undo': { arguments: undefined; result: object };
  'x-xen-config': { arguments: undefined; result: DomainConfig };
  'x-xen-rename': { arguments: { readonly name: string }; result: object };
  'x-xen-disks': { arguments: undefined; result: readonly string[] };
  /** `path`: what the guest gets; `file`: what that is made of, which others may use, too: it is locked. Gives the name in the guest. */
  'x-xen-disk-add': { arguments: AddedDisk; result: { readonly vdev: string } };
  'x-xen-disk-remove': { arguments: { readonly vdev: string }; result: Pick<AddedDisk, 'path' | 'file'> };
  'x-xen-pci-add': { arguments: { readonly pci: string }; result: object };
  'x-xen-pci-remove': { arguments: { readonly pci: string }; result: object };
  'x-xen-nic-add': { arguments: { readonly nic: string }; result: object };
  'x-xen-nic-remove': { arguments: { readonly mac: string }; result: object };
  'x-vmwright-stats': { arguments: undefined; result: VmmStats };
  'x-xen-stats': { arguments: undefined; result: DomainStats };
}

/** A disk for a domain that runs. */
export interface AddedDisk {
  readonly path: string;
  readonly format: 'raw' | 'qcow2';
  /** What the guest may do with it. */
  readonly mode: 'read' | 'write';
  readonly file: string;
  readonly lock: 'read' | 'write';
}

/** What QEMU's guest agent answered. */
export type QemuAgentAnswer = { readonly return: unknown } | { readonly error: string };

export type QmpCommand = keyof QmpCommands;
