import assert from 'node:assert/strict';
import { basename, dirname } from 'node:path';
import { resolveImage } from '#src/image/index.js';
import { Dom0, WHOLE_LIBRARY } from './support/dom0.js';
import { BOOT_LIMIT, requireHost } from './support/real-host.js';
import { watchRemains } from './support/remains.js';
import { XenLibvirtd } from './support/xen-libvirtd.js';

/**
 * The program of a user in dom0: arguments are the kernel, the initrd, the command line, milliseconds to boot, and the host, if it is
 * not to be found. Prints what it saw, as JSON.
 */
const PROGRAM = `import { connect, createVm } from 'vmwright';
const [kernel, initrd, cmdline, limit, host] = process.argv.slice(2);
const timeout = Number(limit);
const image = { kernel, initrd, cmdline, agent: true };
const vm = await createVm({ host, image, memory: '128MiB', network: 'none', name: 'in-dom0', timeout });
try {
  const { stdout } = await vm.exec('cat', ['/sys/hypervisor/type'], { check: true });
  await vm.files.write('/tmp/text', 'through a console of Xen');
  const text = (await vm.files.read('/tmp/text')).toString();
  const dom0 = await connect(host);
  const names = (await dom0.listVms()).map(({ name }) => name);
  await dom0.close();
  console.log(JSON.stringify({ engine: vm.engine, hypervisor: vm.hypervisor, type: stdout.trim(), text, names }));
} finally {
  await vm.destroy();
}
`;

describe('the library in dom0', function () {
  this.timeout(BOOT_LIMIT * 2);
  let dom0: Dom0;
  watchRemains(() => dom0?.host);
  before(async function () {
    dom0 = await Dom0.open(requireHost(this, 'xen'), WHOLE_LIBRARY);
  });
  after(() => dom0?.[Symbol.asyncDispose]());

  /** What the program says of its VM. */
  async function run(...host: string[]): Promise<unknown> {
    const { kernel, initrd, cmdline } = await resolveImage('base');
    const files = [kernel?.vmlinux, initrd].map((path) => path ?? assert.fail('base has no such file'));
    for (const path of files) await dom0.upload(dirname(path), [basename(path)]);
    await dom0.writeFile('program.mjs', Buffer.from(PROGRAM));
    const printed = await dom0.script(
      'cd "$1" && shift && node program.mjs "$@"',
      dom0.folder,
      ...files.map((path) => basename(path)),
      cmdline.join(' '),
      String(BOOT_LIMIT),
      ...host,
    );
    assert.doesNotMatch(await dom0.script('xl list'), /in-dom0/);
    return JSON.parse(printed);
  }
  const seen = { hypervisor: 'xen', type: 'xen', text: 'through a console of Xen', names: ['in-dom0'] };

  it('runs a VM on the Xen below it, without being told to', async () => {
    assert.deepEqual(await run(), { engine: 'xen', ...seen });
  });

  it('runs one by the libvirt of dom0, when told to', async () => {
    await using _libvirtd = await XenLibvirtd.start(dom0.host);
    assert.deepEqual(await run('libvirt+xen:///system'), { engine: 'libvirt', ...seen });
  });
});
