import assert from 'node:assert/strict';
import { isVmError, type XenGuestType } from 'vmwright';
import { inGuest, limit, onXen } from './support/xen-target.js';

const TYPES: readonly XenGuestType[] = ['pv', 'pvh'];

onXen('types of guests', ({ create, onHost }) => {
  for (const machine of TYPES) {
    it(`${machine}: commands, files, a reboot and a shutdown`, async function () {
      this.timeout(limit(2));
      await using vm = await create({ machine });
      assert.equal(await inGuest(vm, 'cat /sys/hypervisor/guest_type'), machine.toUpperCase());
      const data = Buffer.from(Array.from({ length: 20_000 }, (_, index) => index % 251));
      await vm.writeFile('/tmp/data', data);
      assert.ok((await vm.readFile('/tmp/data')).equals(data));
      const bootId = () => inGuest(vm, 'cat /proc/sys/kernel/random/boot_id');
      const first = await bootId();
      await vm.reboot();
      assert.notEqual(await bootId(), first);
      await vm.stop();
      assert.equal(vm.state, 'stopped');
    });

    it(`${machine}: a panic is a crash, with its line`, async function () {
      this.timeout(limit(1));
      await using vm = await create({ machine });
      await vm.exec('sh', ['-c', 'echo c > /proc/sysrq-trigger']).catch(() => {});
      await assert.rejects(vm.exec('true'), (error) => {
        assert.ok(isVmError(error) && error.code === 'VM_CRASHED', String(error));
        assert.match(error.message, /sysrq triggered crash/i);
        return true;
      });
    });
  }

  it('a kernel in an HVM guest is refused', () =>
    assert.rejects(
      create({ machine: 'hvm' }),
      (error) => isVmError(error) && error.code === 'VM_UNSUPPORTED' && /HVM guests/.test(error.message),
    ));

  it('lays over the domain what libxenlight has and we have no word for', async function () {
    this.timeout(limit(1));
    await using vm = await create({ libxl: { c_info: { xsdata: { 'vmwright-test': 'hello' } } } });
    const read = 'xenstore-read "/local/domain/$(xl domid "$1")/vmwright-test"';
    assert.equal(await onHost(read, vm.name), 'hello');
  });

  it('says which member libxenlight does not know', async () => {
    await assert.rejects(create({ libxl: { b_info: { max_vcpu: 1 } } }), (error) => {
      assert.ok(isVmError(error) && error.code === 'OPTION_INVALID', String(error));
      assert.match(error.message, /max_vcpu/);
      return true;
    });
  });
});
