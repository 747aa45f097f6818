import assert from 'node:assert/strict';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isVmError } from '#src/core/errors.js';
import { runOperation } from '#src/core/operation.js';
import { nativeProgram, parseKvmProbe, probeKvm } from '#src/native/index.js';
import { LocalRunner } from '#src/remote/local-runner.js';
import { runInQemu, type TestKernel, unpackTestKernel, writeTestInitramfs } from '../support/kvm-host.js';
import { skipBecause } from '../support/skip.js';

/** Emulated CPU with SVM and nested paging: kvm_amd works on it. */
const EMULATED_KVM_HOST = ['-accel', 'tcg,thread=multi', '-cpu', 'EPYC,+svm,+npt'];

describe('the verdict of the KVM probe agrees with reality', function () {
  this.timeout(180_000);
  let kernel: TestKernel | undefined;
  let folder = '';

  before('unpacks a Debian kernel', async function () {
    for (const program of ['qemu-system-x86_64', 'busybox', 'dpkg-deb']) {
      const found = await new LocalRunner().which(program);
      if (found === undefined) skipBecause(this, `${program} is not installed`);
    }
    folder = await mkdtemp(join(tmpdir(), 'vmwright-test-verdict-'));
    kernel = await unpackTestKernel();
  });

  after(async () => {
    await kernel?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  function unpacked(): TestKernel {
    assert.ok(kernel !== undefined);
    return kernel;
  }

  it('usable on kvm_amd in an emulated host', async () => {
    const probe = nativeProgram('vmwright-probe');
    assert.ok(probe !== undefined, 'vmwright-probe is not built');
    const initrd = join(folder, 'probe.cpio');
    await writeTestInitramfs(initrd, unpacked(), { program: await readFile(probe), module: 'kvm_amd' });
    const boot = { kernel: unpacked().vmlinuz, initrd, args: EMULATED_KVM_HOST };
    const { output, log } = await runOperation('emulated host', { timeout: 120_000 }, (op) =>
      runInQemu(op, boot),
    );
    assert.ok(output !== undefined, `the host did not run the probe:\n${log}`);
    const report = parseKvmProbe(output);
    assert.deepEqual(
      report.checks.filter((check) => !check.ok),
      [],
    );
    assert.equal(report.usable, true, report.reason);
    assert.equal(report.apiVersion, 12);
    assert.equal(report.cpu?.module, 'kvm_amd');
    assert.equal(report.cpu?.svm, true);
  });

  it('the same as that of QEMU with a stock kernel on this machine', async function () {
    try {
      accessSync('/dev/kvm', constants.R_OK | constants.W_OK);
    } catch {
      skipBecause(this, '/dev/kvm does not open here');
    }
    const initrd = join(folder, 'hello.cpio');
    await writeTestInitramfs(initrd, unpacked(), { program: '#!/bin/busybox sh\necho hello\n' });
    const boot = { kernel: unpacked().vmlinuz, initrd, args: ['-accel', 'kvm', '-cpu', 'host'] };
    const booted = await runOperation('boot', { timeout: 20_000 }, (op) => runInQemu(op, boot)).catch(
      (error: unknown) => {
        if (isVmError(error) && error.code === 'TIMEOUT') return { output: undefined, log: 'no answer' };
        throw error;
      },
    );
    const report = await probeKvm();
    assert.equal(report.usable, booted.output === 'hello', `${report.reason}\nQEMU: ${booted.log}`);
  });
});
