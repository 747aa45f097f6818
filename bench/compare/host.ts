import { guestAddress } from '../support/guest-address.js';
import { namedHosts } from '../support/named-hosts.js';
import { Place } from '../support/place.js';
import type { HostFacts } from './result.js';
import type { HostName } from './series.js';

const DISK_MIB = 128;
const BRIDGES: Readonly<Record<HostName, string>> = {
  xen: process.env.BENCH_XEN_BRIDGE ?? 'xenbr0',
  kvm: process.env.BENCH_KVM_BRIDGE ?? 'br0',
};
/** Of the guest's address. */
const LAST = 200;

const HOW = `this comparison needs a Xen host and a KVM host that are reached over ssh as root. Either bring emulated ones up:
  npm run hosts:up && eval "$(npm run --silent hosts:env)"
or name your own: export VMWRIGHT_TEST_HOSTS=xen=ssh://root@dom0,kvm=ssh://root@kvm1`;

/** Lines of NAME: VALUE. */
const FACTS = `f() { printf '%s: %s\\n' "$1" "$2"; }
f kernel "$(uname -r)"
f cpu "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)"
f machine "$(cat /sys/class/dmi/id/sys_vendor /sys/class/dmi/id/product_name 2>/dev/null | tr '\\n' ' ')"
f words "$(cat /proc/cmdline)"
f clock "$(cat /sys/devices/system/clocksource/clocksource0/current_clocksource)"
if [ -d /proc/xen ] && command -v xl >/dev/null; then
  f hypervisor "Xen $(xl info xen_version), scheduler $(xl info xen_scheduler)"
  f words_of_xen "$(xl info xen_commandline)"
  f cpus "$(xl info nr_cpus)"
else
  f hypervisor "KVM, $(qemu-system-x86_64 --version | head -n 1)"
  f cpus "$(nproc --all)"
fi`;

/** One of the two hosts, with what guests are given there. */
export class CompareHost implements AsyncDisposable {
  private constructor(
    readonly name: HostName,
    readonly place: Place,
    readonly facts: HostFacts,
    readonly network: Awaited<ReturnType<typeof guestAddress>>,
    /** Paths on the host: a file, and a loop device of another one. */
    readonly disks: { readonly file: string; readonly block: string },
  ) {}

  static async open(name: HostName): Promise<CompareHost> {
    const url = namedHosts().get(name);
    if (url === undefined) {
      console.error(HOW);
      process.exit(1);
    }
    const place = await Place.open(url);
    const facts = Object.fromEntries(
      (await place.sh(FACTS)).split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2)),
    ) as HostFacts;
    const network = await guestAddress(place, BRIDGES[name], LAST);
    const [file = '', block = ''] = (
      await place.sh(`new() { f=$(mktemp /var/tmp/vmwright-bench.XXXXXX) && dd if=/dev/urandom of="$f" bs=1M count=${DISK_MIB} status=none && echo "$f"; }
new && losetup -f --show "$(new)"`)
    ).split('\n');
    return new CompareHost(name, place, facts, network, { file, block });
  }

  get bridge(): string {
    return BRIDGES[this.name];
  }

  /** Bytes that the hypervisor itself holds: all that Xen has given away, or the page tables that KVM keeps for guests. */
  async hypervisorBytes(): Promise<number> {
    const text =
      this.name === 'xen'
        ? await this.place.sh('echo $(($(xl info total_memory) - $(xl info free_memory))) MiB')
        : await this.place.sh(`sed -n 's/^SecPageTables: *//p' /proc/meminfo`);
    const [value = '0', unit] = text.split(' ');
    return Number(value) * (unit === 'MiB' ? 2 ** 20 : 2 ** 10);
  }

  /** Uses no more than `count` CPUs until it is disposed of, so that hosts of different size can be compared. */
  async limitCpus(count: number): Promise<AsyncDisposable> {
    const all = Number(this.facts.cpus);
    const spare = Array.from({ length: Math.max(0, all - count) }, (_, index) => count + index);
    const [off, on] =
      this.name === 'xen'
        ? ['xl cpupool-cpu-remove Pool-0 $cpu', 'xl cpupool-cpu-add Pool-0 $cpu']
        : [0, 1].map((state) => `echo ${state} >/sys/devices/system/cpu/cpu$cpu/online`);
    const each = (command = '') =>
      this.place.sh(`for cpu in ${spare.join(' ')}; do ${command} || exit; done`);
    if (spare.length > 0) await each(off);
    return {
      [Symbol.asyncDispose]: async () => {
        if (spare.length > 0) await each(on);
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { file, block } = this.disks;
    await this.place.sh(
      `under=$(losetup -n -O BACK-FILE ${block}); losetup -d ${block}; rm -f ${file} "$under"`,
    );
    await this.place[Symbol.asyncDispose]();
  }
}
