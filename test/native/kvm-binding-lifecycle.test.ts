import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { KvmEvent, type KvmExit } from 'vmwright/kvm';
import { eventually, fdCount } from '../support/leaks.js';
import { collectGarbage } from './support/memory-use.js';
import { code, requireKvm, runToType, SUITE_LIMIT, type TinyGuest, tinyGuest } from './support/tiny-guest.js';

const ENDLESS = code('ebfe'); // jmp to itself
const SUPPORT = new URL('./support/tiny-guest.js', import.meta.url).href;

const threads = (): number => readdirSync('/proc/self/task').length;

/** Descriptors of KVM that this process has. */
function kvmFds(): number {
  return readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return /kvm/.test(readlinkSync(`/proc/self/fd/${fd}`));
    } catch {
      return false; // the descriptor of this very listing
    }
  }).length;
}

describe('KVM binding: stopping a guest', function () {
  this.timeout(SUITE_LIMIT);
  let guest: TinyGuest;
  before(function () {
    requireKvm(this);
  });
  beforeEach(() => {
    guest = tinyGuest(ENDLESS);
  });
  afterEach(() => guest?.[Symbol.dispose]());

  it('ends the run under way', async () => {
    const running = guest.vcpu.run();
    await sleep(20);
    guest.vcpu.stop();
    assert.deepEqual(await running, { type: 'interrupted' });
  });

  it('ends the next run, and only that', async () => {
    guest.vcpu.stop();
    guest.vcpu.stop();
    assert.equal((await guest.vcpu.run()).type, 'interrupted');
    await assert.rejects(guest.vcpu.run({ timeout: 30 }), { code: 'TIMEOUT' });
  });

  it('hundreds of times', async () => {
    for (let i = 0; i < 300; i++) {
      const running = guest.vcpu.run();
      if (i % 2 === 0) await new Promise(setImmediate);
      guest.vcpu.stop();
      assert.equal((await running).type, 'interrupted');
    }
  });

  it('that waits for an interrupt in the kernel', async () => {
    using halted = tinyGuest(code('f4'), { irqchip: true });
    const running = halted.vcpu.run();
    await sleep(20);
    halted.vcpu.stop();
    assert.equal((await running).type, 'interrupted');
  });

  it('by a signal, after which it runs on', async () => {
    const controller = new AbortController();
    const running = guest.vcpu.run({ signal: controller.signal });
    setTimeout(() => controller.abort(), 10);
    await assert.rejects(running, { code: 'ABORTED', name: 'AbortError' });
    guest.memory.bytes.set(code('e6 80'), 0x1000);
    assert.equal((await runToType(guest.vcpu, 'io-out')).port, 0x80);
  });

  it('by a signal that was aborted before', async () => {
    await assert.rejects(guest.vcpu.run({ signal: AbortSignal.abort() }), { code: 'ABORTED' });
    await assert.rejects(guest.vcpu.exits({ signal: AbortSignal.abort() }).next(), { code: 'ABORTED' });
    await assert.rejects(guest.vcpu.serve({}, { signal: AbortSignal.abort() }), { code: 'ABORTED' });
  });

  it('by a deadline of a loop that handles exits', async () => {
    using busy = tinyGuest(code('e6 80', 'ebfc')); // out 0x80, al; jmp to the out
    let count = 0;
    const serving = busy.vcpu.serve({ 'io-out': () => void count++ }, { timeout: 300 });
    await assert.rejects(serving, { code: 'TIMEOUT' });
    assert.ok(count > 1, `${count} exits`);
  });

  it('an iterator ends without error', async () => {
    using busy = tinyGuest(code('e6 80', 'ebfc'));
    let count = 0;
    for await (const exit of busy.vcpu.exits()) {
      assert.equal(exit.type, 'io-out');
      if (++count === 5) busy.vcpu.stop();
    }
    assert.equal(count, 5);
  });

  it('an exit that comes with the abort is not lost', async () => {
    using busy = tinyGuest(code('e4 80', 'ebfc')); // in al, 0x80; jmp to the in
    for (let i = 0; i < 200; i++) {
      const controller = new AbortController();
      const running = busy.vcpu.run({ signal: controller.signal });
      if (i % 2 === 0) await new Promise(setImmediate);
      controller.abort();
      await running.catch((error: { code: string }) => assert.equal(error.code, 'ABORTED'));
      const exit: KvmExit = await busy.vcpu.run();
      assert.equal(exit.type, 'io-in'); // neither stopped by the old abort nor anything else
    }
  });
});

describe('KVM binding: life and death', function () {
  this.timeout(SUITE_LIMIT);
  before(function () {
    requireKvm(this);
  });

  it('every call on a closed object says so', () => {
    const guest = tinyGuest(ENDLESS);
    const { kvm, vm, vcpu } = guest;
    guest[Symbol.dispose]();
    for (const call of [
      () => kvm.apiVersion(),
      () => kvm.createVm(),
      () => vm.createVcpu(1),
      () => vm.setTssAddr(0),
      () => vcpu.getRegs(),
      () => vcpu.stop(),
    ]) {
      assert.throws(call, { code: 'VM_STATE', message: /is closed$/, remedy: /close\(\)/ });
    }
  });

  it('a run of a closed vCPU rejects', async () => {
    const guest = tinyGuest(ENDLESS);
    guest[Symbol.dispose]();
    await assert.rejects(guest.vcpu.run(), { code: 'VM_STATE' });
  });

  it('close may be called again', () => {
    const guest = tinyGuest(ENDLESS);
    for (let i = 0; i < 2; i++) {
      guest.vcpu.close();
      guest[Symbol.dispose]();
    }
  });

  it('close in flight ends the guest and rejects its run', async () => {
    const before = [threads(), kvmFds()];
    for (let i = 0; i < 20; i++) {
      const guest = tinyGuest(ENDLESS);
      const running = guest.vcpu.run();
      if (i % 2 === 0) await sleep(2);
      guest[Symbol.dispose]();
      await assert.rejects(running, { code: 'VM_STOPPED' });
    }
    assert.deepEqual([threads(), kvmFds()], before);
  });

  it('while it runs, other calls are refused and do not wait', async () => {
    using guest = tinyGuest(ENDLESS);
    const running = guest.vcpu.run();
    assert.throws(() => guest.vcpu.getRegs(), {
      code: 'VM_STATE',
      message: 'the vCPU runs',
      remedy: /stop\(\)/,
    });
    await assert.rejects(guest.vcpu.run(), { code: 'VM_STATE' });
    guest.vcpu.stop();
    await running;
    guest.vcpu.getRegs();
  });

  it('a vCPU outlives the objects of its VM', async () => {
    const guest = tinyGuest(code('e6 80', 'f4'));
    guest.kvm.close();
    await runToType(guest.vcpu, 'io-out');
    guest[Symbol.dispose]();
  });

  it('an event may be closed while it is assigned', () => {
    using guest = tinyGuest(ENDLESS, { irqchip: true });
    const event = new KvmEvent();
    guest.vm.assignIrqfd(event, 4);
    event.close();
  });

  it('the garbage collector ends what nobody has any more', async () => {
    const before = fdCount();
    const threadsBefore = threads();
    await (async () => {
      for (let i = 0; i < 20; i++) {
        const guest = tinyGuest(code('e6 80', 'f4'), { irqchip: true });
        await runToType(guest.vcpu, 'io-out'); // its thread is there
        guest.vm.assignIrqfd(new KvmEvent(), 4);
        const event = new KvmEvent();
        const waiting = event.wait();
        event.signal();
        await waiting; // its place in the event loop is there
      }
    })();
    await eventually(
      'threads and descriptors are gone',
      () => {
        collectGarbage();
        return threads() <= threadsBefore && fdCount() <= before + 1;
      },
      30_000,
    );
  });

  it('a guest that runs is not garbage', async () => {
    const running = (() => tinyGuest(code('e4 81', 'f4')).vcpu.run())();
    collectGarbage();
    await sleep(10);
    collectGarbage();
    assert.equal((await running).type, 'io-in');
  });

  for (const [how, end] of [
    ['ends by itself', ''],
    ['calls process.exit', 'setTimeout(() => process.exit(0), 30);'],
    ['throws', "setTimeout(() => { throw new Error('mine') }, 30);"],
  ] as const) {
    it(`a worker thread ${how} while its guest runs`, async () => {
      const before = [threads(), kvmFds()];
      const text = `
        import('${SUPPORT}').then(async ({ tinyGuest, code }) => {
          const { KvmEvent } = await import('vmwright/kvm');
          const first = tinyGuest(code('ebfe'));
          const second = tinyGuest(code('e6 80', 'ebfc'));
          void first.vcpu.run().catch(() => {});
          void second.vcpu.serve({ 'io-out': () => {} }).catch(() => {});
          const event = new KvmEvent();
          void event.wait().catch(() => {});
          ${end}
          require('node:worker_threads').parentPort.postMessage('runs');
        });`;
      for (let i = 0; i < 3; i++) {
        const worker = new Worker(text, { eval: true, execArgv: [] });
        worker.on('error', (error) => assert.equal(error.message, 'mine'));
        await new Promise((resolve) => worker.once('message', resolve));
        const exited = new Promise((resolve) => worker.once('exit', resolve));
        if (end === '') await worker.terminate();
        await exited;
      }
      await eventually(
        'threads and descriptors are gone',
        () => threads() <= (before[0] ?? 0) && kvmFds() <= (before[1] ?? 0),
      );
    });
  }

  it('works in a worker thread', async () => {
    const text = `
      import('${SUPPORT}').then(async ({ tinyGuest, code }) => {
        const guest = tinyGuest(code('b0 21', 'e6 80', 'f4'));
        const exit = await guest.vcpu.run();
        require('node:worker_threads').parentPort.postMessage(exit.data[0]);
      });`;
    const worker = new Worker(text, { eval: true, execArgv: [] });
    const exited = new Promise((resolve) => worker.once('exit', resolve));
    assert.equal(await new Promise((resolve) => worker.once('message', resolve)), 0x21);
    assert.equal(await exited, 0); // a guest that does not run keeps no thread alive
  });

  const SCRIPT = `
    const { tinyGuest, code } = await import('${SUPPORT}');
    const guest = tinyGuest(code('ebfe'));
    const running = guest.vcpu.run();
    running.catch(() => {});`;

  for (const [how, text, status] of [
    ['process.exit', `${SCRIPT} setTimeout(() => process.exit(7), 20);`, 7],
    ['process.exit in the same turn', `${SCRIPT} process.exit(7);`, 7],
    ['an uncaught exception', `${SCRIPT} setTimeout(() => { throw new Error('mine'); }, 20);`, 1],
    [
      'stop(), and nothing else to do',
      `${SCRIPT} setTimeout(() => guest.vcpu.stop(), 20); await running;`,
      0,
    ],
    ['nothing that runs', `${SCRIPT.replace('guest.vcpu.run()', 'Promise.resolve()')}`, 0],
  ] as const) {
    it(`the process ends by ${how}`, () => {
      const args = ['--input-type=module', '--eval', text];
      const result = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 40_000 });
      assert.deepEqual([result.signal, result.status], [null, status], result.stderr);
    });
  }
});
