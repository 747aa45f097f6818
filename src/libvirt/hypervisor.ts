import { VmError } from '../core/errors.js';
import type { VmSpec } from '../engine/vm-spec.js';
import type { Runner } from '../remote/runner.js';

export interface KvmVerdict {
  readonly usable: boolean;
  readonly reason: string;
  readonly remedy?: string;
}

/** Runs a tiny guest under the host's KVM: that libvirt offers it says nothing. Remembers its verdict. */
export type KvmProbe = (runner: Runner) => Promise<KvmVerdict>;

/** The hypervisor for a spec; says why when it has to be one that is not there. */
export async function chooseHypervisor(
  wanted: VmSpec['hypervisor'],
  runner: Runner,
  probeKvm: KvmProbe,
): Promise<'kvm' | 'emulated'> {
  if (wanted === 'emulated') return 'emulated';
  if (wanted === 'xen') {
    throw new VmError(
      'VM_UNSUPPORTED',
      'the libvirt engine makes VMs with QEMU; use the engine xen on a Xen host',
    );
  }
  const { usable, reason, remedy } = await probeKvm(runner);
  if (usable) return 'kvm';
  if (wanted === 'auto') return 'emulated';
  throw new VmError(
    'ENGINE_UNAVAILABLE',
    `KVM cannot be used: ${reason}`,
    remedy === undefined ? {} : { remedy },
  );
}
