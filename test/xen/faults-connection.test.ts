import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { createVm, isVmError } from 'vmwright';
import { eventually } from '../support/leaks.js';
import { ownSshd } from './support/own-sshd.js';
import { nothingIsLeft } from './support/remains.js';
import { hostPath, limit, onXen } from './support/xen-target.js';

const GONE = 60_000;
const lost = (error: unknown) => {
  assert.ok(isVmError(error) && error.code === 'HOST_LOST', String(error));
  return true;
};

onXen('the connection to the host breaks', (place) => {
  const { target, onHost } = place;
  const server = ownSshd(target);

  const create = (name: string) =>
    createVm({
      ...target.options,
      host: server().url,
      ssh: server().options(),
      network: 'none',
      memory: '256MiB',
      name,
    });
  const vanishes = () =>
    eventually('nothing is left', async () => (await server().remains()).length === 0, GONE).catch(async () =>
      assert.deepEqual(await server().remains(), []),
    );

  for (const seconds of [0, 1, 4]) {
    it(`${seconds} s after the toolstack has started`, async function () {
      this.timeout(limit(1));
      const name = `unplugged-${process.pid}-${seconds}`;
      const creating = create(name);
      creating.catch(() => {});
      const run = server().path('run', 'names', `=${name}`);
      const wait = 'until [ -s "$1/pid" ]; do sleep 0.05; done; basename "$(readlink "$1")"; sleep "$2"';
      const id = (await server().run(wait, run, String(seconds))).trim();
      await server().killSessions();
      await assert.rejects(creating, lost);
      await vanishes();
      await nothingIsLeft(place, id);
    });
  }

  it('while a VM is saved: there is no file', async function () {
    this.timeout(limit(1));
    const path = hostPath('unplugged');
    const vm = await create(`unplugged-${process.pid}-save`);
    const saving = vm.save(path);
    saving.catch(() => {});
    await sleep(700);
    await server().killSessions();
    await assert.rejects(saving);
    await vanishes();
    await nothingIsLeft(place, vm.id);
    assert.equal(await onHost('ls "$1" 2>/dev/null || true', path), '');
  });
});
