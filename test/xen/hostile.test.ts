import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isVmError, type Vm, VmError } from 'vmwright';
import { encodeFrame, encodeHeader, FrameType, MAGIC_START } from '#src/guest/wire.js';
import { eventually } from '../support/leaks.js';
import { connectTo } from '../support/targets.js';
import { hostileImage } from './support/hostile-image.js';
import { inGuest, limit, onXen } from './support/xen-target.js';

/** Milliseconds that nothing of ours may hold Node up. The machine of the tests may be busy with emulating hosts. */
const STALL = 2000;
const MS = 1e6;
const SOON = 60_000;
/** Milliseconds in which a hostile guest has booted and been at it for a while. */
const PATIENCE = 90_000;
/** Bytes of memory that Node may grow by. */
const GROWTH = 64 * 2 ** 20;

onXen('a hostile guest on the channel of the agent', ({ target, create, onHost }) => {
  const folder = mkdtempSync(join(tmpdir(), 'vmwright-hostile-'));
  const delay = monitorEventLoopDelay();
  beforeEach(() => {
    delay.reset();
    delay.enable();
  });
  afterEach(() => {
    delay.disable();
    assert.ok(delay.max < STALL * MS, `Node stood still for ${delay.max / MS} ms`);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** The agent's own guest turns on us: root there may write to the channel, too. */
  const evil: Record<string, Buffer> = {
    'a frame of 4 GiB': encodeHeader(FrameType.data, 1, 1, 0xffff_ffff),
    'frames of a stream that is not open': encodeFrame(FrameType.data, 1, 77, Buffer.alloc(1000)),
    'random bytes': randomBytes(20_000),
    'a thousand beginnings': Buffer.concat(Array.from({ length: 1000 }, () => MAGIC_START)),
  };

  const lost = (error: unknown) => isVmError(error) && /^AGENT_(PROTOCOL|LOST)$/.test(error.code);

  /** The toolstack is not held up by what the guest does on its channels. */
  async function toolstackAnswers(vm: Vm): Promise<void> {
    await vm.pause({ timeout: 30_000 });
    await vm.resume({ timeout: 30_000 });
    assert.equal(vm.state, 'running');
  }

  /** What is still under way of the noise ends the next session, too. */
  async function answers(vm: Vm): Promise<boolean> {
    try {
      return (await inGuest(vm, 'echo on')) === 'on';
    } catch (error) {
      if (lost(error)) return false;
      throw error;
    }
  }

  it('that writes into a session ends that session, and the next one works', async function () {
    this.timeout(limit(3));
    await using vm = await create();
    for (const [what, bytes] of Object.entries(evil)) {
      await vm.writeFile('/tmp/evil', bytes);
      const pending = vm.exec('sleep', ['1000']);
      const cut = assert.rejects(pending, lost, what);
      await inGuest(vm, '(sleep 1; cat /tmp/evil >/dev/hvc1) >/dev/null 2>&1 &');
      await cut;
      await toolstackAnswers(vm);
      await eventually('what it wrote is over', () => answers(vm), SOON);
    }
  });

  it('that says nothing more is given up at the end of the timeout', async function () {
    this.timeout(limit(2));
    await using vm = await create();
    // Not by us, so we do not know.
    await onHost('xl pause "$1"', vm.name);
    const silent = vm.exec('echo', ['on'], { timeout: 5000 });
    await assert.rejects(silent, (error) => isVmError(error) && error.code === 'TIMEOUT');
    await onHost('xl unpause "$1"', vm.name);
    assert.equal(await inGuest(vm, 'echo on'), 'on');
  });

  it('that is no agent at all but noise fails createVm in time, and dom0 goes on', async function () {
    this.timeout(limit(2));
    const image = await hostileImage(folder);
    const before = process.memoryUsage().rss;
    await using host = await connectTo(target);
    const creating = create({ image, timeout: PATIENCE, name: `hostile-${process.pid}` });
    const failed = assert.rejects(creating, (error) => {
      assert.ok(isVmError(error), String(error));
      assert.match(error.code, /^(TIMEOUT|AGENT_PROTOCOL|AGENT_LOST)$/);
      assert.ok(error instanceof VmError);
      assert.match(error.consoleTail ?? '', /hostile: up/);
      return true;
    });
    const listed = async () => (await host.listVms()).some(({ name }) => name === `hostile-${process.pid}`);
    while (!(await listed())) await new Promise((resolve) => setTimeout(resolve, 1000));
    await failed;
    assert.ok(!(await listed()));
    assert.equal(await onHost('xl domid "$1" 2>/dev/null || true', `hostile-${process.pid}`), '');
    const grown = process.memoryUsage().rss - before;
    assert.ok(grown < GROWTH, `Node grew by ${grown} bytes`);
  });
});
