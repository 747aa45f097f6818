export { GuestClient } from './client.js';
export type { CopyOptions, CopyResult } from './copy.js';
export type { DialTarget } from './dial.js';
export type { ReadOptions, WriteOptions } from './files.js';
export type { Guest } from './guest.js';
export { QemuGuestClient } from './qemu/client.js';
export type * from './types.js';
