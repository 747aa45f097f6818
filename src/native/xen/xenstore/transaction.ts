import { setTimeout as sleep } from 'node:timers/promises';
import { OptionError, VmError } from '../../../core/errors.js';
import { type CallOptions, type Operation, runOperation } from '../../../core/operation.js';
import type { XenstoreConnection } from './connection.js';
import { isRefusal, XenstoreNodes } from './nodes.js';
import { packStrings, unpackStrings } from './wire.js';

/** Options of {@link Xenstore.transaction}. */
export interface TransactionOptions extends CallOptions {
  /** How often it is done again when others changed the same nodes meanwhile. @default 100 */
  readonly retries?: number;
}

const RETRIES = 100;
/** Milliseconds; two clients in each other's way come apart by it. */
const LONGEST_PAUSE = 20;

/** The nodes as they were when the transaction began, with its own changes. */
export class XenstoreTransaction extends XenstoreNodes {
  readonly #id: number;
  #ended = false;

  private constructor(connection: XenstoreConnection, id: number) {
    super(connection);
    this.#id = id;
  }

  /** @internal */
  static async start(connection: XenstoreConnection): Promise<XenstoreTransaction> {
    const [id = ''] = unpackStrings(await connection.request('TRANSACTION_START', packStrings('')));
    const number = Number(id);
    if (!Number.isInteger(number) || number <= 0) {
      throw new VmError('XENSTORE_ERROR', `xenstored gave a transaction no number, but '${id}'`);
    }
    return new XenstoreTransaction(connection, number);
  }

  /** @internal Rejects with EAGAIN when the changes could not be made. Once. */
  async end(commit: boolean): Promise<void> {
    const id = this.transactionId();
    this.#ended = true;
    await this.connection.request('TRANSACTION_END', packStrings(commit ? 'T' : 'F'), id);
  }

  /** @internal */
  async discard(): Promise<void> {
    if (!this.#ended) await this.end(false);
  }

  protected override transactionId(): number {
    if (!this.#ended) return this.#id;
    const remedy = 'Await all that the function of a transaction does.';
    throw new VmError('VM_STATE', 'the xenstore transaction has ended', { remedy });
  }
}

/** One try. Resolves with what `body` gave, or undefined when it has to be done again. */
async function attempt<T>(
  connection: XenstoreConnection,
  op: Operation,
  body: (transaction: XenstoreTransaction) => Promise<T>,
): Promise<{ value: T } | undefined> {
  const starting = XenstoreTransaction.start(connection);
  const transaction = await op.acquire(starting, (late) => late.discard());
  const value = await op.race(body(transaction));
  try {
    await op.race(transaction.end(true));
  } catch (error) {
    if (isRefusal(error, 'EAGAIN')) return undefined;
    throw error;
  }
  return { value };
}

/** @internal `Xenstore.transaction()` is for users. */
export function runTransaction<T>(
  connection: XenstoreConnection,
  body: (transaction: XenstoreTransaction) => Promise<T>,
  { retries = RETRIES, ...options }: TransactionOptions,
): Promise<T> {
  if (!Number.isInteger(retries) || retries < 0) {
    throw new OptionError(`retries must be an integer from 0 on, not ${retries}`);
  }
  return runOperation('xenstore transaction', options, async (op) => {
    for (let done = 0; done <= retries; done += 1) {
      if (done > 0) await op.race(sleep(Math.random() * Math.min(done, LONGEST_PAUSE)));
      const result = await attempt(connection, op, body);
      if (result !== undefined) return result.value;
    }
    throw new VmError('XENSTORE_ERROR', `others changed the same nodes in all ${retries + 1} tries`, {
      errno: 'EAGAIN',
      call: 'TRANSACTION_END',
    });
  });
}
