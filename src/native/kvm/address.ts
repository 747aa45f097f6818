import { OptionError, VmError } from '../../core/errors.js';

/** A guest physical address: a bigint, or a safe integer. */
export type KvmAddress = bigint | number;

/** @internal The address as a bigint; `what` names it in the error. */
export function toAddress(value: KvmAddress, what: string): bigint {
  if (typeof value === 'bigint') return value; // kvm.node checks that it has 64 bits
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new OptionError(`${what} must be a bigint or a safe integer, not ${String(value)}`);
  }
  return BigInt(value);
}

/** @internal The place of `name` in a list of names. */
export function indexOfName<T extends string>(names: readonly T[], name: T, what: string): number {
  const index = names.indexOf(name);
  if (index < 0) throw new OptionError(`${what} must be one of ${names.join(', ')}, not ${String(name)}`);
  return index;
}

/** @internal The name of a number that the kernel gave. */
export function nameOfIndex<T extends string>(names: readonly T[], index: number, what: string): T {
  const name = names[index];
  if (name === undefined) throw new VmError('KVM_ERROR', `KVM gave an unknown ${what}: ${index}`);
  return name;
}
