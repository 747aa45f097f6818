import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/**
 * Where built images live: `$VMWRIGHT_CACHE_DIR`, else `/var/cache/vmwright` for root, else
 * `$XDG_CACHE_HOME/vmwright` or `~/.cache/vmwright`.
 */
export function imageCacheDir(): string {
  const chosen = process.env.VMWRIGHT_CACHE_DIR;
  if (chosen !== undefined && chosen !== '') return resolve(chosen);
  if (process.getuid?.() === 0) return '/var/cache/vmwright';
  const xdg = process.env.XDG_CACHE_HOME; // the XDG rules say to ignore a relative one
  return join(xdg !== undefined && isAbsolute(xdg) ? xdg : join(homedir(), '.cache'), 'vmwright');
}
