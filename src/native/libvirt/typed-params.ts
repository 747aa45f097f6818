import { OptionError } from '../../core/errors.js';
import { TypedParameterType } from './generated/enums.js';
import { PARAM_TYPES } from './generated/param-types.js';

/** A value of a typed parameter: bigint for 64-bit integers, number for smaller ones and floating point. */
export type TypedParamValue = number | bigint | boolean | string | null;

/** virTypedParameter arrays as records by field name. A field that comes several times has an array. */
export type TypedParams = Record<string, TypedParamValue | TypedParamValue[]>;

/** A parameter whose type cannot be told from its name, or is another than the usual one. */
export interface ExplicitParam {
  readonly type: keyof typeof TypedParameterType;
  readonly value: number | bigint | boolean | string;
}

type InputValue = number | bigint | boolean | string | ExplicitParam;

/**
 * Typed parameters for libvirt. The type of each follows from its name where libvirt documents one; else a bigint is a
 * ULLONG, an integer an INT, any other number a DOUBLE. An array gives a parameter several times.
 */
export type TypedParamsInput = Readonly<Record<string, InputValue | readonly InputValue[] | undefined>>;

function guessType(name: string, value: number | bigint | boolean | string): number {
  if (typeof value === 'string') return TypedParameterType.STRING;
  const known = PARAM_TYPES.get(name);
  if (known !== undefined) return known;
  if (typeof value === 'boolean') return TypedParameterType.BOOLEAN;
  if (typeof value === 'bigint') return value < 0n ? TypedParameterType.LLONG : TypedParameterType.ULLONG;
  return Number.isInteger(value) ? TypedParameterType.INT : TypedParameterType.DOUBLE;
}

function triple(name: string, input: InputValue): [string, number, number | bigint | boolean | string] {
  if (typeof input !== 'object') return [name, guessType(name, input), input];
  const type = TypedParameterType[input.type];
  if (type === undefined) throw new OptionError(`${name}: there is no type ${JSON.stringify(input.type)}`);
  return [name, type, input.value];
}

/** The flat list of name, type and value that libvirt.node takes. Parameters that are undefined are left out. */
export function typedParamList(params: TypedParamsInput): unknown[] {
  return Object.entries(params).flatMap(([name, input]) => {
    if (input === undefined) return [];
    const values = Array.isArray(input) ? (input as readonly InputValue[]) : [input as InputValue];
    return values.flatMap((value) => triple(name, value));
  });
}
