import { VmError } from '../core/errors.js';
import { type CallOptions, type Operation, runOperation } from '../core/operation.js';
import type { Machine } from '../engine/engine.js';
import { GuestClient } from '../guest/index.js';

/**
 * The connection to one VM's agent. It is made when first needed, dropped when the guest reboots or the agent
 * dies, and made again for the next call. Once the VM has ended every call fails with the reason.
 */
export class GuestLink {
  readonly #machine: Machine;
  #client: Promise<GuestClient> | undefined;
  #current: GuestClient | undefined;
  #stop = new AbortController();
  #ended: VmError | undefined;
  /**
   * The agent that we talked to has died and is back already. Its engine may not tell: QEMU passes on at most one change
   * of a port per second, the latest.
   */
  onRestart: () => void = () => {};

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** The client, connected; callers share one connection and one attempt to make it. */
  async client(op: Operation): Promise<GuestClient> {
    if (this.#ended !== undefined) throw this.#ended;
    if (!this.#machine.spec.agent) {
      throw new VmError(
        'AGENT_MISSING',
        `VM '${this.#machine.spec.name}' boots an image without the vmwright agent`,
      );
    }
    return op.race(this.connect());
  }

  /** Starts connecting unless connected or connecting. Not bound to any one caller, since all share it. */
  connect(): Promise<GuestClient> {
    if (this.#client !== undefined) return this.#client;
    const attempt = runOperation('connecting to the guest agent', { signal: this.#stop.signal }, (op) =>
      this.#handshake(op),
    );
    this.#client = attempt;
    attempt.then(
      (client) => this.#adopt(attempt, client),
      () => this.#forget(attempt),
    );
    return attempt;
  }

  /** Drops the connection: everything pending fails with `reason`, the next call connects anew. */
  reset(reason: VmError): void {
    this.#client = undefined;
    this.#current?.fail(reason);
    this.#current = undefined;
    this.#stop.abort(reason);
    this.#stop = new AbortController();
  }

  /** Like {@link reset}, for good. */
  end(reason: VmError): void {
    this.#ended = reason;
    this.reset(reason);
  }

  /** Ends it politely. */
  close(): void {
    this.reset(new VmError('AGENT_LOST', 'this program let go of the VM'));
  }

  async #handshake(op: Operation): Promise<GuestClient> {
    const stream = await this.#machine.agentStream(op);
    op.defer(() => stream.destroy());
    const options: CallOptions = { signal: op.signal };
    return GuestClient.connect(stream, options);
  }

  #adopt(attempt: Promise<GuestClient>, client: GuestClient): void {
    if (this.#client !== attempt) {
      client.close();
      return;
    }
    this.#current = client;
    void client.closed.then(() => {
      const ours = this.#client === attempt;
      this.#forget(attempt);
      if (ours && client.restarted) this.onRestart();
    });
  }

  #forget(attempt: Promise<GuestClient>): void {
    if (this.#client !== attempt) return;
    this.#client = undefined;
    this.#current = undefined;
  }
}
