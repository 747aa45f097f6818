import type { Runner } from '../remote/runner.js';
import type { HypervisorReport } from './hypervisor-report.js';
import { forgetKvm, probeKvmOn } from './probe-kvm.js';
import { reportXen } from './probe-xen.js';
import { forgetSurvey, surveyHypervisors } from './survey-hypervisors.js';

/** Looks for KVM and Xen on a host without changing anything there. */
export async function findHypervisors(runner: Runner): Promise<HypervisorReport[]> {
  const [kvm, xen] = await Promise.all([probeKvmOn(runner), findXen(runner)]);
  return [{ name: 'kvm', ...kvm }, xen];
}

/** Makes the next look at a host a fresh one. */
export function forgetHypervisors(runner: Runner): void {
  forgetKvm(runner);
  forgetSurvey(runner);
}

async function findXen(runner: Runner): Promise<HypervisorReport> {
  const { platform } = await runner.facts();
  if (platform === 'linux') return reportXen(await surveyHypervisors(runner));
  return { name: 'xen', present: false, usable: false, reason: `a ${platform} host cannot be a dom0 of Xen` };
}
