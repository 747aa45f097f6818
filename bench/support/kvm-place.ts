import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connect, type Host, type Vm, type VmOptions } from 'vmwright';
import { createOnHost } from '#src/api/create-vm.js';
import type { Engine } from '#src/engine/engine.js';
import { probeKvmOn } from '#src/engine/probe-kvm.js';
import type { VmSpec } from '#src/engine/vm-spec.js';
import { createKvmEngine } from '#src/kvm/index.js';
import { createQemuEngine } from '#src/qemu/index.js';
import { connectSsh, LocalRunner, type Runner } from '#src/remote/index.js';
import { type VmFolder, vmFolder } from '#src/vm-process/vm-folder.js';

const HOW = `this benchmark needs a host with KVM. Either bring the emulated one up:
  npm run hosts:up && eval "$(npm run --silent hosts:env)"
or name your own: export VMWRIGHT_TEST_HOSTS=kvm=ssh://root@kvm1, or kvm=local for this machine`;

/** Options that pick the engine and machine of each competitor. */
export const COMPETITORS = {
  'kvm, pci': { engine: 'kvm' },
  'kvm, minimal': { engine: 'kvm', profile: 'minimal' },
  'qemu q35': { engine: 'qemu', hypervisor: 'kvm' },
  'qemu microvm': { engine: 'qemu', hypervisor: 'kvm', profile: 'minimal' },
} as const satisfies Readonly<Record<string, VmOptions>>;

export type Competitor = keyof typeof COMPETITORS;

/** The same for all; `quiet`, as lines on a serial port would be held against QEMU. */
const SAME = { memory: '256MiB', network: 'none', cmdline: ['quiet'] } satisfies VmOptions;

/** What a VM gets besides the usual. */
export interface Extra {
  /** File on the host. */
  readonly disk: string | undefined;
  readonly network: { readonly bridge: string; readonly address: string } | undefined;
}

let lastMac = 0;

function devices({ disk, network }: Extra): Pick<VmSpec, 'disks' | 'network'> {
  lastMac += 1;
  const mac = `52:54:00:be:7c:${lastMac.toString(16).padStart(2, '0')}`;
  return {
    disks: disk === undefined ? [] : [{ path: disk, format: 'raw', access: 'write' }],
    network: network === undefined ? { type: 'none' } : { type: 'bridge', bridge: network.bridge, mac },
  };
}

/** The host that figures are taken on: `kvm2` or `kvm` of VMWRIGHT_TEST_HOSTS. */
export class KvmPlace implements AsyncDisposable {
  readonly #engines: Readonly<Record<string, Engine>>;

  private constructor(
    readonly url: string,
    readonly host: Host,
    readonly runner: Runner,
    /** The program bench/guest/load.c: on this machine, and on the host. */
    readonly load: { readonly here: string; readonly there: string },
    readonly folder: string,
  ) {
    this.#engines = { kvm: createKvmEngine(), qemu: createQemuEngine({ probeKvm: probeKvmOn }) };
  }

  static async open(): Promise<KvmPlace> {
    const hosts = new Map(
      (process.env.VMWRIGHT_TEST_HOSTS ?? '').split(',').map((entry) => {
        const [name = '', url = ''] = entry.split('=');
        return [name, url];
      }),
    );
    const url = hosts.get('kvm2') ?? hosts.get('kvm');
    if (url === undefined) {
      console.error(HOW);
      process.exit(1);
    }
    const configFile = process.env.VMWRIGHT_SSH_CONFIG;
    const login = configFile === undefined ? {} : { configFile };
    const [host, runner] = await Promise.all([
      connect(url, login),
      url === 'local' ? new LocalRunner() : connectSsh(url, login),
    ]);
    const folder = await mkdtemp(join(tmpdir(), 'vmwright-bench-'));
    const here = join(folder, 'load');
    await promisify(execFile)('gcc', ['-O2', '-static', '-o', here, 'bench/guest/load.c']);
    return new KvmPlace(url, host, runner, { here, there: await runner.files.stage(here) }, folder);
  }

  /** Runs a shell command on the host, as root. */
  async sh(command: string): Promise<string> {
    const { exitCode, stdout, stderr } = await this.runner.run(['sh', '-c', command]);
    if (exitCode !== 0) throw new Error(`on the host, '${command}': ${stderr}`);
    return stdout.trim();
  }

  create(competitor: Competitor, options: VmOptions = {}): Promise<Vm> {
    return this.host.createVm({ ...SAME, ...COMPETITORS[competitor], ...options });
  }

  /**
   * A VM with a file of the host as its disk /dev/vda, which the API refuses for other hosts than this machine, or at a
   * bridge without DHCP: the guest's agent gives the card the address (docs/guest-protocol.md).
   */
  createSpecial(competitor: Competitor, extra: Extra): Promise<Vm> {
    const wish = COMPETITORS[competitor];
    const engine = this.#engines[wish.engine];
    if (engine === undefined) throw new Error(wish.engine);
    const special: Engine = {
      name: engine.name,
      probe: (...args) => engine.probe(...args),
      list: (...args) => engine.list(...args),
      attach: (...args) => engine.attach(...args),
      create: (runner, spec, op) => engine.create(runner, { ...spec, ...devices(extra) }, op),
    };
    const choice = { engine: wish.engine, hypervisor: 'kvm', passedOver: [] } as const;
    const { network } = extra;
    const words = network === undefined ? [] : [`vmwright.net=eth0,${network.address}`];
    return createOnHost(
      { ...SAME, ...wish, cmdline: [...SAME.cmdline, ...words] },
      { runner: this.runner, warmUp: () => {}, choose: async () => ({ engine: special, choice }) },
    );
  }

  /** Where a VM's sockets and its process id are on the host. */
  async folderOf(vm: Vm): Promise<VmFolder> {
    return vmFolder(await this.runner.facts(), vm.id, vm.name);
  }

  /** The processes that run a VM: what the pid file names, and its children. */
  async pidsOf(vm: Vm): Promise<number[]> {
    const { pid } = await this.folderOf(vm);
    const text = await this.sh(`p=$(cat ${pid}); echo $p; cat /proc/$p/task/*/children`);
    return text.split(/\s+/).map(Number);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.host.close();
    await this.runner.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
