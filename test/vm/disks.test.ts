import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVm, isVmError, type Vm, type VmOptions } from 'vmwright';
import { onEveryTarget } from '../support/targets.js';

const MIB = 2 ** 20;

onEveryTarget('disks', (target) => {
  const folder = mkdtempSync(join(tmpdir(), 'vmwright-disks-'));
  const path = join(folder, 'data.raw');
  const contents = randomBytes(2 * MIB);
  before(() => writeFileSync(path, contents));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const create = (disks: VmOptions['disks'] = []) => createVm({ ...target.options, disks });
  /** Scripts name disks as virtio does; Xen's have other names. */
  const named = (vm: Vm, script: string) =>
    vm.hypervisor === 'xen' ? script.replace(/\bvd(?=[a-z]\b)/g, 'xvd') : script;
  const run = async (vm: Vm, script: string) =>
    (await vm.exec('sh', ['-c', named(vm, script)], { check: true, timeout: 60_000 })).stdout.trim();
  const digest = (vm: Vm, disk: string) => run(vm, `sha256sum <${disk} | cut -d ' ' -f 1`);
  /** Writes zeros over the second MiB, through to the disk. */
  const WRITE = 'dd if=/dev/zero of=/dev/vda bs=1M seek=1 count=1 conv=notrunc,fsync 2>&1';

  it('keeps what the guest writes out of an overlaid file, and forgets it with the VM', async () => {
    let first = '';
    {
      await using vm = await create([{ path }]);
      first = await digest(vm, '/dev/vda');
      await run(vm, `${WRITE}; echo 3 >/proc/sys/vm/drop_caches`);
      assert.notEqual(await digest(vm, '/dev/vda'), first);
      assert.equal(await run(vm, 'dd if=/dev/vda bs=1M skip=1 2>/dev/null | tr -d "\\0" | wc -c'), '0');
      const [stats] = (await vm.stats()).disks;
      assert.ok((stats?.writeBytes ?? 0) >= MIB && (stats?.readBytes ?? 0) >= 2 * MIB, JSON.stringify(stats));
    }
    await using again = await create([{ path }]);
    assert.equal(await digest(again, '/dev/vda'), first);
    assert.ok(readFileSync(path).equals(contents));
  });

  it('shows an overlay larger than its file, and several disks in their order', async () => {
    const second = join(folder, 'second.raw');
    writeFileSync(second, Buffer.alloc(MIB, 'b'));
    await using vm = await create([{ path, size: '64MiB' }, { path: second }]);
    assert.equal(await run(vm, 'cat /sys/block/vda/size /sys/block/vdb/size'), `${64 * 2048}\n2048`);
    await run(vm, 'dd if=/dev/vdb of=/dev/vda bs=1M seek=63 conv=notrunc,fsync 2>&1');
    assert.equal(await run(vm, 'dd if=/dev/vda bs=1M skip=63 2>/dev/null | tr -d b | wc -c'), '0');
    assert.equal(
      await run(vm, 'dd if=/dev/vda bs=1M skip=2 count=61 2>/dev/null | tr -d "\\0" | wc -c'),
      '0',
    );
  });

  it('lets the guest not write to a disk that is only to be read', async () => {
    await using vm = await create([{ path, access: 'read' }]);
    assert.equal(await run(vm, 'cat /sys/block/vda/ro'), '1');
    assert.notEqual((await vm.exec('sh', ['-c', named(vm, WRITE)])).exitCode, 0);
  });

  it('writes to the file itself when asked to, or says that it is on another machine', async () => {
    const own = join(folder, 'own.raw');
    writeFileSync(own, contents);
    const disks: VmOptions['disks'] = [{ path: own, access: 'write' }];
    if (target.options.host !== undefined)
      return assert.rejects(create(disks), (error) => isVmError(error) && error.code === 'VM_UNSUPPORTED');
    await using vm = await create(disks);
    await run(vm, WRITE);
    await vm.stop();
    const now = readFileSync(own);
    assert.ok(now.subarray(0, MIB).equals(contents.subarray(0, MIB)));
    assert.ok(now.subarray(MIB).equals(Buffer.alloc(MIB)));
  });

  it('keep what was written when the guest reboots', async () => {
    await using vm = await create([{ path, size: '64MiB' }]);
    await run(vm, 'printf kept | dd of=/dev/vda conv=notrunc,fsync 2>&1');
    await vm.reboot();
    assert.equal(await run(vm, 'dd if=/dev/vda bs=4 count=1 2>/dev/null'), 'kept');
  });
});
