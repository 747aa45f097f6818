import type { Duplex, Readable } from 'node:stream';
import type { VmError } from '../core/errors.js';
import type { EventHub } from '../core/event-hub.js';
import type { Operation } from '../core/operation.js';
import type { ProgressListener } from '../core/progress.js';
import type { Runner } from '../remote/runner.js';
import type { DeviceList } from './device-list.js';
import type { XenGuestType } from './hypervisor-report.js';
import type { LiveControls } from './live-controls.js';
import type { EngineName, Hypervisor, VmSpec } from './vm-spec.js';

/** What Xen alone offers for now. */
const XEN_ONLY = [
  'migrate',
  'guestType',
  'stopActions',
  'cpuShares',
  'resizeCpus',
  'hotplug',
  'coreDump',
  'save',
  'networkRate',
  'networkScript',
  'cpuAffinity',
  'pci',
  'createPaused',
  'rename',
  'deviceList',
] as const;

/** Everything that an engine may or may not be able to do. */
export const FEATURES = [
  'kernelBoot',
  'diskBoot',
  'uefi',
  'qcow2',
  'userNetwork',
  'tapNetwork',
  'detached',
  'pause',
  'reboot',
  'console',
  'stats',
  'resizeMemory',
  'qemuAgent',
  'snapshot',
  'mounts',
  ...XEN_ONLY,
] as const;
export type Feature = (typeof FEATURES)[number];

/** Yes, or no with the reason and, where there is one, the command that changes it. */
export type Capability =
  | { readonly supported: true }
  | { readonly supported: false; readonly reason: string; readonly remedy?: string };

/** What an engine that is not Xen's says of them. */
export function onlyXen(
  engine: EngineName,
  remedy = 'use Xen',
): Record<(typeof XEN_ONLY)[number], Capability> {
  const no: Capability = {
    supported: false,
    reason: `the ${engine} engine cannot do this`,
    remedy,
  };
  const entries = XEN_ONLY.map((feature) => [feature, no] as const);
  return Object.fromEntries(entries) as Record<(typeof XEN_ONLY)[number], Capability>;
}

/** What an engine found out about a host, without changing anything there. */
export interface EngineReport {
  readonly engine: EngineName;
  readonly usable: boolean;
  /** Why it is usable or not, in one sentence. */
  readonly reason: string;
  /** A command that would make it usable. */
  readonly remedy?: string;
  /** Version of the hypervisor's own program, e.g. `7.2.22`. */
  readonly version?: string;
  /** Usable ones, best first. */
  readonly hypervisors: readonly Hypervisor[];
  /** Why hypervisors that one would expect are missing from the list. */
  readonly notes: readonly string[];
  readonly features: Readonly<Record<Feature, Capability>>;
  /** Of Xen: which types of guests can be migrated while they run; see the feature `migrate`. */
  readonly migration?: Readonly<Record<XenGuestType, Capability>>;
}

export type MachineState = 'running' | 'paused' | 'halted' | 'stopped' | 'crashed';

/**
 * Why a machine is no longer running. `migrated`: it is another machine now, which runs on. `host-lost`: it went out of reach for good; its host ends it unless it is
 * detached, and what became of it is not known here.
 */
export type StopReason =
  | 'guest-shutdown'
  | 'destroyed'
  | 'migrated'
  | 'panic'
  | 'killed'
  | 'failed'
  | 'host-lost';

export type MachineEvent =
  | { readonly type: 'paused' }
  | { readonly type: 'resumed' }
  | { readonly type: 'rebooted' }
  /** The guest has stopped by itself and is kept as it is, as `spec.onCrash` and the others want it: `preserve`. */
  | { readonly type: 'halted'; readonly reason: 'guest-shutdown' | 'guest-reset' | 'panic' }
  /** The guest wants the medium of that drive out: `hdc`. */
  | { readonly type: 'disk-ejected'; readonly disk: string }
  /** The guest opened or closed the agent channel. */
  | { readonly type: 'agent'; readonly open: boolean }
  /**
   * The connection to its host broke and is being made again: every call fails with HOST_LOST until `host-restored`
   * or `ended`, all streams but those of `followConsole` are dead. Only for machines that live on; others end with reason `host-lost`.
   */
  | { readonly type: 'host-lost'; readonly error: VmError }
  /** It can be used again; `state` is as it is now, single events of the time between are unknown. */
  | { readonly type: 'host-restored' }
  /** The last event. `detail` is for people: the panic line, the exit status. */
  | {
      readonly type: 'ended';
      readonly state: 'stopped' | 'crashed';
      readonly reason: StopReason;
      readonly detail: string;
    };

/** What keeps a guest that breaks out of its VMM away from the host. */
export interface JailReport {
  /** False when the VM was made with `jail: false`. */
  readonly jailed: boolean;
  /** What a whole jail has and this one has not, each with the reason: `user namespace: EPERM`. */
  readonly missing: readonly string[];
}

/** Host-side figures of one VM. */
export interface MachineStats {
  /** CPU time used by the VM's process since its start, seconds. */
  readonly cpuSeconds: number;
  /** Host memory the VM's process occupies now, bytes. */
  readonly residentBytes: number;
  /** Memory the guest has now, bytes: what it was created with, or what `setMemory` left it. */
  readonly memoryBytes: number;
  /** Per guest disk, in order. Of a domain that another program made: those that the kernel of dom0 serves, block devices. */
  readonly disks: readonly { readonly readBytes: number; readonly writeBytes: number }[];
  /** Per CPU of the guest, in order, with those that are offline. Absent where the engine cannot tell them apart. */
  readonly cpus?: readonly {
    /** CPU time used so far. */
    readonly cpuSeconds: number;
    readonly online: boolean;
  }[];
  /** Per interface of the guest, in order, as the guest sees it. Absent where the engine does not count. */
  readonly networks?: readonly {
    readonly receivedBytes: number;
    readonly receivedPackets: number;
    readonly sentBytes: number;
    readonly sentPackets: number;
  }[];
  /** The jail of the VM's process. */
  readonly jail: JailReport;
}

/** One running VM, as its engine sees it. Made by {@link Engine.create} or {@link Engine.attach}. */
export interface Machine {
  readonly spec: VmSpec;
  readonly engine: EngineName;
  readonly hypervisor: Hypervisor;
  readonly state: MachineState;
  /** It is certain to end, and the reason is being found out: `ended` follows. */
  readonly ending: boolean;
  /** Set once `state` is stopped or crashed. */
  readonly end: Extract<MachineEvent, { type: 'ended' }> | undefined;
  readonly events: EventHub<MachineEvent>;
  /** A connection to the agent channel; bytes written before the guest listens wait for it. One at a time per machine object. */
  agentStream(op: Operation): Promise<Duplex>;
  /**
   * One command to QEMU's guest agent and its answer, for machines whose spec says `agent: 'qemu'`. AGENT_LOST while none
   * answers.
   */
  qemuAgent?(
    command: string,
    args: object,
  ): Promise<{ readonly return: unknown } | { readonly error: string }>;
  /** What the engine's own library knows it by, where there is such a thing: a `Domain` of libvirt. */
  native?(): object | undefined;
  /** The serial or virtio console, both ways. VM_BUSY when another program has it. */
  consoleStream(op: Operation): Promise<Duplex>;
  /** The last `bytes` of all console output so far; works after the end too, until `destroy`. */
  consoleTail(bytes: number): Promise<string>;
  /**
   * All console output from the beginning and on, until the machine ends or the stream is destroyed. It goes on after
   * `host-restored`; what is lost for good destroys it with HOST_LOST.
   */
  followConsole(): Promise<Readable>;
  pause(op: Operation): Promise<void>;
  resume(op: Operation): Promise<void>;
  /** Hardware reset; the `rebooted` event follows. */
  reset(op: Operation): Promise<void>;
  /** Presses the ACPI power button. */
  powerButton(op: Operation): Promise<void>;
  stats(op: Operation): Promise<MachineStats>;
  /**
   * Asks the guest to make do with so much of its memory, or to take back what it gave. Returns once it is asked; it gives
   * what it can, as `stats` tells. VM_UNSUPPORTED where the engine does not have the feature `resizeMemory`.
   */
  setMemory(bytes: number, op: Operation): Promise<void>;
  /** Feature `deviceList`: what it has now. */
  devices?(op: Operation): Promise<DeviceList>;
  /** Feature `rename`. `spec` has the new name then. VM_NAME_TAKEN when a VM or a domain of others has it. */
  rename?(name: string, op: Operation): Promise<void>;
  /** What more can be done with it, where an engine can. VM_UNSUPPORTED otherwise. */
  live?<T>(op: Operation, call: (controls: LiveControls) => Promise<T>): Promise<T>;
  /**
   * Lets a detached machine live on without its creator. Until then it ends with its creator or the connection, as others
   * do, so that nothing half-made stays of which nobody knows. Nothing happens to machines that are not detached.
   * When it fails, the machine may live on or not: destroy it.
   */
  keep(op: Operation): Promise<void>;
  /**
   * Ends it at once and removes everything it has on the host. Idempotent, never throws for a machine that is gone.
   * HOST_LOST while its host is out of reach, unless the host ends it by itself.
   */
  destroy(): Promise<void>;
  /** Lets go of a detached machine without touching it. */
  release(): Promise<void>;
}

/** A VM found on a host. */
export interface MachineSummary {
  readonly spec: VmSpec;
  readonly engine: EngineName;
  readonly hypervisor: Hypervisor;
  /** Process id of the VM on its host. */
  readonly pid: number | undefined;
  /** Others made it. */
  readonly foreign?: boolean;
}

/** One way of running VMs on a host. Stateless: all state is on the host. */
export interface Engine {
  readonly name: EngineName;
  probe(runner: Runner, op: Operation): Promise<EngineReport>;
  /**
   * Starts the VM and returns once its CPUs run. On failure nothing is left on the host, be it lost. `seed`: the bytes of the disk
   * of the spec that is one; they may be secret.
   */
  create(runner: Runner, spec: VmSpec, op: Operation, seed?: Uint8Array): Promise<Machine>;
  /** Goes on with a VM that {@link LiveControls.save} left. `spec`: of the VM that was saved, with a new id and name. */
  restore?(
    runner: Runner,
    path: string,
    spec: VmSpec,
    op: Operation,
    onProgress?: ProgressListener,
  ): Promise<Machine>;
  /**
   * Takes in a VM that {@link LiveControls.migrate} sends, and returns once it runs here. `open` gives the way on which it comes,
   * when this host is ready for it. Once the VM has left the other side, only its end makes this fail.
   */
  receive?(runner: Runner, spec: VmSpec, open: () => Promise<Duplex>, op: Operation): Promise<Machine>;
  /** VMs of this engine on the host; also clears away what dead ones left. */
  list(runner: Runner, op: Operation): Promise<MachineSummary[]>;
  /** Attaches to a running VM that this or another program created. VM_NOT_FOUND when it is not there. */
  attach(runner: Runner, id: string, op: Operation): Promise<Machine>;
}
