import type { Operation } from '../core/operation.js';
import { type Capability, type EngineReport, type Feature, onlyXen } from '../engine/engine.js';
import { type KvmVerdict, probeKvmOn } from '../engine/probe-kvm.js';
import { outOfReach, whyNoSockets } from '../engine/reach-sockets.js';
import { unusableReport } from '../engine/unusable.js';
import { nativeProgram } from '../native/index.js';
import type { HostFacts, Runner } from '../remote/runner.js';
import { type NetworkSurvey, surveyNetwork, userNetwork } from '../vm-process/index.js';

const NO_QEMU_AGENT: Capability = {
  supported: false,
  reason: "the kvm engine has no channel for QEMU's guest agent",
  remedy: 'use the engine libvirt',
};
const YES: Capability = { supported: true };
const LATER: Capability = { supported: false, reason: 'the kvm engine cannot do this yet' };
const USE_QEMU = 'use the engine qemu: apt-get install qemu-system-x86 qemu-utils';

/** What is known of a host when the report is written. */
export interface HostFindings {
  readonly kvm: KvmVerdict;
  readonly network: NetworkSurvey;
  readonly root: boolean;
}

/** What our VMM can do on this host, see {@link Engine.probe}. */
export async function probeVmm(runner: Runner, op: Operation): Promise<EngineReport> {
  const facts: HostFacts = await op.race(runner.facts());
  if (facts.platform !== 'linux' || facts.arch !== 'x64') {
    return unusableReport(
      'kvm',
      `the kvm engine needs a Linux x86-64 host, not ${facts.platform} ${facts.arch}`,
    );
  }
  if (nativeProgram('vmwright-vmm') === undefined) {
    return unusableReport('kvm', 'this copy of vmwright has no vmwright-vmm', 'npm run build:native');
  }
  const [kvm, network, noSockets] = await op.race(
    Promise.all([probeKvmOn(runner), surveyNetwork(runner, op.signal), whyNoSockets(runner)]),
  );
  if (kvm.usable && noSockets !== undefined) return outOfReach('kvm', noSockets);
  return report({ kvm, network, root: facts.uid === 0 });
}

/** The report on a host that the VMM was made for. */
export function report({ kvm, network, root }: HostFindings): EngineReport {
  if (!kvm.usable) return unusableReport('kvm', kvm.reason, kvm.remedy);
  return {
    engine: 'kvm',
    usable: true,
    reason: `vmwright-vmm; ${kvm.reason}`,
    hypervisors: ['kvm'],
    notes: [],
    features: features(network, root),
  };
}

function features(network: NetworkSurvey, root: boolean): Record<Feature, Capability> {
  const no = (reason: string, remedy: string): Capability => ({ supported: false, reason, remedy });
  return {
    kernelBoot: YES,
    diskBoot: no('the kvm engine starts Linux kernels and has no firmware', USE_QEMU),
    uefi: no('the kvm engine has no firmware', USE_QEMU),
    qcow2: no('the kvm engine reads raw disks only', `convert it with qemu-img, or ${USE_QEMU}`),
    userNetwork: userNetwork(network),
    tapNetwork: root ? YES : no('opening a tap device needs root', 'run as root'),
    detached: YES,
    pause: YES,
    reboot: YES,
    console: YES,
    stats: YES,
    resizeMemory: YES,
    qemuAgent: NO_QEMU_AGENT,
    snapshot: LATER,
    mounts: LATER,
    ...onlyXen('kvm'),
  };
}
