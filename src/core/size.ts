import { OptionError } from './errors.js';

/** Bytes as a number, or a string with a binary unit: `'512MiB'`, `'4GiB'`, `'64KiB'`, `'1TiB'`. */
export type Size = number | `${number}${'B' | 'KiB' | 'MiB' | 'GiB' | 'TiB'}`;

const UNITS: Record<string, number> = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 };

/** Parses a {@link Size} into bytes; `what` names the option in the error. */
export function parseSize(value: unknown, what: string): number {
  const bytes = typeof value === 'string' ? parseText(value, what) : value;
  if (typeof bytes !== 'number' || !Number.isSafeInteger(bytes) || bytes < 0) {
    throw new OptionError(`${what} must be a number of bytes or a string like '512MiB', not ${show(value)}`);
  }
  return bytes;
}

function parseText(text: string, what: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(B|KiB|MiB|GiB|TiB)$/.exec(text.trim());
  const unit = match?.[2] === undefined ? undefined : UNITS[match[2]];
  if (match === null || unit === undefined) {
    throw new OptionError(
      `${what} must be a size with a binary unit like '512MiB' or '4GiB', not ${show(text)}`,
    );
  }
  return Math.round(Number(match[1]) * unit);
}

function show(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}

/** `1536 MiB`-style text: the largest unit that keeps the number at or above one. */
export function formatSize(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || Number.isInteger(value) ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit]}`;
}
