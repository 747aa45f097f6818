import { join } from 'node:path/posix';
import { VmError } from '../../core/errors.js';
import type { HostFacts } from '../runner.js';
import type { ShellTraits } from './shell.js';

/** What the leash tells about its host. */
export interface LeashFacts {
  readonly facts: HostFacts;
  readonly bootId: string;
  readonly cacheDir: string;
  readonly leash: string;
  readonly shell: ShellTraits;
}

/** `uname -m` to the names of `process.arch`. */
const ARCH: Record<string, string> = {
  x86_64: 'x64',
  amd64: 'x64',
  aarch64: 'arm64',
  armv7l: 'arm',
  i686: 'ia32',
  ppc64le: 'ppc64',
};

const POSIX_SHELL = /\/(?:ba|da|a|k|mk)?sh$/;

/** Parses lines `key value`; the values are those of leash-script.ts. */
export function parseFacts(lines: readonly string[]): LeashFacts {
  const told = new Map(lines.map((line) => [line.split(' ', 1)[0] ?? '', line.slice(line.indexOf(' ') + 1)]));
  const text = (key: string): string => {
    const value = told.get(key);
    if (value === undefined || value === '')
      throw new VmError('HOST_UNSUPPORTED', `the host does not tell its ${key}`);
    return value;
  };
  const number = (key: string): number => {
    const value = Number(text(key));
    if (!Number.isFinite(value))
      throw new VmError('HOST_UNSUPPORTED', `the host tells '${text(key)}' as its ${key}`);
    return value;
  };
  const [system = '', machine = ''] = text('system').split(' ');
  return {
    facts: {
      platform: system.toLowerCase(),
      arch: ARCH[machine] ?? machine,
      uid: number('uid'),
      cpus: number('cpus'),
      memoryBytes: number('memory') * 1024,
      runtimeDir: text('run'),
      stateDir: text('state'),
    },
    bootId: text('boot'),
    cacheDir: join(text('cache'), 'files'),
    leash: text('leash'),
    shell: { posixLogin: POSIX_SHELL.test(text('shell')), exactHead: told.get('head') === 'cd' },
  };
}
