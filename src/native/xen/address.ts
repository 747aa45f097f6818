import { OptionError } from '../../core/errors.js';
import { parseSize, type Size } from '../../core/size.js';

/** An address in a domain: a bigint, or a safe integer. */
export type XenAddress = bigint | number;

/** Bytes that one read gives at most. */
export const READ_LIMIT = 64 * 2 ** 20;

/** @internal */
export function toAddress(value: XenAddress): bigint {
  if (typeof value === 'bigint') return value; // xen.node checks that it has 64 bits
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new OptionError(`address must be a bigint or a safe integer, not ${String(value)}`);
  }
  return BigInt(value);
}

/** @internal */
export function toLength(value: Size): number {
  const length = parseSize(value, 'length');
  if (length <= READ_LIMIT) return length;
  throw new OptionError(`length must be at most ${READ_LIMIT} (64MiB), not ${length}; read piece by piece`);
}
