import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/**
 * The machine's own apt sources of a Debian release, as lines for mmdebstrap. Empty when it has none: then
 * mmdebstrap takes its default mirror.
 */
export function debianSources(suite) {
  const format = '$(ORIGIN)|$(CODENAME)|$(REPO_URI)|$(COMPONENT)';
  const targets = execFileSync('apt-get', ['indextargets', '--format', format, 'Created-By: Packages'], {
    encoding: 'utf8',
  });
  const lines = new Set();
  const signed = existsSync(KEYRING) ? `[signed-by=${KEYRING}] ` : '';
  for (const target of targets.split('\n')) {
    const [origin, codename = '', uri, component] = target.split('|');
    if (origin !== 'Debian' || codename.split('-')[0] !== suite) continue;
    lines.add(`deb ${signed}${uri} ${codename} ${component}`);
  }
  return [...lines];
}

/** What this machine's apt needs to reach its mirrors (proxies, certificates), as options for mmdebstrap. */
export function aptOptions() {
  const wanted = /^Acquire::(https?|ftp|Retries|ForceIPv[46]|Check-Date|Check-Valid-Until)\b[^"]* "[^"]+";$/;
  const dump = execFileSync('apt-config', ['dump'], { encoding: 'utf8' });
  const lines = dump.split('\n').filter((line) => wanted.test(line));
  return [...new Set(lines)].map((line) => `--aptopt=${line.slice(0, -1)}`);
}
