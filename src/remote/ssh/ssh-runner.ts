import type { Duplex } from 'node:stream';
import { VmError } from '../../core/errors.js';
import { EventHub } from '../../core/event-hub.js';
import type { CallOptions } from '../../core/operation.js';
import { formatHostUrl, parseHostUrl } from '../host-url.js';
import { takeLock } from '../lock.js';
import { runProgram } from '../run-program.js';
import type {
  HostFacts,
  HostFiles,
  HostLock,
  HostProcess,
  Runner,
  RunnerEvent,
  RunOptions,
  RunResult,
  SpawnOptions,
} from '../runner.js';
import { connectRemoteUnix } from './connect-unix.js';
import { Credentials } from './credentials.js';
import type { LinkPlan } from './link.js';
import {
  checkSshOptions,
  DEFAULT_KEEP_ALIVE,
  DEFAULT_MAX_CONNECTIONS,
  DEFAULT_READY_TIMEOUT,
  type SshOptions,
} from './options.js';
import { spawnRemote } from './process.js';
import { Reconnector } from './reconnector.js';
import { SshFiles } from './ssh-files.js';
import { resolveTarget } from './target.js';

/** Absolute path of a program, as execvp finds it. */
const WHICH = `case $1 in
*/*) if [ -f "$1" ] && [ -x "$1" ]; then printf %s "$1"; fi; exit ;;
esac
IFS=:
for folder in $PATH; do
  if [ -f "$folder/$1" ] && [ -x "$folder/$1" ]; then printf %s "$folder/$1"; exit; fi
done`;

/** A host that is reached with nothing but its sshd. Made by {@link connectSsh}. */
export class SshRunner implements Runner {
  readonly hostId: string;
  readonly events = new EventHub<RunnerEvent>();
  readonly files: HostFiles;
  readonly #reconnector: Reconnector;

  private constructor(hostId: string, plan: LinkPlan) {
    this.hostId = hostId;
    this.#reconnector = new Reconnector(plan, this.events);
    this.files = new SshFiles({ link: () => this.#reconnector.link(), run: this.run.bind(this) });
  }

  /** Connects and logs in. */
  static async connect(url: string, options: SshOptions = {}, call: CallOptions = {}): Promise<SshRunner> {
    const checked = checkSshOptions(options);
    const hostId = formatHostUrl(parseHostUrl(url));
    const plan: LinkPlan = {
      target: await resolveTarget(url, checked),
      login: {
        credentials: new Credentials(checked),
        hostKey: checked.hostKey,
        keepAlive: checked.keepAlive ?? DEFAULT_KEEP_ALIVE,
      },
      readyTimeout: checked.readyTimeout ?? DEFAULT_READY_TIMEOUT,
      maxConnections: checked.maxConnections ?? DEFAULT_MAX_CONNECTIONS,
    };
    const runner = new SshRunner(hostId, plan);
    try {
      await runner.#reconnector.start(call);
    } catch (error) {
      if (error instanceof VmError) error.hostId ??= hostId;
      throw error;
    }
    return runner;
  }

  async facts(): Promise<HostFacts> {
    return (await this.#reconnector.link()).leash.facts;
  }

  async which(program: string): Promise<string | undefined> {
    const { stdout } = await this.run(['sh', '-c', WHICH, 'vmwright-which', program]);
    return stdout === '' ? undefined : stdout;
  }

  run(argv: readonly string[], options: RunOptions = {}): Promise<RunResult> {
    return runProgram((command, spawnOptions) => this.spawn(command, spawnOptions), argv, options);
  }

  async spawn(argv: readonly string[], options: SpawnOptions = {}): Promise<HostProcess> {
    return spawnRemote(await this.#reconnector.link(), argv, options);
  }

  async connectUnix(path: string, options: CallOptions = {}): Promise<Duplex> {
    return connectRemoteUnix(await this.#reconnector.link(), path, options);
  }

  lock(path: string, options: CallOptions & { wait: boolean }): Promise<HostLock | undefined> {
    return takeLock((command, spawnOptions) => this.spawn(command, spawnOptions), path, options);
  }

  /** Ends the connection; what was started without being detached is ended on the host. */
  close(): Promise<void> {
    this.events.close();
    return this.#reconnector.close();
  }
}
