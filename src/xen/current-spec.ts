import { VmError } from '../core/errors.js';
import type { VmSpec } from '../engine/vm-spec.js';
import type { DomainConfig } from '../vm-process/index.js';
import { nicsOf } from './devices.js';
import { overlaid } from './overlaid.js';

/**
 * `spec` with what was changed of the domain since it began, for the one that goes on with its guest. `now`: what libxenlight
 * knows of it. Devices that came or went meanwhile are no part of a spec: refused. `done`: what the VM cannot be then.
 */
export function currentSpec(spec: VmSpec, now: DomainConfig, done: 'migrated' | 'saved'): VmSpec {
  if (!hasItsDevices(spec, now)) {
    const what = 'interfaces or PCI devices were added or removed while it runs';
    throw new VmError('VM_UNSUPPORTED', `the VM cannot be ${done}: ${what}`, {
      remedy: 'Undo that first, with `vm.devices`.',
    });
  }
  return { ...spec, libxl: overlaid({ ...spec.libxl }, { b_info: changes(now) }) as Record<string, unknown> };
}

/** Interfaces by their addresses, as one may have been put in the place of another; `libxl` of the spec may know none. */
function hasItsDevices({ network, pci, libxl }: VmSpec, now: DomainConfig): boolean {
  const made: DomainConfig = overlaid({ nics: nicsOf(network, ''), pcidevs: pci ?? [] }, libxl);
  const { nics = [], pcidevs = [] } = now;
  const macs = new Set(nics.map(({ mac }) => mac?.toLowerCase()));
  return (
    nics.length === made.nics?.length &&
    made.nics.every(({ mac }) => mac === undefined || macs.has(mac.toLowerCase())) &&
    pcidevs.length === made.pcidevs?.length
  );
}

/** Members of `b_info`. */
function changes({ b_info = {} }: DomainConfig): object {
  const { target_memkb, avail_vcpus, sched_params: { weight, cap } = {} } = b_info;
  const sched = {
    ...(weight === undefined || weight <= 0 ? {} : { weight }),
    ...(cap === undefined || cap < 0 ? {} : { cap }),
  };
  return {
    ...(target_memkb === undefined ? {} : { target_memkb }),
    ...(avail_vcpus === undefined ? {} : { avail_vcpus }),
    ...(Object.keys(sched).length === 0 ? {} : { sched_params: sched }),
  };
}
