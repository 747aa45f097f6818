import assert from 'node:assert/strict';
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { probeKvm } from '#src/native/kvm-probe.js';
import { eventually } from '../support/leaks.js';
import { kvmMissing } from '../support/local-kvm.js';
import { skipBecause } from '../support/skip.js';
import { VmmProcess, Workshop } from './support/vmm.js';

interface Stats {
  readonly residentBytes: number;
  readonly guestMemoryBytes: number;
  readonly cpuNs: number;
  readonly startToGuestNs: number;
  readonly exits: { readonly portWrites: number; readonly total: number };
  readonly jail: {
    readonly jailed: boolean;
    readonly namespaces?: readonly string[];
    readonly emptyRoot?: boolean;
    readonly uid?: number;
    readonly missing?: readonly string[];
  };
}

/** Starts a program with a root that is not that of its mount namespace: such a one may have no user namespace. */
const inOtherRoot = (folder: string) => {
  const enter = 'cd "$0" && exec "$@"';
  const script = `mkdir root && mount --rbind / root && exec chroot root sh -c '${enter}' "$0" "$@"`;
  return ['unshare', '--mount', 'sh', '-c', script, folder];
};

/** Fields of the status of a user's processes. */
function statusesOf(uid: number): Map<string, string>[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/status`, 'utf8')];
      } catch {
        return []; // it has ended
      }
    })
    .map((text) => new Map(text.split('\n').map((line) => line.split(/:\s*/, 2) as [string, string])))
    .filter((status) => Number(status.get('Uid')?.split('\t')[0]) === uid);
}

describe('vmwright-vmm with tiny guests', function () {
  this.timeout(60_000);
  const workshop = new Workshop();
  const running: VmmProcess[] = [];

  before(function () {
    const reason = kvmMissing();
    if (reason !== undefined) skipBecause(this, reason);
  });
  afterEach(async () => {
    for (const vmm of running.splice(0)) await vmm.end();
  });
  after(() => workshop.remove());

  function start(guest: string, config: Readonly<Record<string, unknown>> = {}): VmmProcess {
    return startWith({ kernel: workshop.guest(guest), ...config });
  }

  function startWith(config: Readonly<Record<string, unknown>>): VmmProcess {
    const vmm = new VmmProcess(workshop, config);
    running.push(vmm);
    return vmm;
  }

  it('ends when the guest switches itself off', async () => {
    const vmm = start('power-off');
    const { data } = await vmm.qmp.event('SHUTDOWN');
    assert.deepEqual([data?.guest, data?.reason], [true, 'guest-shutdown']);
    assert.deepEqual(await vmm.exited, { code: 0, signal: null });
    assert.equal(vmm.console, 'hi');
  });

  it('boots the guest again when it resets itself', async () => {
    const vmm = start('reset');
    for (let i = 0; i < 3; i += 1) assert.equal((await vmm.qmp.event('RESET')).data?.guest, true);
    await vmm.until('rrr');
  });

  it('tells a triple fault from other ends', async function () {
    const vmm = start('triple-fault');
    const { data } = await vmm.qmp.event('SHUTDOWN');
    const { usable, reason } = await probeKvm();
    if (!usable && data?.reason === 'host-error') skipBecause(this, `this KVM cannot do it: ${reason}`);
    assert.equal(data?.reason, 'guest-triple-fault');
    assert.equal((await vmm.exited).code, 0);
  });

  it('tells that the guest panicked', async () => {
    const vmm = start('panic');
    await vmm.qmp.event('GUEST_PANICKED');
    assert.equal((await vmm.qmp.event('SHUTDOWN')).data?.reason, 'guest-panic');
    assert.equal((await vmm.exited).code, 0);
  });

  it('resets on command', async () => {
    const vmm = start('halt');
    await vmm.until('z');
    await vmm.qmp.ask('system_reset');
    await vmm.until('zz');
  });

  it('pauses and goes on, a thousand times', async () => {
    const vmm = start('noise');
    await vmm.until('n');
    for (let i = 0; i < 1000; i += 1) {
      await vmm.qmp.ask('stop');
      await vmm.qmp.ask('cont');
    }
    await vmm.qmp.ask('stop');
    assert.deepEqual(await vmm.qmp.ask('query-status'), { running: false, status: 'paused' });
    await sleep(50); // what the guest had written before reaches the log
    const written = vmm.console.length;
    await sleep(200);
    assert.equal(vmm.console.length, written);
    await vmm.qmp.ask('cont');
    await eventually('it writes again', () => vmm.console.length > written, 10_000);
  });

  for (const guest of ['halt', 'spin', 'hammer', 'noise'] as const) {
    it(`quits whatever the guest does: ${guest}`, async () => {
      const vmm = start(guest);
      await vmm.until({ halt: 'z', spin: 's', hammer: 'x', noise: 'n' }[guest]);
      await vmm.qmp.ask('quit');
      assert.equal((await vmm.qmp.event('SHUTDOWN')).data?.reason, 'host-qmp-quit');
      assert.deepEqual(await vmm.exited, { code: 0, signal: null });
    });
  }

  it('quits at any moment of its start', async () => {
    for (let delay = 0; delay < 40; delay += 4) {
      const vmm = start('spin');
      await sleep(delay);
      vmm.qmp.send('quit');
      assert.deepEqual(await vmm.exited, { code: 0, signal: null }, `after ${delay} ms: ${vmm.stderr}`);
    }
  });

  it('ends with its owner', async () => {
    const vmm = start('spin');
    await vmm.until('s');
    vmm.child.stdin?.end();
    assert.deepEqual(await vmm.exited, { code: 0, signal: null });
  });

  it('lives on without its owner when detached, and can be attached to', async () => {
    const vmm = start('spin', { detached: true });
    await vmm.until('s');
    vmm.child.stdin?.end();
    const { qmp, socket } = vmm.attach();
    assert.deepEqual(await qmp.ask('query-status'), { running: true, status: 'running' });
    qmp.send('quit');
    assert.equal((await vmm.exited).code, 0);
    socket.destroy();
  });

  it('dies as a whole when it is killed', async () => {
    const vmm = start('spin');
    await vmm.until('s');
    vmm.child.kill('SIGKILL');
    // The pipes close when the last process that holds them, the jailed one, has died.
    assert.equal((await vmm.exited).signal, 'SIGKILL');
  });

  it('has little and is allowed little', async () => {
    const vmm = start('halt');
    await vmm.until('z');
    const stats = (await vmm.qmp.ask('x-vmwright-stats')) as Stats;
    assert.equal(stats.guestMemoryBytes, 32 * 2 ** 20);
    assert.ok(stats.residentBytes < 8 * 2 ** 20, `${stats.residentBytes} bytes resident`);
    assert.ok(stats.exits.portWrites >= 1 && stats.exits.total < 10, JSON.stringify(stats.exits));
    assert.ok(stats.startToGuestNs > 0 && stats.cpuNs > 0);
    const { jailed, namespaces, emptyRoot, uid } = stats.jail;
    assert.equal(jailed, true);
    if (process.getuid?.() !== 0) return;
    assert.deepEqual(new Set(namespaces), new Set(['pid', 'net', 'ipc', 'uts', 'mount', 'user']));
    assert.equal(emptyRoot, true);
    assert.ok((uid ?? 0) >= 0x70000000, `uid ${uid}`);
  });

  it('has little, too, where it gets no user namespace', async function () {
    if (process.getuid?.() !== 0) skipBecause(this, 'it needs root');
    const vmm = new VmmProcess(workshop, { kernel: workshop.guest('halt') }, inOtherRoot);
    running.push(vmm);
    await vmm.until('z');
    const { jail } = (await vmm.qmp.ask('x-vmwright-stats')) as Stats;
    assert.deepEqual(jail.missing, ['user namespace: EPERM']);
    const [status, ...others] = statusesOf(jail.uid ?? 0);
    assert.equal(others.length, 0);
    for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'])
      assert.equal(status?.get(set), '0000000000000000', set);
  });

  it('says so when it is not jailed', async () => {
    const vmm = start('halt', { jail: false });
    await vmm.until('z');
    assert.deepEqual(((await vmm.qmp.ask('x-vmwright-stats')) as Stats).jail, { jailed: false });
  });

  async function refused(config: Readonly<Record<string, unknown>>, pattern: RegExp): Promise<void> {
    const vmm = startWith(config);
    assert.equal((await vmm.exited).code, 1);
    assert.match(vmm.stderr, pattern);
  }

  it('names what is wrong with its configuration', async () => {
    const kernel = workshop.guest('halt');
    await refused({ text: '{' }, /vmwright-fail ENGINE_FAILED JSON at offset 1/);
    await refused({ kernel, cpus: 0 }, /vmwright-fail ENGINE_FAILED config\.cpus: must be an integer from 1/);
    await refused({ kernel, memroy: 1 }, /vmwright-fail ENGINE_FAILED config\.memroy: is not known/);
    await refused({ kernel, disks: [{ path: 'x' }] }, /config\.disks\[0\]\.access: is missing/);
    const network = { type: 'tap', device: 'x', mac: '01:00:00:00:00:01' };
    await refused({ kernel, network }, /vmwright-fail /);
  });

  it('names what is wrong with its files', async () => {
    const noise = join(workshop.folder, 'noise.bin');
    writeFileSync(noise, Buffer.alloc(8192, 'x'));
    const torn = join(workshop.folder, 'torn');
    writeFileSync(torn, Buffer.from(workshop.guest('halt')));
    await refused({ kernel: '/nonexistent/kernel' }, /vmwright-fail IMAGE_NOT_FOUND .*\/nonexistent\/kernel/);
    await refused({ kernel: noise }, /vmwright-fail IMAGE_INVALID .*noise\.bin/);
    await refused({ kernel: torn }, /vmwright-fail IMAGE_INVALID /);
    const initrd = join(workshop.folder, 'initrd');
    writeFileSync(initrd, '');
    truncateSync(initrd, 64 * 2 ** 20);
    const boot = { kernel: workshop.guest('halt'), initrd, commandLine: '' };
    await refused({ boot }, /vmwright-fail MEMORY_TOO_SMALL /);
    const disks = [{ path: '/nonexistent/disk', access: 'read' }];
    await refused({ kernel: workshop.guest('halt'), disks }, /vmwright-fail DISK_UNREADABLE /);
  });
});
