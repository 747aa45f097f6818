import assert from 'node:assert/strict';
import { isVmError } from 'vmwright';
import { inGuest, limit, onXen } from './support/xen-target.js';

onXen('a VM that is made paused', ({ create, onHost }) => {
  it('boots when it is resumed, and not before', async function () {
    this.timeout(limit(2));
    const told: string[] = [];
    await using vm = await create({ paused: true, onEvent: ({ type }) => told.push(type) });
    assert.equal(vm.state, 'paused');
    assert.match(await onHost('xl list "$1" | tail -n 1', vm.name), / --p---\s+0\.0$/);
    await assert.rejects(vm.exec('true'), (error) => isVmError(error) && error.code === 'VM_STATE');
    assert.equal(await vm.consoleLog(), '');
    await vm.resume();
    assert.equal(await inGuest(vm, 'echo up'), 'up');
    assert.equal(vm.state, 'running');
    assert.deepEqual(told.slice(0, 4), ['created', 'booting', 'ready', 'resumed']);
  });
});
