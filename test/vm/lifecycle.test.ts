import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { createVm, isVmError, type VmEvent } from 'vmwright';
import { connectTo, onEveryTarget, sharedVm } from '../support/targets.js';

const withCode = (code: string) => (error: unknown) => isVmError(error) && error.code === code;

onEveryTarget('life', (target) => {
  it('tells its life from creation to the end', async () => {
    const live: string[] = [];
    await using vm = await createVm({ ...target.options, onEvent: (event) => live.push(event.type) });
    assert.equal(vm.state, 'running');
    await vm.stop();
    assert.equal(vm.state, 'stopped');
    const told: VmEvent[] = [];
    for await (const event of vm.events()) told.push(event);
    assert.deepEqual(
      told.map(({ type }) => type),
      ['created', 'booting', 'ready', 'stopped'],
    );
    assert.deepEqual(live, ['created', 'booting', 'ready', 'stopped']);
    const last = told.at(-1);
    assert.ok(last?.type === 'stopped' && last.reason === 'guest-shutdown');
  });

  it('refuses work after its end, and keeps its console', async () => {
    await using vm = await createVm(target.options);
    await vm.destroy();
    await vm.destroy();
    await assert.rejects(vm.exec('true'), withCode('VM_STOPPED'));
    assert.match(await vm.consoleLog(), /Linux version/);
  });

  it('ends when its scope ends', async () => {
    let id = '';
    {
      await using vm = await createVm(target.options);
      id = vm.id;
    }
    await using host = await connectTo(target);
    assert.ok(!(await host.listVms()).some((each) => each.id === id));
  });

  it('sees the guest shut itself down and cuts short what was running', async () => {
    await using vm = await createVm(target.options);
    const running = vm.exec('sleep', ['1000']);
    running.catch(() => {});
    await vm.exec('sh', ['-c', 'poweroff -f &']).catch(() => {});
    await assert.rejects(running, withCode('VM_STOPPED'));
    assert.equal(vm.state, 'stopped');
  });

  it('reports a kernel panic with its line and the console', async () => {
    await using vm = await createVm(target.options);
    await vm.exec('sh', ['-c', 'echo c > /proc/sysrq-trigger']).catch(() => {});
    await assert.rejects(vm.exec('true'), (error) => {
      assert.ok(isVmError(error) && error.code === 'VM_CRASHED');
      assert.match(error.message, /sysrq triggered crash/i);
      return true;
    });
    assert.equal(vm.state, 'crashed');
  });
});

onEveryTarget('running VM', (target) => {
  const vm = sharedVm(target, { labels: { purpose: 'test' } });

  it('pauses and resumes, and refuses commands meanwhile', async () => {
    await vm().pause();
    assert.equal(vm().state, 'paused');
    await assert.rejects(vm().exec('true'), withCode('VM_STATE'));
    await vm().resume();
    assert.equal((await vm().exec('echo', ['on'])).stdout, 'on\n');
  });

  it('reboots into the same machine with a new boot id', async () => {
    const bootId = async () => String(await vm().readFile('/proc/sys/kernel/random/boot_id'));
    const first = await bootId();
    await vm().reboot();
    assert.notEqual(await bootId(), first);
  });

  it('gives statistics of the host and of the guest', async () => {
    const stats = await vm().stats();
    assert.ok(stats.cpuSeconds > 0);
    assert.ok(stats.residentBytes > 10 * 2 ** 20);
    assert.equal(stats.memoryBytes, vm().memory);
    assert.ok(stats.guest !== undefined && stats.guest.memoryTotal > 2 ** 27 && stats.guest.uptime > 0);
  });

  it('tells of its jail, and what the host could not give', async () => {
    const { jail } = await vm().stats();
    assert.equal(jail.jailed, true);
    // Root can have all of it from our own VMM; QEMU has no more than its filter.
    const root = target.options.host === undefined || new URL(target.options.host).username === 'root';
    if (vm().engine === 'kvm' && root) assert.deepEqual(jail.missing, []);
    for (const each of jail.missing) assert.match(each, /^[\w -]+: ./);
  });

  it('tells that it has no jail when none was wanted', async () => {
    await using free = await createVm({ ...target.options, jail: false });
    assert.deepEqual((await free.stats()).jail, { jailed: false, missing: [] });
  });

  it('makes do with less memory and takes it back, or says that it cannot', async () => {
    const { memory, engine } = vm();
    await assert.rejects(vm().setMemory(memory + 4096), withCode('OPTION_INVALID'));
    if (engine === 'qemu') return assert.rejects(vm().setMemory('384MiB'), withCode('VM_UNSUPPORTED'));
    const becomes = async (bytes: number) => {
      await vm().setMemory(bytes);
      for (const deadline = Date.now() + 30_000; ; ) {
        const { memoryBytes } = await vm().stats();
        if (memoryBytes === bytes) return;
        assert.ok(Date.now() < deadline, `it has ${memoryBytes} bytes`);
        await sleep(200);
      }
    };
    await becomes(384 * 2 ** 20);
    await becomes(memory);
  });

  it('is listed with what it was made of', async () => {
    await using host = await connectTo(target);
    const info = (await host.listVms()).find(({ id }) => id === vm().id);
    assert.deepEqual([info?.image, info?.cpus, info?.labels], ['base', 1, { purpose: 'test' }]);
  });

  it('waits for a command, and gives up in time', async () => {
    setTimeout(() => vm().writeFile('/tmp/flag', ''), 200);
    await vm().waitFor({ command: ['test', '-e', '/tmp/flag'] }, { timeout: 10_000 });
    await assert.rejects(vm().waitFor({ command: ['false'] }, { timeout: 200 }), withCode('TIMEOUT'));
  });
});
