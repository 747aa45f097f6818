import type { Capability } from '../engine/engine.js';
import type { HypervisorReport, XenGuestType } from '../engine/hypervisor-report.js';

const YES: Capability = { supported: true };

/**
 * Which guests can be migrated while they run: those whose writes Xen can log meanwhile. That is done by the second
 * dimension of page tables (hap), or by shadows of the guest's own, which is all there is for PV guests.
 */
export function migrationSupport(xen: HypervisorReport): Record<XenGuestType, Capability> {
  const { guestTypes = [], virtCaps } = xen;
  const has = (cap: string) => virtCaps?.includes(cap) === true;
  const no = (reason: string, remedy: string): Capability => ({ supported: false, reason, remedy });
  const unlogged = 'Xen cannot log what such a guest writes while it is migrated';
  const hardware =
    has('hap') || has('shadow') ? YES : no(`${unlogged}: it has neither hap nor shadow paging`, 'xl info');
  const pv = has('shadow')
    ? YES
    : no(
        `${unlogged}: this build of Xen has no shadow paging`,
        "use `machine: 'pvh'`, or `vm.save` and `host.restore`",
      );
  const of = (type: XenGuestType, answer: Capability) =>
    guestTypes.includes(type) ? answer : no(`the host cannot run guests of type ${type}`, 'xl info');
  return { pv: of('pv', pv), pvh: of('pvh', hardware), hvm: of('hvm', hardware) };
}

/** The feature `migrate`: some type of guest can be. */
export function migrateFeature(of: Record<XenGuestType, Capability>): Capability {
  const all = [of.pvh, of.hvm, of.pv];
  return all.find(({ supported }) => supported) ?? of.pv;
}
