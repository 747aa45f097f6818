// Brings up the real test hosts and runs the integration tests against them:
// npm run test:hosts [-- [--keep] [--engine NAME]… [-- MOCHA OPTION…]]. Hosts that were up before stay up.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { answers } from './hosts/access.mjs';
import { consoleTail } from './hosts/console.mjs';
import { ownHosts, testHosts } from './hosts/inventory.mjs';
import { machinesNamed } from './hosts/settings.mjs';
import { findTargets } from './hosts/targets.mjs';
import { startXenLibvirtd } from './hosts/xen-libvirtd.mjs';
import { main, ROOT, SetupError, seconds } from './lib/step.mjs';

/** In this order: what disturbs the hosts comes last. */
const SUITES = [
  'build/js/test/vm/*.test.js',
  'build/js/test/hosts/*.test.js',
  'build/js/test/remote/host-l*.test.js', // run on the host kvm where one is named
];
const XEN_SUITES = 'build/js/test/xen/*.test.js';
/** With these the whole suite fits into CI's time; others are named with --engine. */
const ENGINES = ['kvm', 'qemu'];
const TEST_LIMIT_MS = 400_000;
/** Guests of an emulated host now and then hang while they boot: a test that fails is repeated, once, and says so. */
const MOCHA = [
  '--timeout',
  String(TEST_LIMIT_MS),
  '--retries',
  '1',
  '--reporter',
  'scripts/hosts/reporter.cjs',
];

function run([program, ...args], env = {}) {
  const { status, error } = spawnSync(program, args, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  if (error) throw new SetupError(`${program} could not be started: ${error.message}`);
  return status ?? 1;
}

const node = (...args) => run([process.execPath, ...args]);

function must(...args) {
  if (node(...args) !== 0) throw new SetupError(`\`node ${args.join(' ')}\` failed; see above`);
}

/** Brings the hosts up; one that does not come is made anew, once. */
function bringUp(names) {
  if (node('scripts/hosts.mjs', 'up', ...names) === 0) return;
  const silent = names.filter((name) => !Object.hasOwn(ownHosts(), name) && !answers(name));
  if (silent.length === 0) throw new SetupError('hosts:up failed; see above');
  console.error(`making anew what did not come up: ${silent.join(', ')}`);
  if (node('scripts/hosts.mjs', 'up', '--fresh', ...silent) === 0) return;
  throw new SetupError(`hosts:up failed twice${silent.map(consoleTail).join('')}`);
}

/** What the tests read: test/support/targets.ts, test/hosts/support/real-host.ts. */
function testEnvironment(targets) {
  const hosts = testHosts();
  const config = hosts.find(({ sshConfig }) => sshConfig !== undefined)?.sshConfig;
  return {
    VMWRIGHT_TEST_HOSTS: hosts.map(({ name, url }) => `${name}=${url}`).join(','),
    VMWRIGHT_TEST_TARGETS: targets.join(','),
    ...(config === undefined ? {} : { VMWRIGHT_SSH_CONFIG: config }),
  };
}

/** Our own options; what follows `--` is mocha's. */
function readOptions() {
  const { values, positionals } = parseArgs({
    options: {
      keep: { type: 'boolean', default: false },
      engine: { type: 'string', multiple: true, default: ENGINES },
    },
    allowPositionals: true,
  });
  return { ...values, rest: positionals };
}

await main(async () => {
  const { keep, engine: engines, rest } = readOptions();
  const start = performance.now();
  must('scripts/setup.mjs', '--for', 'test');
  must('scripts/compile.mjs', 'test');
  const names = machinesNamed([]);
  const before = names.filter((name) => answers(name));
  bringUp(names);
  console.log(`hosts up after ${seconds(start)}`);
  const stopLibvirtd = engines.includes('libvirt') ? startXenLibvirtd(testHosts()) : () => {};
  let status;
  try {
    const targets = await findTargets(engines);
    const suites = engines.includes('xen') ? [...SUITES, XEN_SUITES] : SUITES;
    const mocha = [join('node_modules', '.bin', 'mocha'), ...MOCHA, ...suites];
    status = run([...mocha, ...rest], testEnvironment(targets));
  } finally {
    stopLibvirtd();
  }
  const started = names.filter((name) => !before.includes(name) && !Object.hasOwn(ownHosts(), name));
  if (!keep && started.length > 0) must('scripts/hosts.mjs', 'down', ...started);
  console.log(`test:hosts took ${seconds(start)}`);
  process.exitCode = status;
});
