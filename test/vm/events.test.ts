import assert from 'node:assert/strict';
import { isVmError, type VmEvent } from 'vmwright';
import { guestPids } from '../support/guest.js';
import { eventually } from '../support/leaks.js';
import { onEveryTarget, sharedVm } from '../support/targets.js';

onEveryTarget('events', (target) => {
  const told: VmEvent[] = [];
  const vm = sharedVm(target, { onEvent: (event) => told.push(event) });
  const types = () => told.map(({ type }) => type);
  const readyAgain = (before: number) =>
    eventually('it is ready again', () => types().slice(before).includes('ready'), 60_000);

  it('tell of a pause and of what follows', async () => {
    assert.deepEqual(types().slice(0, 3), ['created', 'booting', 'ready']);
    const before = told.length;
    await vm().pause();
    await vm().resume();
    assert.deepEqual(types().slice(before), ['paused', 'resumed']);
    for (const [index, { at }] of told.entries()) assert.ok(at >= (told[index - 1]?.at ?? new Date(0)));
  });

  it('tell of a lost agent: the running command fails, the next one works', async () => {
    const before = told.length;
    const agent = (await guestPids(vm(), 'vmwright-agent')).at(-1);
    const script = `kill -9 ${agent}; sleep 1000`;
    await assert.rejects(vm().exec('sh', ['-c', script], { timeout: 60_000 }), (error) => {
      assert.ok(isVmError(error) && error.code === 'AGENT_LOST', String(error));
      return true;
    });
    assert.equal((await vm().exec('echo', ['back'], { timeout: 60_000 })).stdout, 'back\n');
    await readyAgain(before);
    assert.deepEqual(types().slice(before), ['agent-lost', 'ready']);
  });

  it('tell of a reboot', async () => {
    const before = told.length;
    await vm().reboot({ timeout: 300_000 });
    await readyAgain(before);
    assert.deepEqual(types().slice(before), ['rebooted', 'ready']);
  });

  it('reach an iterator that starts late, from the first one on, and end with the VM', async () => {
    const all = (async () => {
      const seen: string[] = [];
      for await (const { type } of vm().events()) seen.push(type);
      return seen;
    })();
    await vm().destroy();
    assert.equal(types().at(-1), 'stopped');
    assert.deepEqual(await all, types());
    const last = told.at(-1);
    assert.ok(last?.type === 'stopped' && last.reason === 'destroyed');
  });
});
