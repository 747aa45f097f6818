// Whether the hosts run on hardware virtualization or are emulated.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, SetupError } from '../lib/step.mjs';

const PROBE = join(ROOT, 'prebuilds', 'linux-x64', 'vmwright-probe');
const MODES = ['hardware', 'emulated'];

let detected;

/** `{ mode: 'hardware' | 'emulated', reason }`. VMWRIGHT_HOSTS_VIRT overrides. */
export function detectVirtualization() {
  detected ??= detect();
  return detected;
}

function detect() {
  const forced = process.env.VMWRIGHT_HOSTS_VIRT;
  if (forced) {
    if (!MODES.includes(forced))
      throw new SetupError(`VMWRIGHT_HOSTS_VIRT is ${forced}; known: ${MODES.join(', ')}`);
    return { mode: forced, reason: 'VMWRIGHT_HOSTS_VIRT says so' };
  }
  const emulated = (reason) => ({ mode: 'emulated', reason });
  if (process.platform !== 'linux') return emulated(`no KVM on ${process.platform}`);
  const problem = kvmProblem();
  if (problem !== undefined) return emulated(problem);
  const module = ['kvm_amd', 'kvm_intel'].find((name) => existsSync(`/sys/module/${name}`));
  if (module === undefined) return emulated('neither kvm_amd nor kvm_intel is loaded');
  if (!/^[1Y]/.test(readFileSync(`/sys/module/${module}/parameters/nested`, 'utf8'))) {
    return emulated(
      `nested virtualization is off (faster with: modprobe -r ${module}; modprobe ${module} nested=1)`,
    );
  }
  return { mode: 'hardware', reason: `${module} with nesting` };
}

/**
 * Why /dev/kvm is no use here. That it exists says little: some machines have one that emulates kernel code. The
 * behavioural probe knows; without it the CPU's flags are asked.
 */
function kvmProblem() {
  if (!existsSync('/dev/kvm')) return 'there is no /dev/kvm';
  if (!/^flags\s*:.*\b(svm|vmx)\b/m.test(readFileSync('/proc/cpuinfo', 'utf8'))) {
    return 'the CPU shows neither svm nor vmx';
  }
  if (!existsSync(PROBE)) return undefined;
  const { stdout, error } = spawnSync(PROBE, { encoding: 'utf8', timeout: 10_000 });
  if (error) return `vmwright-probe failed: ${error.message}`;
  const report = JSON.parse(stdout);
  return report.usable ? undefined : report.reason;
}
