import type { Place } from './place.js';

/** An address of a bridge's network that ends in `last`: alone, and as the guest writes it. `host`: the bridge's own. */
export async function guestAddress(
  place: Place,
  bridge: string,
  last: number,
): Promise<{ host: string; ip: string; net: string }> {
  const address = await place.sh(`ip -4 -br addr show ${bridge} | awk '{ print $3 }'`);
  const [host = '', bits = '24'] = address.split('/');
  if (host === '') throw new Error(`the bridge ${bridge} of ${place.url} has no IPv4 address`);
  const ip = host.replace(/\d+$/, String(last));
  return { host, ip, net: `${ip}/${bits}` };
}
