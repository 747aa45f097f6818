import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { text } from 'node:stream/consumers';
import { createVm, type EngineName, type NetworkOption, type Vm } from 'vmwright';
import { runOperation } from '#src/core/operation.js';
import type { Engine } from '#src/engine/engine.js';
import { probeKvmOn } from '#src/engine/probe-kvm.js';
import { createKvmEngine } from '#src/kvm/index.js';
import { createLibvirtEngine } from '#src/libvirt/index.js';
import { createQemuEngine } from '#src/qemu/index.js';
import { connectSsh } from '#src/remote/index.js';
import { createXenEngine } from '#src/xen/index.js';
import { BOOT_LIMIT, sshOptions } from '../hosts/support/real-host.js';
import { type HostServer, serveOnHost } from '../support/host-server.js';
import { eventually } from '../support/leaks.js';
import { skipBecause } from '../support/skip.js';
import { noRealHypervisor, onTargetHost } from '../support/target-host.js';
import { onEveryTarget, type Target } from '../support/targets.js';

/** The agent answers before systemd does. */
const UNTIL_RUNNING =
  'until systemctl is-system-running | grep -E "running|degraded|maintenance"; do sleep 0.5; done 2>/dev/null';
const BRIDGE = 'br0';

const ENGINES: Partial<Record<EngineName, () => Engine>> = {
  kvm: createKvmEngine,
  qemu: () => createQemuEngine({ probeKvm: probeKvmOn }),
  xen: createXenEngine,
  libvirt: () => createLibvirtEngine({ probeKvm: probeKvmOn }),
};

/** Presses the ACPI power button of a VM, as only engines can: `vm.stop` asks the agent. */
async function pressPowerButton({ options }: Target, vm: Vm): Promise<void> {
  const engine = ENGINES[vm.engine]?.();
  assert.ok(engine !== undefined && options.host !== undefined);
  const runner = await connectSsh(options.host, sshOptions());
  try {
    await runOperation('press', { timeout: BOOT_LIMIT }, async (op) => {
      const machine = await engine.attach(runner, vm.id, op);
      await machine.powerButton(op);
      await eventually('it ended', () => machine.end !== undefined, BOOT_LIMIT);
    });
  } finally {
    await runner.close();
  }
}

onEveryTarget('debian:12 with systemd', (target) => {
  let vm: Vm;
  let server: HostServer | undefined;

  const boot = (network: NetworkOption) =>
    createVm({
      ...target.options,
      image: 'debian:12',
      name: `debian-${process.pid}`,
      memory: '512MiB',
      network,
      ports: [{ guestPort: 8080 }],
      timeout: BOOT_LIMIT * 2,
    });
  const run = async (script: string) =>
    (await vm.exec('sh', ['-c', script], { timeout: BOOT_LIMIT })).stdout.trim();
  const fetchIn = (address: string) => run(`curl -sS --max-time 60 http://${address}:${server?.port}/ 2>&1`);

  before('a web server on the host', async function () {
    const reason = noRealHypervisor(target);
    if (reason !== undefined) skipBecause(this, reason);
    this.timeout(BOOT_LIMIT * 4);
    server = await serveOnHost(target);
  });
  after(() => server?.stop());

  describe('user mode network', function () {
    this.timeout(BOOT_LIMIT * 3);
    before(async () => {
      vm = await boot('user');
    });
    after(() => vm?.destroy());

    it('comes up with all its units', async () => {
      assert.equal(await run(UNTIL_RUNNING), 'running', await run('systemctl list-units --failed'));
      assert.equal(await run('. /etc/os-release; echo $ID $VERSION_ID'), 'debian 12');
      assert.equal(await run('cat /proc/1/comm; hostname'), `systemd\n${vm.name}`);
    });

    it('logs in on its console, and takes commands there', async () => {
      await vm.waitFor({ log: /login: root \(automatic login\)/ }, { timeout: BOOT_LIMIT });
      const console = await vm.console();
      let seen = '';
      console.on('data', (chunk) => {
        seen += String(chunk);
      });
      try {
        console.write('echo typed-$((6 * 7)); tty\n');
        await eventually('the shell answers', () => /typed-42\s+\/dev\/(hvc0|ttyS0)/.test(seen), BOOT_LIMIT);
      } finally {
        console.destroy();
        await once(console, 'close').catch(() => {});
      }
      assert.match(await vm.consoleLog(1 << 20), /Linux version/);
    });

    it('reaches the host and its name server', async () => {
      assert.equal(await fetchIn('10.0.2.2'), server?.page);
      assert.match(await run('cat /etc/resolv.conf'), /nameserver 10\.0\.2\.3/);
      // That there is no such name is an answer too: status 2. A server that does not answer is asked for ten seconds.
      const since = performance.now();
      assert.equal((await vm.exec('getent', ['ahostsv4', 'nobody.invalid'])).exitCode, 2);
      assert.ok(performance.now() - since < 8000, 'the name server answered');
    });

    it('is reached through a forwarded port', async () => {
      await run('systemd-run --quiet systemd-socket-activate --inetd -a -l 8080 echo "from systemd"');
      await vm.waitFor({ port: 8080 }, { timeout: BOOT_LIMIT });
      assert.equal(await text(connectTcp(vm.ports[0]?.port ?? 0, '127.0.0.1')), 'from systemd\n');
    });

    it('reboots in order', async () => {
      const bootId = () => run('cat /proc/sys/kernel/random/boot_id');
      const first = await bootId();
      await run('echo kept >/var/kept');
      await vm.reboot({ timeout: BOOT_LIMIT });
      assert.notEqual(await bootId(), first);
      assert.equal(await run(`${UNTIL_RUNNING}; cat /var/kept`), 'running\nkept');
    });

    it('gives memory back and takes it again', async function () {
      if (vm.engine === 'qemu') skipBecause(this, 'engine qemu cannot resize memory');
      const has = async () => (await vm.stats()).memoryBytes;
      const free = async () => Number(await run("awk '/MemFree/ { print $2 }' /proc/meminfo"));
      const before = await free();
      await vm.setMemory('384MiB');
      await eventually('it gave 128 MiB', async () => (await has()) === 384 * 2 ** 20, BOOT_LIMIT);
      assert.ok((await free()) < before, 'pages that were given away are not free');
      await vm.setMemory('512MiB');
      await eventually('it has them back', async () => (await has()) === 512 * 2 ** 20, BOOT_LIMIT);
    });

    it('shuts down in order when its power button is pressed', async () => {
      const stop = `-p ExecStop='/bin/sh -c "echo stopped in order >/dev/console"'`;
      await run(`systemd-run --quiet --unit=witness ${stop} sleep infinity`);
      await pressPowerButton(target, vm);
      await eventually('it stopped', () => vm.state === 'stopped', BOOT_LIMIT);
      const told = [];
      for await (const event of vm.events()) told.push(event);
      const last = told.at(-1);
      assert.ok(last?.type === 'stopped' && last.reason === 'guest-shutdown', JSON.stringify(last));
      assert.match(await vm.consoleLog(), /stopped in order/);
    });
  });

  describe('a bridge with NAT', function () {
    this.timeout(BOOT_LIMIT * 3);
    before(async function () {
      const found = await onTargetHost(target, `ip -o link show dev ${BRIDGE} 2>/dev/null || true`);
      if (found === '') skipBecause(this, `the host has no bridge ${BRIDGE}`);
      vm = await boot({ bridge: BRIDGE });
      await run(UNTIL_RUNNING);
    });
    after(() => vm?.destroy());

    it('gives an address and names by DHCP', async () => {
      await run(
        'for i in $(seq 100); do ip -4 -o addr show dev eth0 | grep -q 10.86 && exit; sleep 0.2; done',
      );
      assert.match(await run('ip -4 -o addr show dev eth0'), /inet 10\.86\.0\.\d+\/24.*dynamic/);
      assert.match(await run('ip route'), /^default via 10\.86\.0\.1/m);
      assert.match(await run(`resolvectl query ${vm.name}.guests.internal`), /10\.86\.0\.\d+/);
    });

    it('reaches the host', async () => {
      assert.equal(await fetchIn('10.86.0.1'), server?.page);
    });

    it('is shut down by stop', async () => {
      await vm.stop({ grace: BOOT_LIMIT });
      const told = [];
      for await (const event of vm.events()) told.push(event);
      const last = told.at(-1);
      assert.ok(last?.type === 'stopped' && last.reason === 'guest-shutdown', JSON.stringify(last));
    });
  });
});
