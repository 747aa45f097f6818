import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Connect } from 'vmwright/libvirt';
import { PACKAGE_ROOT } from '#src/native/paths.js';
import { requireSystemDaemon, SystemDaemon } from '../native/support/libvirt-daemon.js';

const run = promisify(execFile);
const NOBODY = '65534';

describe("a user of the system's libvirt who is not root", function () {
  this.timeout(120_000);
  const name = `vmwright-test-${process.pid}`;
  let daemon: SystemDaemon;
  let connect: Connect;
  before(async function () {
    requireSystemDaemon(this);
    daemon = await SystemDaemon.start();
    connect = await Connect.open(daemon.uri);
    // As Debian's packages leave it to the group libvirt.
    chmodSync(daemon.folder, 0o755);
    chmodSync(join(daemon.folder, 'libvirt-sock'), 0o777);
  });
  after(async () => {
    await connect?.close();
    await daemon?.[Symbol.asyncDispose]();
  });

  it('controls the domains that there are, and is told how to make VMs', async () => {
    const xml = `<domain type='qemu'><name>${name}</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>
      <os><type arch='x86_64' machine='q35'>hvm</type></os></domain>`;
    const domain = await connect.domainCreateXML(xml);
    const own = join(daemon.folder, 'user');
    mkdirSync(own);
    chownSync(own, Number(NOBODY), Number(NOBODY));
    try {
      const script = join(PACKAGE_ROOT, 'build/js/test/libvirt/support/as-user.js');
      const argv = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', process.execPath, script];
      const home = {
        HOME: own,
        VMWRIGHT_RUNTIME_DIR: join(own, 'run'),
        VMWRIGHT_STATE_DIR: join(own, 'state'),
      };
      const url = daemon.uri.replace(/^qemu/, 'libvirt+qemu');
      const { stdout } = await run('setpriv', [...argv, url, name], { env: { ...process.env, ...home } });
      const told = JSON.parse(stdout) as Record<string, unknown>;
      assert.deepEqual(
        [told.uid, told.usable, told.foreign, told.paused, told.ended],
        [Number(NOBODY), false, true, 'paused', 'stopped'],
      );
      assert.match(String(told.reason), /system daemon/);
      assert.equal(told.code, 'ENGINE_UNAVAILABLE');
      assert.match(String(told.advice), /libvirt\+qemu:\/\/\/session/);
    } finally {
      await domain.destroy().catch(() => {}); // the user ended it
    }
  });
});
