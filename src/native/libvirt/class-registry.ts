import type { RawHandle } from './addon.js';
import type { Connect } from './connect.js';

type HandleClass = new (raw: RawHandle, connect: Connect | undefined) => object;

const classes: HandleClass[] = [];

/** The classes of handles by their number in C++; called once, where all of them are known. */
export function registerClasses(all: readonly HandleClass[]): void {
  classes.push(...all);
}

/** Makes the object for a handle that libvirt.node gives; `connect` is missing for a connection itself. */
export function wrapHandle(number: number, raw: RawHandle, connect: Connect | undefined): object {
  const HandleType = classes[number];
  if (HandleType === undefined) throw new TypeError(`no class for handles of type ${number}`);
  return new HandleType(raw, connect);
}
