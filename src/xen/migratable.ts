import { VmError } from '../core/errors.js';
import type { Operation } from '../core/operation.js';
import type { XenGuestType } from '../engine/hypervisor-report.js';
import { reportXen } from '../engine/probe-xen.js';
import { surveyHypervisors } from '../engine/survey-hypervisors.js';
import type { VmSpec } from '../engine/vm-spec.js';
import type { Runner } from '../remote/runner.js';
import { guestType } from '../vm-process/index.js';
import { migrationSupport } from './migration-support.js';
import { surveyTools } from './survey.js';

/** Refuses a VM that has something which the other host cannot have. */
export function requireMovable({ disks, network, pci, name }: VmSpec): void {
  const refuse = (what: string, remedy: string): never => {
    throw new VmError('VM_UNSUPPORTED', `VM '${name}' cannot be migrated: ${what}`, { remedy });
  };
  if (network.type === 'user')
    refuse(
      'the connections of its user network end in a program of this host',
      "Create it with `network: 'none'` or a bridge.",
    );
  const own = disks.find(({ access }) => access !== 'read');
  if (own !== undefined)
    refuse(
      `it writes to the disk ${own.path}${own.access === 'overlay' ? ', by an overlay' : ''}, which this host alone has`,
      "Use `vm.save`, or disks with `access: 'read'`.",
    );
  if (disks.some(({ seed }) => seed === true))
    refuse('its disk for cloud-init is on this host alone', 'Create it without `cloudInit`.');
  if (pci !== undefined && pci.length > 0)
    refuse('it has PCI devices of this host', 'Take them back first, with `vm.devices.removePci`.');
}

/** The type of the guest, which the Xen of its host can migrate. */
export async function movableType(runner: Runner, spec: VmSpec, op: Operation): Promise<XenGuestType> {
  const xen = reportXen(await op.race(surveyHypervisors(runner)));
  const type = guestType(spec, xen.guestTypes);
  const can = migrationSupport(xen)[type];
  if (can.supported) return type;
  throw new VmError('VM_UNSUPPORTED', `a guest of type ${type} cannot be migrated: ${can.reason}`, {
    ...(can.remedy === undefined ? {} : { remedy: can.remedy }),
  });
}

/** Refuses a host with another release of Xen: what one saves, only newer ones promise to read. */
export async function requireSameXen(from: Runner, to: Runner, op: Operation): Promise<void> {
  const releases = [surveyTools(from, op.signal), surveyTools(to, op.signal)];
  const [here, there] = await op.race(Promise.all(releases));
  if (here?.release === there?.release) return;
  const what = `${to.hostId} runs Xen ${there?.release ?? ''} and ${from.hostId} Xen ${here?.release ?? ''}`;
  throw new VmError('VM_UNSUPPORTED', `the VM cannot be migrated: ${what}`, {
    remedy: 'Migrate between hosts of the same release.',
  });
}
