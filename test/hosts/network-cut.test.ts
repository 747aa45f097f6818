import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, createVm, type VmEvent, type VmOptions } from 'vmwright';
import { bootId, outcome, withCode } from '../remote/support/ssh-bench.js';
import { eventually } from '../support/leaks.js';
import { skipBecause } from '../support/skip.js';
import { cannotCut, cutOff, restore } from './support/cut.js';
import { BOOT_LIMIT, type RealHost, realHosts, requireHost, sshOptions } from './support/real-host.js';
import { watchRemains } from './support/remains.js';

/** Milliseconds of silence after which the library gives a connection up in these tests. */
const SILENCE = 8000;
const CUT = 20_000;
/** Milliseconds in which everything is back once the network is: the longest pause between two attempts, and a login. */
const BACK = 60_000;

/** Reads until the text was seen. */
async function seenIn(stream: NodeJS.ReadableStream, text: string): Promise<void> {
  let tail = '';
  for await (const chunk of stream) {
    tail = `${tail}${chunk}`.slice(-4096);
    if (tail.includes(text)) return;
  }
  throw new Error(`the stream ended without ${text}`);
}

describe('the network to a real host is cut', function () {
  this.timeout(400_000);
  const nothingIsLeft = watchRemains(() => realHosts().get('kvm'));
  before(function () {
    requireHost(this, 'kvm');
    const reason = cannotCut();
    if (reason !== undefined) skipBecause(this, reason);
  });
  afterEach(() => {
    if (cannotCut() === undefined) restore();
  });
  nothingIsLeft();

  const vmOn = ({ url }: RealHost, events: VmEvent[], options: VmOptions = {}) => {
    const ssh = { ...sshOptions(), keepAlive: SILENCE };
    const onEvent = (event: VmEvent) => events.push(event);
    return createVm({
      host: url,
      ssh,
      hypervisor: 'kvm',
      memory: '192MiB',
      timeout: BOOT_LIMIT,
      onEvent,
      ...options,
    });
  };
  const happens = (events: VmEvent[], type: VmEvent['type'], times: number, within: number) =>
    eventually(
      `${type} ${times} times`,
      () => events.filter((event) => event.type === type).length >= times,
      within,
    );

  it('for 20 s: what runs fails with HOST_LOST, a detached VM lives on, another one ends', async function () {
    const real = requireHost(this, 'kvm');
    const [kept, ended]: [VmEvent[], VmEvent[]] = [[], []];
    const vm = await vmOn(real, kept, { detached: true });
    const own = await vmOn(real, ended);
    const boot = await bootId(vm);
    const running = [vm.exec('sleep', ['1000']), own.exec('sleep', ['1000'])].map(outcome);
    const broken = once((await vm.console()).resume(), 'error');
    const following = seenIn(await vm.followConsole(), 'after the cut');
    await cutOff(real);
    const since = performance.now();
    for (const { error, at } of await Promise.all(running)) {
      withCode('HOST_LOST')(error);
      assert.ok(at - since < SILENCE * 2, `told after ${at - since} ms`);
    }
    withCode('HOST_LOST')((await broken)[0]);
    assert.equal(vm.state, 'unreachable');
    withCode('HOST_LOST')((await outcome(vm.exec('true'))).error);
    assert.ok(performance.now() - since < SILENCE * 2);
    await sleep(CUT - (performance.now() - since));
    assert.deepEqual(kept.map(({ type }) => type).slice(3), ['host-lost']);
    restore();
    await happens(kept, 'ready', 2, BACK);
    assert.deepEqual(kept.map(({ type }) => type).slice(3), ['host-lost', 'host-restored', 'ready']);
    assert.equal(await bootId(vm), boot);
    await vm.exec('sh', ['-c', 'echo after the cut >/dev/console']);
    await following;
    const last = ended.at(-1);
    assert.ok(last?.type === 'crashed' && last.reason === 'host-lost', JSON.stringify(last));
    await using connection = await connect(real.url, sshOptions());
    const listed = async () => (await connection.listVms()).map(({ id }) => id);
    await eventually('the other VM is gone', async () => !(await listed()).includes(own.id), BACK);
    assert.ok((await listed()).includes(vm.id));
    await vm.destroy();
    await own.destroy();
  });

  it('for less than the library waits: nothing is lost', async function () {
    const real = requireHost(this, 'kvm');
    const events: VmEvent[] = [];
    await using vm = await vmOn(real, events, { ssh: { ...sshOptions(), keepAlive: 15_000 } });
    const counting = vm.exec('sh', ['-c', 'for i in 1 2 3 4 5 6 7 8; do echo $i; sleep 1; done']);
    counting.catch(() => {});
    await sleep(1000);
    await cutOff(real);
    await sleep(5000);
    restore();
    assert.equal((await counting).stdout, '1\n2\n3\n4\n5\n6\n7\n8\n');
    assert.deepEqual(
      events.map(({ type }) => type),
      ['created', 'booting', 'ready'],
    );
  });

  it('before anything connected: told as unreachable in the time that was asked for', async function () {
    const real = requireHost(this, 'kvm');
    await cutOff(real);
    const since = performance.now();
    const connecting = connect(real.url, { ...sshOptions(), readyTimeout: 3000 });
    const { error } = await outcome(connecting);
    assert.ok(performance.now() - since < 6000);
    withCode('HOST_UNREACHABLE')(error);
  });
});
