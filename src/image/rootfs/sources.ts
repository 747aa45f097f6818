import { access } from 'node:fs/promises';
import { VmError } from '../../core/errors.js';
import type { Operation } from '../../core/operation.js';
import { debianArch } from '../host/apt.js';
import { runTool } from '../host/command.js';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** A Debian archive that this machine's apt uses. */
export interface DebianArchive {
  readonly uri: string;
  /** Code name with pocket: `bookworm`, `bookworm-updates`, `bookworm-security`. */
  readonly codename: string;
  readonly components: readonly string[];
}

/**
 * Source lines of a Debian release on the mirrors of this machine: its own archives, with the release's name
 * instead of the machine's.
 */
export async function debianSources(op: Operation, suite: string): Promise<string[]> {
  const archives = await machineArchives(op);
  const main = archives.find(({ codename }) => !codename.includes('-'));
  if (main === undefined) {
    throw new VmError('IMAGE_BUILD_FAILED', "this machine's apt sources have no Debian archive", {
      remedy: 'Add Debian main to /etc/apt and run `apt-get update`.',
    });
  }
  const own = new Set(archives.map(({ codename }) => codename.split('-')[0]));
  const template = own.has(suite) ? suite : (main.codename.split('-')[0] ?? '');
  const signed = await access(KEYRING).then(
    () => `[signed-by=${KEYRING}] `,
    () => '',
  );
  return archives
    .filter(({ codename }) => codename === template || codename.startsWith(`${template}-`))
    .map(({ uri, codename, components }) => {
      const pocket = codename.slice(template.length);
      return `deb ${signed}${uri} ${suite}${pocket} ${components.join(' ')}`;
    });
}

async function machineArchives(op: Operation): Promise<DebianArchive[]> {
  const fields = ['ORIGIN', 'CODENAME', 'REPO_URI', 'COMPONENT'].map((field) => `$(${field})`).join('|');
  const text = await runTool(op, 'reading the apt sources', {
    argv: [
      'apt-get',
      'indextargets',
      '--format',
      fields,
      'Created-By: Packages',
      `Architecture: ${debianArch()}`,
    ],
    debianPackage: 'apt',
  });
  return parseIndexTargets(text);
}

/** Parses `origin|codename|uri|component` lines; other vendors' archives are left out. */
export function parseIndexTargets(text: string): DebianArchive[] {
  const archives = new Map<string, DebianArchive>();
  for (const line of text.split('\n')) {
    const [origin, codename = '', uri = '', component = ''] = line.split('|');
    if (origin !== 'Debian' || codename === '' || uri === '') continue;
    const key = `${uri} ${codename}`;
    const components = new Set(archives.get(key)?.components).add(component);
    archives.set(key, { uri, codename, components: [...components].sort() });
  }
  return [...archives.values()];
}

/** Options for apt that this machine needs to reach its mirrors: proxies, certificates, relaxed dates. */
export async function aptNetworkOptions(op: Operation): Promise<string[]> {
  const text = await runTool(op, 'reading the apt configuration', {
    argv: ['apt-config', 'dump'],
    debianPackage: 'apt',
  });
  const wanted = /^Acquire::(https?|ftp|Retries|ForceIPv[46]|Check-Date|Check-Valid-Until)\b[^"]* "[^"]+";$/;
  const lines = text.split('\n').filter((line) => wanted.test(line));
  return [...new Set(lines)].map((line) => line.slice(0, -1));
}
