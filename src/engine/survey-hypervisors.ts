import type { Runner } from '../remote/runner.js';
import type { XenResources } from './hypervisor-report.js';
import { PerRunner } from './per-runner.js';

/**
 * All that a host shows of its hypervisors, in one round trip and without changing anything: lines `key value`.
 * Access is told as `ok`, `denied` or `absent`. Bit 11 of Xen's features is XENFEAT_dom0 (xen/include/public/features.h);
 * /proc/xen says the same where it is mounted. `xl` is asked only by who may use it, as others get errors of five lines.
 */
const SURVEY = String.raw`first() { line=; if [ -r "$1" ]; then IFS= read -r line <"$1"; fi 2>/dev/null; }
access() { if [ ! -e "$1" ]; then echo absent; elif [ -r "$1" ] && [ -w "$1" ]; then echo ok; else echo denied; fi; }
user=$(id -un)
printf '%s\n' "user $user" "groups $(id -Gn)" "member $(id -Gn "$user" 2>/dev/null)"
if [ -e /dev/kvm ]; then printf '%s\n' "kvm $(access /dev/kvm)" "kvm-device $(stat -c '%A %U %G' /dev/kvm)"; fi
first /sys/hypervisor/type
if [ "$line" != xen ]; then
  for file in /boot/xen*.gz /boot/xen*.efi; do if [ -e "$file" ]; then echo "xen-image $file"; break; fi; done
  exit 0
fi
first /sys/hypervisor/version/major; version=$line
first /sys/hypervisor/version/minor; version=$version.$line
first /sys/hypervisor/version/extra; echo "xen $version$line"
first /sys/hypervisor/properties/features; echo "xen-features $line"
first /sys/hypervisor/properties/capabilities; echo "xen-interfaces $line"
first /proc/xen/capabilities; echo "xen-control $line"
privcmd=$(access /dev/xen/privcmd)
socket=/run/xenstored/socket
if [ ! -e "$socket" ]; then socket=/var/run/xenstored/socket; fi
printf '%s\n' "xen-privcmd $privcmd" "xen-store $(access "$socket")" "xl $(command -v xl)"
if [ "$privcmd" = ok ]; then
  timeout 5 xl info 2>/dev/null | sed -n -e 's/^virt_caps *: */xen-caps /p' -e 's/^xen_scheduler *: */xen-scheduler /p' \
    -e 's/^nr_cpus *: */xen-cpus /p' -e 's/^total_memory *: */xen-memory /p' -e 's/^free_memory *: */xen-free /p'
fi
exit 0
`;

/** Milliseconds after which the host is asked again: who just fixed something wants to see it. */
const AGE = 1000;
/** Milliseconds for the script; an emulated host on a busy machine took more than thirty seconds. */
const LIMIT = 90_000;
const MIB = 2 ** 20;

/** Whether this user can open something for reading and writing. */
export type Access = 'ok' | 'denied' | 'absent';

export interface XenSurvey {
  readonly version: string;
  readonly dom0: boolean;
  /** Guest interfaces, e.g. `xen-3.0-x86_64`, `hvm-3.0-x86_64`. */
  readonly interfaces: readonly string[];
  /** The device through which hypercalls are made. */
  readonly privcmd: Access;
  /** The socket of xenstored. */
  readonly store: Access;
  /** Xen's tools are installed. */
  readonly tools: boolean;
  /** From `xl info`, when it answers. */
  readonly virtCaps: readonly string[] | undefined;
  /** The same. */
  readonly resources: XenResources | undefined;
}

export interface HypervisorSurvey {
  /** Empty when the host has no name for it. */
  readonly user: string;
  /** Groups of this session. */
  readonly groups: readonly string[];
  /** Groups of the user by now, for the next login. */
  readonly member: readonly string[];
  readonly kvm: Access;
  /** Of /dev/kvm: mode, owner and group as `ls` shows them. */
  readonly kvmDevice: string;
  /** Undefined when the host does not run under Xen. */
  readonly xen: XenSurvey | undefined;
  /** There is a Xen to boot. Looked at only where the host does not run under it. */
  readonly xenImage: boolean;
}

const surveys = new PerRunner(survey, () => AGE);

/** Looks at a Linux host. */
export function surveyHypervisors(runner: Runner): Promise<HypervisorSurvey> {
  return surveys.get(runner);
}

/** Makes the next look a fresh one. */
export function forgetSurvey(runner: Runner): void {
  surveys.forget(runner);
}

async function survey(runner: Runner): Promise<HypervisorSurvey> {
  const argv = ['sh', '-c', SURVEY, 'vmwright-hypervisors'];
  const { stdout } = await runner.run(argv, { env: { LC_ALL: 'C' }, timeout: LIMIT });
  return parseSurvey(stdout);
}

/** Reads what the script printed. */
export function parseSurvey(text: string): HypervisorSurvey {
  const lines = text.split('\n').map((line) => [line.split(' ', 1)[0] ?? '', line] as const);
  const told = new Map(lines.map(([key, line]) => [key, line.slice(key.length + 1).trim()]));
  const words = (key: string) => (told.get(key) ?? '').split(/\s+/).filter((word) => word !== '');
  return {
    user: told.get('user') ?? '',
    groups: words('groups'),
    member: words('member'),
    kvm: accessOf(told.get('kvm')),
    kvmDevice: told.get('kvm-device') ?? '',
    xen: told.has('xen') ? parseXen(told, words) : undefined,
    xenImage: told.has('xen-image'),
  };
}

function parseXen(told: ReadonlyMap<string, string>, words: (key: string) => string[]): XenSurvey {
  const features = Number.parseInt(told.get('xen-features') ?? '', 16);
  return {
    version: told.get('xen') ?? '',
    dom0: ((features >> 11) & 1) === 1 || words('xen-control').includes('control_d'),
    interfaces: words('xen-interfaces'),
    privcmd: accessOf(told.get('xen-privcmd')),
    store: accessOf(told.get('xen-store')),
    tools: (told.get('xl') ?? '') !== '',
    virtCaps: told.has('xen-caps') ? words('xen-caps') : undefined,
    resources: parseResources(told),
  };
}

/** `xl info` tells memory in MiB. */
function parseResources(told: ReadonlyMap<string, string>): XenResources | undefined {
  const number = (key: string) => Number.parseInt(told.get(key) ?? '', 10);
  const found = {
    cpus: number('xen-cpus'),
    memory: number('xen-memory') * MIB,
    freeMemory: number('xen-free') * MIB,
    scheduler: told.get('xen-scheduler') ?? '',
  };
  const whole =
    [found.cpus, found.memory, found.freeMemory].every(Number.isInteger) && found.scheduler !== '';
  return whole ? found : undefined;
}

function accessOf(text: string | undefined): Access {
  return text === 'ok' || text === 'denied' ? text : 'absent';
}
