import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** The arrows of docs/design.md: which folders of src each folder may import. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  core: [],
  native: ['core'],
  remote: ['core'],
  image: ['core', 'remote'],
  guest: ['core'],
  engine: ['core', 'remote', 'image', 'native'],
  'vm-process': ['engine', 'remote', 'core'],
  qemu: ['vm-process', 'engine', 'guest', 'image', 'remote', 'native', 'core'],
  kvm: ['vm-process', 'engine', 'guest', 'image', 'remote', 'native', 'core'],
  xen: ['vm-process', 'engine', 'guest', 'image', 'remote', 'native', 'core'],
  libvirt: ['vm-process', 'engine', 'remote', 'native', 'core'],
  api: ['engine', 'guest', 'image', 'remote', 'core'],
  '.': ['api', 'engine', 'guest', 'image', 'remote', 'core', 'qemu', 'kvm', 'xen', 'libvirt', 'native'],
  cli: ['.', 'core'],
};

/** Packages that only one folder may import. */
const OWNED_PACKAGES: Record<string, string> = { ssh2: 'remote', commander: 'cli' };

const SRC = 'src';
const IMPORT = /(?:from|import)\s*\(?\s*'([^']+)'/g;

interface Import {
  readonly file: string;
  readonly folder: string;
  readonly target: string;
}

function folderOf(path: string): string {
  const [first, ...rest] = relative(SRC, path).split('/');
  return rest.length === 0 || first === undefined ? '.' : first;
}

function allImports(): Import[] {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  return files.flatMap((name) => {
    const file = join(SRC, name);
    const text = readFileSync(file, 'utf8');
    return [...text.matchAll(IMPORT)].map(([, target = '']) => ({ file, folder: folderOf(file), target }));
  });
}

describe('layering', () => {
  const imports = allImports();

  it('finds the imports it is about', () => {
    assert.ok(imports.length > 50, `only ${imports.length} imports found`);
  });

  it('follows the arrows of the design', () => {
    const wrong = imports
      .filter(({ target }) => target.startsWith('.'))
      .map((each) => ({ ...each, to: folderOf(resolve(dirname(each.file), each.target)) }))
      .filter(({ folder, to }) => folder !== to && MAY_IMPORT[folder]?.includes(to) !== true)
      .map(({ file, target }) => `${file} imports ${target}`);
    assert.deepEqual(wrong, []);
  });

  it('keeps packages in their one folder', () => {
    const wrong = imports
      .filter(
        ({ folder, target }) => OWNED_PACKAGES[target] !== undefined && OWNED_PACKAGES[target] !== folder,
      )
      .map(({ file, target }) => `${file} imports ${target}`);
    assert.deepEqual(wrong, []);
  });

  it('knows every folder', () => {
    const unknown = [...new Set(imports.map(({ folder }) => folder))].filter(
      (folder) => !(folder in MAY_IMPORT),
    );
    assert.deepEqual(unknown, []);
  });
});
