import { createVm, type Vm, type VmOptions } from 'vmwright';
import { BOOT_LIMIT } from '../../hosts/support/real-host.js';
import { skipBecause } from '../../support/skip.js';
import { onTargetHost } from '../../support/target-host.js';
import { onEveryTarget, type Target, targets } from '../../support/targets.js';

/** A file on the host for what a test makes there; gone after the test. */
export const hostPath = (name: string): string => `/var/tmp/vmwright-test-${process.pid}-${name}`;

/** What the tests of one suite need of the Xen host that they run on. */
export interface XenPlace {
  readonly target: Target;
  create(options?: Omit<VmOptions, 'host'>): Promise<Vm>;
  /** Runs a shell script in dom0, beside the library; gives what it printed, without the newline at its end. */
  onHost(script: string, ...args: string[]): Promise<string>;
}

const ofEngineXen = ({ options }: Target): boolean => options.engine === 'xen';
/** Xen by whatever engine. */
export const ofAnyEngine = ({ options }: Target): boolean => options.hypervisor === 'xen';

/** Runs a suite on every target that is Xen's; without one it is skipped. `fits`: those that can what it is about. */
export function onXen(title: string, suite: (place: XenPlace) => void, fits = ofEngineXen): void {
  if (!targets().some(fits)) {
    describe(title, () => {
      it('needs a Xen host', function () {
        skipBecause(this, 'no target is a Xen host; run `npm run test:hosts`');
      });
    });
    return;
  }
  onEveryTarget(title, (target) => {
    if (!fits(target)) return;
    suite({
      target,
      create: (options = {}) =>
        createVm({ ...target.options, network: 'none', memory: '256MiB', ...options }),
      onHost: async (script, ...args) => (await onTargetHost(target, script, ...args)).trim(),
    });
    after('removes the files of the tests', async function () {
      this.timeout(BOOT_LIMIT);
      await onTargetHost(target, 'rm -rf /var/tmp/vmwright-test-"$1"-*', String(process.pid));
    });
  });
}

/** Milliseconds for a test that boots `guests`. */
export const limit = (guests: number): number => BOOT_LIMIT * guests;

/** What a command in the guest printed, without the newline at its end. Fails when it fails. */
export async function inGuest(vm: Vm, script: string): Promise<string> {
  const { stdout } = await vm.exec('sh', ['-c', script], { check: true, timeout: 60_000 });
  return stdout.trim();
}

/** A bridge of dom0 that is there for the tests of one suite. */
export function ownBridge(onHost: XenPlace['onHost'], name: string): void {
  before(async function () {
    this.timeout(limit(1));
    await onHost('ip link add "$1" type bridge && ip link set "$1" up', name);
  });
  after(async function () {
    this.timeout(limit(1));
    await onHost('ip link del "$1"', name);
  });
}
