import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVm, type ProgressListener, type Vm } from 'vmwright';
import { outcome, withCode } from '../remote/support/ssh-bench.js';
import { HostSshd } from './support/host-sshd.js';
import { BOOT_LIMIT, requireHost } from './support/real-host.js';

const MIB = 2 ** 20;
/** Milliseconds in which a broken connection has to be told. */
const PROMPT = 3000;

describe('sshd of a real host is killed in mid-upload', function () {
  this.timeout(BOOT_LIMIT * 3);
  let sshd: HostSshd | undefined;
  let folder = '';
  let data: Buffer;

  const sha256 = (bytes: Uint8Array = data) => createHash('sha256').update(bytes).digest('hex');

  before('starts an sshd', async function () {
    sshd = await HostSshd.start(requireHost(this, 'kvm'));
    folder = mkdtempSync(join(tmpdir(), 'vmwright-upload-'));
    data = randomBytes(128 * MIB);
    writeFileSync(join(folder, 'data.raw'), data);
  });
  after(async () => {
    await sshd?.run('rm -f /var/cache/vmwright/files/"$1"*', sha256());
    await sshd?.stop();
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
  });

  function create(onProgress: ProgressListener): Promise<Vm> {
    assert.ok(sshd !== undefined);
    const disks = [{ path: join(folder, 'data.raw') }];
    return createVm({
      host: sshd.url,
      ssh: sshd.options(),
      hypervisor: 'kvm',
      disks,
      timeout: BOOT_LIMIT,
      onProgress,
    });
  }

  it('createVm fails with HOST_LOST, and the same upload works afterwards', async () => {
    let killed: Promise<number> | undefined;
    const kill = async () => {
      await sshd?.killSessions();
      return performance.now();
    };
    const { error, at } = await outcome(
      create(({ step, completed = 0, total = 0 }) => {
        if (step === 'upload' && total >= data.length && completed > MIB) killed ??= kill();
      }),
    );
    assert.ok(killed !== undefined, 'it was in mid-upload');
    withCode('HOST_LOST')(error);
    assert.ok(at - (await killed) < PROMPT);
    await using vm = await create(() => {});
    const { stdout } = await vm.exec('sh', ['-c', 'head -c 1048576 /dev/vda | sha256sum']);
    assert.equal(stdout.split(' ')[0], sha256(data.subarray(0, MIB)));
    await vm.destroy();
    assert.equal(
      await sshd?.run('cd /var/cache/vmwright/files && echo "$1"*', sha256()),
      `${sha256()}-data.raw\n`,
    );
  });
});
