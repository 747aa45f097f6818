import assert from 'node:assert/strict';
import { isVmError } from 'vmwright';
import { eventually } from '../support/leaks.js';
import { connectTo } from '../support/targets.js';
import { hostPath, inGuest, limit, onXen, ownBridge } from './support/xen-target.js';

const MIB = 2 ** 20;
const SOON = 60_000;
const BRIDGE = `vmwsave${process.pid % 10_000}`;

onXen('save of a VM that was changed', ({ target, create, onHost }) => {
  ownBridge(onHost, BRIDGE);

  it('keeps its memory, its CPUs and their share', async function () {
    this.timeout(limit(2));
    const path = hostPath('changed');
    await using vm = await create({ cpus: 2 });
    await vm.setMemory('192MiB');
    await vm.setCpus(1);
    await vm.limitCpus({ cpuShares: 100, cpuLimit: 0.5 });
    const cpus = async () => (await inGuest(vm, 'nproc')) === '1';
    await eventually('the guest has let go of its CPU', cpus, SOON);
    await vm.save(path);
    await using host = await connectTo(target);
    await using restored = await host.restore(path);
    assert.equal((await restored.stats()).memoryBytes, 192 * MIB);
    assert.equal(await inGuest(restored, 'nproc'), '1');
    const share = await onHost('xl sched-credit2 -d "$1" | tail -n 1', restored.name);
    assert.match(share, /\s100\s+50$/);
  });

  it('refuses an interface that came, until it is gone', async function () {
    this.timeout(limit(1));
    const path = hostPath('interface');
    await using vm = await create();
    const mac = await vm.devices.addNetwork({ bridge: BRIDGE });
    await assert.rejects(
      vm.save(path),
      (error) => isVmError(error) && error.code === 'VM_UNSUPPORTED' && /cannot be saved/.test(error.message),
    );
    assert.equal(await inGuest(vm, 'echo on'), 'on');
    assert.equal(await onHost('ls "$1" 2>/dev/null || true', path), '');
    await vm.devices.removeNetwork(mac);
    await vm.save(path);
  });
});
