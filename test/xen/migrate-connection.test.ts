import assert from 'node:assert/strict';
import { connect, isVmError } from 'vmwright';
import { eventually } from '../support/leaks.js';
import { ownSshd } from './support/own-sshd.js';
import { nothingIsLeft } from './support/remains.js';
import { inGuest, limit, onXen } from './support/xen-target.js';

const GONE = 60_000;
const BOOT_ID = 'cat /proc/sys/kernel/random/boot_id';

onXen('live migration over two connections', (place) => {
  const { target, create } = place;
  const server = ownSshd(target);

  it('the guest goes on when the connection to its new host breaks, and reaches it later', async function () {
    this.timeout(limit(3));
    await using vm = await create({ memory: '128MiB' });
    const bootId = await inGuest(vm, BOOT_ID);
    const name = `unplugged-${process.pid}`;
    const host = await connect(server().url, server().options());
    const moving = vm.migrate(host, { name });
    moving.catch(() => {});
    const run = server().path('run', 'names', `=${name}`);
    const wait = 'until [ -s "$1/pid" ]; do sleep 0.05; done; basename "$(readlink "$1")"; sleep 2';
    const id = (await server().run(wait, run)).trim();
    await server().killSessions();
    await assert.rejects(moving, (error) => isVmError(error) && error.code === 'HOST_LOST');
    assert.equal(await inGuest(vm, BOOT_ID), bootId);
    await host.close();
    const remains = () => server().remains();
    await eventually('nothing is left', async () => (await remains()).length === 0, GONE).catch(async () =>
      assert.deepEqual(await remains(), []),
    );
    await nothingIsLeft(place, id);

    await using again = await connect(server().url, server().options());
    await using moved = await vm.migrate(again, { name });
    assert.equal(await inGuest(moved, BOOT_ID), bootId);
    assert.equal(vm.state, 'stopped');
    await moved.destroy();
  });
});
