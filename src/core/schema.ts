import { OptionError } from './errors.js';
import { nearest } from './nearest.js';
import { parseSize } from './size.js';

/** Checks one value and returns its normal form; `path` names the option in errors. */
export type Check<T> = (value: unknown, path: string) => T;

/** Throws the one kind of error that bad options give. */
export function fail(path: string, expected: string, value: unknown): never {
  throw new OptionError(`${path} must be ${expected}, not ${show(value)}`);
}

function show(value: unknown): string {
  if (typeof value === 'string') return `'${value.length > 60 ? `${value.slice(0, 57)}…` : value}'`;
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}

export const text: Check<string> = (value, path) =>
  typeof value === 'string' && value !== '' && !value.includes('\0')
    ? value
    : fail(path, 'a non-empty string', value);

export const flag: Check<boolean> = (value, path) =>
  typeof value === 'boolean' ? value : fail(path, 'true or false', value);

export const size: Check<number> = (value, path) => parseSize(value, path);

export const integer =
  (min: number, max: number): Check<number> =>
  (value, path) =>
    typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
      ? value
      : fail(path, `a whole number from ${min} to ${max}`, value);

/** A duration in milliseconds; Infinity means no limit. */
export const duration: Check<number> = (value, path) =>
  typeof value === 'number' && value >= 0 ? value : fail(path, 'a number of milliseconds', value);

export const oneOf =
  <const T extends string>(...choices: T[]): Check<T> =>
  (value, path) =>
    choices.includes(value as T)
      ? (value as T)
      : fail(path, choices.map((c) => `'${c}'`).join(' or '), value);

export const matching =
  (pattern: RegExp, expected: string): Check<string> =>
  (value, path) =>
    typeof value === 'string' && pattern.test(value) ? value : fail(path, expected, value);

export const listOf =
  <T>(item: Check<T>): Check<T[]> =>
  (value, path) =>
    Array.isArray(value)
      ? value.map((element, index) => item(element, `${path}[${index}]`))
      : fail(path, 'an array', value);

/** A record of strings, as for environments and labels. */
export const strings: Check<Record<string, string>> = (value, path) => {
  const result: Record<string, string> = {};
  for (const [key, element] of Object.entries(plainObject(value, path))) {
    if (key === '' || key.includes('=') || key.includes('\0'))
      fail(`${path} key`, 'a name without = or NUL', key);
    if (typeof element !== 'string' || element.includes('\0')) {
      throw new OptionError(`${path}.${key} must be a string without NUL`); // never shown: it may be a secret
    }
    result[key] = element;
  }
  return result;
};

export const instanceOf =
  <T>(type: abstract new (...args: never[]) => T, name: string): Check<T> =>
  (value, path) =>
    value instanceof type ? value : fail(path, `an ${name}`, value);

export const callback: Check<(...args: never[]) => unknown> = (value, path) =>
  typeof value === 'function' ? (value as (...args: never[]) => unknown) : fail(path, 'a function', value);

export function plainObject(value: unknown, path: string): Record<string, unknown> {
  const ok = typeof value === 'object' && value !== null && !Array.isArray(value);
  return ok ? (value as Record<string, unknown>) : fail(path, 'an object', value);
}

type Shape = Record<string, Check<unknown>>;
type Checked<S extends Shape> = { [K in keyof S]?: ReturnType<S[K]> };

/**
 * Checks an object key by key. Every key is optional here; what is required is checked by the caller, who can
 * name the reason. Unknown keys are an error that names the nearest known one. `undefined` counts as absent.
 */
export function object<S extends Shape>(shape: S): Check<Checked<S>> {
  return (value, path) => {
    const result: Record<string, unknown> = Object.create(null);
    for (const [key, element] of Object.entries(plainObject(value, path))) {
      const check = Object.hasOwn(shape, key) ? shape[key] : undefined;
      if (check === undefined) throw unknownKey(key, Object.keys(shape), path);
      if (element !== undefined) result[key] = check(element, path === 'options' ? key : `${path}.${key}`);
    }
    return result as Checked<S>;
  };
}

function unknownKey(key: string, known: string[], path: string): OptionError {
  const near = nearest(key, known);
  const hint = near === undefined ? `known are: ${known.join(', ')}` : `did you mean '${near}'?`;
  return new OptionError(`Unknown key '${key}' in ${path}; ${hint}`);
}
