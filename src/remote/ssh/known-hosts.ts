import { createHash, createHmac } from 'node:crypto';
import { matchesList } from './host-pattern.js';

/** One line of a known_hosts file, see sshd(8). */
export interface KnownHost {
  readonly marker: 'revoked' | 'cert-authority' | undefined;
  readonly hosts: string;
  /** Key type, e.g. `ssh-ed25519`. */
  readonly type: string;
  readonly key: Buffer;
  /** From 1. */
  readonly line: number;
}

/** Lines that cannot be understood are passed over, as OpenSSH does. */
export function parseKnownHosts(content: string): KnownHost[] {
  return content.split(/\r?\n/).flatMap((text, index) => {
    const fields = text.trim().split(/[ \t]+/);
    if (fields[0] === '' || fields[0]?.startsWith('#')) return [];
    const marker = fields[0]?.startsWith('@') ? fields.shift()?.slice(1) : undefined;
    if (marker !== undefined && marker !== 'revoked' && marker !== 'cert-authority') return [];
    const [hosts, type, base64] = fields;
    if (hosts === undefined || type === undefined || base64 === undefined) return [];
    const key = Buffer.from(base64, 'base64');
    return keyType(key) === type ? [{ marker, hosts, type, key, line: index + 1 }] : [];
  });
}

/** Whether the entry is about the host; `name` is `host` or `[host]:port`. */
export function isAbout(entry: KnownHost, name: string): boolean {
  if (!entry.hosts.startsWith('|')) return matchesList(name, entry.hosts.split(','));
  const [, version, salt = '', hash = ''] = entry.hosts.split('|');
  if (version !== '1') return false;
  return createHmac('sha1', Buffer.from(salt, 'base64')).update(name.toLowerCase()).digest('base64') === hash;
}

/** What known_hosts says about a key that a host presents. */
export type Verdict = 'known' | 'unknown' | 'changed' | 'revoked';

/**
 * `changed`: the host is known, by another key. OpenSSH calls a key of a type not seen before `unknown`; here it
 * is `changed` too, because a host that hides the key it is known by deserves no more trust.
 */
export function judge(entries: readonly KnownHost[], name: string, key: Buffer): Verdict {
  const about = entries.filter((entry) => isAbout(entry, name));
  if (about.some((entry) => entry.marker === 'revoked' && entry.key.equals(key))) return 'revoked';
  const plain = about.filter((entry) => entry.marker === undefined);
  if (plain.some((entry) => entry.key.equals(key))) return 'known';
  if (plain.length > 0) return 'changed';
  return isKnownWithoutPort(entries, name, key) ? 'known' : 'unknown';
}

/** As in OpenSSH, a key known for the default port is good for the same host's other ports. */
function isKnownWithoutPort(entries: readonly KnownHost[], name: string, key: Buffer): boolean {
  const bare = /^\[(.*)\]:\d+$/.exec(name)?.[1];
  return bare !== undefined && judge(entries, bare, key) === 'known';
}

/** Key types by which the host is known, to be asked for first. */
export function knownTypes(entries: readonly KnownHost[], name: string): string[] {
  const about = entries.filter((entry) => entry.marker === undefined && isAbout(entry, name));
  return [...new Set(about.map((entry) => entry.type))];
}

/** The type that a public key in wire format names first (RFC 4253, 6.6). */
export function keyType(key: Buffer): string {
  const length = key.length < 4 ? 0 : key.readUInt32BE(0);
  return key.subarray(4, 4 + Math.min(length, 64)).toString('latin1');
}

/** `SHA256:…` as ssh-keygen prints it. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

export function formatKnownHost(name: string, key: Buffer): string {
  return `${name} ${keyType(key)} ${key.toString('base64')}\n`;
}
