import type { Api, ApiEnumValue, ApiMacro } from './api.js';
import { comment, docLine } from './docs.js';
import { typeName } from './names.js';

const HEADER =
  "// Made by native/libvirt/generate from libvirt's description of its API; not to be edited.\n\n";

/** `VIR_DOMAIN_XML_` for `virDomainXMLFlags`, when its only value has that. */
function prefixOfType(type: string): string {
  const words =
    type.replace(/(Flags|Flag|Type|Values)+$/, '').match(/[A-Z]+(?![a-z])|[A-Z][a-z]+|[a-z]+|\d+/g) ?? [];
  return `${words.join('_').toUpperCase()}_`;
}

function commonPrefix(names: readonly string[]): string {
  const [first = '', ...rest] = names.map((name) => name.split('_'));
  let length = 0;
  while (
    length < first.length - 1 &&
    rest.every((words) => words.length > length + 1 && words[length] === first[length])
  ) {
    length++;
  }
  return [...first.slice(0, length), ''].join('_');
}

/** Prefixes that not every value has; the others only lose their `VIR_`. */
const PREFIXES: Readonly<Record<string, string>> = { virErrorNumber: 'VIR_ERR_' };

/** The names of an enum's values in TypeScript. */
export function memberNames(type: string, values: readonly ApiEnumValue[]): string[] {
  const names = values.map(({ name }) => name);
  const some = PREFIXES[type];
  if (some !== undefined) return names.map((name) => name.replace(new RegExp(`^${some}|^VIR_`), ''));
  const own = prefixOfType(type);
  const prefix = names.every((name) => name.startsWith(own) && name !== own) ? own : commonPrefix(names);
  const few = names.length === 1 && !names[0]?.startsWith(own);
  return names.map((name) => {
    const member = few ? name.replace(/^VIR_/, '') : name.slice(prefix.length);
    return /^\d/.test(member) ? `_${member}` : member;
  });
}

const sinceLine = (version: string): string => `Since libvirt ${version}.`;

function enumSource(type: string, values: readonly ApiEnumValue[]): string {
  const names = memberNames(type, values);
  const members = values.map((value, index) => {
    const info = [docLine(value.info), sinceLine(value.version)].filter((line) => line !== '').join(' ');
    return `${comment([`${value.name}. ${info}`], '  ')}  ${names[index]}: ${value.value},`;
  });
  const name = typeName(type);
  return `/** \`${type}\` */
export const ${name} = {
${members.join('\n')}
} as const;
/** A value of {@link ${name}}. */
export type ${name} = (typeof ${name})[keyof typeof ${name}];
`;
}

export function enumsTs(api: Api): string {
  const types = [...api.enums.keys()].sort();
  return `${HEADER}${types.map((type) => enumSource(type, api.enums.get(type) ?? [])).join('\n')}`;
}

const PARAM_TYPES: ReadonlyArray<readonly [RegExp, number]> = [
  [/VIR_TYPED_PARAM_INT\b|as an int\b/, 1],
  [/VIR_TYPED_PARAM_UINT\b|as an? (uint|unsigned int)\b/, 2],
  [/VIR_TYPED_PARAM_LLONG\b|as an? (llong|long long)\b/, 3],
  [/VIR_TYPED_PARAM_ULLONG\b|\bullong\b|unsigned long long/, 4],
  [/VIR_TYPED_PARAM_DOUBLE\b|as a double\b/, 5],
  [/VIR_TYPED_PARAM_BOOLEAN\b|as a boolean\b/, 6],
  [/VIR_TYPED_PARAM_STRING\b|as an? (string|xml)\b/i, 7],
];

const typeOf = (macro: ApiMacro): number | undefined =>
  PARAM_TYPES.find(([pattern]) => pattern.test(macro.info))?.[1];

/** The types of typed parameters by name, as far as libvirt's description says them without contradiction. */
export function paramTypesTs(api: Api): string {
  const types = new Map<string, Set<number>>();
  for (const macro of api.macros) {
    const type = typeOf(macro);
    if (type !== undefined) types.set(macro.value, (types.get(macro.value) ?? new Set()).add(type));
  }
  const sure = [...types].filter(([, set]) => set.size === 1).sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = sure.map(([name, set]) => `  ['${name}', ${[...set][0]}],`);
  return `${HEADER}/** virTypedParameterType by the name of the parameter. */
export const PARAM_TYPES: ReadonlyMap<string, number> = new Map([
${rows.join('\n')}
]);
`;
}
