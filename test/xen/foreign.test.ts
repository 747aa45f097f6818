import assert from 'node:assert/strict';
import { isVmError, type VmErrorCode } from 'vmwright';
import { eventually } from '../support/leaks.js';
import { connectTo } from '../support/targets.js';
import { hostPath, limit, onXen } from './support/xen-target.js';

const NAME = `foreign-${process.pid}`;
const SOON = 60_000;
const withCode = (code: VmErrorCode) => (error: unknown) => isVmError(error) && error.code === code;

onXen('domains of others', ({ target, create, onHost }) => {
  beforeEach('xl makes a domain', async function () {
    this.timeout(limit(2));
    // The kernel of one of ours; without an initramfs it panics, so it starts paused.
    await using vm = await create();
    await onHost(
      `kernel=$(xl list -l "$1" | sed -n 's/.*"kernel": "\\(.*\\)",*$/\\1/p' | head -n 1)
      printf '%s\\n' "name='$2'" "type='pvh'" "memory=64" "vcpus=1" "kernel='$kernel'" "on_crash='preserve'" >"$3"
      xl create -p "$3" >/dev/null 2>&1`,
      vm.name,
      NAME,
      hostPath('foreign.cfg'),
    );
  });
  afterEach(() => onHost('xl destroy "$1" 2>/dev/null || true', NAME));

  it('are listed and marked, and nothing is theirs that is ours', async function () {
    this.timeout(limit(1));
    await using host = await connectTo(target);
    const info = (await host.listVms()).find(({ name }) => name === NAME);
    assert.ok(info?.foreign === true && info.engine === 'xen', JSON.stringify(info));
    assert.match(info.id, /^[0-9a-f-]{36}$/);
    assert.equal(info.memory, 64 * 2 ** 20);
    assert.ok(Date.now() - info.createdAt.getTime() < 3_600_000, String(info.createdAt));
    await using own = await create();
    const now = await host.listVms();
    assert.equal(now.find(({ id }) => id === own.id)?.foreign, false);
    assert.equal(now.filter(({ name }) => name === own.name).length, 1);
  });

  it('can be paused, resumed, measured and destroyed', async function () {
    this.timeout(limit(1));
    await using host = await connectTo(target);
    await using vm = await host.getVm(NAME);
    assert.equal(vm.state, 'paused');
    await assert.rejects(vm.exec('true'), withCode('VM_STATE'));
    await vm.resume();
    assert.equal(vm.state, 'running');
    await assert.rejects(vm.exec('true'), withCode('AGENT_MISSING'));
    await assert.rejects(vm.console(), withCode('VM_UNSUPPORTED'));
    await vm.pause();
    assert.ok((await vm.stats()).memoryBytes > 60 * 2 ** 20);
    await vm.destroy();
    assert.equal(await onHost('xl domid "$1" 2>/dev/null || true', NAME), '');
  });

  it('outlive us, and their end is told', async function () {
    this.timeout(limit(1));
    await using host = await connectTo(target);
    {
      await using vm = await host.getVm(NAME);
      assert.equal(vm.name, NAME);
    }
    assert.notEqual(await onHost('xl domid "$1"', NAME), '');
    await using vm = await host.getVm(NAME);
    await onHost('xl destroy "$1"', NAME);
    await eventually('the end is told', () => vm.state === 'stopped', SOON);
  });
});
