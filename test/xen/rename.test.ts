import assert from 'node:assert/strict';
import { isVmError, type Vm } from 'vmwright';
import { connectTo } from '../support/targets.js';
import { nothingIsLeft } from './support/remains.js';
import { inGuest, limit, onXen } from './support/xen-target.js';

const FIRST = `first-${process.pid}`;
const SECOND = `second-${process.pid}`;
const THIRD = `third-${process.pid}`;
const taken = (error: unknown) => isVmError(error) && error.code === 'VM_NAME_TAKEN';

onXen('renaming', (place) => {
  const { target, create, onHost } = place;
  const domid = (name: string) => onHost('xl domid "$1" 2>/dev/null || true', name);
  const folder = (name: string) => onHost('readlink "/run/vmwright/names/=$1" || true', name);

  /** Everything that knows a VM by its name knows the new one, and only that. */
  async function isNamed(vm: Vm, name: string, old: string): Promise<void> {
    assert.equal(vm.name, name);
    assert.notEqual(await domid(name), '');
    assert.equal(await domid(old), '');
    assert.equal(await folder(name), `/run/vmwright/${vm.id}`);
    assert.equal(await folder(old), '');
    await using host = await connectTo(target);
    const found = (await host.listVms()).filter(({ id }) => id === vm.id);
    assert.deepEqual(
      found.map((info) => [info.name, info.foreign]),
      [[name, false]],
    );
    await using same = await host.getVm(name, { ready: false });
    assert.equal(same.id, vm.id);
  }

  it('stays through a reboot, and frees the old name', async function () {
    this.timeout(limit(4));
    const vm = await create({ name: FIRST });
    try {
      await vm.rename(SECOND);
      await isNamed(vm, SECOND, FIRST);
      await vm.rename(SECOND);
      await vm.reboot();
      await isNamed(vm, SECOND, FIRST);
      assert.equal(await inGuest(vm, 'echo on'), 'on');
      await using other = await create({ name: FIRST, paused: true });
      await assert.rejects(vm.rename(FIRST), taken);
      await assert.rejects(other.rename(SECOND), taken);
      assert.deepEqual([vm.name, other.name], [SECOND, FIRST]);
      assert.equal(await folder(SECOND), `/run/vmwright/${vm.id}`);
      await assert.rejects(vm.rename(''), (error) => isVmError(error) && error.code === 'OPTION_INVALID');
    } finally {
      await vm.destroy();
    }
    assert.equal(await domid(SECOND), '');
    await nothingIsLeft(place, vm.id);
  });

  it('works for domains of others, whose names are taken as well', async function () {
    this.timeout(limit(3));
    await using own = await create({ name: FIRST, paused: true });
    const kernel = await onHost(
      `xl list -l "$1" | sed -n 's/.*"kernel": "\\(.*\\)",*$/\\1/p' | head -n 1`,
      FIRST,
    );
    await onHost(
      `file=$(mktemp); printf '%s\\n' "type='pvh'" "memory=64" "name='$1'" "kernel='$2'" >"$file"
      xl create -p "$file" </dev/null >/dev/null 2>&1; rm -f "$file"`,
      SECOND,
      kernel,
    );
    try {
      await using host = await connectTo(target);
      await using vm = await host.getVm(SECOND);
      await assert.rejects(own.rename(SECOND), taken);
      assert.equal(await folder(SECOND), '');
      await assert.rejects(vm.rename(FIRST), taken);
      await vm.rename(THIRD);
      assert.equal(vm.name, THIRD);
      assert.notEqual(await domid(THIRD), '');
      assert.ok((await host.listVms()).some(({ name, foreign }) => foreign && name === THIRD));
    } finally {
      await onHost(
        'for name; do xl destroy "$name" 2>/dev/null; rm -f "/var/log/xen/xl-$name".log*; done; true',
        SECOND,
        THIRD,
      );
    }
  });
});
