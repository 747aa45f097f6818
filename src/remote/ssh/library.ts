import type ssh2 from 'ssh2';

let loaded: Promise<typeof ssh2> | undefined;

/** Loads ssh2 at the first use: it takes tens of milliseconds that programs with local VMs only need not pay. */
export function loadSsh2(): Promise<typeof ssh2> {
  loaded ??= import('ssh2').then((module) => module.default);
  return loaded;
}
