import { VmError } from '../core/errors.js';
import type { VmSpec } from '../engine/vm-spec.js';
import type { HostFacts } from '../remote/runner.js';
import { refuseReadOnlyQcow2 } from '../vm-process/index.js';
import type { LocalUri } from './host-uri.js';

/** What the probe says no to, for those who insist on this engine. */
export function refuseUnsupported(spec: VmSpec, { driver, scope }: LocalUri, { uid }: HostFacts): void {
  if (driver === 'xen') {
    refuseForXen(spec, uid);
    return;
  }
  if (driver !== 'qemu') {
    throw new VmError(
      'VM_UNSUPPORTED',
      `the libvirt engine makes VMs with QEMU and Xen, not with the driver ${driver}`,
      {
        remedy: 'Domains that exist can be listed and controlled.',
      },
    );
  }
  if (spec.profile === 'minimal') {
    throw new VmError(
      'VM_UNSUPPORTED',
      "libvirt does not know QEMU's machine microvm, which profile 'minimal' means",
      {
        remedy: 'Leave the option profile out, or use the engine kvm or qemu.',
      },
    );
  }
  if (scope === 'system' && uid !== 0) {
    throw new VmError(
      'VM_UNSUPPORTED',
      'VMs of the system daemon have sockets and files that only root reaches',
      {
        remedy: 'Use libvirt+qemu:///session, or log in as root.',
      },
    );
  }
  if (scope === 'session' && spec.network.type === 'tap') {
    throw new VmError('VM_UNSUPPORTED', "a user's own libvirt daemon may not open tap devices", {
      remedy: "Use network: { bridge: 'NAME' }, or log in as root.",
    });
  }
}

function refuseForXen({ agent, boot, disks, network, profile }: VmSpec, uid: number): void {
  disks.forEach(refuseReadOnlyQcow2);
  const no = (reason: string, remedy: string): VmError => new VmError('VM_UNSUPPORTED', reason, { remedy });
  if (uid !== 0)
    throw no('the console and the sockets of a domain of Xen are for root only', 'Log in as root.');
  if (profile === 'minimal') {
    const what = "profile 'minimal' is a machine of virtio devices, and Xen has its own";
    throw no(what, 'Leave the option profile out: a PVH guest has no emulated device anyway.');
  }
  if (network.type === 'tap') {
    const what = 'Xen makes the devices of its guests itself and takes no tap device';
    throw no(what, "Pass network: { bridge: 'NAME' }.");
  }
  if (agent === 'qemu') {
    throw no("libvirt's Xen driver has no channel for QEMU's guest agent", 'Use an image with our agent.');
  }
  if (boot.type === 'disk' && boot.firmware === 'uefi') {
    throw no("libvirt's Xen driver starts disks by BIOS here", "Pass firmware: 'bios'.");
  }
}
