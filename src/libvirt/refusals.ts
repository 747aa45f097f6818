import { VmError } from '../core/errors.js';
import type { VmSpec } from '../engine/vm-spec.js';
import type { HostFacts } from '../remote/runner.js';
import type { LocalUri } from './host-uri.js';

/** What the probe says no to, for those who insist on this engine. */
export function refuseUnsupported(spec: VmSpec, { driver, scope }: LocalUri, { uid }: HostFacts): void {
  if (driver !== 'qemu') {
    throw new VmError(
      'VM_UNSUPPORTED',
      `the libvirt engine makes VMs with QEMU, not with the driver ${driver}`,
      {
        remedy: 'On a Xen host use the engine xen; domains that exist can be listed and controlled.',
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
