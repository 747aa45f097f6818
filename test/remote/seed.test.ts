import assert from 'node:assert/strict';
import { BENCH_PLACE, outcome, SshBench, withCode } from './support/ssh-bench.js';

const SECRET = 'pa55word';
/** Everything below the folder of the sshd, the cache of uploads among it. */
const FIND = `find "$1" -type f -exec grep -q "$2" {} \\; -printf '%f %m\\n'`;

describe(`seed disks on ssh hosts (${BENCH_PLACE.name})`, function () {
  this.timeout(300_000);
  let bench: SshBench;
  afterEach(async () => {
    try {
      await bench?.assertNoVms();
    } finally {
      await bench?.close();
    }
  });
  const secrets = async () => (await bench.sshd.run(FIND, bench.sshd.path(), SECRET)).trim();

  it('are in the folder of their VM, and neither in a cache nor there after it', async function () {
    bench = await SshBench.open(this);
    const userData = `#!/bin/sh\n# ${SECRET}\n`;
    await using vm = await bench.createVm({ detached: true, cloudInit: { userData } });
    assert.equal((await vm.exec('grep', ['-c', SECRET, '/dev/vda'], { timeout: 60_000 })).stdout, '1\n');
    assert.equal(await secrets(), 'seed.iso 600');
    await bench.sshd.killSessions();
    await bench.happens('ready', 2);
    assert.equal((await vm.exec('grep', ['-c', SECRET, '/dev/vda'], { timeout: 60_000 })).stdout, '1\n');
    await vm.destroy();
    assert.equal(await secrets(), '');
  });

  it('are gone when the VM cannot be made', async function () {
    bench = await SshBench.open(this);
    const userData = `#!/bin/sh\n# ${SECRET}\n`;
    const cmdline = ['vmwright.root=/dev/none']; // the guest gives up
    const failed = await outcome(bench.createVm({ cloudInit: { userData }, cmdline, timeout: 60_000 }));
    assert.ok(failed.error !== undefined && !String(failed.error).includes(SECRET), String(failed.error));
    assert.equal(await secrets(), '');
    await using vm = await bench.createVm({ name: 'taken' });
    const second = await outcome(bench.createVm({ name: 'taken', cloudInit: { userData } }));
    withCode('VM_NAME_TAKEN')(second.error);
    assert.equal(await secrets(), '');
    await vm.destroy();
  });
});
