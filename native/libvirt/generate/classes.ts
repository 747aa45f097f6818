import type { Api } from './api.js';
import { comment, docLine, docLines } from './docs.js';
import { CLASSES, type ClassName, parameterName, typeName } from './names.js';
import type { Parameter } from './parameters.js';
import type { Plan } from './plan.js';
import { CUSTOM, DEPRECATED, RETURN_KEY } from './rules.js';

const HEADER =
  "// Made by native/libvirt/generate from libvirt's description of its API; not to be edited.\n\n";

interface Input {
  readonly name: string;
  readonly type: string;
  readonly fallback: string | undefined;
  readonly argument: string;
  readonly info: string;
}

/** The file of a class, without its end. */
export const fileName = (name: ClassName): string =>
  name
    .replace('NWFilter', 'Nwfilter')
    .replace(/(?<=[a-z])[A-Z]/g, '-$&')
    .toLowerCase();

/** The class that has the generated methods; Connect itself is written by hand on top of them. */
export const generatedClass = (name: ClassName): string => (name === 'Connect' ? 'ConnectMethods' : name);

const INPUTS: Readonly<Record<string, string>> = {
  string: 'string',
  boolean: 'boolean',
  i32: 'number',
  u32: 'number',
  i64: 'number | bigint',
  u64: 'number | bigint',
  uuid: 'Uint8Array',
  bytes: 'Uint8Array',
  cpus: 'readonly number[]',
  numbers: 'readonly number[]',
  fds: 'readonly number[]',
  bigints: 'readonly (number | bigint)[]',
  strings: 'readonly string[]',
};

const isFlags = ({ name, info }: Parameter): boolean =>
  /flags$/i.test(name) || /bitwise-?or|OR of|OR'd|mask/i.test(info);

function flagsInput(parameter: Parameter, name: string): Input {
  const own = parameter.enumType === undefined ? undefined : typeName(parameter.enumType);
  const isLast = /flags$/i.test(parameter.name);
  return {
    name,
    type: own === undefined ? 'number' : `Flags<typeof ${own}>`,
    fallback: isLast ? '0' : undefined,
    argument: own === undefined ? name : `flagBits(${own}, ${name})`,
    info: parameter.info,
  };
}

function input(parameter: Parameter): Input | undefined {
  const { kind, type, enumType, info } = parameter;
  const name = parameterName(parameter.name);
  const base = { name, info, fallback: undefined, argument: name };
  if (isFlags(parameter) && /^u(32|64)$/.test(kind)) return flagsInput(parameter, name);
  if (/^[iu]32$/.test(kind) && enumType !== undefined) return { ...base, type: typeName(enumType) };
  if (kind === 'handle') return { ...base, type: type ?? '', argument: `rawOf(${name})` };
  if (kind === 'optional_handle')
    return { ...base, type: `${type} | null`, fallback: 'null', argument: `rawOf(${name})` };
  if (kind === 'handles') return { ...base, type: `readonly ${type}[]`, argument: `${name}.map(rawOf)` };
  if (kind === 'optional_string') return { ...base, type: 'string | null', fallback: 'null' };
  if (kind === 'optional_strings') return { ...base, type: 'readonly string[] | null', fallback: 'null' };
  if (kind === 'typed_params')
    return { ...base, type: 'TypedParamsInput', argument: `typedParamList(${name})` };
  const plain = INPUTS[kind];
  return plain === undefined ? undefined : { ...base, type: plain };
}

function output(parameter: Parameter): string | undefined {
  const { kind, type, struct, enumType } = parameter;
  if (/^out_[iu]32$/.test(kind)) return enumType === undefined ? 'number' : typeName(enumType);
  const name = type ?? typeName((struct ?? '').replace(/Struct$/, ''));
  const types: Readonly<Record<string, string>> = {
    out_i64: 'bigint',
    out_u64: 'bigint',
    out_boolean: 'boolean',
    out_version: 'number',
    out_string: 'string',
    out_uuid: 'Uint8Array<ArrayBuffer>',
    out_uuid_string: 'string',
    out_struct: name,
    out_structs: `${name}[]`,
    fill_structs: `${name}[]`,
    out_handles: `${name}[]`,
    out_strings: 'string[]',
    fill_names: 'string[]',
    fill_ids: 'number[]',
    out_params: 'TypedParams',
    fill_params: 'TypedParams',
    fill_fields: 'Record<string, bigint>',
    out_u64s: 'bigint[]',
    out_page_counts: 'bigint[]',
    out_buffer: 'Uint8Array<ArrayBuffer>',
  };
  return types[kind];
}

function returnedType({ returns, returnClass, nullable, fn }: Plan): string | undefined {
  const types: Readonly<Record<string, string>> = {
    i32: fn.name === 'virSecretGetUsageType' ? 'SecretUsageType' : 'number',
    boolean: 'boolean',
    id: 'number | null',
    u64: 'bigint',
    string: 'string',
    constant: nullable ? 'string | null' : 'string',
    handle: returnClass ?? '',
    borrowed: returnClass ?? '',
    bytes: 'Uint8Array<ArrayBuffer>',
  };
  return types[returns];
}

/** The type of the result: one value, a record of several, or nothing. */
export function resultType(plan: Plan): string {
  const custom = CUSTOM[plan.fn.name];
  if (custom !== undefined) return custom.result;
  const own = returnedType(plan);
  const outputs = plan.parameters.flatMap((parameter) => {
    const type = output(parameter);
    return type === undefined ? [] : [[parameterName(parameter.name), type] as const];
  });
  const key = RETURN_KEY[plan.fn.name] ?? 'result';
  const all = own === undefined ? outputs : [[key, own] as const, ...outputs];
  const single = all.length === 1 ? (all[0]?.[1] ?? '') : undefined;
  if (all.length === 0) return 'void';
  if (single !== undefined) return plan.returns === 'found' ? `${single} | null` : single;
  return `{ ${all.map(([name, type]) => `${name}: ${type}`).join('; ')} }`;
}

/** Trailing parameters that may be left out get their default; the others only accept null. */
function signature(inputs: readonly Input[]): string {
  const lastRequired = inputs.findLastIndex(({ fallback }) => fallback === undefined);
  return inputs
    .map(({ name, type, fallback }, index) =>
      index > lastRequired && fallback !== undefined ? `${name}: ${type} = ${fallback}` : `${name}: ${type}`,
    )
    .join(', ');
}

function documentation(plan: Plan, inputs: readonly Input[]): string {
  const { fn, method } = plan;
  const deprecated = DEPRECATED[fn.name];
  const sinceText = `C: ${fn.name}, since libvirt ${fn.version}.`;
  const returns = docLine(fn.returnInfo);
  const lines = [
    ...docLines(fn.info),
    '',
    sinceText,
    '',
    ...inputs.map(({ name, info, fallback }) => {
      const text = docLine(info);
      return `@param ${name} ${text}${fallback === undefined ? '' : ` @default ${fallback}`}`.trimEnd();
    }),
    ...(returns === '' || resultType(plan) === 'void' ? [] : [`@returns C: ${returns}`]),
    ...(deprecated === undefined || deprecated === method ? [] : [`@deprecated Use ${deprecated}().`]),
  ];
  return comment(lines, '  ');
}

function method(plan: Plan): string {
  const inputs = plan.parameters.flatMap((parameter) => input(parameter) ?? []);
  const args = ['this', `F.${plan.fn.name}`, ...inputs.map(({ argument }) => argument)].join(', ');
  const type = resultType(plan);
  const returns = plan.local ? type : `Promise<${type}>`;
  const call = `${plan.local ? 'invokeNow' : 'invoke'}<${type}>(${args})`;
  return `${documentation(plan, inputs)}  ${plan.method}(${signature(inputs)}): ${returns} {\n    return ${call};\n  }\n`;
}

const HELPERS: Readonly<Record<string, string>> = {
  invoke: '../invoke.js',
  invokeNow: '../invoke.js',
  rawOf: '../handle.js',
  flagBits: '../flags.js',
  typedParamList: '../typed-params.js',
  F: './functions.js',
};
const TYPES: Readonly<Record<string, string>> = {
  Flags: '../flags.js',
  TypedParams: '../typed-params.js',
  TypedParamsInput: '../typed-params.js',
  VcpuWithMap: '../types.js',
  NodeCpuMap: '../types.js',
  MonitorReply: '../types.js',
  Stream: '../stream.js',
  Connect: '../connect.js',
};

/** What a body mentions, without its comments. */
const mentions = (code: string, name: string): boolean =>
  new RegExp(`(?<![\\w.'])${name}(?![\\w'])`).test(code);

function imports(owner: string, body: string, api: Api, structs: readonly string[]): string {
  const code = body.replace(/\/\*\*[\s\S]*?\*\//g, '');
  const lines = new Map<string, string[]>();
  const add = (file: string, name: string) => lines.set(file, [...(lines.get(file) ?? []), name]);
  add('../handle.js', 'Handle');
  for (const [name, file] of Object.entries(HELPERS)) if (mentions(code, name)) add(file, name);
  for (const [name, file] of Object.entries(TYPES)) if (mentions(code, name)) add(file, `type ${name}`);
  for (const name of [...api.enums.keys()].map(typeName).sort()) {
    if (!mentions(code, name)) continue;
    add('./enums.js', new RegExp(`flagBits\\(${name},`).test(code) ? name : `type ${name}`);
  }
  for (const name of structs) if (mentions(code, name)) add('./structs.js', `type ${name}`);
  for (const name of CLASSES) {
    if (name !== owner && TYPES[name] === undefined && mentions(code, name))
      add(`./${fileName(name)}.js`, `type ${name}`);
  }
  return [...lines]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([file, names]) => `import { ${names.join(', ')} } from '${file}';`)
    .join('\n');
}

/** The file of one class. */
export function classTs(
  api: Api,
  owner: ClassName,
  plans: readonly Plan[],
  structs: readonly string[],
): string {
  const body = plans.map(method).join('\n');
  const about =
    owner === 'Connect'
      ? '/** The calls of a connection; {@link Connect} is the class to use. */'
      : `/** A vir${owner}Ptr. Made by calls of its connection; see {@link Handle} for its lifetime. */`;
  const name = generatedClass(owner);
  const modifier = owner === 'Connect' ? 'abstract ' : '';
  return `${HEADER}${imports(owner, body, api, structs)}

${about}
export ${modifier}class ${name} extends Handle {
${body}}
`;
}

/** The numbers of the functions. */
export const functionsTs = (
  plans: readonly Plan[],
  eventNames: readonly string[],
): string => `${HEADER}/** The places of the functions in the table of libvirt.node. */
export const F = {
${plans.map(({ fn }, index) => `  ${fn.name}: ${index},`).join('\n')}
} as const;

/** The names of the events, in the order of the table of libvirt.node. */
export const EVENT_NAMES = [
${eventNames.map((name) => `  '${name}',`).join('\n')}
] as const;
`;
