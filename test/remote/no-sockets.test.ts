import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { connect, type Host, isVmError } from 'vmwright';
import { BRIDGES, NO_FORWARDING } from '../support/hide-programs.js';
import { skipBecause } from '../support/skip.js';
import { noSshd, Sshd } from './support/sshd.js';

/** On a dom0 the engine xen is the same. */
const ENGINES = ['kvm', 'qemu'] as const;

describe('a host on which no program carries the sockets of VMs', function () {
  this.timeout(120_000);
  let sshd: Sshd;
  before(function () {
    const missing = noSshd();
    if (missing !== undefined) skipBecause(this, missing);
    if (process.getuid?.() !== 0) skipBecause(this, 'it needs root, to hide programs from sessions');
  });
  afterEach(() => sshd?.stop());

  const reports = async (host: Host) =>
    (await host.capabilities()).engines.filter(({ engine }) => ENGINES.some((name) => name === engine));
  /** Of VMs, and of the socket that is tried. */
  const folders = () => readdirSync(sshd.path('run')).filter((name) => /^(?:vm|reach)-/.test(name));

  it('VMs are refused before anything starts where sshd forbids forwarding, and there alone', async function () {
    sshd = await Sshd.startWithout(BRIDGES);
    const usable = await usableEngines();
    assert.deepEqual(folders(), []);
    await sshd.stop();
    if (usable.length === 0) skipBecause(this, 'neither KVM nor QEMU runs VMs here');

    sshd = await Sshd.startWithout(BRIDGES, ...NO_FORWARDING);
    await using host = await connect(sshd.url, sshd.options());
    for (const report of (await reports(host)).filter(({ engine }) => usable.includes(engine))) {
      assert.equal(report.usable, false, report.engine);
      assert.match(report.reason, /agent and console .* forbids stream-local forwarding/);
      assert.match(report.remedy ?? '', /AllowStreamLocalForwarding.*perl/);
      await assert.rejects(host.createVm({ engine: report.engine, timeout: 60_000 }), (error) => {
        assert.ok(isVmError(error), String(error));
        assert.equal(error.code, 'ENGINE_UNAVAILABLE', error.message);
        assert.equal(error.remedy, report.remedy);
        return true;
      });
    }
    assert.deepEqual(folders(), []);
    assert.deepEqual(await sshd.remains(), []);
  });

  it('a program that carries them is enough', async () => {
    sshd = await Sshd.start(...NO_FORWARDING);
    for (const { reason } of await usableReports()) assert.doesNotMatch(reason, /out of reach/);
  });

  async function usableReports() {
    await using host = await connect(sshd.url, sshd.options());
    return await reports(host);
  }

  async function usableEngines(): Promise<string[]> {
    return (await usableReports()).filter(({ usable }) => usable).map(({ engine }) => engine);
  }
});
