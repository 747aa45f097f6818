import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isVmError, type XenGuestType } from 'vmwright';
import { connectTo } from '../support/targets.js';
import { hostPath, inGuest, limit, onXen } from './support/xen-target.js';

const MIB = 2 ** 20;

onXen('save and restore', ({ target, create, onHost }) => {
  const folder = mkdtempSync(join(tmpdir(), 'vmwright-save-'));
  const disk = join(folder, 'data.raw');
  before(() => writeFileSync(disk, randomBytes(2 * MIB)));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const exists = async (path: string) =>
    (await onHost('ls -A "$(dirname "$1")" | grep -c "$(basename "$1")" || true', path)) !== '0';

  for (const machine of ['pvh', 'pv'] as const satisfies readonly XenGuestType[]) {
    it(`${machine}: processes, files and disks go on where they were, twice`, async function () {
      this.timeout(limit(4));
      const path = hostPath(`saved-${machine}`);
      const vm = await create({ machine, disks: [{ path: disk }], labels: { a: 'b' } });
      let sum = '';
      try {
        await inGuest(
          vm,
          'echo kept >/tmp/file; dd if=/dev/zero of=/dev/xvda bs=4096 count=1 conv=notrunc,fsync 2>&1',
        );
        sum = await inGuest(vm, 'sha256sum </dev/xvda');
        // In the background: what the agent started for a session ends with it.
        await inGuest(vm, '(while :; do echo >>/tmp/ticks; sleep 1; done) >/dev/null 2>&1 &');
        await vm.save(path);
        assert.equal(vm.state, 'stopped');
      } finally {
        await vm.destroy();
      }
      await using host = await connectTo(target);
      for (const name of [undefined, `again-${process.pid}-${machine}`]) {
        await using restored = await host.restore(path, name === undefined ? {} : { name });
        assert.notEqual(restored.id, vm.id);
        if (name !== undefined) assert.equal(restored.name, name);
        assert.deepEqual(restored.labels, { a: 'b' });
        assert.equal(await inGuest(restored, 'cat /tmp/file'), 'kept');
        assert.equal(await inGuest(restored, 'echo 3 >/proc/sys/vm/drop_caches; sha256sum </dev/xvda'), sum);
        const ticks = async () => Number(await inGuest(restored, 'wc -l </tmp/ticks'));
        const before = await ticks();
        await inGuest(restored, 'sleep 3');
        assert.ok((await ticks()) > before);
      }
    });
  }

  it('a file that is there already is refused, and the VM goes on', async function () {
    this.timeout(limit(1));
    const path = hostPath('taken');
    await onHost('echo mine >"$1"', path);
    await using vm = await create();
    await assert.rejects(vm.save(path), /exists already/);
    assert.equal(await inGuest(vm, 'echo on'), 'on');
    assert.equal(await onHost('cat "$1"', path), 'mine');
  });

  it('an abort leaves no file, and the VM goes on', async function () {
    this.timeout(limit(2));
    const path = hostPath('aborted');
    await using vm = await create();
    for (const delay of [50, 300, 1000]) {
      const saving = vm.save(path, { signal: AbortSignal.timeout(delay) });
      await assert.rejects(saving, (error) => isVmError(error) && error.code === 'TIMEOUT');
      assert.ok(!(await exists(path)));
      assert.equal(await inGuest(vm, 'echo on'), 'on');
    }
  });

  it('a VM that is killed while it is saved leaves no file', async function () {
    this.timeout(limit(1));
    const path = hostPath('killed');
    await using vm = await create();
    const saving = vm.save(path);
    saving.catch(() => {});
    await onHost('sleep 0.5; kill -KILL "$(cat "/run/vmwright/$1/pid")"', vm.id);
    await assert.rejects(saving, (error) => isVmError(error) && error.code === 'VM_KILLED');
    assert.ok(!(await exists(path)));
  });

  it('what is no saved VM is refused', async () => {
    await using host = await connectTo(target);
    const code = (expected: string) => (error: unknown) => isVmError(error) && error.code === expected;
    await assert.rejects(host.restore('/no/such/file'), code('IMAGE_NOT_FOUND'));
    await assert.rejects(host.restore('/etc/passwd'), code('IMAGE_INVALID'));
    await assert.rejects(host.restore('relative'), code('OPTION_INVALID'));
  });
});
