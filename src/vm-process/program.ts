import type { Duplex } from 'node:stream';
import type { VmError } from '../core/errors.js';
import type { Operation } from '../core/operation.js';
import type { Capability, EngineReport, MachineStats } from '../engine/engine.js';
import type { LiveControls } from '../engine/live-controls.js';
import type { EngineName, Hypervisor, VmSpec } from '../engine/vm-spec.js';
import type { HostFacts, Runner } from '../remote/runner.js';
import type { Sight } from './look-script.js';
import type { VmMonitor } from './monitor.js';
import type { Attachment } from './slot.js';
import type { VmFolder, VmRecord } from './vm-folder.js';

/** Shell text of the start script that only this program needs, see start-script.ts. */
export interface StartSteps {
  readonly script: string;
  /** What the text takes from the positional parameters, all of it. */
  readonly args: readonly string[];
}

/** A file of the host that must be readable. `code`: of the error when it is not; `NO_TAP` is a word of tap.ts. */
export interface NeededFile {
  readonly code: 'IMAGE_NOT_FOUND' | 'DISK_UNREADABLE' | 'NO_TAP';
  readonly path: string;
}

/** How one VM is started. */
export interface StartPlan {
  readonly hypervisor: Hypervisor;
  readonly needed: readonly NeededFile[];
  readonly steps: StartSteps;
  /** Command line of the program. Holds no secrets: other users of the host can read it. */
  readonly argv: readonly string[];
}

/** What a program needs to know of the VM that it is to run. */
export interface StartContext {
  /** A saved VM on the host, from which it goes on. */
  readonly saved?: string;
  /** It goes on as a guest that comes to the socket in its folder. */
  readonly receives?: boolean;
  readonly runner: Runner;
  readonly facts: HostFacts;
  readonly spec: VmSpec;
  readonly folder: VmFolder;
}

/** A VM that runs, and the way to command it. */
export interface RunningVm {
  readonly runner: Runner;
  readonly spec: VmSpec;
  readonly folder: VmFolder;
  readonly qmp: VmMonitor;
}

/** How a VM is found and entered again whose program others run for us. Absent: by the lock and the sockets in its folder. */
export interface VmAccess {
  look(place: VmPlace, op: Operation): Promise<Sight>;
  /** Takes a free slot and a way to command the VM, which may not answer yet. `first`: the index to begin at. */
  enter(place: VmPlace, op: Operation, first: number): Promise<Attachment>;
  /** Ends the VM if it still runs, and removes everything that it has on its host. */
  remove(place: VmPlace): Promise<void>;
}

/** What differs between the machines of one engine and another. */
export interface VmKind {
  readonly engine: EngineName;
  /** How messages call the program that runs the VM. */
  readonly title: string;
  readonly access?: VmAccess;
  /** Both ways to its console. Absent: a socket in its folder. */
  dialConsole?(place: Pick<VmPlace, 'runner' | 'folder'>, op: Operation): Promise<Duplex>;
  /** Its own last words in what was written to standard error. */
  message(stderr: string): string;
  stats(vm: RunningVm, op: Operation): Promise<MachineStats>;
  /** Whether it changes the memory of a running guest. */
  readonly resizeMemory: Capability;
  /** What it can change of a running VM besides. */
  live?(vm: RunningVm): LiveControls;
  /** Gives a running VM another name where its hypervisor keeps one. Absent: it cannot. VM_NAME_TAKEN when another has it. */
  rename?(vm: RunningVm, name: string): Promise<void>;
  /** Why a guest that resets itself did not reboot; undefined when it did. `console`: what it printed since its boot. */
  failedReset(console: string): string | undefined;
}

/** What differs between the programs that run a VM as one process on its host and are driven by QMP. */
export interface VmProgram extends VmKind {
  probe(runner: Runner, op: Operation): Promise<EngineReport>;
  plan(context: StartContext, op: Operation): Promise<StartPlan>;
  /** The error of `create`, from what the start script and the program wrote to standard error. */
  startError(vmName: string, stderr: string): VmError;
}

/** One VM of a program on its host. */
export interface VmPlace {
  readonly program: VmKind;
  readonly runner: Runner;
  readonly record: VmRecord;
  readonly folder: VmFolder;
}
