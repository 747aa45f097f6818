import assert from 'node:assert/strict';
import { createVm, type Vm } from 'vmwright';
import { connectTo, onEveryTarget, targets } from '../support/targets.js';

const COUNT = 10;

if (targets().some(({ options }) => options.host !== undefined)) {
  onEveryTarget('ten VMs at once', (target) => {
    it('are created together, work side by side, are listed and end', async function () {
      this.timeout(400_000);
      const names = Array.from({ length: COUNT }, (_, i) => `crowd-${process.pid}-${i}`);
      const settled = await Promise.allSettled(
        names.map((name) => createVm({ ...target.options, name, memory: '192MiB' })),
      );
      const vms = settled.flatMap((each): Vm[] => (each.status === 'fulfilled' ? [each.value] : []));
      try {
        const errors = settled.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []));
        assert.deepEqual(errors, []);
        const said = await Promise.all(vms.map((vm) => vm.exec('echo', [vm.name])));
        assert.deepEqual(
          said.map(({ stdout }) => stdout.trim()),
          names,
        );
        const ids = await Promise.all(vms.map((vm) => vm.readFile('/proc/sys/kernel/random/boot_id')));
        assert.equal(new Set(ids.map(String)).size, COUNT);
        await using host = await connectTo(target);
        const listed = (await host.listVms()).map(({ name }) => name);
        assert.deepEqual(
          names.filter((name) => !listed.includes(name)),
          [],
        );
      } finally {
        await Promise.all(vms.map((vm) => vm.destroy()));
      }
    });
  });
}
