import type { Duplex } from 'node:stream';
import { VmError } from '../core/errors.js';
import { type CallOptions, type Operation, runOperation } from '../core/operation.js';
import type { Size } from '../core/size.js';
import type { Machine } from '../engine/engine.js';
import type { CpuShare } from '../engine/live-controls.js';
import type { EngineName, Hypervisor } from '../engine/vm-spec.js';
import type { Guest } from '../guest/index.js';
import { collect, type ExecResult, spawnRequest } from './exec.js';
import { openForward, type PortForward } from './forward.js';
import { GuestLink } from './guest-link.js';
import type { Host } from './host.js';
import type { MigrateOptions } from './migrate.js';
import type { CpuAffinity, ExecOptions, PortOptions, SpawnOptions, StopOptions } from './options.js';
import { shutDown } from './shut-down.js';
import { readStats, type VmStats } from './stats.js';
import {
  validateCall,
  validateCommand,
  validateExec,
  validateMemory,
  validatePort,
  validateSpawn,
} from './validate.js';
import { describeError } from './vm-error.js';
import type { VmEvent, VmState } from './vm-events.js';
import { VmFiles } from './vm-files.js';
import { VmLife } from './vm-life.js';
import { type SaveOptions, type VmDevices, VmLive } from './vm-live.js';
import { adoptProcess, type VmProcess } from './vm-process.js';
import { type WaitCondition, waitFor } from './wait.js';

const STOP_GRACE = 30_000;

/**
 * A virtual machine that answers. Made by `createVm` and `host.getVm`, never by hand.
 *
 * Leaving its `await using` scope destroys a VM that this program created, and lets go of a detached one or one
 * that another program created.
 */
export class Vm implements AsyncDisposable {
  /** Files in the guest. */
  readonly files: VmFiles;
  /** Local ports into the guest that `createVm` opened. */
  readonly ports: PortForward[] = [];
  /** Disks and interfaces that come and go while it runs. */
  readonly devices: VmDevices;
  readonly #live: VmLive;
  readonly #machine: Machine;
  readonly #link: GuestLink;
  readonly #life: VmLife;
  readonly #owned: boolean;
  readonly #forwards = new Set<PortForward>();

  /** @internal */
  constructor(machine: Machine, created: boolean) {
    this.#machine = machine;
    this.#link = new GuestLink(machine);
    this.#life = new VmLife(machine, this.#link, created);
    this.#owned = created && !machine.spec.detached;
    this.files = new VmFiles((name, options, body) => this.#guest(name, options, body));
    this.#live = new VmLive(machine, (name, options, body) => this.#run(name, options, body));
    this.devices = this.#live.devices;
    this.#life.ended.then(() => this.#closeForwards());
  }

  get id(): string {
    return this.#machine.spec.id;
  }
  get name(): string {
    return this.#machine.spec.name;
  }
  /** What was asked for as `image`. */
  get image(): string {
    return this.#machine.spec.image;
  }
  get engine(): EngineName {
    return this.#machine.engine;
  }
  /** What executes the guest. */
  get hypervisor(): Hypervisor {
    return this.#machine.hypervisor;
  }
  get cpus(): number {
    return this.#machine.spec.cpus;
  }
  /** Bytes. */
  get memory(): number {
    return this.#machine.spec.memoryBytes;
  }
  get createdAt(): Date {
    return new Date(this.#machine.spec.createdAt);
  }
  get labels(): Readonly<Record<string, string>> {
    return this.#machine.spec.labels;
  }
  get detached(): boolean {
    return this.#machine.spec.detached;
  }
  get state(): VmState {
    return this.#life.state;
  }

  /** @internal */
  get native(): object | undefined {
    return this.#machine.native?.();
  }

  /** @internal */
  get life(): VmLife {
    return this.#life;
  }

  /**
   * Runs a command to its end. A non-zero exit code is a result, not an error, unless `check` is set. Abort and
   * timeout kill the command and its process group in the guest.
   */
  exec(
    command: string,
    args: readonly string[],
    options: ExecOptions & { encoding: 'buffer' },
  ): Promise<ExecResult<Buffer>>;
  exec(command: string, args?: readonly string[], options?: ExecOptions): Promise<ExecResult>;
  async exec(
    command: string,
    args: readonly string[] = [],
    options: ExecOptions = {},
  ): Promise<ExecResult<string | Buffer>> {
    validateCommand(command, args);
    const checked = validateExec(options);
    return this.#guest(`exec of '${command}'`, checked, async (client, op) =>
      collect(
        client.spawn({ ...spawnRequest(this.#machine.spec, command, args, checked), whole: true }),
        command,
        checked,
        op,
      ),
    );
  }

  /** Starts a command and returns once it runs. `signal` and `timeout` kill it for as long as it lives. */
  async spawn(command: string, args: readonly string[] = [], options: SpawnOptions = {}): Promise<VmProcess> {
    validateCommand(command, args);
    const { signal, timeout, ...rest } = validateSpawn(options);
    const name = `'${command}'`;
    const process = await this.#guest(name, { signal, timeout }, async (client, op) => {
      const started = client.spawn(spawnRequest(this.#machine.spec, command, args, rest));
      op.defer(() => started.kill('SIGKILL'));
      await op.race(started.started);
      return started;
    });
    return adoptProcess(process, name, { signal, timeout }, (error) => this.#life.explain(error));
  }

  /** Starts a login shell, or `command`, on a pseudo-terminal. @default size 80 x 24 */
  pty(command = '/bin/sh', args: readonly string[] = ['-l'], options: SpawnOptions = {}): Promise<VmProcess> {
    return this.spawn(command, args, { pty: { columns: 80, rows: 24 }, ...options });
  }

  /** The whole file. */
  readFile(path: string, options: CallOptions & { encoding: 'utf8' }): Promise<string>;
  readFile(path: string, options?: CallOptions): Promise<Buffer>;
  async readFile(path: string, options: CallOptions & { encoding?: 'utf8' } = {}): Promise<string | Buffer> {
    const bytes = await this.files.read(path, options);
    return options.encoding === undefined ? bytes : bytes.toString(options.encoding);
  }

  /** Writes a whole file; see {@link VmFiles.write}. */
  writeFile(...args: Parameters<VmFiles['write']>): Promise<void> {
    return this.files.write(...args);
  }

  /** Copies a local file or directory into the guest; see {@link VmFiles.copyIn}. */
  copyIn(...args: Parameters<VmFiles['copyIn']>): ReturnType<VmFiles['copyIn']> {
    return this.files.copyIn(...args);
  }

  /** Copies a file or directory out of the guest; see {@link VmFiles.copyOut}. */
  copyOut(...args: Parameters<VmFiles['copyOut']>): ReturnType<VmFiles['copyOut']> {
    return this.files.copyOut(...args);
  }

  /** A connection from inside the guest: to a TCP port there (or from there), or to a unix socket. */
  async dial(
    target: { port: number; host?: string } | { path: string },
    options: CallOptions = {},
  ): Promise<Duplex> {
    return this.#guest('dial', options, (client, op) => client.dial(target, { signal: op.signal }));
  }

  /** Opens a local port that leads into the guest; no guest network needed. Closed when the VM ends. */
  async forward(options: PortOptions): Promise<PortForward> {
    const forward = await openForward(validatePort(options), (port, host) => this.dial({ port, host }));
    this.#forwards.add(forward);
    if (this.state === 'stopped' || this.state === 'crashed') await forward.close();
    return forward;
  }

  /** The console, both ways. One program at a time: `VM_BUSY`. A lost host destroys it with HOST_LOST; open it again. */
  async console(options: CallOptions = {}): Promise<Duplex> {
    return this.#run('console', options, (op) => this.#machine.consoleStream(op));
  }

  /** What the guest printed on its console: its last `bytes`. Works after the end too. @default 262144 */
  async consoleLog(bytes = 256 * 1024): Promise<string> {
    const kept = this.#life.finalConsole;
    return kept === undefined ? this.#machine.consoleTail(bytes) : kept.slice(-bytes);
  }

  /**
   * All console output from the first line on, as it comes. When the host of a detached VM is lost, the stream waits
   * and goes on where it was; where that is impossible it is destroyed with HOST_LOST.
   */
  async followConsole(): Promise<NodeJS.ReadableStream> {
    const stream = await this.#machine.followConsole();
    this.#life.keepReader(stream);
    return stream;
  }

  /** Waits until a port answers, a console line matches or a command succeeds. Resolves with the line for `log`. */
  async waitFor(condition: WaitCondition, options: CallOptions = {}): Promise<string | undefined> {
    const context = {
      machine: this.#machine,
      client: (op: Operation) => this.#link.client(op),
      run: async (command: string, args: readonly string[], op: Operation) =>
        (await this.exec(command, args, { signal: op.signal })).exitCode,
    };
    return this.#run('waitFor', options, (op) => waitFor(condition, context, op));
  }

  /** CPU time, memory and disk traffic on the host, and memory and load inside the guest. */
  async stats(options: CallOptions = {}): Promise<VmStats> {
    return this.#run('stats', options, (op) =>
      readStats(this.#machine, this.state === 'running' ? this.#link : undefined, op),
    );
  }

  /**
   * Lets the running guest make do with `size` of its memory, so that the host has the rest, or gives it back: up to what
   * it was created with. Returns once the guest is asked; `memoryBytes` of {@link Vm.stats} follows as it gives.
   * VM_UNSUPPORTED on engines without the feature `resizeMemory`.
   */
  async setMemory(size: Size, options: CallOptions = {}): Promise<void> {
    const bytes = validateMemory(size, this.memory);
    await this.#run('setMemory', options, (op) => this.#machine.setMemory(bytes, op));
  }

  /** Lets the guest have `count` of the CPUs that it was created with; it follows in a moment. Feature `resizeCpus`. */
  setCpus(count: number, options: CallOptions = {}): Promise<void> {
    return this.#live.setCpus(count, options);
  }

  /** Feature `cpuShares`. */
  limitCpus(share: CpuShare, options: CallOptions = {}): Promise<void> {
    return this.#live.limitCpus(share, options);
  }

  /** Lets its CPUs run on those CPUs of the host from now on, also after reboots. Feature `cpuAffinity`. */
  pinCpus(affinity: CpuAffinity, options: CallOptions = {}): Promise<void> {
    return this.#live.pinCpus(affinity, options);
  }

  /** Writes the guest's memory and registers to a new file of the host, also of a halted guest. Feature `coreDump`. */
  dumpCore(path: string, options: CallOptions = {}): Promise<void> {
    return this.#live.dumpCore(path, options);
  }

  /** Saves the VM to a new file of the host and ends it, for {@link Host.restore}. If it fails, it goes on. Feature `save`. */
  async save(path: string, options: SaveOptions = {}): Promise<void> {
    await this.#live.save(path, options);
    await this.#life.ended;
  }

  /**
   * Moves the running guest to another host, or with a new `name` to its own; this VM is stopped then, the result is what it is there.
   * If it fails or is aborted the guest goes on here. `target` has to stay open for a VM that is not detached. Feature `migrate`.
   */
  migrate(target: Host, options: MigrateOptions = {}): Promise<Vm> {
    return this.#live.migrate(target, { machine: this.#machine, life: this.#life }, options);
  }

  /** Gives it another name, which is unique on its host: VM_NAME_TAKEN. What other programs have of it keeps the old one. Feature `rename`. */
  rename(name: string, options: CallOptions = {}): Promise<void> {
    return this.#live.rename(name, options);
  }

  /** Freezes its CPUs. Idempotent. */
  async pause(options: CallOptions = {}): Promise<void> {
    await this.#run('pause', options, (op) => this.#machine.pause(op));
  }

  /** Lets a paused guest go on. Idempotent. */
  async resume(options: CallOptions = {}): Promise<void> {
    await this.#run('resume', options, (op) => this.#machine.resume(op));
  }

  /** Asks the guest to reboot (without an agent: resets it) and returns once it answers again. */
  async reboot(options: CallOptions = {}): Promise<void> {
    await this.#run('reboot', options, async (op) => {
      const again = new Promise<void>((resolve) => {
        op.defer(this.#life.hub.on('ready', () => resolve()));
      });
      const client = this.#machine.spec.agent ? await this.#link.client(op) : undefined;
      this.#life.rebooting();
      if (client !== undefined) await client.reboot({ signal: op.signal });
      else await this.#machine.reset(op);
      await again;
    });
  }

  /** Shuts it down: asks the guest, and destroys it when `grace` is over. Its resources on the host are gone after. */
  async stop(options: StopOptions = {}): Promise<void> {
    const { grace = STOP_GRACE, ...call } = options;
    validateCall(call);
    if (this.state === 'stopped' || this.state === 'crashed') return;
    await runOperation(`stop of VM '${this.name}'`, call, async (op) => {
      const timer = new Promise<void>((resolve) => {
        const timeout = setTimeout(resolve, grace);
        this.#life.ended.then(() => clearTimeout(timeout));
      });
      await op.race(Promise.race([shutDown(this.#machine, this.#link, this.#life, op), timer]));
      await this.destroy();
    });
  }

  /** Ends it at once and removes everything it has on the host. Idempotent. */
  async destroy(): Promise<void> {
    this.#life.stopping();
    await Promise.all([this.#closeForwards(), this.#life.keepConsole()]);
    await this.#machine.destroy();
    await this.#life.ended;
  }

  /** Lets go of it: it runs on if it is detached or belongs to another program. */
  async detach(): Promise<void> {
    if (this.#owned) throw new VmError('VM_STATE', `VM '${this.name}' was not created with detached: true`);
    this.#life.release();
    this.#link.close();
    await this.#closeForwards();
    await this.#machine.release();
  }

  /** Everything that happened so far and will happen; ends with the VM or when `signal` aborts. */
  async *events(options: { signal?: AbortSignal } = {}): AsyncGenerator<VmEvent, void, undefined> {
    const live = this.#life.hub.iterate(options.signal);
    try {
      yield* [...this.#life.history];
      yield* live;
    } finally {
      await live.return?.();
    }
  }

  /** Calls `listener` for each later event of that type; returns the function that removes it. */
  on<T extends VmEvent['type']>(
    type: T,
    listener: (event: Extract<VmEvent, { type: T }>) => void,
  ): () => void {
    return this.#life.hub.on(type, listener);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#owned) await this.destroy();
    else if (this.state !== 'stopped' && this.state !== 'crashed') await this.detach();
  }

  async #closeForwards(): Promise<void> {
    const open = [...this.#forwards];
    this.#forwards.clear();
    await Promise.all(open.map((forward) => forward.close()));
  }

  #guest<T>(
    name: string,
    options: CallOptions,
    body: (client: Guest, op: Operation) => Promise<T>,
  ): Promise<T> {
    return this.#run(name, options, async (op) => {
      this.#life.requireRunning();
      return body(await this.#link.client(op), op);
    });
  }

  /** Runs one call; the end of the VM cuts it short with the reason, and errors name the VM. */
  async #run<T>(name: string, options: CallOptions, body: (op: Operation) => Promise<T>): Promise<T> {
    const { signal, timeout } = options;
    try {
      return await runOperation(name, { signal, timeout }, (op) => this.#life.untilEnd(body(op)));
    } catch (error) {
      throw describeError(await this.#life.explain(error), name, this.id);
    }
  }
}
