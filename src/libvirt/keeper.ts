import type { HostProcess } from '../remote/runner.js';
import type { VmKeeper } from '../vm-process/index.js';
import type { LibvirtMonitor } from './monitor.js';
import { PREPARED } from './start-script.js';

/** Characters of standard error that are kept. */
const STDERR_LIMIT = 64 * 1024;

/** The lifeline of a VM as held by its creator, see start-script.ts. */
export class LibvirtKeeper implements VmKeeper {
  /** Settles when the domain stopped. How QEMU itself ended is known to libvirt alone. */
  readonly programExited: Promise<undefined>;
  readonly #host: HostProcess;
  readonly #monitor: LibvirtMonitor;
  #stderr = '';
  #ending = false;

  /** `detached`: the VM outlives its lifeline, once it is kept. */
  constructor(host: HostProcess, monitor: LibvirtMonitor, detached: boolean) {
    this.#host = host;
    this.#monitor = monitor;
    this.programExited = monitor.closed.then(() => undefined);
    host.stderr.on('data', (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString()).slice(-STDERR_LIMIT);
    });
    void monitor.closed.then(() => this.#onStopped(detached));
    void host.exited.then(() => this.#onExit(detached));
  }

  /** What the script said so far. */
  get stderr(): string {
    return this.#stderr;
  }

  /** Settles when everything that libvirt needs is there; false when the script gave up. */
  async prepared(): Promise<boolean> {
    const told = new Promise<boolean>((resolve) => {
      let text = '';
      this.#host.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (text.includes(`${PREPARED}\n`)) resolve(true);
      });
    });
    return Promise.race([told, this.#host.exited.then(() => false)]);
  }

  /** From now on there may be a domain. */
  announce(): void {
    this.#host.stdin.write('made\n');
  }

  /** The domain is there. */
  announceRunning(): void {
    this.#host.stdin.write('runs\n');
  }

  /** Ends the domain and removes the VM's folders; true when the script lived to do it. */
  async end(): Promise<boolean> {
    this.#ending = true;
    if (await this.#monitor.destroyDomain()) this.#host.stdin.write('over\n');
    this.#host.stdin.end();
    const { exitCode } = await this.#host.exited;
    return exitCode === 0;
  }

  /** Lets a kept VM live on. */
  release(): void {
    this.#ending = true;
    this.#host.release();
  }

  /** Without libvirt nobody here can end the domain any more, so the script has to. */
  #onStopped(detached: boolean): void {
    if (this.#ending) return;
    if (this.#monitor.lost === undefined) this.#host.stdin.write('over\n');
    else if (!detached) this.#host.stdin.end();
  }

  /** A lifeline that is cut ends its VM. */
  #onExit(detached: boolean): void {
    if (!this.#ending && !detached && !this.#monitor.isClosed) void this.#monitor.endForFault();
  }
}
