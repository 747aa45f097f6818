import { join } from 'node:path/posix';
import { VmError } from '../core/errors.js';
import type { EngineName, Hypervisor, VmSpec } from '../engine/vm-spec.js';
import type { HostFacts } from '../remote/runner.js';

/** Programs that can be attached to one VM at a time. Slot 0 is for the creator only. */
export const SLOTS = [0, 1, 2, 3] as const;
export type Slot = (typeof SLOTS)[number];

/** Device id of the agent port of a slot, as in QMP's VSERPORT_CHANGE. */
export const agentPortId = (slot: number): string => `agent${slot}`;

/** Paths of one VM on its host. */
export interface VmFolder {
  /** Sockets, record, pid, console log. */
  readonly run: string;
  /** Disk overlays and firmware variables. */
  readonly state: string;
  /** Where the record is: the spec and what was decided for it. */
  readonly record: string;
  /** Locked by the running VM itself, so that the kernel says whether it lives. */
  readonly alive: string;
  readonly pid: string;
  /** There once a detached VM lives on without its creator. */
  readonly kept: string;
  /** Exit status of a detached VM that ended, as a shell tells it. */
  readonly ended: string;
  /** The disk with the configuration of cloud-init, in `state`. */
  readonly seed: string;
  readonly console: string;
  readonly consoleLog: string;
  readonly consoleLock: string;
  /** Socket on which the guest comes from another host, or goes to one. */
  readonly migration: string;
  /** Symbolic link that makes the name unique; absent when the name is the id. */
  readonly name: string | undefined;
  qmp(slot: Slot): string;
  agent(slot: Slot): string;
  slotLock(slot: Slot): string;
}

/** sun_path holds 108 bytes with the final NUL, unix(7). */
const MAX_SOCKET_PATH = 107;

export function vmFolder(facts: HostFacts, id: string, name: string): VmFolder {
  const run = join(facts.runtimeDir, id);
  const state = join(facts.stateDir, id);
  return {
    run,
    state,
    record: join(run, 'vm.json'),
    alive: join(run, 'alive'),
    pid: join(run, 'pid'),
    kept: join(run, 'kept'),
    ended: join(run, 'ended'),
    seed: join(state, 'seed.iso'),
    console: join(run, 'console'),
    consoleLog: join(run, 'console.log'),
    consoleLock: join(run, 'console.lock'),
    migration: join(run, 'migrate'),
    name: name === id ? undefined : join(facts.runtimeDir, 'names', `=${encodeURIComponent(name)}`),
    qmp: (slot) => join(run, `qmp.${slot}`),
    agent: (slot) => join(run, `agent.${slot}`),
    slotLock: (slot) => join(run, `slot.${slot}`),
  };
}

/** Fails early where the kernel would cut a socket path. */
export function checkSocketPaths(folder: VmFolder): void {
  const longest = folder.agent(0);
  const bytes = Buffer.byteLength(longest);
  if (bytes <= MAX_SOCKET_PATH) return;
  throw new VmError(
    'ENGINE_FAILED',
    `the socket path ${longest} has ${bytes} bytes; the limit is ${MAX_SOCKET_PATH}`,
    {
      remedy: 'Set VMWRIGHT_RUNTIME_DIR to a shorter path.',
    },
  );
}

/** The content of `vm.json`. */
export interface VmRecord {
  readonly version: 1;
  readonly engine: EngineName;
  readonly hypervisor: Hypervisor;
  readonly spec: VmSpec;
}

/** Undefined for what another engine or another version wrote. */
export function parseRecord(text: string, engine: EngineName): VmRecord | undefined {
  try {
    const record = JSON.parse(text) as Partial<VmRecord> | null;
    const ours = record?.version === 1 && record.engine === engine && record.spec !== undefined;
    return ours && record.hypervisor !== undefined ? (record as VmRecord) : undefined;
  } catch {
    return undefined;
  }
}
