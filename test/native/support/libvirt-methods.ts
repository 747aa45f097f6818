import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join('src', 'native', 'libvirt', 'generated');
const METHOD = /^ {2}(\w+)\(([^\n]*)\): (Promise<)?[^\n]*\{$/gm;

/** A generated method, as its source declares it. */
export interface MethodSource {
  readonly owner: string;
  readonly name: string;
  readonly local: boolean;
  /** The types of its parameters, in order. */
  readonly types: readonly string[];
}

/** Every generated method of every class. */
export function generatedMethods(): MethodSource[] {
  return readdirSync(FOLDER).flatMap((file) => {
    const text = readFileSync(join(FOLDER, file), 'utf8');
    const owner = /^export (?:abstract )?class (\w+) extends/m
      .exec(text)?.[1]
      ?.replace('ConnectMethods', 'Connect');
    if (owner === undefined) return [];
    return [...text.matchAll(METHOD)].map(([, name = '', parameters = '', promise]) => ({
      owner,
      name,
      local: promise === undefined,
      types: [...parameters.matchAll(/\w+: ((?:[^,{<]|<[^>]*>|\{[^}]*\})+)/g)].map(([, type = '']) =>
        type.replace(/ = .*/, '').trim(),
      ),
    }));
  });
}

/** An argument of that type that means nothing in particular; `handles` has those that this cannot make. */
export function sampleArgument(type: string, handles: ReadonlyMap<string, unknown>): unknown {
  const handle = handles.get(type.replace(/ \| null$/, ''));
  if (handle !== undefined) return handle;
  if (/\| null$/.test(type)) return null;
  if (/^readonly (\w+)\[\]$/.test(type) && handles.has(/^readonly (\w+)/.exec(type)?.[1] ?? '')) {
    return [handles.get(/^readonly (\w+)/.exec(type)?.[1] ?? '')];
  }
  if (type === 'boolean') return false;
  if (type === 'Uint8Array') return new Uint8Array(16);
  if (type === 'readonly string[]') return ['x'];
  if (type.startsWith('readonly ')) return [1];
  if (type === 'TypedParamsInput') return {};
  return 0; // numbers, bigints, enums and flags
}
