import { isVmError, messageOf, VmError } from '../core/errors.js';
import type { CallOptions } from '../core/operation.js';
import { runOperation } from '../core/operation.js';
import { loadKvmAddon } from './kvm-addon.js';

/** One thing the probe tried. */
export interface KvmCheck {
  /** The instruction or call. */
  readonly name: string;
  /** True also for a skipped one. */
  readonly ok: boolean;
  /** The CPU does not have it, so there was nothing to try. */
  readonly skipped: boolean;
  /** Why it failed or was skipped, or what was measured; may be empty. */
  readonly detail: string;
  /** The guest's code bytes that KVM could not run, in hexadecimal, when KVM says so. */
  readonly code?: string;
  readonly durationMs: number;
}

/** KVM_CHECK_EXTENSION by name; see native/kvm/probe/capabilities.cc. */
export interface KvmCapabilities {
  readonly userMemory: boolean;
  readonly irqchip: boolean;
  readonly irqfd: boolean;
  readonly ioeventfd: boolean;
  readonly setTssAddr: boolean;
  readonly cpuid: boolean;
  readonly immediateExit: boolean;
  readonly maxVcpus: number;
  readonly recommendedVcpus: number;
  readonly memorySlots: number;
  readonly signalMsi: boolean;
  readonly irqRouting: boolean;
  readonly splitIrqchip: boolean;
  readonly readonlyMemory: boolean;
  readonly dirtyLogProtect2: boolean;
  readonly dirtyRing: boolean;
  readonly adjustClock: boolean;
  readonly tscControl: boolean;
  readonly tscDeadline: boolean;
  readonly x2apic: boolean;
  readonly mpState: boolean;
  readonly vcpuEvents: boolean;
  readonly xsave: boolean;
  readonly syncRegs: boolean;
  readonly nestedState: boolean;
}

/** What the host's CPU and kernel say about hardware virtualization. */
export interface KvmHostCpu {
  /** `AuthenticAMD`, `GenuineIntel`, … */
  readonly vendor: string;
  readonly vmx: boolean;
  readonly svm: boolean;
  /** Signature of the hypervisor that the host itself runs on. */
  readonly hypervisor?: string;
  /** `kvm_intel`, `kvm_amd`, … */
  readonly module?: string;
  readonly nestedPaging?: boolean;
}

/** Whether a host's KVM runs stock kernels, found out by running a tiny guest. */
export interface KvmProbe {
  readonly device: string;
  /** The device exists. */
  readonly present: boolean;
  /** Stock kernels run on it, at the speed of the CPU. */
  readonly usable: boolean;
  /** Why it is usable or not. */
  readonly reason: string;
  /** A command or action that would make it usable, where there is one. */
  readonly remedy?: string;
  readonly apiVersion?: number;
  readonly capabilities?: KvmCapabilities;
  readonly cpu?: KvmHostCpu;
  readonly checks: readonly KvmCheck[];
  readonly durationMs: number;
}

export interface KvmProbeOptions extends CallOptions {
  /** @default '/dev/kvm' */
  readonly device?: string;
  /** Milliseconds for all steps of the test guest together. @default 2000 */
  readonly guestLimit?: number;
}

const DEFAULT_DEVICE = '/dev/kvm';
const DEFAULT_LIMIT_MS = 2000;

let cached: Promise<KvmProbe> | undefined;

/**
 * Probes the local KVM off the main thread. Never rejects for what the host lacks: that is the result, also
 * when kvm.node itself does not load. The probe with default device and limit runs once per process.
 */
export function probeKvm(options: KvmProbeOptions = {}): Promise<KvmProbe> {
  const { device = DEFAULT_DEVICE, guestLimit = DEFAULT_LIMIT_MS, ...call } = options;
  return runOperation('probeKvm', call, (op) => op.race(probeOf(device, guestLimit)));
}

function probeOf(device: string, limitMs: number): Promise<KvmProbe> {
  if (device !== DEFAULT_DEVICE || limitMs !== DEFAULT_LIMIT_MS) return runProbe(device, limitMs);
  cached ??= runProbe(device, limitMs);
  return cached;
}

async function runProbe(device: string, limitMs: number): Promise<KvmProbe> {
  try {
    return parseKvmProbe(await loadKvmAddon().probe(device, limitMs));
  } catch (error) {
    if (!isVmError(error) || error.code !== 'NATIVE_UNAVAILABLE') throw error;
    const { message: reason, remedy } = error;
    return { device, present: false, usable: false, reason, remedy, checks: [], durationMs: 0 };
  }
}

/** Reads a report of kvm.node or of `vmwright-probe`, which a remote host ran. */
export function parseKvmProbe(json: string): KvmProbe {
  let report: unknown;
  try {
    report = JSON.parse(json);
  } catch (error) {
    throw notAReport(json, error);
  }
  if (!isReport(report)) throw notAReport(json);
  return report;
}

function isReport(value: unknown): value is KvmProbe {
  if (typeof value !== 'object' || value === null) return false;
  const report = value as Partial<Record<keyof KvmProbe, unknown>>;
  return (
    typeof report.usable === 'boolean' &&
    typeof report.present === 'boolean' &&
    typeof report.reason === 'string' &&
    Array.isArray(report.checks)
  );
}

function notAReport(text: string, cause?: unknown): VmError {
  const why = cause === undefined ? 'fields are missing' : messageOf(cause);
  return new VmError('KVM_ERROR', `the KVM probe gave no report (${why}): ${text.slice(0, 200)}`, { cause });
}
