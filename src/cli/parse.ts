import { parseSize } from '../core/size.js';
import type { DiskOptions, NetworkOption, PortOptions, Size } from '../index.js';
import { UsageError } from './report-error.js';

/** `80`, `8080:80` or `127.0.0.1:8080:80`. */
export function parsePublish(text: string): PortOptions {
  const match = /^(?:(?:(\[[^\]]+\]|[^:]+):)?(\d*):)?(\d+)$/.exec(text);
  const [, address, hostPort, guestPort] = match ?? [];
  if (guestPort === undefined) {
    throw new UsageError(`'${text}' is not a port to publish`, 'Write 80, 8080:80 or 127.0.0.1:8080:80.');
  }
  return {
    guestPort: Number(guestPort),
    ...(hostPort === undefined || hostPort === '' ? {} : { hostPort: Number(hostPort) }),
    ...(address === undefined ? {} : { hostAddress: address.replace(/^\[|\]$/g, '') }),
  };
}

/** `user`, `isolated`, `none`, `tap:NAME` or `bridge:NAME`. */
export function parseNetwork(text: string): NetworkOption {
  const [kind, device] = splitOnce(text, ':');
  if (device === undefined && (kind === 'user' || kind === 'isolated' || kind === 'none')) return kind;
  if (device !== undefined && kind === 'tap') return { tap: device };
  if (device !== undefined && kind === 'bridge') return { bridge: device };
  throw new UsageError(`'${text}' is not a network`, 'Write user, isolated, none, tap:NAME or bridge:NAME.');
}

/** `PATH[,access=read|write|overlay][,format=raw|qcow2][,size=4GiB]`; a comma in PATH cannot be written. */
export function parseDisk(text: string): DiskOptions {
  const [path = '', ...settings] = text.split(',');
  const disk: DiskOptions = { path };
  for (const setting of settings) {
    const [key, value = ''] = splitOnce(setting, '=');
    if (key === 'access' && (value === 'read' || value === 'write' || value === 'overlay'))
      disk.access = value;
    else if (key === 'format' && (value === 'raw' || value === 'qcow2')) disk.format = value;
    else if (key === 'size') disk.size = parseSize(value, 'size of the disk');
    else {
      throw new UsageError(
        `'${setting}' says nothing about a disk`,
        'Write PATH[,access=overlay|write|read][,format=raw|qcow2][,size=4GiB].',
      );
    }
  }
  if (path === '') throw new UsageError('a disk needs a path', 'Write --disk PATH[,access=write].');
  return disk;
}

/** A size as the library takes it; checked here so that the message names the flag. */
export function parseMemory(text: string): Size {
  return parseSize(text, '--memory');
}

/**
 * `NAME=VALUE`, or `NAME` to take the value from our own environment, so that secrets stay out of argv.
 * A name that is not set there is an error: silence would hide a slip.
 */
export function parseEnv(
  entries: readonly string[],
  own: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const result: Record<string, string> = {};
  for (const entry of entries) {
    const [name, given] = splitOnce(entry, '=');
    const value = given ?? own[name];
    if (name === '' || value === undefined) {
      throw new UsageError(
        name === '' ? `'${entry}' is not an environment variable` : `${name} is not set in the environment`,
        'Write --env NAME=VALUE, or --env NAME to pass on a variable that is set here.',
      );
    }
    result[name] = value;
  }
  return result;
}

/** Lines of an env file: `NAME=VALUE` or `NAME`; empty lines and lines that start with # do not count. */
export function envFileEntries(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trimStart())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** `vm:path` or a local path. Like scp: `./a:b` is local. */
export function parseCopySide(text: string): { vm: string | undefined; path: string } {
  const match = /^([A-Za-z0-9][A-Za-z0-9._-]*):(.*)$/s.exec(text);
  return match === null ? { vm: undefined, path: text } : { vm: match[1], path: match[2] ?? '' };
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}
