import type { Operation } from '../core/operation.js';
import { type Capability, type EngineReport, type Feature, onlyXen } from '../engine/engine.js';
import { outOfReach, whyNoSockets } from '../engine/reach-sockets.js';
import { unusableReport } from '../engine/unusable.js';
import type { Hypervisor } from '../engine/vm-spec.js';
import { QEMU_PROGRAM, type QemuHost } from './host.js';

const NO_QEMU_AGENT: Capability = {
  supported: false,
  reason: "the qemu engine has no channel for QEMU's guest agent",
  remedy: 'use the engine libvirt',
};
const YES: Capability = { supported: true };
/** What nobody wrote yet. */
export const NOT_YET: Capability = { supported: false, reason: 'the qemu engine cannot do this yet' };
const INSTALL_QEMU = 'apt-get install qemu-system-x86';

/** What QEMU can do on this host, see {@link Engine.probe}. */
export async function probeQemu(host: QemuHost, op: Operation): Promise<EngineReport> {
  const { runner } = host;
  const facts = await op.race(runner.facts());
  if (facts.platform !== 'linux' || facts.arch !== 'x64') {
    return unusableReport(
      'qemu',
      `the qemu engine needs a Linux x86-64 host, not ${facts.platform} ${facts.arch}`,
    );
  }
  const probing = host.kvm();
  probing.catch(() => {}); // asked for below, unless there is no QEMU at all
  const [survey, noSockets] = await op.race(Promise.all([host.survey(op.signal), whyNoSockets(runner)]));
  const { program, version, qemuImg, firmware } = survey;
  if (program === undefined) return unusableReport('qemu', `${QEMU_PROGRAM} is not installed`, INSTALL_QEMU);
  const number = /version (\d[\d.]*)/.exec(version)?.[1];
  if (number === undefined) return unusableReport('qemu', `${program} does not run: ${version}`);
  if (noSockets !== undefined) return outOfReach('qemu', noSockets);
  const kvm = await op.race(probing);
  const hypervisors: Hypervisor[] = kvm.usable ? ['kvm', 'emulated'] : ['emulated'];
  return {
    engine: 'qemu',
    usable: true,
    reason: `QEMU ${number}, ${kvm.usable ? 'accelerated by KVM' : 'by emulation (TCG)'}`,
    version: number,
    hypervisors,
    notes: kvm.usable ? [] : [`no KVM: ${kvm.reason}${kvm.remedy === undefined ? '' : `; ${kvm.remedy}`}`],
    features: features(qemuImg, firmware, facts.uid === 0),
  };
}

function features(qemuImg: boolean, firmware: boolean, root: boolean): Record<Feature, Capability> {
  const need = (present: boolean, reason: string, remedy: string): Capability =>
    present ? YES : { supported: false, reason, remedy };
  return {
    kernelBoot: YES,
    diskBoot: YES,
    uefi: need(firmware, 'no UEFI firmware is installed', 'apt-get install ovmf'),
    qcow2: need(qemuImg, 'qemu-img, which makes overlays, is not installed', 'apt-get install qemu-utils'),
    userNetwork: YES,
    tapNetwork: need(root, 'opening a tap device needs root', 'run as root'),
    detached: YES,
    pause: YES,
    reboot: YES,
    console: YES,
    stats: YES,
    resizeMemory: NOT_YET,
    qemuAgent: NO_QEMU_AGENT,
    snapshot: NOT_YET,
    mounts: NOT_YET,
    ...onlyXen('qemu'),
  };
}
