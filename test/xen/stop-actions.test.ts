import assert from 'node:assert/strict';
import { isVmError, type Vm, type VmEvent } from 'vmwright';
import { eventually } from '../support/leaks.js';
import { hostPath, inGuest, limit, onXen } from './support/xen-target.js';

const CRASH = 'echo c > /proc/sysrq-trigger';
const PROMPT = 30_000;

onXen('stop actions', ({ create, onHost }) => {
  const next = <T extends VmEvent['type']>(vm: Vm, type: T) =>
    new Promise<Extract<VmEvent, { type: T }>>((resolve) => vm.on(type, resolve));

  it('onReboot destroy: a reboot ends the VM', async function () {
    this.timeout(limit(1));
    await using vm = await create({ onReboot: 'destroy' });
    const ended = Promise.race([next(vm, 'crashed'), next(vm, 'stopped')]);
    await vm.exec('sh', ['-c', 'reboot -f &']).catch(() => {});
    const { type, detail } = await ended;
    assert.equal(type, 'stopped', detail);
  });

  it('onPoweroff restart: the guest starts again, as it was made', async function () {
    this.timeout(limit(2));
    await using vm = await create({ onPoweroff: 'restart' });
    const ready = next(vm, 'ready');
    await inGuest(vm, 'touch /tmp/before');
    await vm.exec('sh', ['-c', 'poweroff -f &']).catch(() => {});
    await ready;
    assert.equal(await inGuest(vm, 'ls /tmp/before 2>/dev/null || echo none'), 'none');
  });

  it('onCrash restart: the guest starts again', async function () {
    this.timeout(limit(2));
    await using vm = await create({ onCrash: 'restart' });
    const ready = next(vm, 'ready');
    await vm.exec('sh', ['-c', CRASH]).catch(() => {});
    await ready;
    assert.equal(await inGuest(vm, 'echo back'), 'back');
  });

  it('onCrash preserve: what was under way ends, and its memory can be read', async function () {
    this.timeout(limit(4)); // libxenlight maps page by page, which an emulated host does slowly
    await using vm = await create({ onCrash: 'preserve', memory: '128MiB' });
    const halted = next(vm, 'halted');
    const running = vm.exec('sleep', ['1000']);
    running.catch(() => {});
    await vm.exec('sh', ['-c', CRASH]).catch(() => {});
    assert.equal((await halted).reason, 'panic');
    assert.equal(vm.state, 'halted');
    await assert.rejects(running, (error) => isVmError(error) && error.code === 'VM_CRASHED');
    await assert.rejects(vm.exec('true'), (error) => isVmError(error) && error.code === 'VM_STATE');
    const path = hostPath('core');
    await vm.dumpCore(path);
    // ELF, 64 bit, little-endian; as large as the guest's memory at least.
    assert.equal(await onHost('head -c 6 "$1" | od -An -tx1 | tr -d " "', path), '7f454c460201');
    assert.ok(Number(await onHost('stat -c %s "$1"', path)) > 100 * 2 ** 20);
    await vm.destroy();
    await eventually(
      'the domain is gone',
      async () => (await onHost('xl domid "$1" 2>/dev/null || true', vm.name)) === '',
      PROMPT,
    );
  });
});
