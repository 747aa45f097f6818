import { readdir, readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { errnoOf, messageOf, VmError } from '../../core/errors.js';
import { log } from '../../core/log.js';
import { matchesList, matchesPattern } from './host-pattern.js';

/** The keywords of ssh_config(5) that are understood; others mean nothing to us and are passed over. */
export interface SshConfig {
  hostname?: string;
  user?: string;
  port?: string;
  identityagent?: string;
  identitiesonly?: string;
  proxyjump?: string;
  proxycommand?: string;
  userknownhostsfile?: string;
  hostkeyalias?: string;
  /** The one keyword that adds up over several lines. */
  readonly identityfile: string[];
}

const SINGLE = [
  ...['hostname', 'user', 'port', 'identityagent', 'identitiesonly'],
  ...['proxyjump', 'proxycommand', 'userknownhostsfile', 'hostkeyalias'],
] as const satisfies readonly (keyof SshConfig)[];
type Single = (typeof SINGLE)[number];

/** As in OpenSSH, against files that include each other. */
const MAX_DEPTH = 16;

/** What the config files say about `host`; the first value of a keyword wins. A missing file is an empty one. */
export async function readSshConfig(
  files: readonly string[],
  host: string,
  home: string,
): Promise<SshConfig> {
  const reader = new Reader(host, home);
  for (const file of files) await reader.read(file, dirname(file), 0);
  return reader.config;
}

class Reader {
  readonly config: SshConfig = { identityfile: [] };
  readonly #host: string;
  readonly #home: string;

  constructor(host: string, home: string) {
    this.#host = host;
    this.#home = home;
  }

  async read(file: string, folder: string, depth: number): Promise<void> {
    if (depth > MAX_DEPTH)
      throw new VmError('HOST_UNREACHABLE', `${file}: more than ${MAX_DEPTH} nested Includes`);
    let active = true;
    for (const line of (await contentOf(file)).split('\n')) {
      const [keyword, ...values] = words(line);
      if (keyword === undefined) continue;
      if (keyword === 'host') active = matchesList(this.#host, values);
      else if (keyword === 'match') active = this.#matches(values);
      else if (active && keyword === 'include') await this.#include(values, folder, depth);
      else if (active) this.#take(keyword, values);
    }
  }

  #take(keyword: string, values: readonly string[]): void {
    const value = values[0];
    if (value === undefined) return;
    if (keyword === 'identityfile') this.config.identityfile.push(value);
    else if (isSingle(keyword))
      this.config[keyword] ??= keyword === 'proxycommand' ? values.join(' ') : value;
  }

  /** `exec` and the like are not run, so such a block never applies. */
  #matches(values: readonly string[]): boolean {
    if (values[0]?.toLowerCase() === 'all') return true;
    for (let i = 0; i < values.length; i += 2) {
      const criterion = values[i]?.toLowerCase();
      if (criterion !== 'host' && criterion !== 'originalhost') {
        log('ssh config: Match %s is not supported, the block is passed over', criterion);
        return false;
      }
      if (!matchesList(this.#host, (values[i + 1] ?? '').split(','))) return false;
    }
    return values.length > 0;
  }

  async #include(patterns: readonly string[], folder: string, depth: number): Promise<void> {
    for (const pattern of patterns) {
      const path = expandHome(pattern, this.#home);
      for (const file of await glob(isAbsolute(path) ? path : join(folder, path))) {
        await this.read(file, folder, depth + 1);
      }
    }
  }
}

function isSingle(keyword: string): keyword is Single {
  return (SINGLE as readonly string[]).includes(keyword);
}

/** `~/` at the start of a path. */
export function expandHome(path: string, home: string): string {
  return path === '~' ? home : path.startsWith('~/') ? join(home, path.slice(2)) : path;
}

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === 'ENOENT' || errno === 'ENOTDIR') return '';
    throw new VmError('HOST_UNREACHABLE', `cannot read the ssh config ${file}: ${messageOf(error)}`, {
      cause: error,
      remedy: 'Correct its permissions, or pass `configFile: false`.',
    });
  }
}

/** Wildcards are understood in the last part of a path. */
async function glob(path: string): Promise<string[]> {
  const folder = dirname(path);
  const name = path.slice(folder.length).replace(/^\//, '');
  if (!/[*?]/.test(name)) return [path];
  const names = await readdir(folder).catch(() => [] as string[]);
  return names
    .filter((each) => matchesPattern(each, name) && (name.startsWith('.') || !each.startsWith('.')))
    .sort()
    .map((each) => join(folder, each));
}

/** `Keyword value…` or `Keyword=value`; double quotes keep blanks together; `#` starts a comment line. */
function words(line: string): string[] {
  const text = line.trim();
  if (text === '' || text.startsWith('#')) return [];
  const match = /^([A-Za-z]+)(?:\s*=\s*|\s+|$)(.*)$/.exec(text);
  if (match === null) return [];
  const [, keyword = '', rest = ''] = match;
  const values = [...rest.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  return [keyword.toLowerCase(), ...values];
}
