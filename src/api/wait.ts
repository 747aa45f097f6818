import { setTimeout as sleep } from 'node:timers/promises';
import { VmError } from '../core/errors.js';
import type { Operation } from '../core/operation.js';
import type { Machine } from '../engine/engine.js';
import type { Guest } from '../guest/index.js';

/** What `vm.waitFor` can wait for. */
export type WaitCondition =
  /** Something in the guest accepts connections there. */
  | { readonly port: number; readonly host?: string }
  /** A console line matches, printed before the call or after it. */
  | { readonly log: RegExp }
  /** A command exits with 0; it is run again, with a growing pause up to one second, until it does. */
  | { readonly command: readonly [string, ...string[]] };

/** How a wait reaches the guest. */
export interface WaitContext {
  readonly machine: Machine;
  client(op: Operation): Promise<Guest>;
  run(command: string, args: readonly string[], op: Operation): Promise<number | null>;
}

/** Resolves when the condition holds; for a log line with the line. */
export async function waitFor(
  condition: WaitCondition,
  context: WaitContext,
  op: Operation,
): Promise<string | undefined> {
  if ('log' in condition) return waitForLine(condition.log, context.machine, op);
  if ('port' in condition) {
    const { port, host = '127.0.0.1' } = condition;
    await repeat(op, () => tryPort(context, port, host, op));
    return undefined;
  }
  const [command, ...args] = condition.command;
  await repeat(op, async () => (await context.run(command, args, op)) === 0);
  return undefined;
}

async function tryPort(context: WaitContext, port: number, host: string, op: Operation): Promise<boolean> {
  const client = await context.client(op);
  try {
    const socket = await client.dial({ port, host }, { signal: op.signal });
    socket.destroy();
    return true;
  } catch (error) {
    if (error instanceof VmError && error.code === 'GUEST_CONNECT_FAILED') return false;
    throw error;
  }
}

/** The guest has no event for these, so ask again, each time a little later. */
async function repeat(op: Operation, attempt: () => Promise<boolean>): Promise<void> {
  for (let pause = 20; !(await attempt()); pause = Math.min(pause * 1.5, 1000)) {
    await op.race(sleep(pause, undefined, { ref: true }));
  }
}

/** Lines longer than this are matched in pieces, so that a guest cannot fill our memory. */
const MAX_LINE = 64 * 1024;
/** Milliseconds without output after which an unfinished line counts as one. */
const QUIET = 100;

async function waitForLine(pattern: RegExp, machine: Machine, op: Operation): Promise<string> {
  const stateless = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
  const stream = await op.race(machine.followConsole());
  const onAbort = () => stream.destroy();
  op.signal.addEventListener('abort', onAbort, { once: true });
  try {
    const found = await findLine(stateless, stream);
    if (found !== undefined) return found;
  } catch (error) {
    op.throwIfAborted();
    throw error;
  } finally {
    op.signal.removeEventListener('abort', onAbort);
    stream.destroy();
  }
  op.throwIfAborted();
  throw new VmError('VM_STOPPED', `the VM ended before its console showed ${pattern}`);
}

/** The first line that matches; undefined when the stream ends without one. */
async function findLine(pattern: RegExp, stream: AsyncIterable<unknown>): Promise<string | undefined> {
  const chunks = stream[Symbol.asyncIterator]();
  let rest = '';
  for (;;) {
    const next = chunks.next();
    const unfinished = pattern.test(rest);
    if (unfinished && (await isQuiet(next))) return rest;
    const { done, value } = await next;
    if (done === true) return unfinished ? rest : undefined;
    const lines = (rest + String(value)).split(/\r?\n/);
    rest = (lines.pop() ?? '').slice(-MAX_LINE);
    const found = lines.find((line) => pattern.test(line));
    if (found !== undefined) return found;
  }
}

/** Output arrives in pieces of any size: only one that nothing follows for a moment is a whole line, such as a prompt. */
async function isQuiet(next: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const quiet = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, QUIET, true);
  });
  next.catch(() => {}); // awaited later, if at all
  const answer = await Promise.race([quiet, next.then(() => false)]);
  clearTimeout(timer);
  return answer;
}
