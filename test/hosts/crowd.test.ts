import assert from 'node:assert/strict';
import { createVm, type Vm, VmError } from 'vmwright';
import { connectTo, onEveryTarget, targets } from '../support/targets.js';
import { BOOT_LIMIT } from './support/real-host.js';

const COUNT = 10;
/** They share the CPUs of the host, so each takes as long as all. */
const TEN_BOOTS = BOOT_LIMIT * 2;

/** With what the guest said last, as it is gone afterwards. */
const described = (error: unknown) =>
  error instanceof VmError ? `${error.code}: ${error.message}\n${error.consoleTail ?? ''}` : String(error);

if (targets().some(({ options }) => options.host !== undefined)) {
  onEveryTarget('ten VMs at once', (target) => {
    it('are created together, work side by side, are listed and end', async function () {
      this.timeout(400_000);
      const names = Array.from({ length: COUNT }, (_, i) => `crowd-${process.pid}-${i}`);
      const settled = await Promise.allSettled(
        names.map((name) => createVm({ ...target.options, name, memory: '192MiB', timeout: TEN_BOOTS })),
      );
      const vms = settled.flatMap((each): Vm[] => (each.status === 'fulfilled' ? [each.value] : []));
      try {
        const errors = settled.flatMap((each) =>
          each.status === 'rejected' ? [described(each.reason)] : [],
        );
        assert.equal(errors.join('\n'), '');
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
