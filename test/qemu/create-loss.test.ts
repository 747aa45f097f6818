import assert from 'node:assert/strict';
import type { VmEvent } from 'vmwright';
import { outcome, SshBench, withCode } from '../remote/support/ssh-bench.js';
import { eventually } from '../support/leaks.js';

describe('a VM whose host is lost while it is made', function () {
  this.timeout(300_000);
  let bench: SshBench;

  before(async function () {
    bench = await SshBench.open(this);
  });
  afterEach(() => bench.assertNoVms());
  after(() => bench?.close());

  for (const detached of [false, true]) {
    const kind = detached ? 'detached' : 'owned';

    it(`leaves nothing when QEMU just started (${kind})`, async () => {
      const creating = outcome(bench.createVm({ detached }));
      await eventually('QEMU starts', async () => (await bench.remains()).length > 0, bench.place.back);
      await bench.sshd.killSessions();
      withCode('HOST_LOST')((await creating).error);
    });

    it(`leaves nothing when the guest boots (${kind})`, async () => {
      let cut: Promise<void> | undefined;
      const onEvent = ({ type }: VmEvent) => {
        if (type === 'booting') cut = bench.sshd.killSessions();
      };
      const { error } = await outcome(bench.createVm({ detached, onEvent }));
      await cut;
      withCode('HOST_LOST')(error);
    });
  }

  it('leaves nothing when a detached VM cannot be made for another reason', async () => {
    const vm = bench.createVm({ detached: true, timeout: 1500, cmdline: ['init=/bin/sleep'] });
    withCode('TIMEOUT')((await outcome(vm)).error);
    await eventually('all is gone', async () => (await bench.remains()).length === 0, bench.place.back);
  });

  it('keeps a detached VM that was made', async () => {
    const vm = await bench.createVm({ detached: true });
    const pid = await bench.qemuPid(vm.id);
    await vm.detach();
    await bench.sshd.killSessions();
    await using host = await bench.connect();
    assert.deepEqual(
      (await host.listVms()).map((each) => each.pid),
      [pid],
    );
    await (await host.getVm(vm.id)).destroy();
  });
});
