import { VmError } from '../../core/errors.js';
import { nearest } from '../../core/nearest.js';

/** An image that this library builds. */
export type CatalogImage =
  | { readonly name: 'base' }
  /** `suite` is Debian's code name. */
  | { readonly name: string; readonly suite: string };

/** Debian releases by number; the machine's apt sources decide which of them can be built. */
const DEBIAN_SUITES: Readonly<Record<string, string>> = { 12: 'bookworm', 13: 'trixie' };

/** Canonical names of everything in the catalog. */
export const CATALOG_NAMES: readonly string[] = [
  'base',
  ...Object.keys(DEBIAN_SUITES).map((version) => `debian:${version}`),
];

/** Looks a name up; `debian:bookworm` is `debian:12`. IMAGE_NOT_FOUND names what there is. */
export function lookUp(name: string): CatalogImage {
  if (name === 'base') return { name };
  const release = /^debian:(.+)$/.exec(name)?.[1];
  for (const [version, suite] of Object.entries(DEBIAN_SUITES)) {
    if (release === version || release === suite) return { name: `debian:${version}`, suite };
  }
  const spellings = [...CATALOG_NAMES, ...Object.values(DEBIAN_SUITES).map((suite) => `debian:${suite}`)];
  const near = nearest(name, spellings);
  const hint = near === undefined ? '' : ` Did you mean '${near}'?`;
  throw new VmError('IMAGE_NOT_FOUND', `there is no image '${name}'.${hint}`, {
    remedy: `Use one of ${CATALOG_NAMES.join(', ')}, or { kernel }, { disk } or { rootDisk } with files.`,
  });
}
