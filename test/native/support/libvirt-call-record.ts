import * as libvirt from 'vmwright/libvirt';
import { generatedMethods } from './libvirt-methods.js';

type Method = (this: unknown, ...args: unknown[]) => unknown;
const CLASSES = libvirt as unknown as Record<string, { readonly prototype: object }>;

/** Notes which generated methods are called, as `Domain.getInfo`, until it is disposed. */
export function recordCalls(): { made: ReadonlySet<string>; [Symbol.dispose](): void } {
  const made = new Set<string>();
  const undo = generatedMethods().map(({ owner, name }) => {
    const prototype = CLASSES[owner]?.prototype as Record<string, Method>;
    return replace(
      prototype,
      name,
      (original) =>
        function (...args) {
          made.add(`${owner}.${name}`);
          return original.apply(this, args);
        },
    );
  });
  return {
    made,
    [Symbol.dispose]: () => {
      for (const each of undo) each();
    },
  };
}

/** The methods of Connect are those of a class above it: then it is taken away again, not put back. */
function replace(
  prototype: Record<string, Method>,
  name: string,
  make: (original: Method) => Method,
): () => void {
  const own = Object.getOwnPropertyDescriptor(prototype, name);
  const value = make(prototype[name] as Method);
  Object.defineProperty(prototype, name, { value, configurable: true, writable: true });
  return () => {
    if (own === undefined) delete prototype[name];
    else Object.defineProperty(prototype, name, own);
  };
}
