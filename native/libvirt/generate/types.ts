import { comment, docLine, docLines } from './docs.js';
import type { EventArgument, EventPlan } from './events.js';
import { CLASSES, typeName } from './names.js';
import type { StructField, StructPlan } from './structs.js';

const HEADER =
  "// Made by native/libvirt/generate from libvirt's description of its API; not to be edited.\n\n";

const FIELD_TYPES: Readonly<Record<string, string>> = {
  u8: 'number',
  u16: 'number',
  i32: 'number',
  u32: 'number',
  i64: 'bigint',
  u64: 'bigint',
  text: 'string | null',
  chars: 'string',
  texts: 'string[]',
  cpus: 'number[]',
  params: 'TypedParams',
};

function fieldType({ kind, enumType, struct, className }: StructField): string {
  if (className !== undefined) return className;
  if (struct !== undefined) return `${structName(struct)}[]`;
  if (enumType !== undefined && /^[iu]\d/.test(kind)) return typeName(enumType);
  return FIELD_TYPES[kind] ?? 'never';
}

/** `DomainBlockStats` for `virDomainBlockStatsStruct`. */
export const structName = (name: string): string => typeName(name.replace(/Struct$/, ''));

function property(info: string, key: string, type: string): string {
  const text = docLine(info);
  return `${comment(text === '' ? [] : [text], '  ')}  readonly ${key}: ${type};`;
}

function typeImports(body: string, enums: readonly string[]): string {
  const code = body.replace(/\/\*\*[\s\S]*?\*\//g, '');
  const has = (name: string) => new RegExp(`(?<!interface )\\b${name}\\b`).test(code);
  const classes = CLASSES.filter(has).map((name) => {
    const file = name.replace(/(?<=[a-z])[A-Z]/g, '-$&').toLowerCase();
    return `import type { ${name} } from './${file}.js';`;
  });
  const used = enums.filter(has);
  return [
    ...(has('TypedParams') ? ["import type { TypedParams } from '../typed-params.js';"] : []),
    ...classes,
    ...(used.length > 0 ? [`import type { ${used.join(', ')} } from './enums.js';`] : []),
    ...(has('DomainEventGraphicsAddress') && !code.includes('interface DomainEventGraphicsAddress')
      ? ["import type { DomainEventGraphicsAddress } from './structs.js';"]
      : []),
  ].join('\n');
}

/** The structs as interfaces. */
export function structsTs(structs: readonly StructPlan[], enums: readonly string[]): string {
  const body = structs
    .map(({ name, fields }) => {
      const properties = fields.map((field) => property(field.info, field.key, fieldType(field)));
      return `/** \`${name}\` */\nexport interface ${structName(name)} {\n${properties.join('\n')}\n}\n`;
    })
    .join('\n');
  return `${HEADER}${typeImports(body, enums)}\n\n${body}`;
}

function argumentType({ kind, className, struct, enumType }: EventArgument): string {
  if (className !== undefined) return className;
  if (struct !== undefined) return `${structName(struct)} | null`;
  if (enumType !== undefined) return typeName(enumType);
  if (kind === 'out_structs') return '{ readonly type: string | null; readonly name: string | null }[]';
  if (kind === 'string') return 'string | null';
  if (kind === 'typed_params') return 'TypedParams';
  return FIELD_TYPES[kind] ?? 'never';
}

const pascal = (name: string): string =>
  name.replace(/(?:^|[:-])(\w)/g, (_, letter: string) => letter.toUpperCase());

/** `DomainLifecycleEvent` for `domain:lifecycle`. */
export const eventTypeName = (name: string): string =>
  `${name === 'close' ? 'ConnectClose' : pascal(name)}Event`;

function eventSource(event: EventPlan): string {
  const properties = event.arguments
    .filter(({ kind }) => kind !== 'size_of')
    .map((argument) => property(argument.info, argument.key, argumentType(argument)));
  const about = [...docLines(event.info), '', `C: ${event.cName}, since libvirt ${event.version}.`];
  return `${comment(about, '')}export interface ${eventTypeName(event.name)} {\n${properties.join('\n')}\n}\n`;
}

/** The events as interfaces, and the map from their names to them. */
export function eventsTs(events: readonly EventPlan[], enums: readonly string[]): string {
  const body = events.map(eventSource).join('\n');
  const rows = events.map(({ name }) => `  readonly '${name}': ${eventTypeName(name)};`);
  const map = `/** Every event of a connection, by name. */\nexport interface LibvirtEvents {\n${rows.join('\n')}\n}\n`;
  return `${HEADER}${typeImports(body, enums)}\n\n${body}\n${map}`;
}
