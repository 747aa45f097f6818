import type { HypervisorReport, XenGuestType } from './hypervisor-report.js';
import type { HypervisorSurvey, XenSurvey } from './survey-hypervisors.js';

/** What a host shows of Xen. */
export function reportXen({ user, xen, xenImage }: HypervisorSurvey): HypervisorReport {
  if (xen === undefined) return { name: 'xen', present: false, usable: false, ...absence(xenImage) };
  const obstacle = obstacleOf(xen, user);
  const guestTypes = guestTypesOf(xen);
  const hap = xen.virtCaps?.includes('hap') === true ? ', with hardware-assisted paging' : '';
  const fine = `the host is dom0 and can run guests of type ${guestTypes.join(', ')}${hap}`;
  return {
    name: 'xen',
    present: true,
    usable: obstacle === undefined,
    version: xen.version,
    dom0: xen.dom0,
    ...(obstacle ?? { reason: fine, guestTypes }),
    ...(xen.virtCaps === undefined ? {} : { virtCaps: xen.virtCaps }),
    ...(xen.resources === undefined ? {} : { resources: xen.resources }),
  };
}

function absence(installed: boolean): { reason: string; remedy: string } {
  if (installed) {
    return {
      reason: 'the host does not run under Xen: Xen is installed, but this kernel was booted without it',
      remedy: 'reboot, and choose the entry with Xen in the menu of GRUB',
    };
  }
  return {
    reason: 'the host does not run under Xen',
    remedy: 'apt-get install xen-system-amd64, and reboot',
  };
}

/** The first thing that is missing. */
function obstacleOf(xen: XenSurvey, user: string): { reason: string; remedy?: string } | undefined {
  if (!xen.dom0)
    return { reason: 'the host is itself a guest of Xen (a domU), so it has no control over it' };
  if (xen.privcmd === 'absent') {
    return {
      reason: 'the host is dom0 but has no /dev/xen/privcmd: its kernel lacks the driver',
      remedy: 'sudo modprobe xen-privcmd',
    };
  }
  if (xen.privcmd === 'denied') {
    return {
      reason: `the host is dom0 but user ${user} may not open /dev/xen/privcmd, and Xen has no group for that`,
      remedy: 'log in as root',
    };
  }
  if (!xen.tools) {
    const release = /^\d+\.\d+/.exec(xen.version)?.[0] ?? '4.17';
    return {
      reason: "the host is dom0 but Xen's tools are not installed",
      remedy: `apt-get install xen-utils-${release}`,
    };
  }
  if (xen.store === 'ok') return undefined;
  return {
    reason: `the host is dom0 but ${xen.store === 'absent' ? 'xenstored does not run' : "xenstored's socket may not be opened"}`,
    remedy: 'sudo systemctl start xen',
  };
}

/** PVH guests run in the same container as HVM ones, since Xen 4.10. */
function guestTypesOf({ virtCaps, interfaces }: XenSurvey): XenGuestType[] {
  const has = (cap: string, prefix: string) =>
    virtCaps?.includes(cap) ?? interfaces.some((each) => each.startsWith(prefix));
  return [
    ...(has('pv', 'xen-3.0-x86_64') ? (['pv'] as const) : []),
    ...(has('hvm', 'hvm-3.0-') ? (['pvh', 'hvm'] as const) : []),
  ];
}
