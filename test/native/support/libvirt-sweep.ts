import assert from 'node:assert/strict';
import { LibvirtError } from 'vmwright/libvirt';
import { isVmError } from '#src/core/errors.js';
import { generatedMethods, type MethodSource, sampleArgument } from './libvirt-methods.js';

type Callable = Record<string, (...args: unknown[]) => unknown>;

/** How the calls of a sweep ended. */
export interface Outcomes {
  answered: number;
  refused: number;
  unsupported: number;
}

/** What each call is made on and with; made anew for each, as a call may end its object. */
export type MakeHandles = (method: MethodSource) => Promise<ReadonlyMap<string, unknown>>;

/** Calls one method with arguments of its types; everything but an answer or an error of libvirt fails. */
export async function callOnce(
  { owner, name, types }: MethodSource,
  handles: ReadonlyMap<string, unknown>,
  outcomes: Outcomes,
): Promise<void> {
  const object = handles.get(owner) as Callable;
  try {
    await object[name]?.(...types.map((type) => sampleArgument(type, handles)));
    outcomes.answered++;
  } catch (error) {
    const where = `${owner}.${name}(${types.join(', ')})`;
    const newer = isVmError(error) && error.code === 'VM_UNSUPPORTED';
    assert.ok(error instanceof LibvirtError || newer, `${where}: ${(error as Error).stack}`);
    const unsupported = error instanceof LibvirtError && error.libvirtCode === 'NO_SUPPORT';
    outcomes[unsupported ? 'unsupported' : 'refused']++;
  }
}

/** Calls every method of one class on an object of its own. */
export async function sweepClass(owner: string, make: MakeHandles): Promise<Outcomes> {
  const outcomes: Outcomes = { answered: 0, refused: 0, unsupported: 0 };
  const methods = generatedMethods().filter((method) => method.owner === owner);
  assert.ok(methods.length > 0, `no methods of ${owner}`);
  for (const method of methods) await callOnce(method, await make(method), outcomes);
  console.log(`      ${owner}: ${JSON.stringify(outcomes)}`);
  return outcomes;
}
