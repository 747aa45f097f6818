import { VmError } from '../../core/errors.js';
import type { CallOptions } from '../../core/operation.js';
import { runOperation } from '../../core/operation.js';
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
    return runOperation(`connect to ${plan.target.label}`, options, async (op) => {
      const more = () =>
        runOperation(`connect to ${plan.target.label} once more`, { timeout: plan.readyTimeout }, (again) =>
          Transport.connect(plan.target, plan.login, again),
        );
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
