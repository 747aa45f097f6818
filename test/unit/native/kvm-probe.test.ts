import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { isVmError } from '#src/core/errors.js';
import { readElf } from '#src/image/kernel/elf.js';
import { nativeProgram, parseKvmProbe, probeKvm } from '#src/native/index.js';
import { skipBecause } from '../../support/skip.js';

const NOBODY = 65534;
const REPORT = { device: '/dev/kvm', present: true, usable: false, reason: 'why', checks: [], durationMs: 1 };

describe('parseKvmProbe', () => {
  it('reads a report', () => {
    assert.deepEqual(parseKvmProbe(JSON.stringify(REPORT)), REPORT);
  });

  for (const text of ['', 'sh: not found', '{}', '[]', 'null', '{"usable":true}']) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.throws(
        () => parseKvmProbe(text),
        (error) => isVmError(error) && error.code === 'KVM_ERROR',
      );
    });
  }
});

describe('probeKvm', () => {
  before(function () {
    if (process.platform !== 'linux' || process.arch !== 'x64') skipBecause(this, 'linux-x64 only');
  });

  it('says why a device that does not exist is not usable', async () => {
    const probe = await probeKvm({ device: '/nonexistent/kvm' });
    assert.equal(probe.present, false);
    assert.equal(probe.usable, false);
    assert.match(probe.reason, /^\/nonexistent\/kvm does not exist/);
    assert.ok(probe.remedy);
    assert.deepEqual(
      probe.checks.map(({ name, ok }) => [name, ok]),
      [['open /nonexistent/kvm', false]],
    );
  });

  it('says so when the device is something else', async () => {
    const probe = await probeKvm({ device: '/dev/null' });
    assert.equal(probe.present, true);
    assert.match(probe.reason, /^\/dev\/null is not a KVM device .*ENOTTY/);
  });

  it('gives a verdict that follows from its checks, with capabilities', async function () {
    if (!existsSync('/dev/kvm')) skipBecause(this, 'no /dev/kvm');
    const probe = await probeKvm();
    const failed = probe.checks.filter((check) => !check.ok);
    assert.equal(probe.usable, failed.length === 0);
    const first = failed[0]?.name ?? '/dev/kvm runs stock kernels';
    assert.ok(probe.reason.includes(first), `${first} is in: ${probe.reason}`);
    assert.equal(typeof probe.capabilities?.irqchip, 'boolean');
    assert.ok((probe.capabilities?.maxVcpus ?? 0) > 0);
  });

  it('runs once per process with the default device', async () => {
    const [first, second] = await Promise.all([probeKvm(), probeKvm()]);
    assert.equal(first, second);
  });

  it('leaves the main thread free', async function () {
    if (!existsSync('/dev/kvm')) skipBecause(this, 'no /dev/kvm');
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const probe = await probeKvm({ guestLimit: 1999 }); // another limit than the default: not cached
    clearInterval(timer);
    assert.ok(turns > 0, `no timer ran in ${probe.durationMs} ms`);
  });

  it('ends in time when the guest takes longer than its limit', async function () {
    if (!existsSync('/dev/kvm')) skipBecause(this, 'no /dev/kvm');
    const start = performance.now();
    await probeKvm({ guestLimit: 1 });
    assert.ok(performance.now() - start < 1000);
  });

  it('rejects when it is aborted', async () => {
    const error = await probeKvm({ signal: AbortSignal.abort() }).catch((reason: unknown) => reason);
    assert.ok(isVmError(error) && error.code === 'ABORTED');
  });

  it('survives a worker thread that ends while it probes', async () => {
    const url = new URL('../../../../../dist/native/index.js', import.meta.url).href;
    const code = `import('${url}').then(({ probeKvm }) => { probeKvm(); setImmediate(() => process.exit(3)); })`;
    for (let i = 0; i < 3; i++) {
      const worker = new Worker(code, { eval: true });
      assert.equal(await new Promise((resolve) => worker.once('exit', resolve)), 3);
    }
  });
});

describe('vmwright-probe', () => {
  let program = '';

  before(function () {
    if (process.platform !== 'linux' || process.arch !== 'x64') skipBecause(this, 'linux-x64 only');
    program = nativeProgram('vmwright-probe') ?? assert.fail('vmwright-probe is not built');
  });

  it('is one small static file', () => {
    assert.ok(statSync(program).size < 1024 * 1024);
    assert.equal(readElf(readFileSync(program))?.dynamic, false);
  });

  it('prints what the addon finds', async () => {
    const { status, stdout } = spawnSync(program, { encoding: 'utf8' });
    const here = await probeKvm();
    const report = parseKvmProbe(stdout);
    assert.equal(report.usable, here.usable);
    assert.equal(report.reason, here.reason);
    assert.equal(status, here.usable ? 0 : 1);
  });

  it('refuses a wrong command line', () => {
    for (const args of [
      ['/dev/kvm', 'soon'],
      ['/dev/kvm', '0'],
      ['a', '1', 'b'],
    ]) {
      const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
      assert.equal(status, 2);
      assert.match(stderr, /^usage: /);
    }
  });

  it('tells a user without rights what to do', function () {
    if (process.getuid?.() !== 0) skipBecause(this, 'only root can become another user');
    if (!existsSync('/dev/kvm') || (statSync('/dev/kvm').mode & 0o006) === 0o006) {
      skipBecause(this, 'no /dev/kvm, or everybody may open it');
    }
    const folder = mkdtempSync(join(tmpdir(), 'vmwright-test-probe-'));
    chmodSync(folder, 0o755); // the other user may not be able to reach this checkout
    const copy = join(folder, 'probe');
    copyFileSync(program, copy);
    const { stdout } = spawnSync(copy, { uid: NOBODY, gid: NOBODY, encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    const report = parseKvmProbe(stdout);
    assert.equal(report.present, true);
    assert.equal(report.reason, 'this user may not open /dev/kvm');
    assert.match(report.remedy ?? '', /usermod -aG kvm/);
    assert.match(report.checks[0]?.detail ?? '', /EACCES/);
  });
});
