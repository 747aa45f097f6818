import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DiskOptions, type Host, isVmError, type Vm, type VmErrorCode, type VmEvent } from 'vmwright';
import { eventually } from '../support/leaks.js';
import { skipBecause } from '../support/skip.js';
import { connectTo } from '../support/targets.js';
import { atPhase, nothingIsLeft } from './support/remains.js';
import { inGuest, limit, onXen } from './support/xen-target.js';

const MIB = 2 ** 20;
const BOOT_ID = 'cat /proc/sys/kernel/random/boot_id';

const withCode = (code: VmErrorCode) => (error: unknown) => {
  assert.ok(isVmError(error) && error.code === code, String(error));
  return true;
};

onXen('live migration', (place) => {
  const { target, onHost } = place;
  // All of its memory goes through ssh, twice, on one emulated CPU.
  const create = (options: Parameters<typeof place.create>[0] = {}) =>
    place.create({ memory: '128MiB', ...options });
  const folder = mkdtempSync(join(tmpdir(), 'vmwright-migrate-'));
  const disk = join(folder, 'data.raw');
  before(() => writeFileSync(disk, randomBytes(MIB)));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const name = (what: string) => `moved-${what}-${process.pid}`;
  let host: Host | undefined;
  const there = (): Host => {
    assert.ok(host !== undefined);
    return host;
  };
  before('connects to the host that the VMs go to', async function () {
    this.timeout(limit(1));
    host = await connectTo(target);
  });
  after(() => host?.close());

  const goesOn = async (vm: Vm, bootId: string) => {
    assert.equal(vm.state, 'running');
    assert.equal(await inGuest(vm, BOOT_ID), bootId);
  };
  const noneNamed = async (taken: string) =>
    assert.equal(await onHost('xl list "$1" 2>/dev/null | tail -n +2', taken), '');

  it('memory, processes and disks go on where they were', async function () {
    this.timeout(limit(4));
    const disks: DiskOptions[] = [{ path: disk, access: 'read' }];
    const vm = await create({ disks, labels: { a: 'b' }, detached: true, name: name('before') });
    let moved: Vm | undefined;
    try {
      await inGuest(vm, 'dd if=/dev/urandom of=/tmp/file bs=1M count=8 2>&1');
      // In the background: what the agent started for a session ends with it.
      await inGuest(vm, '(while :; do echo >>/tmp/ticks; sleep 1; done) >/dev/null 2>&1 &');
      const facts = 'sha256sum </tmp/file; sha256sum </dev/xvda; cat /proc/sys/kernel/random/boot_id';
      const known = await inGuest(vm, facts);
      const last = new Promise<VmEvent>((resolve) => vm.on('stopped', resolve));
      moved = await vm.migrate(there(), { name: name('after') });

      assert.equal(vm.state, 'stopped');
      const end = await last;
      assert.ok(end.type === 'stopped' && end.reason === 'migrated', JSON.stringify(end));
      await assert.rejects(vm.exec('true'), withCode('VM_STOPPED'));
      await nothingIsLeft(place, vm.id);

      assert.notEqual(moved.id, vm.id);
      assert.equal(moved.name, name('after'));
      assert.deepEqual([moved.labels, moved.detached, moved.state], [{ a: 'b' }, true, 'running']);
      assert.equal(await inGuest(moved, facts), known);
      const ticks = async (from: Vm) => Number(await inGuest(from, 'wc -l </tmp/ticks'));
      const before = await ticks(moved);
      await sleep(3000);
      assert.ok((await ticks(moved)) > before);
      await inGuest(moved, 'echo heard-on-the-console >/dev/console');
      assert.match(await moved.consoleLog(), /heard-on-the-console/);
      await moved.reboot();
      assert.equal(await inGuest(moved, 'ls /tmp/ticks 2>/dev/null || echo none'), 'none');
    } finally {
      await moved?.destroy();
      await vm.destroy();
    }
    await nothingIsLeft(place, moved.id);
  });

  it('an interface on a bridge and the memory that was taken from it go along; one that was added does not', async function () {
    this.timeout(limit(3));
    const bridge = `vmwmig${process.pid % 10_000}`;
    await onHost(
      'ip link add "$1" type bridge; ip addr add 10.78.0.1/24 dev "$1"; ip link set "$1" up',
      bridge,
    );
    try {
      await using vm = await create({ memory: '160MiB', network: { bridge } });
      const ping = (from: Vm) => inGuest(from, 'ping -c 1 -W 20 10.78.0.1');
      await inGuest(vm, 'ip link set eth0 up; ip addr add 10.78.0.2/24 dev eth0');
      await ping(vm);
      const mac = await vm.devices.addNetwork({ bridge });
      await assert.rejects(vm.migrate(there(), { name: name('added') }), withCode('VM_UNSUPPORTED'));
      await vm.devices.removeNetwork(mac);
      await vm.setMemory('128MiB');
      const less = async (from: Vm) => (await from.stats()).memoryBytes === 128 * MIB;
      await eventually('the guest gave memory', () => less(vm), 30_000);
      await using moved = await vm.migrate(there(), { name: name('bridged') });
      await ping(moved);
      assert.equal((await moved.stats()).memoryBytes, 128 * MIB);
    } finally {
      await onHost('ip link del "$1"', bridge);
    }
  });

  it('what keeps it from moving is told before anything moves', async function () {
    this.timeout(limit(2));
    await using vm = await create({ name: name('taken') });
    const bootId = await inGuest(vm, BOOT_ID);
    await assert.rejects(vm.migrate(there()), withCode('VM_NAME_TAKEN'));
    await goesOn(vm, bootId);
    // @ts-expect-error: a URL is no host
    await assert.rejects(vm.migrate('ssh://root@elsewhere'), withCode('OPTION_INVALID'));
    const aborted = { name: name('never'), signal: AbortSignal.abort() };
    await assert.rejects(vm.migrate(there(), aborted), withCode('ABORTED'));
    await vm.pause();
    await assert.rejects(vm.migrate(there(), { name: name('paused') }), withCode('VM_STATE'));
    await vm.resume();
    await goesOn(vm, bootId);
  });

  it('a VM that writes to a disk of its own stays', async function () {
    this.timeout(limit(1));
    await using vm = await create({ disks: [{ path: disk }] });
    await assert.rejects(vm.migrate(there(), { name: name('disk') }), withCode('VM_UNSUPPORTED'));
    assert.equal(vm.state, 'running');
  });

  it('a PV guest stays where Xen cannot log what it writes', async function () {
    this.timeout(limit(1));
    const { engines } = await there().capabilities();
    const support = engines.find(({ engine }) => engine === 'xen');
    assert.ok(support?.features.migrate.supported && support.migration?.pvh.supported);
    if (support.migration?.pv.supported === true) skipBecause(this, 'this Xen has shadow paging');
    await using vm = await create({ machine: 'pv' });
    await assert.rejects(vm.migrate(there(), { name: name('pv') }), withCode('VM_UNSUPPORTED'));
    assert.equal(vm.state, 'running');
  });

  it('too little memory there is told before anything moves', async function () {
    this.timeout(limit(2));
    const free = Number(await onHost("xl info | sed -n 's/^free_memory *: //p'"));
    await using vm = await create({ memory: Math.floor(free * 0.6) * MIB });
    const bootId = await inGuest(vm, BOOT_ID);
    await assert.rejects(vm.migrate(there(), { name: name('large') }), withCode('MEMORY_FULL'));
    await goesOn(vm, bootId);
    await noneNamed(name('large'));
  });

  it('an abort leaves nothing there, and the guest goes on', async function () {
    this.timeout(limit(3));
    await using vm = await create();
    const bootId = await inGuest(vm, BOOT_ID);
    for (const delay of [300, 1500, 3000]) {
      const moving = vm.migrate(there(), {
        name: name(`aborted-${delay}`),
        signal: AbortSignal.timeout(delay),
      });
      await assert.rejects(moving, withCode('TIMEOUT'));
      await goesOn(vm, bootId);
      await noneNamed(name(`aborted-${delay}`));
    }
    await using moved = await vm.migrate(there(), { name: name('at-last') });
    await goesOn(moved, bootId);
  });

  for (const seconds of [0.5, 2, 4]) {
    it(`the guest goes on when its new toolstack is killed after ${seconds} s`, async function () {
      this.timeout(limit(2));
      const named = name(`killed-${seconds * 10}`);
      await using vm = await create();
      const bootId = await inGuest(vm, BOOT_ID);
      const moving = vm.migrate(there(), { name: named });
      moving.catch(() => {});
      const id = await atPhase(place, named, seconds, 'kill -KILL "$pid"');
      await assert.rejects(
        moving,
        (error) => isVmError(error) && /goes on|vmwright-toolstack/.test(error.message),
      );
      await goesOn(vm, bootId);
      await nothingIsLeft(place, id);
    });
  }

  it('a guest that stands still already goes on, and can reboot, when its new toolstack dies', async function () {
    this.timeout(limit(3));
    const named = name('late');
    await using vm = await create({ name: name('early') });
    const bootId = await inGuest(vm, BOOT_ID);
    const moving = vm.migrate(there(), { name: named });
    moving.catch(() => {});
    // It never says that it has the guest: only its helper, which reads the memory, goes on.
    const stop = 'until pgrep -P "$pid" libxl-save >/dev/null; do sleep 0.1; done; kill -STOP "$pid"';
    const id = await atPhase(place, named, 0, stop);
    const suspended = `for i in $(seq 900); do
      case $(xl list "$1" | tail -n 1 | awk '{ print $5 }') in ???s*) exit 0 ;; esac
      sleep 0.2
    done; xl list >&2; exit 1`;
    await onHost(suspended, vm.name);
    await onHost('kill -KILL "$(cat "/run/vmwright/$1/pid")"', id);
    await assert.rejects(moving, (error) => isVmError(error) && /goes on/.test(error.message));
    await goesOn(vm, bootId);
    await nothingIsLeft(place, id);
    await vm.reboot();
    assert.notEqual(await inGuest(vm, BOOT_ID), bootId);
  });

  it('a detached VM goes on when the program that migrates it is killed', async function () {
    this.timeout(limit(3));
    const [stays, goes] = [name('stays'), name('goes')];
    const vm = await create({ name: stays, detached: true });
    try {
      const bootId = await inGuest(vm, BOOT_ID);
      const { host: url, ssh } = target.options;
      const source = `import { connect } from 'vmwright';
        const host = await connect(${JSON.stringify(url ?? 'local')}, ${JSON.stringify(ssh ?? {})});
        await (await host.getVm('${stays}')).migrate(host, { name: '${goes}' });`;
      const child = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: 'ignore' });
      const id = await atPhase(place, goes, 4);
      child.kill('SIGKILL');
      await nothingIsLeft(place, id);
      await goesOn(vm, bootId);
    } finally {
      await vm.destroy();
    }
  });

  it('a VM that is killed while it is migrated is not there either', async function () {
    this.timeout(limit(2));
    const named = name('source-killed');
    await using vm = await create();
    const moving = vm.migrate(there(), { name: named });
    moving.catch(() => {});
    const id = await atPhase(place, named, 2);
    await onHost('kill -KILL "$(cat "/run/vmwright/$1/pid")"', vm.id);
    await assert.rejects(moving, withCode('VM_KILLED'));
    await nothingIsLeft(place, id);
    await nothingIsLeft(place, vm.id);
  });
});
