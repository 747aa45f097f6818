import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, type Host, isVmError, type Vm } from 'vmwright';
import { Connect } from 'vmwright/libvirt';
import { requireLibvirtd, SessionDaemon } from '../native/support/libvirt-daemon.js';
import { qemuAgentImage, requireQemuAgent } from './support/qemu-agent-image.js';

const withCode = (code: string) => (error: unknown) => isVmError(error) && error.code === code;
const CHANNEL = `<channel type='unix'><source mode='bind'/><target type='virtio' name='org.qemu.guest_agent.0'/></channel>`;

describe("domains that others made, with QEMU's guest agent", function () {
  this.timeout(180_000);
  let daemon: SessionDaemon;
  let libvirt: Connect;
  let host: Host;
  let vm: Vm;
  before('boots one', async function () {
    requireLibvirtd(this);
    requireQemuAgent(this);
    daemon = await SessionDaemon.start();
    const folder = join(daemon.folder, 'image');
    mkdirSync(folder);
    const image = await qemuAgentImage(folder);
    for (const path of [daemon.folder, folder]) chmodSync(path, 0o755);
    libvirt = await Connect.open(daemon.uri);
    await libvirt.domainCreateXML(domainXml('agent', image));
    host = await connect(`libvirt+${daemon.uri}`);
    vm = await host.getVm('agent');
    await answers(vm);
  });
  after(async () => {
    await vm?.destroy();
    await host?.close();
    await libvirt?.close();
    await daemon?.[Symbol.asyncDispose]();
  });

  const domainXml = (name: string, { kernel, initrd }: { kernel: string; initrd: string }) => `
    <domain type='qemu'><name>${name}</name><memory unit='MiB'>256</memory><vcpu>1</vcpu>
      <os><type arch='x86_64' machine='q35'>hvm</type><kernel>${kernel}</kernel><initrd>${initrd}</initrd>
      <cmdline>console=ttyS0 panic=-1 tsc=reliable</cmdline></os><features><acpi/></features>
      <devices><serial type='pty'/>${CHANNEL}</devices></domain>`;

  /** Until then calls fail soon: nobody knows whether there is an agent in the guest. */
  async function answers(each: Vm): Promise<void> {
    for (const end = Date.now() + 120_000; ; ) {
      try {
        await each.exec('true');
        return;
      } catch (error) {
        if (!withCode('AGENT_MISSING')(error) || Date.now() > end) throw error;
      }
    }
  }

  it('run commands with arguments, input, environment and folder', async () => {
    const { stdout, stderr, exitCode } = await vm.exec(
      'sh',
      ['-c', 'cat; pwd; echo "$WHO $1" >&2; exit 3', 'sh', "it's"],
      {
        input: 'given\n',
        env: { WHO: 'me' },
        cwd: '/tmp',
      },
    );
    assert.deepEqual([stdout, stderr, exitCode], ['given\n/tmp\n', "me it's\n", 3]);
    assert.match((await vm.exec('uname', ['-a'])).stdout, /^Linux/);
    await assert.rejects(vm.exec('false', [], { check: true }), withCode('EXEC_FAILED'));
    await assert.rejects(vm.exec('no-such-program'), withCode('GUEST_COMMAND_NOT_FOUND'));
    assert.equal((await vm.exec('sh', ['-c', 'kill -TERM $$'])).signal, 'SIGTERM');
    await assert.rejects(vm.exec('true', [], { cwd: '/none' }), withCode('GUEST_EXEC_FAILED'));
  });

  it('take and give more than their agent puts into an answer', async () => {
    const input = randomBytes(300_000);
    const { stdout } = await vm.exec('cat', [], { input, encoding: 'buffer' });
    assert.ok(stdout.equals(input));
    const much = await vm.exec('head', ['-c', '12000000', '/dev/zero'], { encoding: 'buffer' });
    assert.equal(much.stdout.length, 12_000_000);
    await assert.rejects(
      vm.exec('head', ['-c', '100000', '/dev/zero'], { maxBuffer: '10KiB' }),
      withCode('OUTPUT_TOO_LARGE'),
    );
    const left = await vm.exec('sh', ['-c', 'ls -A /tmp | grep -c vmwright']);
    assert.equal(left.stdout, '1\n'); // its own
  });

  it('end commands whose time is over', async () => {
    await assert.rejects(vm.exec('sleep', ['1234'], { timeout: 500 }), withCode('TIMEOUT'));
    const { stdout } = await vm.exec('sh', ['-c', 'sleep 1; ps']);
    assert.doesNotMatch(stdout, /sleep 1234/);
  });

  it('have files', async () => {
    const data = randomBytes(2_500_000);
    await vm.files.mkdir('/tmp/a/b');
    await vm.writeFile('/tmp/a/b/data', data);
    assert.ok((await vm.readFile('/tmp/a/b/data')).equals(data));
    const made = await vm.files.stat('/tmp/a/b/data');
    assert.deepEqual([made.kind, made.mode, made.size, made.uid], ['file', 0o644, data.length, 0]);
    await vm.writeFile('/tmp/a/b/text', 'one\n', { mode: 0o600, atomic: true });
    await vm.writeFile('/tmp/a/b/text', 'two\n', { append: true });
    assert.equal(await vm.readFile('/tmp/a/b/text', { encoding: 'utf8' }), 'one\ntwo\n');
    assert.equal((await vm.files.stat('/tmp/a/b/text')).mode, 0o600);
    await vm.files.rename('/tmp/a/b/text', '/tmp/a/b/odd name\n');
    await vm.files.mkdir('/tmp/a/b/.hidden');
    assert.deepEqual(await vm.files.list('/tmp/a/b'), [
      { name: '.hidden', kind: 'directory' },
      { name: 'data', kind: 'file' },
      { name: 'odd name\n', kind: 'file' },
    ]);
    await vm.files.remove('/tmp/a');
    await assert.rejects(vm.files.stat('/tmp/a'), withCode('GUEST_FILE_ERROR'));
    await assert.rejects(vm.readFile('/none'), { errno: 'ENOENT' });
    await assert.rejects(vm.files.remove('/none'), { errno: 'ENOENT' });
  });

  it('take and give copies of single files', async () => {
    const local = join(daemon.folder, 'local');
    writeFileSync(local, randomBytes(300_000), { mode: 0o640 });
    const { files, bytes } = await vm.copyIn(local, '/tmp/deep/copy');
    assert.deepEqual([files, bytes], [1, 300_000]);
    assert.equal((await vm.files.stat('/tmp/deep/copy')).mode, 0o640);
    await vm.copyOut('/tmp/deep/copy', `${local}-back`);
    assert.ok(readFileSync(`${local}-back`).equals(readFileSync(local)));
    await assert.rejects(vm.copyIn(daemon.folder, '/tmp/tree'), withCode('VM_UNSUPPORTED'));
    await assert.rejects(vm.copyOut('/tmp/deep', `${local}-tree`), withCode('VM_UNSUPPORTED'));
  });

  it('say what only an agent of ours can do', async () => {
    await assert.rejects(vm.spawn('cat'), withCode('VM_UNSUPPORTED'));
    await assert.rejects(vm.pty(), withCode('VM_UNSUPPORTED'));
    await assert.rejects(vm.dial({ port: 22 }), withCode('VM_UNSUPPORTED'));
    await assert.rejects(vm.exec('id', [], { user: 'nobody' }), withCode('VM_UNSUPPORTED'));
  });

  it('tell how the guest does', async () => {
    const { guest } = await vm.stats();
    assert.ok((guest?.memoryTotal ?? 0) > 100 * 2 ** 20);
  });

  it('reboot and shut down when they are asked to', async () => {
    await vm.writeFile('/tmp/mark', 'x');
    await vm.reboot();
    await assert.rejects(vm.readFile('/tmp/mark'), withCode('GUEST_FILE_ERROR'));
    await vm.stop();
    assert.equal(vm.state, 'stopped');
    await assert.rejects(host.getVm('agent'), withCode('VM_NOT_FOUND'));
  });
});
