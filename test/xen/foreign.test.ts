import assert from 'node:assert/strict';
import { isVmError, type VmErrorCode } from 'vmwright';
import { eventually } from '../support/leaks.js';
import { connectTo } from '../support/targets.js';
import { hostPath, limit, onXen } from './support/xen-target.js';

const NAME = `foreign-${process.pid}`;
const SOON = 60_000;
const MIB = 2 ** 20;
const withCode = (code: VmErrorCode) => (error: unknown) => isVmError(error) && error.code === code;

onXen('domains of others', ({ target, create, onHost }) => {
  const boot = { kernel: '', ramdisk: '' };
  before('looks what one of ours boots', async function () {
    this.timeout(limit(1));
    await using vm = await create();
    const file = (key: string) =>
      onHost(`xl list -l "$1" | sed -n 's/.*"'"$2"'": "\\(.*\\)",*$/\\1/p' | head -n 1`, vm.name, key);
    boot.kernel = await file('kernel');
    boot.ramdisk = await file('ramdisk');
  });
  /** Without an initramfs the kernel panics, so it starts paused. */
  const make = (flags: string, ...settings: string[]) =>
    onHost(
      `file=$1 flags=$2; shift 2
      printf '%s\\n' "type='pvh'" "vcpus=1" "on_crash='preserve'" "$@" >"$file"
      xl create $flags "$file" </dev/null >/dev/null 2>&1`,
      hostPath('foreign.cfg'),
      flags,
      ...[`name='${NAME}'`, `kernel='${boot.kernel}'`, ...settings],
    );
  const domid = () => onHost('xl domid "$1" 2>/dev/null || true', NAME);
  beforeEach('xl makes a domain', async function () {
    this.timeout(limit(1));
    await make('-p', 'memory=64');
  });
  afterEach(() => onHost('xl destroy "$1" 2>/dev/null || true; rm -f "/var/log/xen/xl-$1".log*', NAME));

  it('are listed and marked, and nothing is theirs that is ours', async function () {
    this.timeout(limit(1));
    await using host = await connectTo(target);
    const info = (await host.listVms()).find(({ name }) => name === NAME);
    assert.ok(info?.foreign === true && info.engine === 'xen', JSON.stringify(info));
    assert.match(info.id, /^[0-9a-f-]{36}$/);
    assert.equal(info.memory, 64 * MIB);
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
    assert.ok((await vm.stats()).memoryBytes > 60 * MIB);
    await vm.destroy();
    assert.equal(await domid(), '');
  });

  it('outlive us, and their end is told', async function () {
    this.timeout(limit(1));
    await using host = await connectTo(target);
    {
      await using vm = await host.getVm(NAME);
      assert.equal(vm.name, NAME);
    }
    assert.notEqual(await domid(), '');
    await using vm = await host.getVm(NAME);
    await onHost('xl destroy "$1"', NAME);
    await eventually('the end is told', () => vm.state === 'stopped', SOON);
  });

  it('are the same when they reboot', async function () {
    this.timeout(limit(2));
    await onHost('xl destroy "$1"', NAME);
    const ramdisk = `ramdisk='${boot.ramdisk}'`;
    await make('', 'memory=192', ramdisk, "extra='console=hvc0'", "on_reboot='restart'");
    await using host = await connectTo(target);
    await using vm = await host.getVm(NAME);
    const told: string[] = [];
    vm.on('rebooted', ({ type }) => told.push(type));
    const first = await domid();
    const another = async () => {
      // The guest may not have begun to listen.
      await onHost('xl reboot "$1" 2>/dev/null; sleep 3', NAME);
      return ![first, ''].includes(await domid());
    };
    await eventually('xl makes the next domain', another, limit(1));
    await eventually('the reboot is told', () => told.length > 0, SOON);
    assert.deepEqual([vm.state, told], ['running', ['rebooted']]);
    await vm.pause();
    assert.ok((await vm.stats()).memoryBytes > 180 * MIB);
    await vm.destroy();
    assert.equal(await domid(), '');
  });

  it('have figures of their block devices', async function () {
    this.timeout(limit(1));
    await onHost('xl destroy "$1"', NAME);
    const device = await onHost('truncate -s 1M "$1"; losetup -f --show "$1"', hostPath('disk'));
    try {
      await make('-p', 'memory=64', `disk=['format=raw,vdev=xvda,access=ro,target=${device}']`);
    } finally {
      await onHost('losetup -d "$1"', device); // as soon as nobody uses it
    }
    await using host = await connectTo(target);
    await using vm = await host.getVm(NAME);
    assert.deepEqual((await vm.stats()).disks, [{ readBytes: 0, writeBytes: 0 }]);
  });

  it('never are ours, also while one is made and ends', async function () {
    this.timeout(limit(2));
    await using host = await connectTo(target);
    const name = `own-${process.pid}`;
    const life = new AbortController();
    const whole = create({ name })
      .then((vm) => vm.destroy())
      .finally(() => life.abort());
    const taken: string[] = [];
    while (!life.signal.aborted) {
      const found = await host.listVms();
      taken.push(...found.filter((vm) => vm.foreign && vm.name !== NAME).map((vm) => vm.name));
    }
    await whole;
    assert.deepEqual(taken, []);
  });
});
