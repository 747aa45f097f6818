import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVm, type Vm, type VmOptions } from 'vmwright';
import { onTargetHost } from '../support/target-host.js';
import { connectTo, onEveryTarget } from '../support/targets.js';

/**
 * Where the secret of a VM is on its host: in its files, in the folders of this run or those of the library's user on another host, and
 * on command lines.
 */
const WHERE = `secret=$(printf %s-of-nobody "$2")
for folder in "$VMWRIGHT_RUNTIME_DIR" "$VMWRIGHT_STATE_DIR" /run/vmwright /var/lib/vmwright "$HOME/.local/state/vmwright"; do
  find "$folder/$1" -type f -exec grep -q "$secret" {} \\; -exec stat -c '%n %a' {} \\; 2>/dev/null
done | sed 's,.*/,,'
for process in /proc/[0-9]*; do
  if tr '\\0' '\\n' <$process/cmdline 2>/dev/null | grep -v '^secret=' | grep "$secret"; then echo "$process"; fi
done`;
const SECRET = 'pa55word';
/** Random, so that it does not become small: the line that brings it to the host is as long as one can be. */
const LONG = Array.from({ length: 8000 }, () => `# ${Math.random()}`).join('\n');
const MODES = '400 0 meta-data\n400 0 network-config\n400 0 user-data\n';

onEveryTarget('cloud-init', (target) => {
  const folder = mkdtempSync(join(tmpdir(), 'vmwright-cloud-init-'));
  const path = join(folder, 'data.raw');
  before(() => writeFileSync(path, Buffer.alloc(2 ** 16)));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const create = (options: VmOptions) => createVm({ ...target.options, network: 'none', ...options });
  const run = async (vm: Vm, script: string) =>
    (await vm.exec('sh', ['-c', script], { check: true, timeout: 60_000 })).stdout;
  /** Mounts the disk as cloud-init does, which looks for its label. */
  const mount = (vm: Vm) =>
    run(
      vm,
      `for disk in /sys/block/*vd*; do
        name=$(basename $disk)
        if [ "$(dd if=/dev/$name bs=1 skip=32808 count=32 2>/dev/null)" = 'cidata                          ' ]; then
          mkdir -p /mnt/seed && mount -t iso9660 -o ro /dev/$name /mnt/seed && cat $disk/ro && echo $name && exit
        fi
      done; exit 1`,
    );

  const whereIsIt = async (vm: Vm) => (await onTargetHost(target, WHERE, vm.id, SECRET)).trim();

  it('finds what it is told on the last disk, which it cannot write to, and nobody else finds it', async () => {
    await using vm = await create({
      name: `seed-${process.pid}`,
      cloudInit: {
        userData: `#cloud-config\npassword: ${SECRET}-of-nobody\n${LONG}\n`,
        metaData: { 'public-keys': ['ssh-ed25519 AAAA ü@home'] },
        networkConfig: { version: 2, ethernets: {} },
      },
    });
    assert.match(await mount(vm), /^1\nx?vda\n$/);
    const read = (name: string) => run(vm, `cat /mnt/seed/${name}`);
    assert.equal(await run(vm, 'cd /mnt/seed && stat -c "%a %u %n" *'), MODES);
    assert.equal(await read('user-data'), `#cloud-config\npassword: ${SECRET}-of-nobody\n${LONG}\n`);
    assert.deepEqual(JSON.parse(await read('meta-data')), {
      'instance-id': vm.id,
      'local-hostname': vm.name,
      'public-keys': ['ssh-ed25519 AAAA ü@home'],
    });
    assert.deepEqual(JSON.parse(await read('network-config')), { version: 2, ethernets: {} });
    assert.equal((await vm.stats()).disks.length, 1);
    assert.equal(await whereIsIt(vm), 'seed.iso 600');
    await vm.destroy();
    assert.equal(await whereIsIt(vm), '');
  });

  it('has it after the disks of the VM and after a reboot, and it stays when its creator lets go', async () => {
    const userData = `#!/bin/sh\necho ${SECRET}-of-nobody\n`;
    const vm = await create({ detached: true, cloudInit: { userData }, disks: [{ path, access: 'read' }] });
    try {
      await vm.reboot();
      assert.match(await mount(vm), /^1\nx?vdb\n$/);
      await using host = await connectTo(target);
      const again = await host.getVm(vm.id);
      assert.equal((await again.stats()).disks.length, 2);
      assert.equal(await run(again, 'cat /mnt/seed/user-data'), userData);
      assert.equal(await whereIsIt(vm), 'seed.iso 600');
    } finally {
      await vm.destroy();
    }
    assert.equal(await whereIsIt(vm), '');
  });
});
