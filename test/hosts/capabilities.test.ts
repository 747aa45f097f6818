import assert from 'node:assert/strict';
import { connect, type Host, isVmError } from 'vmwright';
import { skipBecause } from '../support/skip.js';
import { sshOptions } from '../support/targets.js';

/** URLs of the real test hosts by name, from `npm run hosts:env`. */
function testHosts(): Map<string, string> {
  const text = process.env.VMWRIGHT_TEST_HOSTS ?? '';
  const pairs = text.split(',').map((pair) => pair.split('='));
  return new Map(pairs.flatMap(([name, url]) => (name && url ? [[name, url] as const] : [])));
}

for (const name of ['kvm', 'xen'] as const) {
  describe(`real ${name} host`, () => {
    let host: Host;
    before(async function () {
      const url = testHosts().get(name);
      if (url === undefined) return skipBecause(this, `no ${name} host is named; run \`npm run test:hosts\``);
      host = await connect(url, sshOptions().ssh);
    });
    after(() => host?.close());

    it('tells what it can do', async () => {
      const { platform, arch, engines, choice, memory } = await host.capabilities();
      assert.deepEqual([platform, arch], ['linux', 'x64']);
      assert.ok(memory > 2 ** 30);
      assert.deepEqual(
        engines.map(({ engine }) => engine),
        ['qemu'],
      );
      if (name === 'kvm') assert.deepEqual([choice?.engine, choice?.hypervisor], ['qemu', 'kvm']);
    });

    it('refuses an engine that it does not have', async () => {
      await assert.rejects(host.createVm({ engine: 'xen' }), (error) => {
        assert.ok(isVmError(error) && error.code === 'ENGINE_UNAVAILABLE', String(error));
        return true;
      });
    });
  });
}
