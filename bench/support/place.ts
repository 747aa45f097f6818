import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connect, type Host, type Vm, type VmOptions } from 'vmwright';
import { createOnHost } from '#src/api/create-vm.js';
import type { Engine } from '#src/engine/engine.js';
import { probeKvmOn } from '#src/engine/probe-kvm.js';
import type { DiskSpec, EngineName, VmSpec } from '#src/engine/vm-spec.js';
import { createKvmEngine } from '#src/kvm/index.js';
import { createQemuEngine } from '#src/qemu/index.js';
import { connectSsh, LocalRunner, type Runner } from '#src/remote/index.js';
import { type VmFolder, vmFolder } from '#src/vm-process/vm-folder.js';
import { createXenEngine } from '#src/xen/index.js';

/** `quiet`, as lines on a serial port would be held against those who have one. */
const SAME = { memory: '256MiB', network: 'none', cmdline: ['quiet'], timeout: 900_000 } satisfies VmOptions;

/** What the API refuses for other hosts than this machine, or has no option for. */
export interface Special {
  /** Files or block devices of the host, which the guest writes to itself. */
  readonly disks: readonly string[];
  /** `address`: what the guest's agent gives the card; docs/guest-protocol.md. Bridges without DHCP will do. */
  readonly network: { readonly bridge: string; readonly address: string } | undefined;
  /** Starts the first disk instead of a kernel. */
  readonly bootsDisk?: boolean;
}

/** A program of bench/guest: on this machine, and on the host. */
export interface Program {
  readonly here: string;
  readonly there: string;
}

/** Emulated hosts that are busy take their time. */
const LOGIN_MS = 90_000;

let lastMac = 0;

function laidOver(spec: VmSpec, { disks, network, bootsDisk }: Special): VmSpec {
  lastMac += 1;
  const mac = `52:54:00:be:7c:${lastMac.toString(16).padStart(2, '0')}`;
  return {
    ...spec,
    ...(bootsDisk === true ? { boot: { type: 'disk', firmware: 'bios' } } : {}),
    disks: disks.map((path): DiskSpec => ({ path, format: 'raw', access: 'write' })),
    network: network === undefined ? { type: 'none' } : { type: 'bridge', bridge: network.bridge, mac },
  };
}

/** A host that figures are taken on. */
export class Place implements AsyncDisposable {
  readonly #engines: Partial<Record<EngineName, Engine>>;
  readonly #programs = new Map<string, Program>();

  private constructor(
    readonly url: string,
    readonly host: Host,
    readonly runner: Runner,
    readonly folder: string,
  ) {
    this.#engines = {
      kvm: createKvmEngine(),
      qemu: createQemuEngine({ probeKvm: probeKvmOn }),
      xen: createXenEngine(),
    };
  }

  static async open(url: string): Promise<Place> {
    const configFile = process.env.VMWRIGHT_SSH_CONFIG;
    const login = {
      ...(configFile === undefined ? {} : { configFile }),
      readyTimeout: LOGIN_MS,
      keepAlive: LOGIN_MS,
    };
    const [host, runner] = await Promise.all([
      connect(url, login),
      url === 'local' ? new LocalRunner() : connectSsh(url, login),
    ]);
    return new Place(url, host, runner, await mkdtemp(join(tmpdir(), 'vmwright-bench-')));
  }

  /** Runs a shell command on the host, as root. */
  async sh(command: string): Promise<string> {
    const { exitCode, stdout, stderr } = await this.runner.run(['sh', '-c', command]);
    if (exitCode !== 0) throw new Error(`on the host, '${command}': ${stderr}`);
    return stdout.trim();
  }

  /** Compiles bench/guest/NAME.c, small enough for slow channels. */
  async program(name: 'load' | 'cost'): Promise<Program> {
    const known = this.#programs.get(name);
    if (known !== undefined) return known;
    const here = join(this.folder, name);
    const source = `bench/guest/${name}.c`;
    await promisify(execFile)('musl-gcc', ['-O2', '-static', '-s', '-o', here, source]);
    const program = { here, there: await this.runner.files.stage(here) };
    this.#programs.set(name, program);
    return program;
  }

  create(wish: VmOptions): Promise<Vm> {
    return this.host.createVm({ ...SAME, ...wish });
  }

  createSpecial(wish: VmOptions & { readonly engine: EngineName }, extra: Special): Promise<Vm> {
    const engine = this.#engines[wish.engine];
    if (engine === undefined) throw new Error(wish.engine);
    const special: Engine = {
      name: engine.name,
      probe: (...args) => engine.probe(...args),
      list: (...args) => engine.list(...args),
      attach: (...args) => engine.attach(...args),
      create: (runner, spec, op) => engine.create(runner, laidOver(spec, extra), op),
    };
    const hypervisor = wish.engine === 'xen' ? 'xen' : 'kvm';
    const choice = { engine: wish.engine, hypervisor, passedOver: [] } as const;
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
