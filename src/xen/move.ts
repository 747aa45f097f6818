import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { isVmError, messageOf, VmError } from '../core/errors.js';
import { log } from '../core/log.js';
import { type Operation, runOperation } from '../core/operation.js';
import type { Machine } from '../engine/engine.js';
import type { MigrationTarget } from '../engine/live-controls.js';
import type { VmSpec } from '../engine/vm-spec.js';
import type { RunningVm } from '../vm-process/index.js';

/** Milliseconds in which the target ends by itself once the source sends nothing any more, and tells why. */
const TARGET_ENDS = 10_000;

/**
 * The way of one VM. The toolstacks decide between them, in one moment, whose the guest is; from outside it can only be
 * prevented, by cutting the way.
 */
export class Move {
  readonly #vm: RunningVm;
  readonly #target: MigrationTarget;
  readonly #op: Operation;
  readonly #targetEnds: number;
  /** Ends the target, which must not have the guest then. */
  readonly #stop = new AbortController();
  #way: Duplex | undefined;
  /** Of the source: settles when the guest is another's, or goes on here. */
  #sent: Promise<object> | undefined;

  constructor(vm: RunningVm, target: MigrationTarget, op: Operation, targetEnds = TARGET_ENDS) {
    this.#vm = vm;
    this.#target = target;
    this.#op = op;
    this.#targetEnds = targetEnds;
  }

  async run(spec: VmSpec): Promise<Machine> {
    const { signal } = this.#op;
    this.#op.throwIfAborted();
    const abort = () => (this.#way === undefined ? this.#stop.abort(signal.reason) : this.#way.destroy());
    signal.addEventListener('abort', abort, { once: true });
    try {
      return await runOperation('migrate', { signal: this.#stop.signal }, (inner) =>
        this.#target.receive(spec, () => this.#open(), inner),
      );
    } catch (error) {
      throw await this.#goOn(error);
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  async #open(): Promise<Duplex> {
    const { qmp, runner, folder } = this.#vm;
    const { signal } = this.#stop;
    await qmp.execute('x-xen-migrate-listen', { socket: folder.migration });
    const way = await runner.connectUnix(folder.migration, { signal });
    way.on('error', () => {}); // who reads it is told, too
    if (signal.aborted) way.destroy();
    signal.throwIfAborted();
    this.#way = way;
    this.#sent = qmp.execute('x-xen-migrate');
    this.#sent.catch(async (error: unknown) => {
      await delay(this.#targetEnds, undefined, { ref: false });
      this.#stop.abort(error);
    });
    return way;
  }

  /** The target has ended, so the guest is ours again. Gives the error to throw. */
  async #goOn(error: unknown): Promise<unknown> {
    const { qmp, spec } = this.#vm;
    if (this.#sent === undefined) return this.#op.signal.aborted ? this.#op.signal.reason : error;
    this.#way?.destroy();
    const lost = isVmError(error) && error.code === 'HOST_LOST';
    if (!lost || !spec.detached)
      await qmp.execute('x-xen-migrate-undo').catch((late: unknown) => log('undo: %s', messageOf(late)));
    const settled = this.#sent.then(
      () => undefined,
      (refusal: unknown) => refusal,
    );
    const refusal = await Promise.race([settled, delay(this.#targetEnds, 'silent' as const, { ref: false })]);
    if (refusal === 'silent') return unknownEnd(spec, this.#target, error);
    if (this.#op.signal.aborted) return this.#op.signal.reason;
    return qmp.isClosed ? refusal : failure(spec, error, refusal);
  }
}

/** Both sides tell what they know. The target's code is the better one: the source only knows that nobody listens any more. */
function failure({ name, id }: VmSpec, error: unknown, refusal: unknown): VmError {
  const both = error === refusal || refusal === undefined ? [error] : [error, refusal];
  const known = both.filter((each) => each instanceof VmError);
  const telling = known.find(({ code }) => code !== 'ENGINE_FAILED') ?? known[0];
  const why = both.map(messageOf).join('; ');
  return new VmError(telling?.code ?? 'ENGINE_FAILED', `VM '${name}' was not migrated and goes on: ${why}`, {
    cause: error,
    vmId: id,
    ...(telling === undefined ? {} : { remedy: telling.remedy }),
  });
}

/** A detached VM lives on without us, and its new host went out of reach in the very moment in which it got it. */
function unknownEnd({ name, id }: VmSpec, { runner, spec }: MigrationTarget, cause: unknown): VmError {
  const what = `VM '${name}' stands still, and whether it goes on as '${spec.name}' on ${runner.hostId} is not known`;
  return new VmError('HOST_LOST', `${what}: ${messageOf(cause)}`, {
    cause,
    vmId: id,
    remedy: 'Look there with `listVms`; if it runs, destroy this one.',
  });
}
