import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createVm, type NetworkOption, type Vm, type VmOptions } from 'vmwright';
import { type HostServer, serveOnHost } from '../support/host-server.js';
import { eventually } from '../support/leaks.js';
import { skipBecause } from '../support/skip.js';
import { onTargetHost } from '../support/target-host.js';
import { onEveryTarget } from '../support/targets.js';

const BRIDGE = 'br0';
/** The addresses of the bridge of a test host, vagrant/box/files/common/etc/systemd/network. */
const ON_BRIDGE = /inet (10\.86\.0\.\d+)\//;

onEveryTarget('network', (target) => {
  let server: HostServer | undefined;
  before(async () => {
    server = await serveOnHost(target);
  });
  after(() => server?.stop());

  const create = (network: NetworkOption, options: VmOptions = {}) =>
    createVm({ ...target.options, network, ...options });
  const run = async (vm: Vm, script: string) =>
    (await vm.exec('sh', ['-c', script], { timeout: 90_000 })).stdout.trim();
  /**
   * busybox wget of the image `base` does not work, as Debian links it statically. The fifo keeps nc from closing its side
   * once it has asked: the passt of Debian 12 then sends no more.
   */
  const ask = (address: string, page: string, port = server?.port) =>
    `{ rm -f /tmp/in; mkfifo /tmp/in; exec 3<>/tmp/in; printf 'GET /${page} HTTP/1.0\\r\\n\\r\\n' >&3
    nc -w 20 ${address} ${port} <&3; }`;
  const fetchIn = async (vm: Vm, address: string, port = server?.port) =>
    (await run(vm, ask(address, '', port))).split('\r\n\r\n')[1]?.trim();

  it("reaches the host's services and its name server in user mode, without rights", async () => {
    await using vm = await create('user');
    assert.match(await run(vm, 'ip -4 -o addr show dev eth0'), /inet 10\.0\.2\.15\/24/);
    assert.equal(await fetchIn(vm, '10.0.2.2'), server?.page);
    // Any answer will do, also that there is no such name.
    assert.match(
      await run(vm, 'nslookup localhost 10.0.2.3 2>&1'),
      /NXDOMAIN|Address: (127\.0\.0\.1|::1)|No answer/,
    );
  });

  it('gets eight megabytes whole in user mode', async () => {
    await using vm = await create('user');
    const script = `${ask('10.0.2.2', 'large')} | tail -c ${8 << 20} | sha256sum`;
    assert.equal((await run(vm, script)).split(' ')[0], server?.largeSha256);
  });

  it('leads nowhere when isolated', async () => {
    await using vm = await create('isolated');
    assert.match(await run(vm, 'ip -o link show dev eth0'), /eth0/);
    assert.equal(await fetchIn(vm, '10.0.2.2'), undefined);
  });

  it('has no interface when there is no network', async () => {
    await using vm = await create('none');
    assert.equal(await run(vm, 'ls /sys/class/net'), 'lo');
  });

  describe('a bridge of the host', () => {
    before(async function () {
      const found = await onTargetHost(target, `ip -4 -o addr show dev ${BRIDGE} 2>/dev/null || true`);
      if (!ON_BRIDGE.test(found)) skipBecause(this, `the host has no bridge ${BRIDGE} of the test hosts`);
    });

    /** Address by DHCP, the host, a name, the world behind the host's NAT, and the way back in. */
    async function worksOnBridge(vm: Vm): Promise<void> {
      let address = '';
      const hasAddress = async () => {
        [, address = ''] = ON_BRIDGE.exec(await run(vm, 'ip -4 -o addr show dev eth0')) ?? [];
        return address !== '';
      };
      await eventually('it has an address by DHCP', hasAddress, 30_000);
      assert.equal(await fetchIn(vm, '10.86.0.1'), server?.page);
      assert.match(
        await run(vm, `nslookup ${vm.name}.guests.internal 2>&1`),
        new RegExp(`Address: ${address}`),
      );
      await using web = await vm.spawn('nc', ['-ll', '-p', '8080', '-e', 'echo', 'from the guest']);
      assert.ok(web.pid > 0);
      await vm.waitFor({ port: 8080 }, { timeout: 20_000 });
      const heard = await onTargetHost(target, 'nc -w 20 "$1" 8080 </dev/null || true', address);
      assert.match(heard, /from the guest/);
      await throughNat(vm);
    }

    /** This machine sees the guest as its host. */
    async function throughNat(vm: Vm): Promise<void> {
      const [client = '', , host = ''] = (await onTargetHost(target, 'echo "$SSH_CONNECTION"'))
        .trim()
        .split(' ');
      if (client === '') return;
      const seen: (string | undefined)[] = [];
      const outside = createServer((request, response) => {
        seen.push(request.socket.remoteAddress);
        response.end('from outside');
      }).listen(0, client);
      try {
        await new Promise((resolve) => outside.once('listening', resolve));
        assert.equal(await fetchIn(vm, client, (outside.address() as AddressInfo).port), 'from outside');
        assert.deepEqual(seen, [host]);
      } finally {
        outside.close();
      }
    }

    it('gives an address, the host, names and the world behind it', async () => {
      await using vm = await create({ bridge: BRIDGE }, { name: `bridged-${process.pid}` });
      await worksOnBridge(vm);
    });

    it('does so through a tap device that exists, which stays', async () => {
      const tap = `vmt${process.pid}`.slice(0, 15);
      await onTargetHost(
        target,
        'set -e; ip tuntap add "$1" mode tap; ip link set "$1" master "$2" up',
        tap,
        BRIDGE,
      );
      try {
        await using vm = await create({ tap }, { name: `tapped-${process.pid}` });
        await worksOnBridge(vm);
        await vm.destroy();
        assert.match(await onTargetHost(target, 'ip -o link show dev "$1"', tap), new RegExp(tap));
      } finally {
        await onTargetHost(target, 'ip link del "$1"', tap);
      }
    });

    it('that does not exist is told by its name', async () => {
      await assert.rejects(create({ bridge: 'no-such-br' }), /no-such-br/);
      await assert.rejects(create({ tap: 'no-such-tap' }), /no-such-tap/);
    });
  });
});
