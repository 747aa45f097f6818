import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import { connect, type Host, isVmError, type Vm, type VmOptions } from 'vmwright';
import { requireLibvirtd } from '../native/support/libvirt-daemon.js';
import { noSshd, processesOf, Sshd } from '../remote/support/sshd.js';
import { BRIDGES, NO_FORWARDING } from '../support/hide-programs.js';
import { eventually } from '../support/leaks.js';
import { skipBecause } from '../support/skip.js';

const HELPER = 'virt-ssh-helper';
const DAEMONS = ['libvirtd', 'virtqemud'];
/** All that the helper's daemon starts for later as well. */
const LIBVIRT = [...DAEMONS, 'virtlogd'];
const SMALL: VmOptions = { hypervisor: 'emulated', memory: '192MiB', timeout: 150_000 };

describe('libvirt of a host whose sshd forbids forwarding', function () {
  this.timeout(240_000);
  let sshd: Sshd;
  before(function () {
    requireLibvirtd(this);
    const missing = noSshd();
    if (missing !== undefined) skipBecause(this, missing);
    if (spawnSync(HELPER, ['--version']).error) skipBecause(this, `${HELPER} is not installed`);
    if (process.getuid?.() !== 0)
      skipBecause(this, 'it needs root, for a user whose libvirt nobody else uses');
  });
  afterEach(async () => {
    if (sshd === undefined) return;
    try {
      const others = () =>
        processesOf(sshd.user.uid)
          .map(nameOf)
          .filter((name) => !LIBVIRT.includes(name));
      await eventually('the host has no process of ours', () => others().length === 0, 10_000);
    } finally {
      // They would wait two minutes for another client.
      for (const pid of running(...LIBVIRT)) process.kill(pid);
      await sshd.stop();
    }
  });

  const running = (...names: string[]): number[] =>
    processesOf(sshd.user.uid).filter((pid) => names.includes(nameOf(pid)));
  const libvirtOfUser = (): Promise<Host> =>
    connect(`${sshd.url.replace(/^ssh:/, 'libvirt+qemu+ssh:')}/session`, sshd.options());
  /** With a connection of its own, which ends. */
  const listOnce = async () => {
    const host = await libvirtOfUser();
    assert.deepEqual(await host.listVms(), []);
    await host.close();
    await eventually('the helper ends', () => running(HELPER).length === 0, 10_000);
  };
  const nothingIsLeft = async () => {
    await eventually('everything of the VM is gone', async () => (await sshd.remains()).length === 0, 10_000);
    assert.deepEqual(running('qemu-system-x86'), []);
  };

  /** Its agent and its console have sockets of their own, which libvirt's helper does not know. */
  const useAndEnd = async (vm: Vm) => {
    assert.deepEqual([vm.engine, vm.hypervisor], ['libvirt', 'emulated']);
    assert.equal((await vm.exec('cat', [], { input: 'through a bridge' })).stdout, 'through a bridge');
    const console = await vm.console();
    const heard = untilHeard(console, 'a word to the console');
    await vm.exec('sh', ['-c', 'echo a word to the console >/dev/console']);
    await heard;
    console.destroy();
    await vm.destroy();
    await nothingIsLeft();
  };

  it("libvirt's own helper starts the user's daemon, and VMs run there", async () => {
    sshd = await Sshd.start(...NO_FORWARDING);
    assert.deepEqual(processesOf(sshd.user.uid), []);
    await using host = await libvirtOfUser();
    assert.deepEqual(await host.listVms(), []);
    assert.equal(running(HELPER).length, 1);
    const vm = await host.createVm(SMALL);
    const known = (await host.listVms()).map(({ id, foreign }) => [id, foreign]);
    assert.deepEqual(known, [[vm.id, false]]);
    await useAndEnd(vm);
    assert.deepEqual(await host.listVms(), []);
  });

  it('it starts another one after the first was killed and left its socket', async () => {
    sshd = await Sshd.start(...NO_FORWARDING);
    await listOnce();
    for (const pid of running(...DAEMONS)) process.kill(pid, 'SIGKILL');
    await eventually('the daemon is killed', () => running(...DAEMONS).length === 0);
    assert.ok(existsSync(sshd.path('home', '.cache', 'libvirt', 'libvirt-sock')));
    await using host = await connect(sshd.url, sshd.options());
    const vm = await host.createVm({ ...SMALL, engine: 'libvirt' });
    assert.equal(running(HELPER).length, 1);
    await useAndEnd(vm);
  });

  it('it leads to a daemon that listens where no program carries sockets; VMs are refused before anything starts', async () => {
    sshd = await Sshd.startWithout(BRIDGES, ...NO_FORWARDING);
    await listOnce();
    assert.equal(running(...DAEMONS).length, 1);
    await using host = await libvirtOfUser();
    assert.deepEqual(await host.listVms(), []);
    assert.equal(running(HELPER).length, 1);
    const [report] = (await host.capabilities()).engines;
    assert.equal(report?.usable, false);
    assert.match(report?.reason ?? '', /agent and console .* forbids stream-local forwarding/);
    assert.match(report?.remedy ?? '', /AllowStreamLocalForwarding.*perl/);
    await assert.rejects(host.createVm(SMALL), (error) => {
      assert.ok(isVmError(error), String(error));
      assert.equal(error.code, 'ENGINE_UNAVAILABLE', error.message);
      assert.equal(error.remedy, report?.remedy);
      return true;
    });
    // libvirt keeps a log of every domain that it ever tried to start.
    assert.equal(existsSync(sshd.path('home', '.cache', 'libvirt', 'qemu', 'log')), false);
    await nothingIsLeft();
  });
});

function nameOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return ''; // it ended meanwhile
  }
}

async function untilHeard(console: Duplex, words: string): Promise<void> {
  let text = '';
  console.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  await eventually(`the console says ${words}`, () => text.includes(words), 30_000);
}
