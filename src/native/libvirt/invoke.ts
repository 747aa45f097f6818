import { loadLibvirtAddon } from './addon.js';
import { type Handle, RAW } from './handle.js';

/** Calls the function of that number on a worker thread of the connection. */
export async function invoke<T>(handle: Handle, index: number, ...args: unknown[]): Promise<T> {
  const result = loadLibvirtAddon().call(index, handle[RAW], handle.connect, ...args);
  return typeof result === 'function' ? result() : (result as T | Promise<T>);
}

/** Calls a function that only looks into the handle. */
export function invokeNow<T>(handle: Handle, index: number, ...args: unknown[]): T {
  return loadLibvirtAddon().callNow(index, handle[RAW], handle.connect, ...args) as T;
}
