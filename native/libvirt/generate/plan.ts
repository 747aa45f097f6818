import type { Api, ApiFunction, ApiParameter } from './api.js';
import { type ClassName, classOf, lowerFirst } from './names.js';
import { type Parameter, planParameters } from './parameters.js';
import {
  BORROWED_RETURN,
  CUSTOM,
  LOCAL,
  METHOD_NAMES,
  NULLABLE_RETURN,
  RETURN_FOUND,
  RETURN_NUMBER,
  RETURN_STATUS,
} from './rules.js';

/** What the returned value means; the names are those of `Return` in native/libvirt/function.h. */
export type Return =
  | 'none'
  | 'status'
  | 'found'
  | 'count'
  | 'i32'
  | 'boolean'
  | 'id'
  | 'u64'
  | 'string'
  | 'constant'
  | 'handle'
  | 'borrowed'
  | 'bytes';

/** A function with everything that the C++ table and the TypeScript method need. */
export interface Plan {
  readonly fn: ApiFunction;
  readonly owner: ClassName;
  readonly method: string;
  readonly local: boolean;
  readonly custom: boolean;
  readonly returns: Return;
  readonly returnClass: ClassName | undefined;
  readonly nullable: boolean;
  readonly parameters: readonly Parameter[];
}

const LISTS = new Set([
  'out_handles',
  'out_structs',
  'out_strings',
  'fill_names',
  'fill_ids',
  'fill_structs',
  'out_u64s',
  'out_page_counts',
]);

function ownerOf(fn: ApiFunction): ClassName {
  return classOf(fn.parameters[0]?.type ?? '') ?? 'Connect';
}

function methodName(fn: ApiFunction, owner: ClassName): string {
  const own = METHOD_NAMES[fn.name];
  if (own !== undefined) return own;
  const rest = fn.name.startsWith(`vir${owner}`) ? fn.name.slice(3 + owner.length) : fn.name.slice(3);
  return lowerFirst(rest);
}

function intReturn(fn: ApiFunction, parameters: readonly Parameter[]): Return {
  if (parameters.some(({ kind }) => LISTS.has(kind))) return 'count';
  if (RETURN_FOUND.has(fn.name)) return 'found';
  if (RETURN_STATUS.has(fn.name)) return 'status';
  if (RETURN_NUMBER.has(fn.name)) return 'i32';
  if (/(Is|Has)[A-Z][A-Za-z]*$/.test(fn.name) && /\b1\b/.test(fn.returnInfo)) return 'boolean';
  return /\b0\b.{0,40}(succe|started|ok)|succe.{0,40}\b0\b/i.test(fn.returnInfo) ? 'status' : 'i32';
}

function returnOf(fn: ApiFunction, parameters: readonly Parameter[]): Return {
  if (fn.name === 'virDomainGetID') return 'id';
  if (fn.name === 'virSecretGetValue') return 'bytes';
  if (classOf(fn.returns) !== undefined) return BORROWED_RETURN.has(fn.name) ? 'borrowed' : 'handle';
  if (fn.returns === 'char *') return 'string';
  if (fn.returns === 'const char *') return 'constant';
  if (fn.returns === 'int') return intReturn(fn, parameters);
  if (fn.returns === 'unsigned long' || fn.returns === 'unsigned long long') return 'u64';
  if (fn.returns === 'void') return 'none';
  throw new Error(`${fn.name}: returns ${fn.returns}, for which there is no rule`);
}

/** How one function is called. Throws when no rule fits: then rules.ts or not-generated.ts wants an entry. */
export function planFunction(api: Api, fn: ApiFunction): Plan {
  const owner = ownerOf(fn);
  const custom = CUSTOM[fn.name];
  const chosen = (parameter: ApiParameter, index: number) =>
    custom === undefined || index === 0 || custom.parameters.includes(parameter.name);
  const described = fn.parameters.filter(chosen);
  const parameters = planParameters(api, { ...fn, parameters: described }, custom !== undefined);
  return {
    fn,
    owner,
    method: methodName(fn, owner),
    local: LOCAL.has(fn.name),
    custom: custom !== undefined,
    returns: custom === undefined ? returnOf(fn, parameters) : 'none',
    returnClass: classOf(fn.returns),
    nullable: NULLABLE_RETURN.has(fn.name),
    parameters,
  };
}
