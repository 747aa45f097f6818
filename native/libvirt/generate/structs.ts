import type { Api, ApiParameter, ApiStruct } from './api.js';
import { camel, classOf } from './names.js';
import { enumOf } from './parameters.js';

/** A field of a struct that becomes a property; `kind` is a name of `FieldKind` in native/libvirt/function.h. */
export interface StructField {
  readonly name: string;
  readonly key: string;
  readonly kind: string;
  readonly info: string;
  /** The field with the count of an array. */
  readonly count?: string;
  readonly className?: string;
  readonly struct?: string;
  readonly enumType?: string;
}

export interface StructPlan {
  readonly name: string;
  /** Its members as C++ declares them. */
  readonly members: readonly string[];
  readonly fields: readonly StructField[];
}

const CONSTANTS: Readonly<Record<string, number>> = {
  VIR_SECURITY_LABEL_BUFLEN: 4097,
  VIR_SECURITY_MODEL_BUFLEN: 257,
  VIR_SECURITY_DOI_BUFLEN: 257,
};

const SCALARS: Readonly<Record<string, string>> = {
  'unsigned char': 'u8',
  'unsigned short': 'u16',
  int: 'i32',
  'unsigned int': 'u32',
  'long long': 'i64',
  'unsigned long': 'u64',
  'unsigned long long': 'u64',
  virDomainBlockJobCursor: 'u64',
  'char *': 'text',
  'const char *': 'text',
};

/** Arrays, with the field that counts them. */
const COUNTS: Readonly<Record<string, string>> = {
  devAlias: 'ndevAlias',
  cpumap: 'cpumaplen',
  addrs: 'naddrs',
  params: 'nparams',
};
const COUNTED: Readonly<Record<string, string>> = {
  'char **': 'texts',
  'unsigned char *': 'cpus',
  virDomainIPAddressPtr: 'structs',
  virTypedParameterPtr: 'params',
};

function member({ name, type }: ApiParameter): string {
  const chars = /^char \w+\[(\w+)\]$/.exec(type)?.[1];
  if (chars !== undefined) return `char ${name}[${CONSTANTS[chars] ?? chars}]`;
  if (type === 'virDomainBlockJobCursor') return `unsigned long long ${name}`;
  if (/Ptr$/.test(type)) return `void* ${name}`;
  if (/\*$/.test(type)) return `${type.replace(/\s*(\*+)$/, '$1')} ${name}`;
  return type === 'size_t' ? `std::size_t ${name}` : `${type} ${name}`;
}

function field(api: Api, parameter: ApiParameter): StructField {
  const { name, type, info } = parameter;
  const base = { name, key: name === 'dom' ? 'domain' : camel(name), info };
  const counted = COUNTED[type];
  if (counted !== undefined) {
    const struct = counted === 'structs' ? { struct: type.replace(/Ptr$/, '') } : {};
    return { ...base, kind: counted, count: COUNTS[name] ?? '', ...struct };
  }
  const className = classOf(type);
  if (className !== undefined) return { ...base, kind: 'handle', className };
  if (/^char \w+\[/.test(type)) return { ...base, kind: 'chars' };
  const kind = SCALARS[type];
  if (kind === undefined) throw new Error(`no rule for the field '${type} ${name}'`);
  const enumType = enumOf(api, info);
  return { ...base, kind, ...(enumType === undefined ? {} : { enumType }) };
}

/** The struct and the ones inside it, those first. */
export function planStruct(api: Api, name: string): StructPlan[] {
  const struct: ApiStruct | undefined = api.structs.get(name);
  if (struct === undefined) throw new Error(`no struct ${name}`);
  const counts = new Set(Object.values(COUNTS));
  const fields = struct.fields.filter((each) => !counts.has(each.name)).map((each) => field(api, each));
  const inner = fields.flatMap((each) => (each.struct === undefined ? [] : planStruct(api, each.struct)));
  return [...inner, { name, members: struct.fields.map(member), fields }];
}
