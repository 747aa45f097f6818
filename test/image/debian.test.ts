import assert from 'node:assert/strict';
import { readdir, stat } from 'node:fs/promises';
import type { GuestClient } from '#src/guest/client.js';
import { type ResolvedImage, resolveImage } from '#src/image/index.js';
import { guestOutput, TestGuest } from './support/qemu.js';

const MIB = 2 ** 20;

const NIC = ['-netdev', 'user,id=n', '-device', 'virtio-net-pci,netdev=n,romfile='];

/** The agent answers before systemd does. */
const UNTIL_RUNNING =
  'until systemctl is-system-running | grep -E "running|degraded|maintenance"; do sleep 0.5; done 2>/dev/null';

const aptLists = () => readdir('/var/lib/apt/lists').catch(() => []);

/** Takes a minute when the image is not in this machine's cache yet. */
describe('image debian:12', function () {
  this.timeout(600_000);
  let image: ResolvedImage;
  let guest: TestGuest | undefined;
  let agent: GuestClient;
  before(async () => {
    const lists = await aptLists();
    image = await resolveImage('debian:12');
    if (lists.length > 0)
      assert.deepEqual(await aptLists(), lists, "the build touched this machine's own apt");
    guest = await TestGuest.boot(image, {
      memory: 512,
      cmdline: ['vmwright.hostname=guinea-pig', 'vmwright.net=eth0,dhcp'],
      args: NIC,
    });
    agent = await guest.agent(180_000);
  });
  after(async () => {
    agent?.close();
    await guest?.close();
  });

  const sh = (script: string) => guestOutput(agent, 'sh', '-c', script);

  it('is a sparse raw file system', async () => {
    assert.equal(image.rootDisk?.format, 'raw');
    assert.equal(image.rootDisk?.access, 'overlay');
    const info = await stat(image.rootDisk?.path ?? '');
    assert.equal(info.size, 10 * 1024 * MIB);
    assert.ok(info.blocks * 512 < 300 * MIB, `${info.blocks / 2048} MiB`);
  });

  it('boots systemd until everything runs', async () => {
    assert.equal(await sh(UNTIL_RUNNING), 'running\n', await sh('systemctl list-units --failed'));
    assert.match(await guestOutput(agent, 'cat', '/etc/os-release'), /^VERSION_ID="12"$/m);
  });

  it('logs root in on the serial console', async () => {
    await guest?.waitForConsole(/login: root \(automatic login\)[\s\S]*root@guinea-pig:~#/, 120_000);
    assert.match(await sh('getent shadow root'), /^root:[*!]/);
  });

  it('has the modules of its kernel', async () => {
    assert.equal(await sh('modprobe dummy && grep -c ^dummy /proc/modules'), '1\n');
  });

  it('has an identity of its own and no traces of the build', async () => {
    assert.match(await sh('cat /etc/machine-id'), /^[0-9a-f]{32}\n$/);
    assert.equal(await sh('hostname'), 'guinea-pig\n');
    assert.equal(
      await sh('ls /var/cache/apt/archives/*.deb /etc/ssh/ssh_host_* /etc/apt/apt.conf.d/99* 2>/dev/null'),
      '',
    );
    assert.equal(await sh('echo $LANG; . /etc/default/locale; echo $LANG'), '\nC.UTF-8\n');
  });

  it('gets an address by DHCP where the host asks for it', async () => {
    await sh(
      'for i in $(seq 100); do ip -4 -o addr show dev eth0 | grep -q 10.0.2.15 && exit; sleep 0.2; done',
    );
    assert.match(await sh('ip -4 -o addr show dev eth0'), /inet 10\.0\.2\.15\/24.*dynamic/);
    assert.match(await sh('ip route'), /^default via 10\.0\.2\.2/m);
    assert.match(await sh('resolvectl dns eth0'), /10\.0\.2\.3/);
  });
});

describe('image debian:12 with a static address', function () {
  this.timeout(600_000);

  it('takes it from the agent and starts no network services', async () => {
    const guest = await TestGuest.boot(await resolveImage('debian:12'), {
      memory: 512,
      cmdline: ['vmwright.net=eth0,10.0.2.15/24,10.0.2.2,10.0.2.3'],
      args: NIC,
    });
    try {
      const agent = await guest.agent(180_000);
      await guestOutput(agent, 'sh', '-c', UNTIL_RUNNING);
      assert.match(await guestOutput(agent, 'ip', '-4', 'addr', 'show', 'eth0'), /inet 10\.0\.2\.15\/24/);
      assert.equal(await guestOutput(agent, 'cat', '/etc/resolv.conf'), 'nameserver 10.0.2.3\n');
      const units = await guestOutput(
        agent,
        'systemctl',
        'list-units',
        '--state=running',
        '--plain',
        '--no-legend',
      );
      assert.match(units, /^dbus\.service/m);
      assert.doesNotMatch(units, /networkd|resolved/);
      agent.close();
    } finally {
      await guest.close();
    }
  });
});
