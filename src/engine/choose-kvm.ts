import { VmError } from '../core/errors.js';
import type { Runner } from '../remote/runner.js';
import type { KvmVerdict } from './probe-kvm.js';
import type { VmSpec } from './vm-spec.js';

/** Runs a tiny guest under the host's KVM: that there is one, or that somebody offers it, says nothing. Remembers its verdict. */
export type KvmProbe = (runner: Runner) => Promise<Pick<KvmVerdict, 'usable' | 'reason' | 'remedy'>>;

/** KVM or emulation by QEMU for a spec; says why when it has to be one that is not there. `noXen`: what to say of Xen. */
export async function chooseKvm(
  wanted: VmSpec['hypervisor'],
  runner: Runner,
  { probeKvm, noXen }: { readonly probeKvm: KvmProbe; readonly noXen: string },
): Promise<'kvm' | 'emulated'> {
  if (wanted === 'emulated') return 'emulated';
  if (wanted === 'xen') throw new VmError('VM_UNSUPPORTED', noXen);
  const { usable, reason, remedy } = await probeKvm(runner);
  if (usable) return 'kvm';
  if (wanted === 'auto') return 'emulated';
  throw new VmError(
    'ENGINE_UNAVAILABLE',
    `KVM cannot be used: ${reason}`,
    remedy === undefined ? {} : { remedy },
  );
}
