import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import type { GuestClient } from '#src/guest/client.js';
import { type ResolvedImage, resolveImage } from '#src/image/index.js';
import { guestOutput, TestGuest } from './support/qemu.js';

const MIB = 2 ** 20;

/** Takes a minute when the image is not in this machine's cache yet. */
describe('image debian:12', function () {
  this.timeout(600_000);
  let image: ResolvedImage;
  let guest: TestGuest | undefined;
  let agent: GuestClient;
  before(async () => {
    image = await resolveImage('debian:12');
    guest = await TestGuest.boot(image, {
      memory: 512,
      cmdline: ['vmwright.hostname=guinea-pig'],
      args: ['-netdev', 'user,id=n', '-device', 'virtio-net-pci,netdev=n,romfile='],
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
    assert.equal(await guestOutput(agent, 'systemctl', 'is-system-running', '--wait'), 'running\n');
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

  it('gets an address by DHCP', async () => {
    await sh(
      'for i in $(seq 100); do ip -4 -o addr show dev eth0 | grep -q 10.0.2.15 && exit; sleep 0.2; done',
    );
    assert.match(await sh('ip -4 -o addr show dev eth0'), /inet 10\.0\.2\.15\/24/);
    assert.match(await sh('ip route'), /^default via 10\.0\.2\.2/m);
  });
});
