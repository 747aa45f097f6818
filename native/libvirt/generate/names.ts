/** The classes of handles; their order is their number in C++. */
export const CLASSES = [
  'Connect',
  'Domain',
  'DomainSnapshot',
  'DomainCheckpoint',
  'Network',
  'NetworkPort',
  'Interface',
  'StoragePool',
  'StorageVol',
  'NodeDevice',
  'Secret',
  'NWFilter',
  'NWFilterBinding',
  'Stream',
] as const;

export type ClassName = (typeof CLASSES)[number];

/** `Domain` for `virDomainPtr`; undefined when it is no handle. */
export function classOf(type: string): ClassName | undefined {
  const name = /^(?:const )?vir(\w+)Ptr$/.exec(type)?.[1];
  return CLASSES.find((each) => each === name);
}

/** `xmlDesc` for `XMLDesc`, `pmWakeup` for `PMWakeup`, `getInfo` for `GetInfo`. */
export const lowerFirst = (name: string): string =>
  name.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+$|^[A-Z]/, (first) => first.toLowerCase());

/** `rdReq` for `rd_req`. */
export const camel = (name: string): string =>
  name.replace(/_+(\w)/g, (_, letter: string) => letter.toUpperCase());

const RESERVED = new Set([
  'function',
  'default',
  'new',
  'delete',
  'enum',
  'in',
  'var',
  'class',
  'case',
  'package',
]);

/** A C parameter's name in TypeScript. */
export const parameterName = (name: string): string => {
  const result = camel(name);
  return RESERVED.has(result) ? `${result}_` : result;
};

/** `DomainState` for `virDomainState`. */
export const typeName = (name: string): string => name.replace(/^vir/, '');

/** `9000000` for `9.0.0`, libvirt's own way to count. */
export const versionNumber = (version: string): number => {
  const [major = 0, minor = 0, micro = 0] = version.split('.').map(Number);
  return major * 1_000_000 + minor * 1000 + micro;
};
