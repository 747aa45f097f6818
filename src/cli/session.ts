import type { Host, SshOptions, Vm } from '../index.js';
import { ProgressBar } from './progress-bar.js';
import { reportError } from './report-error.js';

/** Flags that every command has. */
export interface GlobalFlags {
  readonly host: string;
  readonly sshConfig?: string;
  readonly hostKey?: string;
  readonly json?: boolean;
}

/** What a command needs to know about the invocation as a whole. */
export class Session implements AsyncDisposable {
  /** `local` or a URL. */
  readonly hostName: string;
  /** Results and errors as JSON. */
  readonly json: boolean;
  /** Aborts on Ctrl-C and when nobody reads our output. */
  readonly signal: AbortSignal;
  /** Words behind `--`: the command for the guest. Undefined without `--`. */
  readonly guestCommand: readonly string[] | undefined;
  readonly #ssh: SshOptions;
  #host: Promise<Host> | undefined;

  constructor(flags: GlobalFlags, signal: AbortSignal, guestCommand: readonly string[] | undefined) {
    this.hostName = flags.host;
    this.#ssh = {
      ...(flags.sshConfig === undefined ? {} : { configFile: flags.sshConfig }),
      ...(flags.hostKey === undefined
        ? {}
        : { hostKey: flags.hostKey as NonNullable<SshOptions['hostKey']> }),
    };
    this.json = flags.json === true;
    this.signal = signal;
    this.guestCommand = guestCommand;
  }

  /** The library, loaded when first needed: `--help` and usage errors do not wait for it. */
  library(): Promise<typeof import('../index.js')> {
    return import('../index.js');
  }

  /** The host, connected once. */
  connect(): Promise<Host> {
    this.#host ??= this.#connect();
    return this.#host;
  }

  /** Logging in to a busy or distant host takes seconds, so a terminal shows that something happens. */
  async #connect(): Promise<Host> {
    using progress = new ProgressBar({ keep: false });
    if (this.hostName !== 'local' && !this.json) {
      progress.update({ type: 'progress', step: 'connect', message: `connecting to ${this.hostName}` });
    }
    const { connect } = await this.library();
    return await connect(this.hostName, { ...this.#ssh, signal: this.signal });
  }

  /** Finds a VM whose guest answers, does something with it and lets go of it. */
  withVm<T>(idOrName: string, body: (vm: Vm) => Promise<T>): Promise<T> {
    return this.#attached(idOrName, true, body);
  }

  /** The same for a VM in whatever condition, for what needs no answer from the guest. */
  withAnyVm<T>(idOrName: string, body: (vm: Vm) => Promise<T>): Promise<T> {
    return this.#attached(idOrName, false, body);
  }

  async #attached<T>(idOrName: string, ready: boolean, body: (vm: Vm) => Promise<T>): Promise<T> {
    const host = await this.connect();
    await using vm = await host.getVm(idOrName, { signal: this.signal, ready });
    return await body(vm);
  }

  /** Does the same with several VMs at once and reports each failure; returns the exit code of the first. */
  async forEach(
    names: readonly string[],
    body: (name: string) => Promise<void>,
  ): Promise<number | undefined> {
    const results = await Promise.allSettled(names.map(body));
    const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    if (failures.length < 2 || this.signal.aborted) {
      if (failures.length > 0) throw failures[0];
      return undefined;
    }
    return failures.map((failure) => reportError(failure, this.json))[0];
  }

  /** Prints a result: `value` as JSON, or the lines for people. */
  print(value: unknown, lines: () => readonly string[]): void {
    if (this.json) process.stdout.write(`${JSON.stringify(value)}\n`);
    else for (const line of lines()) process.stdout.write(`${line}\n`);
  }

  /** A message for people, on stderr. */
  note(message: string): void {
    if (!this.json) process.stderr.write(`vmwright: ${message}\n`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const host = await this.#host?.catch(() => undefined); // whoever asked for it got the error
    await host?.close();
  }
}
