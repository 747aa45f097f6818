import type { Api, ApiFunction, ApiParameter } from './api.js';
import { type ClassName, classOf } from './names.js';
import { BOOLEAN, ENUM_OF, OPTIONAL, OUT_NUMBER, REQUIRED } from './rules.js';

/** One parameter as the table of native/libvirt/function.h has it; `kind` is a name of `Kind` there. */
export interface Parameter {
  readonly name: string;
  readonly kind: string;
  readonly info: string;
  readonly cType: string;
  /** The class of a handle. */
  readonly type?: ClassName;
  readonly struct?: string;
  /** The index of the parameter that belongs to this one. */
  readonly link?: number;
  /** The enum that the description names for it. */
  readonly enumType?: string;
  /** The first size of an array that is filled. */
  readonly capacity?: number;
}

type Made = Omit<Parameter, 'name' | 'info' | 'cType'>;
interface Place {
  readonly api: Api;
  readonly fn: ApiFunction;
  readonly parameter: ApiParameter;
  readonly index: number;
  readonly next: ApiParameter | undefined;
  readonly previous: ApiParameter | undefined;
}

const INTEGERS: Readonly<Record<string, string>> = {
  int: 'i32',
  'unsigned int': 'u32',
  'unsigned long': 'u64',
  'unsigned long long': 'u64',
  size_t: 'u64',
  'long long': 'i64',
};
const OUT_INTEGERS: Readonly<Record<string, string>> = {
  'int *': 'out_i32',
  'unsigned int *': 'out_u32',
  'unsigned long *': 'out_u64',
  'unsigned long long *': 'out_u64',
  'long long *': 'out_i64',
};
const HOLDS_TWO_CALLS = 0;
/** The server takes no larger number for scheduler parameters, and NULL is no array for them. */
const SCHEDULER_CAPACITY = 16;
const LIST_CAPACITY = 64;

/** Arrays that go in, with the parameter that is their length. */
const SIZED: Readonly<Record<string, string>> = {
  'virTypedParameterPtr|nparams': 'typed_params',
  'const char **|ncpus': 'strings',
  'const char **|nmountpoints': 'optional_strings',
  'const char **|nkeys': 'strings',
  'const unsigned char *|value_size': 'bytes',
  'unsigned char *|maplen': 'cpus',
  'unsigned int *|nkeycodes': 'numbers',
};
/** Arrays that follow their length. */
const SIZED_BEFORE: Readonly<Record<string, string>> = {
  'int *|nfiles': 'fds',
  'int *|nfds': 'fds',
  'unsigned int *|npages': 'numbers',
};
/** Arrays that libvirt fills as far as they reach. */
const FILLED: Readonly<Record<string, string>> = {
  'char ** const': 'fill_names',
  'char **': 'fill_names',
  'int *': 'fill_ids',
  virDomainMemoryStatPtr: 'fill_structs',
  virDomainDiskErrorPtr: 'fill_structs',
};

const isCapacity = (parameter: ApiParameter | undefined): boolean =>
  /^(max(names|ids|uuids|errors)|nameslen|nr_stats)$/.test(parameter?.name ?? '');

export function enumOf(api: Api, info: string): string | undefined {
  return (info.match(/\bvir[A-Z]\w+/g) ?? []).find((name) => api.enums.has(name));
}

/** `virDomainInfo` for `virDomainInfoPtr` and its pointers. */
function structOf(api: Api, type: string): string | undefined {
  const name = /^(vir\w+)Ptr(?: \*+)?$/.exec(type)?.[1] ?? '';
  return [name, `${name}Struct`].find((each) => (api.structs.get(each)?.fields.length ?? 0) > 0);
}

function sized({ parameter, index, next, previous }: Place): Made | undefined {
  const after = SIZED[`${parameter.type}|${next?.name}`];
  if (after !== undefined && !/\*/.test(next?.type ?? '')) return { kind: after };
  if (SIZED[`${previous?.type}|${parameter.name}`] !== undefined && !/\*/.test(parameter.type)) {
    return { kind: 'size_of', link: index - 1 };
  }
  if (SIZED_BEFORE[`${next?.type}|${parameter.name}`] !== undefined)
    return { kind: 'size_of', link: index + 1 };
  const before = SIZED_BEFORE[`${parameter.type}|${previous?.name}`];
  return before === undefined ? undefined : { kind: before };
}

function filled({ api, parameter, index, next }: Place): Made | undefined {
  if (isCapacity(parameter)) return { kind: 'capacity', link: index - 1 };
  if (!isCapacity(next)) return undefined;
  const kind = FILLED[parameter.type];
  const struct = structOf(api, parameter.type);
  if (kind === undefined) return undefined;
  return { kind, capacity: LIST_CAPACITY, ...(struct === undefined ? {} : { struct }) };
}

function parameterRecords({ fn, parameter, index, next, previous }: Place): Made | undefined {
  const counted = next?.name === 'nparams' && /int \*$/.test(next.type);
  if (counted && parameter.type === 'virTypedParameterPtr *') return { kind: 'out_params' };
  if (counted && parameter.type === 'virTypedParameterPtr') {
    const scheduler = /SchedulerParameters/.test(fn.name);
    return { kind: 'fill_params', capacity: scheduler ? SCHEDULER_CAPACITY : HOLDS_TWO_CALLS };
  }
  if (counted && /^virNode\w+StatsPtr$/.test(parameter.type))
    return { kind: 'fill_fields', capacity: HOLDS_TWO_CALLS };
  const belongs = /^virTypedParameterPtr|^virNode\w+StatsPtr$/.test(previous?.type ?? '');
  return belongs && parameter.name === 'nparams' && /\*/.test(parameter.type)
    ? { kind: 'inout_count', link: index - 1 }
    : undefined;
}

function memory({ parameter, index, next, previous }: Place): Made | undefined {
  if (parameter.name === 'freeMems') return { kind: 'out_u64s', link: index + 2 };
  if (parameter.name === 'counts' && /long long \*/.test(parameter.type))
    return { kind: 'out_page_counts', link: index - 1 };
  if (parameter.name === 'pageCounts') return { kind: 'bigints', link: index - 1 };
  if (parameter.type === 'void *' && parameter.name === 'buffer')
    return { kind: 'out_buffer', link: index - 1 };
  if (parameter.type === 'size_t *') return { kind: 'out_size' };
  if (parameter.type === 'size_t' && parameter.name === 'size' && /StatsPtr$/.test(previous?.type ?? '')) {
    return { kind: 'struct_size', link: index - 1 };
  }
  if (parameter.type === 'const unsigned char *' && parameter.name === 'uuid') return { kind: 'uuid' };
  if (parameter.type === 'unsigned char *' && parameter.name === 'uuid') return { kind: 'out_uuid' };
  if (parameter.type === 'char *' && parameter.name === 'buf') return { kind: 'out_uuid_string' };
  return next === undefined && parameter.type === 'char **' ? { kind: 'out_string' } : undefined;
}

function optional({ fn, parameter }: Place): boolean {
  const place = `${fn.name}.${parameter.name}`;
  if (REQUIRED.has(place)) return false;
  return OPTIONAL.has(place) || /\bNULL\b|\boptional\b/i.test(parameter.info);
}

function handles(place: Place): Made | undefined {
  const { api, parameter, index } = place;
  const { type } = parameter;
  const own = classOf(type);
  if (own !== undefined && index === 0) return { kind: 'self', type: own };
  if (own !== undefined) return { kind: optional(place) ? 'optional_handle' : 'handle', type: own };
  if (type === 'virDomainPtr *') return { kind: 'handles', type: 'Domain' };
  const list = /^(\w+Ptr) \*\*$/.exec(type)?.[1];
  const listClass = classOf(list ?? '');
  if (listClass !== undefined) return { kind: 'out_handles', type: listClass };
  const struct = structOf(api, type);
  if (struct === undefined) return undefined;
  return { kind: list === undefined ? 'out_struct' : 'out_structs', struct };
}

function plain(place: Place): Made | undefined {
  const { api, fn, parameter } = place;
  const where = `${fn.name}.${parameter.name}`;
  const enumType = ENUM_OF[where] ?? enumOf(api, parameter.info);
  const withEnum = enumType === undefined ? {} : { enumType };
  if (BOOLEAN.test(where)) return { kind: parameter.type === 'int' ? 'boolean' : 'out_boolean' };
  const integer = INTEGERS[parameter.type];
  if (integer !== undefined) return { kind: integer, ...withEnum };
  const out = OUT_NUMBER.has(where) ? 'out_version' : OUT_INTEGERS[parameter.type];
  if (out !== undefined) return { kind: out, ...withEnum };
  if (parameter.type === 'const char *') return { kind: optional(place) ? 'optional_string' : 'string' };
  if (parameter.type === 'char ***') return { kind: 'out_strings' };
  if (parameter.type === 'char **') return { kind: 'out_string' };
  return undefined;
}

const inCustom = ({ parameter }: Place): Made | undefined =>
  parameter.name === 'infiles' ? { kind: 'fds' } : undefined;

/** Gives every parameter of a function its kind. Throws when no rule fits. */
export function planParameters(api: Api, fn: ApiFunction, custom: boolean): Parameter[] {
  return fn.parameters.map((parameter, index) => {
    const place = {
      api,
      fn,
      parameter,
      index,
      next: fn.parameters[index + 1],
      previous: fn.parameters[index - 1],
    };
    const made =
      (custom ? inCustom(place) : undefined) ??
      sized(place) ??
      filled(place) ??
      parameterRecords(place) ??
      memory(place) ??
      handles(place) ??
      plain(place);
    if (made === undefined) throw new Error(`${fn.name}: no rule for '${parameter.type} ${parameter.name}'`);
    return { name: parameter.name, info: parameter.info, cType: parameter.type, ...made };
  });
}
