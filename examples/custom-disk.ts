/**
 * A disk of one's own: made from a folder without root rights or loop devices, mounted in the guest, changed there
 * and read back here. Needs mke2fs and debugfs (package e2fsprogs).
 *
 *     npm run example -- custom-disk
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVm } from 'vmwright';

const folder = mkdtempSync(join(tmpdir(), 'custom-disk-'));
try {
  const content = mkdtempSync(join(folder, 'content-'));
  writeFileSync(join(content, 'hello.txt'), 'from the host\n');
  const disk = join(folder, 'disk.img');
  execFileSync('mke2fs', ['-q', '-t', 'ext4', '-d', content, disk, '16M']);

  // Without `access` the guest would get a copy-on-write view that dies with the VM.
  await using vm = await createVm({ image: 'base', disks: [{ path: disk, access: 'write' }] });
  await vm.exec('mount', ['-t', 'ext4', '/dev/vda', '/mnt'], { check: true });
  console.log(`the guest reads: ${(await vm.readFile('/mnt/hello.txt', { encoding: 'utf8' })).trim()}`);
  await vm.writeFile('/mnt/answer.txt', 'from the guest\n');
  await vm.exec('umount', ['/mnt'], { check: true });
  await vm.stop();

  const answer = execFileSync('debugfs', ['-R', 'cat /answer.txt', disk], {
    encoding: 'utf8',
    stdio: 'pipe',
  });
  console.log(`the host reads: ${answer.trim()}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
