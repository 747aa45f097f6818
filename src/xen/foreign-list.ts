import { VmError } from '../core/errors.js';
import type { Operation } from '../core/operation.js';
import type { MachineSummary } from '../engine/engine.js';
import { PerRunner } from '../engine/per-runner.js';
import type { VmSpec } from '../engine/vm-spec.js';
import { nativeProgram } from '../native/index.js';
import type { Runner } from '../remote/runner.js';

/** Whether this user controls a Xen there. */
const DOM0 = '[ -r /dev/xen/privcmd ] && [ -w /dev/xen/privcmd ] && [ -S /run/xenstored/socket ]';
/** Milliseconds for which the answer is believed; no host becomes a dom0 without a boot. */
const AGE = 600_000;

const dom0 = new PerRunner(
  async (runner: Runner) => {
    const { platform } = await runner.facts();
    return platform === 'linux' && (await runner.run(['sh', '-c', DOM0])).exitCode === 0;
  },
  () => AGE,
);

/** A line of `vmwright-toolstack --list`; `info` is libxl_dominfo. */
interface ListedDomain {
  readonly name: string;
  /** Seconds since the epoch. */
  readonly started: number;
  readonly info: { readonly uuid: string; readonly max_memkb: number; readonly vcpu_online: number };
}

/** Domains that nobody of ours made. `own`: UUIDs of those that somebody did. */
export async function listForeign(
  runner: Runner,
  own: ReadonlySet<string>,
  op: Operation,
): Promise<MachineSummary[]> {
  const program = nativeProgram('vmwright-toolstack');
  if (program === undefined || !(await op.race(dom0.get(runner)))) return [];
  const path = await runner.files.stage(program, { signal: op.signal });
  const { exitCode, stdout, stderr } = await runner.run([path, '--list'], { signal: op.signal });
  if (exitCode !== 0)
    throw new VmError('HOST_COMMAND_FAILED', `cannot list the domains of the host: ${stderr.trim()}`);
  return parseDomains(stdout)
    .filter(({ info }) => !own.has(info.uuid))
    .map(summaryOf);
}

/** libxenlight lets a domain have so much more than its memory (LIBXL_MAXMEM_CONSTANT), for the toolstack's own pages. */
const SLACK_KIB = 1024;

/** Reads what `vmwright-toolstack --list` printed. */
export function parseDomains(text: string): ListedDomain[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as ListedDomain);
}

/** As far as it is known, for lists. Its id is its UUID. */
export function summaryOf({ name, started, info }: ListedDomain): MachineSummary {
  const spec: VmSpec = {
    id: info.uuid,
    name,
    image: '',
    createdAt: new Date(started * 1000).toISOString(),
    hypervisor: 'xen',
    jail: false,
    cpus: info.vcpu_online,
    memoryBytes: Math.max(0, info.max_memkb - SLACK_KIB) * 1024,
    boot: { type: 'disk', firmware: 'bios' },
    disks: [],
    network: { type: 'none' },
    agent: false,
    detached: true,
    exec: { env: {} },
    labels: {},
  };
  return { spec, engine: 'xen', hypervisor: 'xen', pid: undefined, foreign: true };
}
