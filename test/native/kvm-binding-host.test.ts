import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { connectSsh, type Runner } from '#src/remote/index.js';
import { realHosts, requireHost, sshOptions } from '../hosts/support/real-host.js';

/** What the tests of the binding need besides mocha, relative to the root. */
const TESTS = 'build/js/test/native';
const FILES = [
  'package.json',
  'dist/core',
  'dist/native',
  'prebuilds/linux-x64/kvm.node',
  `${TESTS}/support`,
  'build/js/test/support/leaks.js',
  'build/js/test/support/skip.js',
];

const suites = (): string[] =>
  readdirSync(TESTS)
    .filter((name) => /^kvm-binding-\w+\.test\.js$/.test(name) && name !== 'kvm-binding-host.test.js')
    .map((name) => `${TESTS}/${name}`);

/** The folders of a package and of all that it depends on. */
function packageFolders(name: string, from = '.', found = new Set<string>()): Set<string> {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (!existsSync(join(candidate, 'package.json'))) {
      assert.notEqual(folder, dirname(folder), `${name} is not installed`);
      continue;
    }
    if (found.has(candidate)) return found;
    found.add(candidate);
    const { dependencies = {} } = JSON.parse(readFileSync(join(candidate, 'package.json'), 'utf8')) as {
      dependencies?: Record<string, string>;
    };
    for (const dependency of Object.keys(dependencies)) packageFolders(dependency, candidate, found);
    return found;
  }
}

/** Node.js on the host: its own when that is new enough, else a copy of this one. */
async function nodeOn(runner: Runner): Promise<string> {
  const own = await runner.run(['sh', '-c', 'node --version || true']);
  const major = Number(/^v(\d+)\./.exec(own.stdout)?.[1] ?? 0);
  return major >= 20 ? 'node' : runner.files.stage(process.execPath);
}

interface MochaReport {
  readonly stats: { readonly passes: number; readonly failures: number };
  readonly pending: readonly { readonly title: string }[];
  readonly failures: readonly { readonly fullTitle: string; readonly err: { readonly stack?: string } }[];
}

/** The same tests as on this machine, whose KVM may emulate instructions, on one that does not. */
describe('KVM binding on a real KVM host', function () {
  this.timeout(900_000);
  let runner: Runner | undefined;
  let folder: string | undefined;

  before(async function () {
    const { url } = requireHost(this, realHosts().has('kvm2') ? 'kvm2' : 'kvm');
    runner = await connectSsh(url, sshOptions());
    folder = (await runner.run(['mktemp', '-d', '-t', 'vmwright-test-binding-XXXXXX'])).stdout.trim();
    const list = [...FILES, ...suites(), ...packageFolders('mocha')];
    const archive = execFileSync('tar', ['-cz', ...list], { maxBuffer: 2 ** 28 });
    await runner.files.write(join(folder, 'all.tar.gz'), archive);
    const unpacked = await runner.run(['tar', '-xzf', 'all.tar.gz'], { cwd: folder });
    assert.equal(unpacked.exitCode, 0, unpacked.stderr);
  });

  after(async () => {
    if (folder !== undefined) await runner?.files.remove(folder);
    await runner?.close();
  });

  it('passes every test', async () => {
    assert.ok(runner !== undefined && folder !== undefined);
    const node = await nodeOn(runner);
    const options = ['--no-config', '--exit', '--timeout', '60000', '--reporter', 'json'];
    const report = ['--reporter-option', 'output=report.json'];
    const argv = [node, 'node_modules/mocha/bin/mocha.js', ...options, ...report, ...suites()];
    const { exitCode, stdout, stderr } = await runner.run(argv, { cwd: folder });
    const file = await runner.files.read(join(folder, 'report.json')).catch(() => undefined);
    assert.ok(file !== undefined, `mocha ended with ${exitCode}:\n${stdout}${stderr}`);
    const { stats, pending, failures } = JSON.parse(file.toString()) as MochaReport;
    for (const { title } of pending) console.log(`      there: ${title}`);
    assert.deepEqual(
      failures.map(({ fullTitle, err }) => `${fullTitle}\n${err.stack ?? ''}`),
      [],
    );
    assert.equal(exitCode, 0);
    assert.ok(stats.passes >= 100, `only ${stats.passes} tests ran`);
  });
});
