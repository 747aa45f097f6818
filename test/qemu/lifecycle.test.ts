import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Machine } from '#src/engine/engine.js';
import { call, consoleShows, nextEvent, QemuBench, withCode } from './support/bench.js';

describe('qemu engine: a machine from start to end', function () {
  this.timeout(60_000);
  let bench: QemuBench;
  let machine: Machine | undefined;
  beforeEach(async () => {
    bench = await QemuBench.open();
  });
  afterEach(async () => {
    await machine?.destroy();
    machine = undefined;
    await bench.close();
  });

  it('runs, pauses, resumes, answers about itself and is destroyed', async () => {
    const vm = await bench.create(bench.spec('stay', { name: 'bob' }));
    machine = vm;
    assert.equal(vm.state, 'running');
    assert.equal(vm.hypervisor, 'emulated');
    const seen: string[] = [];
    vm.events.onAny(({ type }) => seen.push(type));
    await call((op) => vm.pause(op));
    assert.equal(vm.state, 'paused');
    await call((op) => vm.resume(op));
    assert.equal(vm.state, 'running');
    const stats = await call((op) => vm.stats(op));
    assert.ok(stats.residentBytes > 2 ** 20);
    assert.ok(stats.cpuSeconds >= 0);
    const [summary] = await call((op) => bench.engine.list(bench.runner, op));
    assert.deepEqual(summary?.spec, vm.spec);
    assert.equal(summary?.pid, await bench.pidOf(vm.spec.id));
    await Promise.all([vm.destroy(), vm.destroy()]);
    assert.deepEqual(seen, ['paused', 'resumed', 'ended']);
    assert.equal(vm.end?.reason, 'destroyed');
    await assert.rejects(
      call((op) => vm.pause(op)),
      withCode('VM_STOPPED'),
    );
    assert.deepEqual(await bench.listed(), []);
  });

  it('gives the console both ways to one program at a time', async () => {
    const vm = await bench.create(bench.spec('stay'));
    machine = vm;
    await consoleShows(vm, 'GUEST-READY');
    const stream = await call((op) => vm.consoleStream(op));
    await assert.rejects(
      call((op) => vm.consoleStream(op)),
      withCode('VM_BUSY'),
    );
    stream.write('hello\n');
    await consoleShows(vm, 'guest got hello');
    stream.destroy();
    await once(stream, 'close');
    const again = await call((op) => vm.consoleStream(op)).catch(() => undefined);
    again?.destroy();
    assert.match(await vm.consoleTail(4096), /guest got hello/);
  });

  it('connects to the agent channel before the guest listens', async () => {
    const vm = await bench.create(bench.spec('stay'));
    machine = vm;
    const stream = await call((op) => vm.agentStream(op));
    stream.write('waits for the guest');
    stream.destroy();
  });

  it('tells that the guest powered off, and follows the console to its very end', async () => {
    const vm = await bench.create(bench.spec('off'));
    machine = vm;
    const shown = consoleShows(vm, 'reboot: Power down');
    const ended = await nextEvent(vm, 'ended');
    assert.deepEqual(ended, {
      type: 'ended',
      state: 'stopped',
      reason: 'guest-shutdown',
      detail: 'the guest powered off',
    });
    assert.match(await shown, /GUEST-OFF/);
    assert.match(await vm.consoleTail(1000), /Power down/);
    assert.equal(vm.state, 'stopped');
    await assert.rejects(
      call((op) => vm.stats(op)),
      withCode('VM_STOPPED', /powered off/),
    );
  });

  it('tells a guest reboot and a reset', async () => {
    const vm = await bench.create(bench.spec('reboot'));
    machine = vm;
    await nextEvent(vm, 'rebooted');
    await nextEvent(vm, 'rebooted');
    const rebooted = nextEvent(vm, 'rebooted');
    await call((op) => vm.reset(op));
    await rebooted;
    assert.equal(vm.state, 'running');
  });

  it('tells a kernel panic with the line of the kernel', async () => {
    const vm = await bench.create(bench.spec('exit'));
    machine = vm;
    const ended = await nextEvent(vm, 'ended');
    assert.equal(ended.state, 'crashed');
    assert.equal(ended.reason, 'panic');
    assert.match(ended.detail, /^Kernel panic - not syncing: Attempted to kill init/);
    await assert.rejects(
      call((op) => vm.agentStream(op)),
      withCode('VM_CRASHED', /kill init/),
    );
  });

  it('tells why the first program of the guest gave up', async () => {
    const vm = await bench.create(bench.spec('fatal'));
    machine = vm;
    const ended = await nextEvent(vm, 'ended');
    assert.deepEqual(ended, { type: 'ended', state: 'crashed', reason: 'failed', detail: 'no root disk' });
  });
});
