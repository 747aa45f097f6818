import { parseRealHost, runOnHost, runScript } from '../hosts/support/real-host.js';
import type { Target } from './targets.js';

/** Runs a shell script on the host of a target, beside the library; gives what it printed. */
export function onTargetHost({ options }: Target, script: string, ...args: string[]): Promise<string> {
  if (options.host === undefined) return runScript(['sh', '-s', '--', ...args], script);
  return runOnHost(parseRealHost(options.host), script, ...args);
}

/** Why a target cannot run a whole distribution in reasonable time; undefined when it can. */
export function noRealHypervisor({ options: { host, hypervisor } }: Target): string | undefined {
  if (host === undefined) return 'no real host is named; run `npm run test:hosts`';
  return hypervisor === 'kvm' || hypervisor === 'xen'
    ? undefined
    : `the target runs neither on KVM nor on Xen but on ${hypervisor ?? 'anything'}`;
}
