import { VmError } from '../core/errors.js';
import { type CallOptions, type Operation, runOperation } from '../core/operation.js';
import type { Machine } from '../engine/engine.js';
import { type Guest, GuestClient, QemuGuestClient } from '../guest/index.js';

/** Milliseconds that QEMU's guest agent has to answer where nobody knows whether there is one. */
const QEMU_AGENT_ANSWERS = 3000;

/**
 * The connection to one VM's agent. It is made when first needed, dropped when the guest reboots or the agent
 * dies, and made again for the next call. Once the VM has ended every call fails with the reason.
 */
export class GuestLink {
  readonly #machine: Machine;
  #client: Promise<Guest> | undefined;
  #current: Guest | undefined;
  #stop = new AbortController();
  #ended: VmError | undefined;
  #answered = false;
  /**
   * The agent that we talked to has died and is back already. Its engine may not tell: QEMU passes on at most one change
   * of a port per second, the latest.
   */
  onRestart: () => void = () => {};

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** The client, connected; callers share one connection and one attempt to make it. */
  async client(op: Operation): Promise<Guest> {
    if (this.#ended !== undefined) throw this.#ended;
    if (!this.#machine.spec.agent) {
      throw new VmError(
        'AGENT_MISSING',
        `VM '${this.#machine.spec.name}' boots an image without a guest agent`,
      );
    }
    return op.race(this.connect(QEMU_AGENT_ANSWERS));
  }

  /** An agent answered at some time. */
  get answered(): boolean {
    return this.#answered;
  }

  /** Waits for an agent to answer. */
  get connecting(): boolean {
    return this.#client !== undefined && this.#current === undefined;
  }

  /** An agent answered, and nothing tells that it is gone. */
  get connected(): boolean {
    return this.#current !== undefined;
  }

  /**
   * Starts connecting unless connected or connecting. Not bound to any one caller, since all share it. `patience`: the
   * milliseconds after which there is no agent of QEMU in the guest; ours is there, and comes.
   */
  connect(patience = Number.POSITIVE_INFINITY): Promise<Guest> {
    if (this.#client !== undefined) return this.#client;
    const attempt = runOperation('connecting to the guest agent', { signal: this.#stop.signal }, (op) =>
      this.#handshake(patience, op),
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

  async #handshake(patience: number, op: Operation): Promise<Guest> {
    const machine = this.#machine;
    if (machine.spec.agent === 'qemu') {
      const command = async (name: string, args: object) => {
        if (machine.qemuAgent !== undefined) return machine.qemuAgent(name, args);
        throw new VmError('VM_UNSUPPORTED', `engine ${machine.engine} does not reach QEMU's guest agent`);
      };
      return QemuGuestClient.connect(command, patience, op);
    }
    const stream = await this.#machine.agentStream(op);
    op.defer(() => stream.destroy());
    const options: CallOptions = { signal: op.signal };
    return GuestClient.connect(stream, options);
  }

  #adopt(attempt: Promise<Guest>, client: Guest): void {
    if (this.#client !== attempt) {
      client.close();
      return;
    }
    this.#current = client;
    this.#answered = true;
    void client.closed.then(() => {
      const ours = this.#client === attempt;
      this.#forget(attempt);
      if (ours && client.restarted) this.onRestart();
    });
  }

  #forget(attempt: Promise<Guest>): void {
    if (this.#client !== attempt) return;
    this.#client = undefined;
    this.#current = undefined;
  }
}
