import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { skipBecause } from '../support/skip.js';

interface Result {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** This process runs inside `npm test`, whose settings must not reach the npm of a user's project. */
const outerEnv = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith('npm_')),
);

const programOnPath = (name: string): string | undefined =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(existsSync);

describe('the npm package', function () {
  this.timeout(300_000);
  let work = '';
  let project = '';
  let bareBin = '';

  const run = (command: string, args: readonly string[], path = process.env.PATH): Result =>
    spawnSync(command, args, { cwd: project, env: { ...outerEnv, PATH: path }, encoding: 'utf8' });

  /** What `import()` of the installed package's own probe says. */
  function probe(path?: string): { usable: boolean; reason: string; checks: unknown[] } {
    const code = `await import('vmwright');
      const { probeKvm } = await import('./node_modules/vmwright/dist/native/index.js');
      console.log(JSON.stringify(await probeKvm()));`;
    const result = run(process.execPath, ['--input-type=module', '--eval', code], path);
    assert.equal(result.status, 0, result.stderr);
    return JSON.parse(result.stdout);
  }

  before('packs and installs into an empty project, without a compiler', function () {
    if (process.platform !== 'linux' || process.arch !== 'x64') skipBecause(this, 'linux-x64 only');
    work = mkdtempSync(join(tmpdir(), 'vmwright-test-pack-'));
    const packed = spawnSync('npm', ['pack', '--pack-destination', work], {
      env: outerEnv,
      encoding: 'utf8',
    });
    assert.equal(packed.status, 0, packed.stderr);
    const tarball = readdirSync(work).find((name) => name.endsWith('.tgz'));
    assert.ok(tarball !== undefined);

    bareBin = join(work, 'bin');
    mkdirSync(bareBin);
    for (const name of ['node', 'npm', 'npx', 'sh', 'env']) {
      symlinkSync(programOnPath(name) ?? assert.fail(`${name} is not on PATH`), join(bareBin, name));
    }
    project = join(work, 'project');
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), '{"name":"empty","version":"1.0.0","private":true}');
    const install = run('npm', ['install', '--no-audit', '--no-fund', join(work, tarball)], bareBin);
    assert.equal(install.status, 0, install.stderr);
  });

  after(() => {
    if (work !== '') rmSync(work, { recursive: true, force: true });
  });

  it('works at once: the prebuilt addon loads', () => {
    assert.equal(existsSync(join(project, 'node_modules/vmwright/build')), false);
    const { reason, checks } = probe(bareBin);
    assert.ok(checks.length > 0, reason);
  });

  it('contains its programs and types, and no tests or TypeScript sources', () => {
    const names = readdirSync(join(project, 'node_modules/vmwright'), { recursive: true, encoding: 'utf8' });
    const needed = [
      'kvm.node',
      'libvirt.node',
      'vmwright-agent',
      'vmwright-probe',
      'vmwright-toolstack',
      'vmwright-vmm',
      'xen.node',
    ].map((name) => `prebuilds/linux-x64/${name}`);
    for (const name of [...needed, 'dist/index.d.ts', 'binding.gyp']) assert.ok(names.includes(name), name);
    const unwanted = names.filter((name) => /^(src|test|examples|bench|build)\/|\.tsbuildinfo$/.test(name));
    assert.deepEqual(unwanted, []);
  });

  it('brings the vmwright command', () => {
    const { status, stdout, stderr } = run('npx', ['vmwright', '--version'], bareBin);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^\d+\.\d+\.\d+/);
  });

  it('builds the addon with node-gyp when there is no prebuild for it', function () {
    for (const name of ['g++', 'make', 'python3']) {
      if (programOnPath(name) === undefined) skipBecause(this, `${name} is not installed`);
    }
    rmSync(join(project, 'node_modules/vmwright/prebuilds/linux-x64/kvm.node'));
    const rebuild = run('npm', ['rebuild', 'vmwright', '--foreground-scripts']);
    assert.equal(rebuild.status, 0, rebuild.stderr);
    assert.match(rebuild.stderr, /vmwright: built kvm\.node with node-gyp/);
    assert.ok(existsSync(join(project, 'node_modules/vmwright/build/Release/kvm.node')));
    assert.ok(probe().checks.length > 0);
  });

  it('installs and works without either, and says why', () => {
    rmSync(join(project, 'node_modules/vmwright/prebuilds/linux-x64/kvm.node'), { force: true });
    rmSync(join(project, 'node_modules/vmwright/build'), { recursive: true, force: true });
    const rebuild = run('npm', ['rebuild', 'vmwright', '--foreground-scripts'], bareBin);
    assert.equal(rebuild.status, 0, rebuild.stderr);
    assert.match(rebuild.stderr, /vmwright: kvm\.node is not available/);
    assert.match(rebuild.stderr, /prebuilt: .*does not exist/);
    assert.match(rebuild.stderr, /building: .*(python|make)/i);
    const { usable, reason } = probe(bareBin);
    assert.equal(usable, false);
    assert.match(reason, /prebuilds\/linux-x64\/kvm\.node: does not exist/);
  });
});
