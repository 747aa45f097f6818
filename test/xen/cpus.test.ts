import assert from 'node:assert/strict';
import { isVmError, type Vm } from 'vmwright';
import { eventually } from '../support/leaks.js';
import { skipBecause } from '../support/skip.js';
import { inGuest, limit, onXen } from './support/xen-target.js';

const SOON = 60_000;

onXen('CPUs', ({ create, onHost }) => {
  const online = (vm: Vm) => inGuest(vm, 'grep -c ^processor /proc/cpuinfo');
  const has = (vm: Vm, count: number) =>
    eventually(`it has ${count} CPUs`, async () => Number(await online(vm)) === count, SOON);
  /** Weight and cap, as xl says them. */
  const share = async (vm: Vm) =>
    (
      await onHost(
        'xl sched-credit2 -d "$1" | tail -n 1 | tr -s " " | rev | cut -d " " -f 1,2 | rev',
        vm.name,
      )
    )
      .split(' ')
      .map(Number);

  for (const machine of ['pv', 'pvh'] as const) {
    it(`${machine}: come and go while it runs`, async function () {
      this.timeout(limit(2));
      await using vm = await create({ machine, cpus: 2 });
      await has(vm, 2);
      await vm.setCpus(1);
      await has(vm, 1);
      await vm.setCpus(2);
      // The kernel leaves it to the guest's administrator to use a CPU that came.
      await eventually(
        'the second CPU is there',
        async () => {
          await inGuest(
            vm,
            'for cpu in /sys/devices/system/cpu/cpu[0-9]*/online; do echo 1 >$cpu || true; done 2>/dev/null',
          );
          return Number(await online(vm)) === 2;
        },
        SOON,
      );
      await assert.rejects(vm.setCpus(3), (error) => isVmError(error) && error.code === 'OPTION_INVALID');
    });
  }

  it('are pinned to CPUs of the host, from the beginning and later, and stay so through a reboot', async function () {
    this.timeout(limit(2));
    /** The hard affinity of each CPU, as xl says it. */
    const pins = async (vm: Vm) =>
      (await onHost(`xl vcpu-list "$1" | awk 'NR > 1 { print $(NF - 2) }'`, vm.name)).split('\n');
    const cpuInfo = async () => Number(await onHost(`xl info | sed -n 's/^nr_cpus *: //p'`));
    if ((await cpuInfo()) < 2) skipBecause(this, 'the host has one CPU only');
    await using vm = await create({ cpus: 2, cpuAffinity: [1] });
    assert.deepEqual(await pins(vm), ['1', '1']);
    await vm.pinCpus([[0], [1]]);
    assert.deepEqual(await pins(vm), ['0', '1']);
    await vm.reboot();
    assert.deepEqual(await pins(vm), ['0', '1']);
    const invalid = (error: unknown) => isVmError(error) && error.code === 'OPTION_INVALID';
    await assert.rejects(vm.pinCpus([[0]]), invalid);
    await assert.rejects(vm.pinCpus([4000]), /the host has no CPU 4000/);
    await assert.rejects(create({ cpuAffinity: [0, 4000] }), /the host has no CPU 4000/);
    assert.deepEqual(await pins(vm), ['0', '1']);
  });

  it('are shared by weight and cap, from the beginning and later', async function () {
    this.timeout(limit(1));
    await using vm = await create({ cpuShares: 512, cpuLimit: 0.5 });
    assert.deepEqual(await share(vm), [512, 50]);
    await vm.limitCpus({ cpuShares: 100 });
    assert.deepEqual(await share(vm), [100, 50]);
    await vm.limitCpus({ cpuLimit: 0 });
    assert.deepEqual(await share(vm), [100, 0]);
  });
});
