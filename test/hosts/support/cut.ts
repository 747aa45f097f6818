import { execFileSync } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import { isIPv6 } from 'node:net';
import type { RealHost } from './real-host.js';

const TABLE = `vmwright_test_${process.pid}`;

/** Why the network to a host cannot be cut here, if so. */
export function cannotCut(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'only root on Linux can cut the network';
  try {
    execFileSync('nft', ['list', 'tables'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'needs nftables';
  }
}

/**
 * Drops every packet between this machine and the host, in a table of its own; undone by the result. The address is an
 * element that times out, so that a test that is killed cuts nobody off for good.
 */
export async function cutOff(host: RealHost): Promise<() => void> {
  const { address } = await lookup(host.address);
  const [family, type] = isIPv6(address) ? ['ip6', 'ipv6_addr'] : ['ip', 'ipv4_addr'];
  const rules = `table inet ${TABLE} {
  set cut { type ${type}; flags timeout; elements = { ${address} timeout 120s } }
  chain in { type filter hook input priority -300; ${family} saddr @cut drop; }
  chain out { type filter hook output priority -300; ${family} daddr @cut drop; }
}`;
  execFileSync('nft', ['-f', '-'], { input: rules });
  return restore;
}

/** Removes the table, when there is one. */
export function restore(): void {
  // Adding a table that exists changes nothing, deleting one that does not exist fails.
  execFileSync('nft', ['-f', '-'], { input: `add table inet ${TABLE}\ndelete table inet ${TABLE}\n` });
}
