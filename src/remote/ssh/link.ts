import { isVmError, VmError } from '../../core/errors.js';
import { type CallOptions, type Operation, runOperation } from '../../core/operation.js';
import type { LoginContext } from './handshake.js';
import { Leash } from './leash.js';
import { SessionPool } from './session-pool.js';
import { Sftp } from './sftp.js';
import type { SshTarget } from './target.js';
import { ChannelRefused, Transport } from './transport.js';

/** What a link needs to come about. */
export interface LinkPlan {
  readonly target: SshTarget;
  readonly login: LoginContext;
  readonly readyTimeout: number;
  readonly maxConnections: number;
}

/** Everything that lives as long as one connection to a host and dies with it. */
export class HostLink {
  readonly pool: SessionPool;
  readonly leash: Leash;
  #sftp: Promise<Sftp> | undefined;

  private constructor(pool: SessionPool, leash: Leash) {
    this.pool = pool;
    this.leash = leash;
  }

  /** `previous` is the leash of a lost link, whose programs are ended. */
  static open(plan: LinkPlan, previous: string | undefined, options: CallOptions): Promise<HostLink> {
    return inTime(plan, options, async (op) => {
      const more = () => inTime(plan, {}, (again) => Transport.connect(plan.target, plan.login, again));
      const primary = await Transport.connect(plan.target, plan.login, op);
      op.defer(() => primary.close());
      const pool = new SessionPool(primary, more, plan.maxConnections);
      return new HostLink(pool, await op.race(Leash.start(pool, previous)));
    });
  }

  /** The SFTP session, opened at the first use. */
  sftp(): Promise<Sftp> {
    this.#sftp ??= this.#openSftp();
    return this.#sftp;
  }

  close(): Promise<void> {
    return this.pool.close();
  }

  async #openSftp(): Promise<Sftp> {
    const forget = () => {
      this.#sftp = undefined;
    };
    try {
      const sftp = new Sftp(await this.pool.open((transport) => transport.sftp()));
      sftp.onClose(forget);
      return sftp;
    } catch (error) {
      forget();
      if (error instanceof VmError || error instanceof ChannelRefused) throw error;
      throw new VmError('HOST_UNSUPPORTED', `${this.pool.primary.target.label} has no SFTP`, {
        cause: error,
        remedy: "Enable it in the host's sshd_config: `Subsystem sftp internal-sftp`.",
      });
    }
  }
}

/** Connects within `readyTimeout`; a shorter time-out of the caller's stays a TIMEOUT. */
function inTime<T>(plan: LinkPlan, options: CallOptions, body: (op: Operation) => Promise<T>): Promise<T> {
  const { label } = plan.target;
  const timeout = Math.min(options.timeout ?? plan.readyTimeout, plan.readyTimeout);
  return runOperation(`connect to ${label}`, { ...options, timeout }, body).catch((error: unknown) => {
    const own = isVmError(error) && error.code === 'TIMEOUT' && timeout === plan.readyTimeout;
    if (!own) throw error;
    const message = `cannot connect to ${label}: it did not answer within ${plan.readyTimeout / 1000} s`;
    throw new VmError('HOST_UNREACHABLE', message, { cause: error });
  });
}
