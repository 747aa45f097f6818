import { VmError } from '../core/errors.js';
import type { Operation } from '../core/operation.js';
import type { MachineSummary } from '../engine/engine.js';
import { PerRunner } from '../engine/per-runner.js';
import type { VmSpec } from '../engine/vm-spec.js';
import { nativeProgram } from '../native/index.js';
import type { Runner } from '../remote/runner.js';
import { domainUuid } from './domain-uuid.js';

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

/**
 * Prints the ids of our VMs and tells of all domains. A VM has its folder before it has a domain and until that is gone, whether
 * or not it can be attached to; one that was made after the first look is there in the second.
 */
const LIST = `ls "$2" 2>/dev/null
"$1" --list || exit
ls "$2" 2>/dev/null
exit 0
`;

/** Domains that nobody of ours made. */
export async function listForeign(runner: Runner, op: Operation): Promise<MachineSummary[]> {
  const program = nativeProgram('vmwright-toolstack');
  if (program === undefined || !(await op.race(dom0.get(runner)))) return [];
  const path = await runner.files.stage(program, { signal: op.signal });
  const { runtimeDir } = await op.race(runner.facts());
  const argv = ['sh', '-c', LIST, 'vmwright-domains', path, runtimeDir];
  const { exitCode, stdout, stderr } = await runner.run(argv, { signal: op.signal });
  if (exitCode !== 0)
    throw new VmError('HOST_COMMAND_FAILED', `cannot list the domains of the host: ${stderr.trim()}`);
  return parseForeign(stdout).map(summaryOf);
}

/** libxenlight lets a domain have so much more than its memory (LIBXL_MAXMEM_CONSTANT), for the toolstack's own pages. */
const SLACK_KIB = 1024;

/** Reads what the script printed: the domains that are not of the VMs. */
export function parseForeign(text: string): ListedDomain[] {
  const lines = text.split('\n').map((line) => line.trim());
  const own = new Set(lines.filter((line) => !line.startsWith('{')).map(domainUuid));
  return lines
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as ListedDomain)
    .filter(({ info }) => !own.has(info.uuid));
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
