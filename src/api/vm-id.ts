import { randomBytes } from 'node:crypto';
import type { VmSpec } from '../engine/vm-spec.js';

/** An id that no VM has. */
export const newVmId = (): string => `vm-${randomBytes(5).toString('hex')}`;

/** What a VM goes on as where its guest is taken in: under a new id, which is its name as well if it had none of its own. */
export function successor(spec: VmSpec, name: string | undefined): VmSpec {
  const id = newVmId();
  return { ...spec, id, name: name ?? (spec.name === spec.id ? id : spec.name) };
}
