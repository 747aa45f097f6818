import { VmError } from '../core/errors.js';
import type { XenGuestType } from '../engine/hypervisor-report.js';
import type { VmSpec } from '../engine/vm-spec.js';

/**
 * How the guest of a spec sees its machine. `possible`: what the host can run. A whole disk starts by firmware, which only
 * HVM guests have; a kernel starts without, in hardware's container where there is one.
 */
export function guestType(
  spec: VmSpec,
  possible: readonly XenGuestType[] = ['pv', 'pvh', 'hvm'],
): XenGuestType {
  const { boot, machine } = spec;
  const type = machine ?? (boot.type === 'disk' ? 'hvm' : possible.includes('pvh') ? 'pvh' : 'pv');
  if (boot.type === 'disk' && type !== 'hvm') {
    throw new VmError('VM_UNSUPPORTED', `a guest of type ${type} has no firmware to start a disk with`, {
      remedy: "Leave `machine` out, or pass 'hvm'.",
    });
  }
  if (boot.type !== 'disk' && type === 'hvm') {
    throw new VmError('VM_UNSUPPORTED', 'kernels are not started in HVM guests yet', {
      remedy: "Leave `machine` out, pass 'pvh' or 'pv', or boot a whole disk.",
    });
  }
  if (!possible.includes(type)) {
    throw new VmError('VM_UNSUPPORTED', `the host cannot run guests of type ${type}`, {
      remedy: 'Enable SVM or VT-x in the firmware of the host.',
    });
  }
  return type;
}
