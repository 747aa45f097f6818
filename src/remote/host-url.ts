import { OptionError } from '../core/errors.js';

/** A parsed `ssh://` URL. What it leaves out comes from `~/.ssh/config` or the defaults of ssh. */
export interface HostUrl {
  readonly user: string | undefined;
  /** A name, address or alias of `~/.ssh/config`; an IPv6 address without brackets. */
  readonly name: string;
  readonly port: number | undefined;
}

const SHAPE = /^ssh:\/\/(?:([^@/]*)@)?(\[[0-9A-Fa-f:.%\w]+\]|[^@:/?#[\]]*)(?::([^@/]*))?\/?$/;

/** Parses `ssh://[user@]name[:port]`. */
export function parseHostUrl(url: string): HostUrl {
  if (!url.startsWith('ssh://')) {
    throw new OptionError(`host must be 'local' or a URL like 'ssh://user@name:port', not '${redact(url)}'`);
  }
  const match = SHAPE.exec(url);
  if (match === null) throw bad(url, "it has the form 'ssh://user@name:port' and nothing after it");
  const [, rawUser, rawName = '', rawPort] = match;
  if (rawUser?.includes(':')) {
    throw bad(url, 'a password must not be in a URL; pass the `password` callback or use a key');
  }
  const name = rawName.replace(/^\[|\]$/g, '').toLowerCase();
  if (!/^[\w.:%-]+$/.test(name) || name.startsWith('-'))
    throw bad(url, 'the name of the host is missing or wrong');
  return {
    user: parseUser(rawUser, url),
    name,
    port: rawPort === undefined ? undefined : parsePort(rawPort, url),
  };
}

/** The URL again, in its normal form: the id of the host. */
export function formatHostUrl({ user, name, port }: HostUrl): string {
  const host = name.includes(':') ? `[${name}]` : name;
  return `ssh://${user === undefined ? '' : `${encodeURIComponent(user)}@`}${host}${port === undefined ? '' : `:${port}`}`;
}

function parseUser(raw: string | undefined, url: string): string | undefined {
  if (raw === undefined) return undefined;
  const user = decode(raw);
  if (user === undefined || !/^[^\s:@/-][^\s:@/]*$/.test(user))
    throw bad(url, 'the user name is empty or wrong');
  return user;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function parsePort(raw: string, url: string): number {
  const port = /^\d{1,5}$/.test(raw) ? Number(raw) : 0;
  if (port < 1 || port > 65535) throw bad(url, 'the port must be a number from 1 to 65535');
  return port;
}

function bad(url: string, why: string): OptionError {
  return new OptionError(`host '${redact(url)}' is not a usable URL: ${why}`);
}

/** What stands before the last `@` could hold a password. */
function redact(url: string): string {
  const scheme = url.indexOf('://');
  const start = scheme < 0 ? 0 : scheme + 3;
  const at = url.lastIndexOf('@');
  return url.slice(start, Math.max(at, start)).includes(':')
    ? `${url.slice(0, start)}…${url.slice(at)}`
    : url;
}
