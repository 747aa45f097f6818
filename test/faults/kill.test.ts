import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createVm, isVmError, type Vm, type VmErrorCode } from 'vmwright';
import { eventually } from '../support/leaks.js';
import { assertNothingLeft, leftovers } from '../support/root-hooks.js';

/** Kills the VM's process on the host the hard way. */
async function killVmProcess(id: string): Promise<void> {
  const info = (await (await connect()).listVms()).find((each) => each.id === id);
  assert.ok(info?.pid !== undefined, 'the VM is listed with its pid');
  process.kill(info.pid, 'SIGKILL');
}

async function killOnlyVm(): Promise<void> {
  const vms = await (await connect()).listVms();
  assert.equal(vms.length, 1);
  for (const vm of vms) await killVmProcess(vm.id);
}

/** Expects the code within a second of `act`. */
async function cutShort(
  work: Promise<unknown>,
  act: () => Promise<unknown>,
  code: VmErrorCode,
): Promise<void> {
  work.catch(() => {});
  await act();
  const start = performance.now();
  await assert.rejects(work, (error) => {
    assert.ok(isVmError(error), String(error));
    assert.equal(error.code, code, error.message);
    return true;
  });
  assert.ok(performance.now() - start < 1000, 'told within a second');
}

describe('killing things', () => {
  afterEach(assertNothingLeft);

  it('QEMU killed during boot', async () => {
    let killed: Promise<void> | undefined;
    const onEvent = (event: { type: string }) => {
      if (event.type === 'booting') killed = killOnlyVm();
    };
    await assert.rejects(createVm({ onEvent }), (error) => {
      assert.ok(isVmError(error) && error.code === 'VM_KILLED', String(error));
      assert.match(error.message, /before it was ready/);
      return true;
    });
    await killed;
  });

  it('QEMU killed during exec', async () => {
    await using vm = await createVm();
    await vm.exec('true');
    await cutShort(vm.exec('sleep', ['1000']), () => killVmProcess(vm.id), 'VM_KILLED');
    assert.equal(vm.state, 'crashed');
    await assert.rejects(vm.exec('true'), (error) => isVmError(error) && error.code === 'VM_KILLED');
  });

  it('QEMU killed during a copy', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'vmwright-copy-'));
    try {
      await writeFile(join(dir, 'big'), Buffer.alloc(150 * 2 ** 20));
      await using vm = await createVm();
      await cutShort(vm.copyIn(join(dir, 'big'), '/tmp/big'), () => killVmProcess(vm.id), 'VM_KILLED');
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });

  it('Node killed (-9): QEMU and its files go with it', async () => {
    const script = `import('vmwright').then(async ({ createVm }) => {
      const vm = await createVm(); console.log(vm.id); await vm.exec('sleep', ['1000']); })`;
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    assert.ok(leftovers().length > 0, 'the VM runs');
    child.kill('SIGKILL');
    await once(child, 'exit');
    await eventually('the VM is gone', () => leftovers().length === 0, 1500);
  });

  it('Node killed (-9) while creating', async function () {
    this.timeout(120_000);
    for (const delay of [150, 250, 350, 500, 900]) {
      const child = spawn(process.execPath, ['-e', "import('vmwright').then((v) => v.createVm())"], {
        stdio: 'ignore',
      });
      await new Promise((resolve) => setTimeout(resolve, delay));
      child.kill('SIGKILL');
      await once(child, 'exit');
      await (await connect()).listVms(); // clears what a creator left that died before its VM ran
      await eventually(`nothing is left after ${delay} ms`, () => leftovers().length === 0, 1500);
    }
  });

  it('a Node program that forgets to destroy its VM ends it by ending', async () => {
    const script = `import('vmwright').then(async ({ createVm }) => { await createVm(); process.exit(0); })`;
    const child = spawn(process.execPath, ['-e', script], { stdio: 'inherit' });
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });
});

describe('abort and rivals', () => {
  afterEach(assertNothingLeft);

  it('abort at every phase of createVm leaves nothing', async function () {
    this.timeout(180_000);
    for (const delay of [0, 5, 20, 50, 100, 200, 400, 800, 1200, 1600]) {
      const controller = new AbortController();
      const creating = createVm({ signal: controller.signal }).then(
        async (vm: Vm) => vm.destroy(),
        (error) => assert.ok(isVmError(error) && error.code === 'ABORTED', String(error)),
      );
      await new Promise((resolve) => setTimeout(resolve, delay));
      const start = performance.now();
      controller.abort();
      await creating;
      assert.ok(performance.now() - start < 1500, `abort after ${delay} ms took effect at once`);
      await assertNothingLeft();
    }
  });

  it('two creators of the same name: one wins', async () => {
    const both = await Promise.allSettled([createVm({ name: 'twin' }), createVm({ name: 'twin' })]);
    const won = both.filter((each) => each.status === 'fulfilled');
    const [lost] = both.filter((each) => each.status === 'rejected');
    assert.equal(won.length, 1);
    assert.ok(isVmError(lost?.reason) && lost.reason.code === 'VM_NAME_TAKEN');
    await Promise.all(won.map(({ value }) => value.destroy()));
    await (await createVm({ name: 'twin' })).destroy(); // the name is free again
  });
});
