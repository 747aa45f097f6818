import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { skipBecause } from '../support/skip.js';
import { requireLibvirt } from './support/libvirt-node.js';

const SUITES = [
  'libvirt-events',
  'libvirt-quick',
  'libvirt-held-up',
  'libvirt-sweep',
  'libvirt-virsh',
  'libvirt-daemon',
  'libvirt-network-port',
];
/** Threads and processes that end in mid-call, and the closing of everything; not the memory that 100,000 calls take. */
const LIFECYCLE = ['libvirt-lifecycle'];
/** Milliseconds for one of them; the whole takes half a minute. */
const LIMIT = 300_000;
const PRELOAD = resolve('test/native/support/use-asan-addon.cjs');

const library = (name: string): string =>
  execFileSync('gcc', [`-print-file-name=${name}`], { encoding: 'utf8' }).trim();

/** Runs suites in a process of their own whose libvirt.node is sanitized; the first error of a sanitizer ends it. */
function runSanitized(suites: readonly string[], ...options: string[]): void {
  const files = suites.map((name) => join('build', 'js', 'test', 'native', `${name}.test.js`));
  const mocha = join('node_modules', 'mocha', 'bin', 'mocha.js');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--expose-gc', mocha, '--timeout', '240000', ...options, ...files],
    {
      encoding: 'utf8',
      timeout: LIMIT,
      killSignal: 'SIGKILL',
      env: {
        ...process.env,
        // The sanitizer stands in for functions of libtirpc, which libvirt brings along too late for it to be found.
        LD_PRELOAD: `${library('libasan.so')} ${library('libubsan.so')} libtirpc.so.3`,
        // Node and libvirt keep what they have until the process ends.
        ASAN_OPTIONS: 'detect_leaks=0:abort_on_error=1',
        UBSAN_OPTIONS: 'print_stacktrace=1',
        NODE_OPTIONS: `--require ${PRELOAD}`,
      },
    },
  );
  const report = /^==\d+==ERROR[\s\S]*|^.*runtime error:[\s\S]*/m.exec(stderr)?.[0] ?? '';
  assert.equal(report, '');
  assert.equal(status, 0, `${stdout.slice(-4000)}${stderr.slice(-4000)}`);
  assert.match(stdout, /\d+ passing/);
}

describe('libvirt.node under the address and undefined behaviour sanitizers', function () {
  this.timeout(900_000);
  before('compiles', function () {
    requireLibvirt(this);
    if (process.platform !== 'linux' || process.arch !== 'x64') skipBecause(this, 'linux-x64 only');
    const make = spawnSync('make', ['-j2', '-f', 'test/native/libvirt.mk'], { encoding: 'utf8' });
    assert.equal(make.status, 0, `${make.stdout}${make.stderr}`);
  });

  it('calls, events and streams', () => runSanitized(SUITES));
  it('closing, threads and ends of processes', () =>
    runSanitized(LIFECYCLE, '--grep', '100,000 calls|garbage', '--invert'));
});
