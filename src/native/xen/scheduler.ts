import { VmError } from '../../core/errors.js';
import type { RawCpupool, RawPoolSettings, RawShare } from './addon.js';

/** Xen's domctl.h, XEN_SCHEDULER_*. */
export type XenScheduler = 'sedf' | 'credit' | 'credit2' | 'arinc653' | 'rtds' | 'null';

const SCHEDULERS = new Map<number, XenScheduler>([
  [4, 'sedf'],
  [5, 'credit'],
  [6, 'credit2'],
  [7, 'arinc653'],
  [8, 'rtds'],
  [9, 'null'],
]);

/** A pool of CPUs with a scheduler of its own. Xen's sysctl.h, struct xen_sysctl_cpupool_op. */
export interface XenCpupool {
  readonly id: number;
  readonly scheduler: XenScheduler;
  /** How many domains are in it. */
  readonly domains: number;
  /** The numbers of its CPUs. */
  readonly cpus: readonly number[];
}

/** How a scheduler treats all domains of its pool; undefined where it has no such setting. */
export interface XenSchedulerSettings {
  readonly scheduler: XenScheduler;
  /** Milliseconds that a vCPU runs at most before others may. credit only. */
  readonly timesliceMs?: number;
  /** Microseconds that a vCPU runs at least before others may; 0 is off. credit and credit2. */
  readonly ratelimitUs?: number;
  /** Microseconds that a vCPU is kept on its CPU after it ran. credit only. */
  readonly migrationDelayUs?: number;
}

/** A domain's part of the CPU time of its pool. Xen's domctl.h, struct xen_domctl_sched_credit and …_credit2. */
export interface XenShare {
  readonly scheduler: XenScheduler;
  /** In relation to that of others; 256 is what domains start with. 1 to 65535. */
  readonly weight: number;
  /** At most so many percent of one CPU: 50 is half of one, 200 two. 0 is no limit. */
  readonly cap: number;
}

function toScheduler(number: number): XenScheduler {
  const scheduler = SCHEDULERS.get(number);
  if (scheduler === undefined) throw new VmError('XEN_ERROR', `Xen has an unknown scheduler: ${number}`);
  return scheduler;
}

/** @internal */
export const toCpupool = (raw: RawCpupool): XenCpupool => ({ ...raw, scheduler: toScheduler(raw.scheduler) });

/** @internal */
export const toSettings = (raw: RawPoolSettings): XenSchedulerSettings => ({
  ...raw,
  scheduler: toScheduler(raw.scheduler),
});

/** @internal */
export const toShare = (raw: RawShare): XenShare => ({ ...raw, scheduler: toScheduler(raw.scheduler) });
