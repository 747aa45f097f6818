import { isVmError } from '../core/errors.js';
import { nativeProgram, parseKvmProbe, probeKvm } from '../native/index.js';
import type { Runner } from '../remote/runner.js';
import { PerRunner } from './per-runner.js';
import { type HypervisorSurvey, surveyHypervisors } from './survey-hypervisors.js';

/** Whether KVM runs stock kernels on a host. */
export interface KvmVerdict {
  /** /dev/kvm exists. */
  readonly present: boolean;
  readonly usable: boolean;
  readonly reason: string;
  readonly remedy?: string;
}

/** Milliseconds for which a verdict is believed. */
const GOOD_AGE = 600_000;
const BAD_AGE = 1000;

const verdicts = new PerRunner(probe, ({ usable }) => (usable ? GOOD_AGE : BAD_AGE));

/** Runs the probe's tiny guest where the runner leads: in this process, or as a small program sent to the host. */
export function probeKvmOn(runner: Runner): Promise<KvmVerdict> {
  return verdicts.get(runner);
}

/** Makes the next verdict a fresh one. */
export function forgetKvm(runner: Runner): void {
  verdicts.forget(runner);
}

async function probe(runner: Runner): Promise<KvmVerdict> {
  const { platform, arch } = await runner.facts();
  const supported = platform === 'linux' && arch === 'x64';
  if (!supported && runner.hostId !== 'local') {
    return absent(`KVM is only probed on linux-x64, and the host is ${platform}-${arch}`);
  }
  const verdict = runner.hostId === 'local' ? await probeKvm() : await probeRemote(runner);
  const { present, usable, reason, remedy } = verdict;
  const told = { present, usable, reason, ...(remedy === undefined ? {} : { remedy }) };
  return usable || !supported ? told : explainKvm(told, await surveyHypervisors(runner));
}

async function probeRemote(runner: Runner): Promise<KvmVerdict> {
  const program = nativeProgram('vmwright-probe');
  if (program !== undefined) return probePatiently(runner, program);
  return absent('this copy of vmwright has no vmwright-probe to run on the host', 'npm run build:native');
}

function absent(reason: string, remedy?: string): KvmVerdict {
  return { present: false, usable: false, reason, ...(remedy === undefined ? {} : { remedy }) };
}

/**
 * Milliseconds for the first try and the second, of which a KVM that works takes a few and one that hangs all. A guest that
 * hung says little of a busy host: those that are emulated themselves lose a timer in one of some fifty tries.
 */
const REMOTE_LIMITS = [5000, 10_000] as const;
const HUNG = 'did not finish within';

async function probePatiently(runner: Runner, program: string): Promise<KvmVerdict> {
  const path = await runner.files.stage(program);
  const [first, second] = REMOTE_LIMITS;
  const verdict = await runProbe(runner, path, first);
  return verdict.reason.includes(HUNG) ? runProbe(runner, path, second) : verdict;
}

async function runProbe(runner: Runner, path: string, limit: number): Promise<KvmVerdict> {
  const { stdout, stderr, exitCode } = await runner.run([path, '/dev/kvm', String(limit)], {
    timeout: limit + 20_000,
  });
  try {
    return parseKvmProbe(stdout);
  } catch (error) {
    if (!isVmError(error)) throw error;
    return absent(`the KVM probe on the host ended with ${exitCode}: ${stderr.trim() || stdout}`);
  }
}

/** The probe sees one device; the host around it often knows better why it cannot be used. */
export function explainKvm(
  verdict: KvmVerdict,
  { user, groups, member, kvm, ...host }: HypervisorSurvey,
): KvmVerdict {
  if (host.xen?.dom0 === true && kvm === 'absent') {
    return absent(
      `the host is a dom0 of Xen ${host.xen.version}, which keeps the CPU's virtualization for itself`,
      'boot the host without Xen, or use Xen',
    );
  }
  if (kvm !== 'denied') return verdict;
  const [mode = '', , group = ''] = host.kvmDevice.split(' ');
  const reason = `user ${user} may not open /dev/kvm (${host.kvmDevice})`;
  // `crw-rw----`: characters 4 and 5 are the rights of the group.
  if (mode.slice(4, 6) !== 'rw' || group === 'root' || groups.includes(group)) return { ...verdict, reason };
  const remedy = member.includes(group)
    ? 'log in again'
    : `sudo usermod -aG ${group} ${user}, then log in again`;
  return { ...verdict, reason, remedy };
}
