import { VmError } from '../core/errors.js';
import type { Engine, EngineReport, Feature } from './engine.js';
import type { EngineName, Hypervisor } from './vm-spec.js';

/** An engine and where its code comes from; loaded only when a host is probed with it. */
export interface EngineEntry {
  readonly name: EngineName;
  /** Asked only when it is named, or when no other engine will do: to ask costs more than its answer is worth. */
  readonly lastResort?: true;
  load(): Promise<Engine>;
}

/** What the caller insists on. */
export interface EngineWish {
  readonly engine?: EngineName | undefined;
  readonly hypervisor?: Hypervisor | undefined;
  /** What the VM needs. */
  readonly features: readonly Feature[];
}

export interface EngineChoice {
  readonly engine: EngineName;
  readonly hypervisor: Hypervisor;
  /** One line for each better choice that was passed over. */
  readonly passedOver: readonly string[];
}

/** Best first: our own VMM, then a real Xen, then others with hardware help, then emulation. */
const ORDER: readonly (readonly [EngineName, Hypervisor])[] = [
  ['kvm', 'kvm'],
  ['xen', 'xen'],
  ['qemu', 'kvm'],
  ['libvirt', 'kvm'],
  ['libvirt', 'xen'],
  ['qemu', 'emulated'],
  ['libvirt', 'emulated'],
];

/** Picks the best engine and hypervisor that meet the wish; throws with every reason when none does. */
export function selectEngine(reports: readonly EngineReport[], wish: EngineWish): EngineChoice {
  const passedOver: string[] = [];
  let unsupported: string | undefined;
  for (const [engine, hypervisor] of ORDER) {
    if (wish.engine !== undefined && wish.engine !== engine) continue;
    if (wish.hypervisor !== undefined && wish.hypervisor !== hypervisor) continue;
    const report = reports.find((each) => each.engine === engine);
    const obstacle = unusable(report, engine, hypervisor) ?? missingFeature(report, wish.features);
    if (obstacle === undefined) return { engine, hypervisor, passedOver };
    if (report?.usable === true && report.hypervisors.includes(hypervisor)) unsupported = obstacle; // the last one is that of the most able engine
    passedOver.push(`${engine} on ${hypervisor}: ${obstacle}`);
  }
  throw noChoice(reports, wish, passedOver, unsupported);
}

function unusable(
  report: EngineReport | undefined,
  engine: EngineName,
  hypervisor: Hypervisor,
): string | undefined {
  if (report === undefined) return `this version of vmwright has no ${engine} engine`;
  if (!report.usable) return report.reason;
  if (report.hypervisors.includes(hypervisor)) return undefined;
  // Notes are about KVM alone.
  const why = hypervisor === 'kvm' ? report.notes.join('; ') : '';
  return why === '' ? `${report.engine} does not run ${hypervisor} guests on this host` : why;
}

function missingFeature(report: EngineReport | undefined, features: readonly Feature[]): string | undefined {
  for (const feature of features) {
    const capability = report?.features[feature];
    if (capability?.supported === false) {
      const remedy = capability.remedy === undefined ? '' : ` (${capability.remedy})`;
      return `no ${feature}: ${capability.reason}${remedy}`;
    }
  }
  return undefined;
}

function noChoice(
  reports: readonly EngineReport[],
  wish: EngineWish,
  passedOver: readonly string[],
  unsupported: string | undefined,
): VmError {
  const cause = new AggregateError(
    passedOver.map((line) => new Error(line)),
    'every engine was passed over',
  );
  if (unsupported !== undefined) return new VmError('VM_UNSUPPORTED', unsupported, { cause });
  const remedy = reports.find((report) => report.remedy !== undefined && matches(report, wish))?.remedy;
  const wanted = [wish.engine, wish.hypervisor].filter((word) => word !== undefined).join(' on ');
  const what = wanted === '' ? 'No engine can run a VM here' : `${wanted} cannot run a VM here`;
  const why = passedOver.length === 0 ? 'there is no such combination' : passedOver.join('\n  ');
  return new VmError('ENGINE_UNAVAILABLE', `${what}:\n  ${why}`, {
    cause,
    ...(remedy === undefined ? {} : { remedy }),
  });
}

function matches(report: EngineReport, wish: EngineWish): boolean {
  return wish.engine === undefined || wish.engine === report.engine;
}
