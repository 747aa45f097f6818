import { isVmError } from '../core/errors.js';
import { nativeProgram, parseKvmProbe, probeKvm } from '../native/index.js';
import type { Runner } from '../remote/runner.js';

/** Whether KVM runs stock kernels on a host. */
export interface KvmVerdict {
  readonly usable: boolean;
  readonly reason: string;
  readonly remedy?: string;
}

/** Runs the probe's tiny guest where the runner leads: in this process, or as a small program sent to the host. */
export async function probeKvmOn(runner: Runner): Promise<KvmVerdict> {
  if (runner.hostId === 'local') return probeKvm();
  const { platform, arch } = await runner.facts();
  if (platform !== 'linux' || arch !== 'x64') {
    return { usable: false, reason: `KVM is only probed on linux-x64, and the host is ${platform}-${arch}` };
  }
  const program = nativeProgram('vmwright-probe');
  if (program === undefined) {
    return {
      usable: false,
      reason: 'this copy of vmwright has no vmwright-probe to run on the host',
      remedy: 'npm run build:native',
    };
  }
  return runProbe(runner, program);
}

async function runProbe(runner: Runner, program: string): Promise<KvmVerdict> {
  const path = await runner.files.stage(program);
  const { stdout, stderr, exitCode } = await runner.run([path], { timeout: 30_000 });
  try {
    return parseKvmProbe(stdout);
  } catch (error) {
    if (!isVmError(error)) throw error;
    return {
      usable: false,
      reason: `the KVM probe on the host ended with ${exitCode}: ${stderr.trim() || stdout}`,
    };
  }
}
