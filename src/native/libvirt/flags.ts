import { OptionError } from '../../core/errors.js';
import { nearest } from '../../core/nearest.js';

/**
 * Flags of an enum: the names of the wanted ones, or their bits.
 *
 *     domain.getXMLDesc('SECURE')
 *     domain.getXMLDesc(['SECURE', 'INACTIVE'])
 *     domain.getXMLDesc(DomainXMLFlags.SECURE | DomainXMLFlags.INACTIVE)
 */
export type Flags<E extends Readonly<Record<string, number>>> = number | keyof E | readonly (keyof E)[];

/** The bits. */
export function flagBits<E extends Readonly<Record<string, number>>>(values: E, flags: Flags<E>): number {
  if (typeof flags === 'number') return flags;
  const names = Array.isArray(flags) ? (flags as readonly string[]) : [flags as string];
  let bits = 0;
  for (const name of names) {
    const value = values[name];
    if (value === undefined) throw new OptionError(unknown(name, Object.keys(values)));
    // Flags reach bit 31, where the operators of JavaScript turn negative.
    bits = (bits | value) >>> 0;
  }
  return bits;
}

function unknown(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return `there is no flag ${JSON.stringify(name)}${near === undefined ? '' : `; did you mean ${near}?`}`;
}
