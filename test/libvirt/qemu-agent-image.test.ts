import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { createVm, isVmError } from 'vmwright';
import { requireSystemDaemon } from '../native/support/libvirt-daemon.js';
import { qemuAgentImage, requireQemuAgent } from './support/qemu-agent-image.js';

const PROGRAM = resolve('build/js/test/libvirt/support/create-vm.js');

/** A program with a libvirt of the system of its own: all ends with it. */
const NAMESPACE = ['--mount', '--net', '--ipc', '--pid', '--fork', '--kill-child', '--mount-proc'];
const DAEMONS = `for each in /run /var/lib/libvirt /var/cache/libvirt /var/log/libvirt /etc/libvirt; do
  mount -t tmpfs tmpfs $each || exit
done
printf 'auth_unix_rw = "none"\nauth_unix_ro = "none"\n' > /etc/libvirt/libvirtd.conf
# The shell stays: it collects the processes that nobody else does.
virtlogd -d && libvirtd -d && "$@" && exit`;

describe("images with QEMU's guest agent", function () {
  this.timeout(300_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'vmwright-qemu-agent-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('are booted by libvirt, and answer before createVm returns', async function () {
    requireSystemDaemon(this);
    requireQemuAgent(this);
    const { kernel, initrd } = await qemuAgentImage(folder);
    const argv = [...NAMESPACE, 'sh', '-c', DAEMONS, 'sh', process.execPath, PROGRAM, kernel, initrd];
    const { stdout } = await promisify(execFile)('unshare', argv, {
      timeout: 280_000,
      killSignal: 'SIGKILL',
    });
    assert.deepEqual(JSON.parse(stdout), {
      engine: 'libvirt',
      stdout: 'Linux\n',
      file: 'kept',
      refused: 'VM_UNSUPPORTED',
      native: true,
      state: 'stopped',
    });
  });

  it('are refused by engines that have no way to it', async function () {
    requireQemuAgent(this);
    const image = await qemuAgentImage(folder);
    const made = createVm({ engine: 'qemu', memory: '256MiB', image: { ...image, agent: 'qemu' } });
    await assert.rejects(
      made,
      (error) => isVmError(error) && error.code === 'VM_UNSUPPORTED' && /guest agent/.test(error.message),
    );
  });
});
