import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { isVmError, type VmErrorCode } from 'vmwright';
import { atPhase, nothingIsLeft, PHASES } from './support/remains.js';
import { limit, onXen } from './support/xen-target.js';

/** Milliseconds in which an end is told, on a busy emulated host as well. */
const PROMPT = 20_000;

const withCode = (code: VmErrorCode) => (error: unknown) => {
  assert.ok(isVmError(error) && error.code === code, String(error));
  return true;
};

onXen('cut short at every phase', (place) => {
  const { target, create, onHost } = place;
  let child: ChildProcess | undefined;
  afterEach(() => {
    child?.kill('SIGKILL');
    child = undefined;
  });

  for (const seconds of PHASES) {
    const name = (what: string) => `${what}-${process.pid}-${seconds * 10}`;

    it(`the toolstack is killed after ${seconds} s`, async function () {
      this.timeout(limit(1));
      const creating = create({ name: name('killed') });
      creating.catch(() => {});
      const id = await atPhase(place, name('killed'), seconds, 'kill -KILL "$pid"');
      await assert.rejects(creating, withCode('VM_KILLED'));
      await nothingIsLeft(place, id);
    });

    it(`create is aborted after ${seconds} s`, async function () {
      this.timeout(limit(1));
      const controller = new AbortController();
      const creating = create({ name: name('aborted'), signal: controller.signal });
      creating.catch(() => {});
      const id = await atPhase(place, name('aborted'), seconds);
      const since = performance.now();
      controller.abort();
      await assert.rejects(creating, withCode('ABORTED'));
      assert.ok(performance.now() - since < PROMPT, 'told at once');
      await nothingIsLeft(place, id);
    });

    it(`the program that creates is killed after ${seconds} s`, async function () {
      this.timeout(limit(1));
      const options = { ...target.options, network: 'none', memory: '256MiB', name: name('creator') };
      const source = `import { createVm } from 'vmwright'; await createVm(${JSON.stringify(options)});`;
      child = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: 'ignore' });
      const id = await atPhase(place, name('creator'), seconds);
      child.kill('SIGKILL');
      await nothingIsLeft(place, id);
    });
  }

  it('the toolstack is killed while it destroys the domain', async function () {
    this.timeout(limit(3));
    for (const delay of [0, 300]) {
      await using vm = await create();
      const destroying = vm.destroy();
      await sleep(delay);
      await onHost('kill -KILL "$(cat "/run/vmwright/$1/pid")" 2>/dev/null || true', vm.id);
      await destroying;
      await nothingIsLeft(place, vm.id);
    }
  });
});
