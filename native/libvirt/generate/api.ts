import { childrenOf, type Element, parseXml } from './xml.js';

/** A parameter of a function or callback, or a field of a struct. */
export interface ApiParameter {
  readonly name: string;
  readonly type: string;
  readonly info: string;
}

export interface ApiFunction {
  readonly name: string;
  /** The shared object: libvirt or libvirt-qemu. */
  readonly library: string;
  readonly module: string;
  readonly version: string;
  readonly returns: string;
  readonly returnInfo: string;
  readonly info: string;
  readonly parameters: readonly ApiParameter[];
}

export interface ApiEnumValue {
  readonly name: string;
  readonly value: number;
  readonly version: string;
  readonly info: string;
}

export interface ApiStruct {
  readonly name: string;
  readonly fields: readonly ApiParameter[];
}

/** A macro that stands for a string: the name of a typed parameter, mostly. */
export interface ApiMacro {
  readonly name: string;
  readonly value: string;
  readonly info: string;
}

export interface Api {
  readonly version: string;
  readonly functions: readonly ApiFunction[];
  readonly callbacks: ReadonlyMap<string, ApiFunction>;
  /** By the name of their type, without sentinels. */
  readonly enums: ReadonlyMap<string, readonly ApiEnumValue[]>;
  readonly structs: ReadonlyMap<string, ApiStruct>;
  readonly macros: readonly ApiMacro[];
}

const infoOf = (element: Element): string =>
  (element.attributes.info ?? childrenOf(element, 'info')[0]?.text ?? '').trim();

const parameter = (element: Element): ApiParameter => ({
  name: element.attributes.name ?? '',
  type: (element.attributes.type ?? '').trim(),
  info: infoOf(element),
});

function functionOf(element: Element, library: string): ApiFunction {
  const returns = childrenOf(element, 'return')[0];
  return {
    name: element.attributes.name ?? '',
    library,
    module: element.attributes.module ?? '',
    version: element.attributes.version ?? '0.0.0',
    returns: returns?.attributes.type ?? 'void',
    returnInfo: returns === undefined ? '' : infoOf(returns),
    info: infoOf(element),
    parameters: childrenOf(element, 'arg').map(parameter),
  };
}

/** A value's number: libvirt describes some as the name of another one's, which may be of another enum. */
function numberOf(written: string, byName: ReadonlyMap<string, Element>): number {
  const other = byName.get(written);
  const number = other === undefined ? Number(written) : numberOf(other.attributes.value ?? '', byName);
  if (Number.isInteger(number)) return number;
  throw new Error(`no number for the value ${JSON.stringify(written)} of an enum`);
}

const enumValue = (element: Element, byName: ReadonlyMap<string, Element>): ApiEnumValue => ({
  name: element.attributes.name ?? '',
  value: numberOf(element.attributes.value ?? '', byName),
  version: element.attributes.version ?? '0.0.0',
  info: infoOf(element),
});

/**
 * Without the sentinel: `VIR_…_LAST`, which is the number of the enum's values in that release and in C only there with
 * VIR_ENUM_SENTINELS. No value is above it; a real value may have such a name, too (VIR_NETWORK_UPDATE_COMMAND_ADD_LAST).
 */
function withoutSentinel(values: readonly ApiEnumValue[]): ApiEnumValue[] {
  const most = Math.max(...values.map(({ value }) => value));
  return values.filter(({ name, value }) => !(name.endsWith('_LAST') && value === most));
}

function enumsOf(elements: readonly Element[]): Map<string, ApiEnumValue[]> {
  const byName = new Map(elements.map((element) => [element.attributes.name ?? '', element]));
  const groups = new Map<string, ApiEnumValue[]>();
  for (const element of elements) {
    const type = element.attributes.type ?? '';
    const values = groups.get(type) ?? [];
    values.push(enumValue(element, byName));
    groups.set(type, values);
  }
  const sorted = (values: readonly ApiEnumValue[]) =>
    withoutSentinel(values).sort((a, b) => a.value - b.value || (a.name < b.name ? -1 : 1));
  return new Map([...groups].map(([type, values]) => [type, sorted(values)]));
}

function versionOf(symbols: readonly Element[]): string {
  const macro = symbols.find(({ attributes }) => attributes.name === 'LIBVIR_VERSION_NUMBER');
  const number = Number(macro?.attributes.raw);
  return [number / 1e6, (number / 1000) % 1000, number % 1000].map(Math.floor).join('.');
}

/** Reads the descriptions, `{ library: text of its -api.xml }`, into one API. */
export function readApi(sources: Readonly<Record<string, string>>): Api {
  const parsed = Object.entries(sources).map(
    ([library, text]) => [library, childrenOf(parseXml(text), 'symbols')[0]?.children ?? []] as const,
  );
  const of = (name: string) => parsed.flatMap(([, all]) => all.filter((symbol) => symbol.name === name));
  const functions = (name: string) =>
    parsed.flatMap(([library, all]) =>
      all.filter((symbol) => symbol.name === name).map((symbol) => functionOf(symbol, library)),
    );
  return {
    version: versionOf(of('macro')),
    functions: functions('function'),
    callbacks: new Map(functions('functype').map((each) => [each.name, each])),
    enums: enumsOf(of('enum')),
    structs: new Map(
      of('struct').map((each) => [
        each.attributes.name ?? '',
        { name: each.attributes.name ?? '', fields: childrenOf(each, 'field').map(parameter) },
      ]),
    ),
    macros: of('macro')
      .filter(({ attributes }) => attributes.string !== undefined)
      .map((each) => ({
        name: each.attributes.name ?? '',
        value: each.attributes.string ?? '',
        info: infoOf(each),
      })),
  };
}
