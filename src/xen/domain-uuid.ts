import { createHash } from 'node:crypto';

/** The UUID of a VM's domain, which tells our domains from those of others. Version 8: by an algorithm of our own, RFC 9562. */
export function domainUuid(id: string): string {
  const hex = createHash('sha256').update(`vmwright ${id}`).digest('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`];
  return [...parts, hex.slice(20, 32)].join('-');
}
