// Brings up the real test hosts and runs the integration tests against them: npm run test:hosts [-- --keep]
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const SUITES = ['build/js/test/hosts/**/*.test.js', 'build/js/test/vm/*.test.js'];

function run(argv, env = {}) {
  const [program, ...args] = argv;
  const { status, error } = spawnSync(program, args, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  if (error) throw error;
  return status ?? 1;
}

function node(...args) {
  const status = run([process.execPath, ...args]);
  if (status !== 0) process.exit(status);
}

/** The variables that `hosts:env` prints for a shell. */
function hostsEnv() {
  const { stdout } = spawnSync(process.execPath, ['scripts/hosts.mjs', 'env'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return Object.fromEntries(
    [...stdout.matchAll(/^export (\w+)='(.*)'$/gm)].map(([, name, value]) => [name, value]),
  );
}

node('scripts/setup.mjs', '--for', 'test');
node('scripts/compile.mjs', 'test');
node('scripts/hosts.mjs', 'up');
const hosts = hostsEnv();
const kvm = /(?:^|,)kvm=([^,]+)/.exec(hosts.VMWRIGHT_TEST_HOSTS ?? '')?.[1];
if (kvm === undefined) throw new Error('hosts:env names no kvm host');
const mocha = [join('node_modules', '.bin', 'mocha'), '--timeout', '300000', ...SUITES];
const status = run(mocha, { ...hosts, VMWRIGHT_TEST_TARGETS: `${kvm}/qemu:kvm` });
if (!process.argv.includes('--keep')) node('scripts/hosts.mjs', 'down');
process.exit(status);
