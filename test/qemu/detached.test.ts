import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { VmSpec } from '#src/engine/vm-spec.js';
import { call, consoleShows, nextEvent, processesOf, QemuBench, soon, withCode } from './support/bench.js';

describe('qemu engine: detached and attached', function () {
  this.timeout(60_000);
  let bench: QemuBench;
  beforeEach(async () => {
    bench = await QemuBench.open();
  });
  afterEach(() => bench.close());

  /** Another program that creates this VM, lets go of it in the given way, and ends. */
  async function createElsewhere(spec: VmSpec, ending: 'release' | 'exit' | 'unkept'): Promise<void> {
    const source = `
      import { runOperation } from '#src/core/operation.js';
      import { createQemuEngine } from '#src/qemu/index.js';
      import { LocalRunner } from '#src/remote/local-runner.js';
      const engine = createQemuEngine({ probeKvm: async () => ({ usable: false, reason: 'not tested here' }) });
      const spec = ${JSON.stringify(spec)};
      const machine = await runOperation('create', {}, (op) => engine.create(new LocalRunner(), spec, op));
      if (${ending !== 'unkept'}) await runOperation('keep', {}, (op) => machine.keep(op));
      if (${ending === 'release'}) await machine.release();
      else process.exit(0);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['ignore', 2, 2] });
    const [code] = (await once(child, 'exit')) as [number];
    assert.equal(code, 0);
  }

  for (const ending of ['release', 'exit'] as const) {
    it(`a detached VM outlives its creator (${ending}) and is found again`, async () => {
      const spec = bench.spec('stay', { detached: true, name: 'bob' });
      await createElsewhere(spec, ending);
      assert.deepEqual(await bench.listed(), [spec.id]);
      const machine = await bench.attach(spec.id);
      assert.deepEqual(machine.spec, spec);
      await consoleShows(machine, 'GUEST-READY');
      await call((op) => machine.pause(op));
      const second = await bench.attach(spec.id);
      assert.equal(second.state, 'paused');
      const ended = nextEvent(second, 'ended');
      await machine.destroy();
      assert.equal((await ended).reason, 'destroyed');
      assert.deepEqual(await bench.listed(), []);
    });
  }

  it('a detached VM that its creator did not keep ends with it', async () => {
    await createElsewhere(bench.spec('stay', { detached: true, name: 'bob' }), 'unkept');
    await soon('nothing is left', async () => (await bench.leftovers()).length === 0);
    assert.deepEqual(await bench.listed(), []);
  });

  it('takes three programs besides the creator, and lets a slot go again', async () => {
    const machine = await bench.create(bench.spec('stay'));
    const others = await Promise.all([1, 2, 3].map(() => bench.attach(machine.spec.id)));
    await assert.rejects(bench.attach(machine.spec.id), withCode('VM_BUSY'));
    await others[0]?.release();
    const again = await bench.attach(machine.spec.id);
    const stream = await call((op) => again.agentStream(op));
    stream.destroy();
    const ends = [...others.slice(1), again].map((other) => nextEvent(other, 'ended'));
    await assert.rejects(machine.release(), withCode('VM_STATE'));
    await machine.destroy();
    for (const { reason } of await Promise.all(ends))
      assert.ok(reason === 'killed' || reason === 'destroyed', reason);
  });

  it('destroys a VM that another program created and holds', async () => {
    const machine = await bench.create(bench.spec('stay'));
    const other = await bench.attach(machine.spec.id);
    const ended = nextEvent(machine, 'ended');
    await other.destroy();
    assert.equal((await ended).detail, 'another program destroyed it');
    await machine.destroy();
  });

  it('keeps the console of a detached VM that ended until somebody looks', async () => {
    const spec = bench.spec('off', { detached: true });
    const machine = await bench.create(spec);
    await nextEvent(machine, 'ended');
    assert.match(await machine.consoleTail(1000), /GUEST-OFF/);
    await machine.release();
    assert.deepEqual(await bench.leftovers(), [spec.id]);
    assert.deepEqual(await bench.listed(), []);
    assert.deepEqual(await bench.leftovers(), []);
    assert.match(await machine.consoleTail(1000), /GUEST-OFF/);
  });

  it('tells an attached program when QEMU is killed', async () => {
    const spec = bench.spec('stay', { detached: true });
    await createElsewhere(spec, 'exit');
    const machine = await bench.attach(spec.id);
    process.kill(await bench.pidOf(spec.id), 'SIGKILL');
    await soon('the end is known', () => machine.end !== undefined);
    assert.equal(machine.end?.reason, 'killed');
    await soon('no process is left', () => processesOf(spec.id).length === 0);
    await assert.rejects(bench.attach(spec.id), withCode('VM_NOT_FOUND'));
  });

  it('does not find what was listed and is gone since', async () => {
    const machine = await bench.create(bench.spec('stay'));
    assert.deepEqual(await bench.listed(), [machine.spec.id]);
    const other = await bench.attach(machine.spec.id);
    await other.release();
    await machine.destroy();
    await assert.rejects(bench.attach(machine.spec.id), withCode('VM_NOT_FOUND'));
  });

  it('does not find what never was', async () => {
    await assert.rejects(bench.attach('vm-none'), withCode('VM_NOT_FOUND'));
  });
});
