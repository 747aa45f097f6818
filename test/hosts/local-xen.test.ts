import assert from 'node:assert/strict';
import { basename, dirname } from 'node:path';
import { resolveImage } from '#src/image/index.js';
import { Dom0, WHOLE_LIBRARY } from './support/dom0.js';
import { BOOT_LIMIT, requireHost } from './support/real-host.js';
import { watchRemains } from './support/remains.js';

/** The program of a user in dom0: arguments are the kernel, the initrd and the command line. Prints what it saw, as JSON. */
const PROGRAM = `import { connect, createVm } from 'vmwright';
const [kernel, initrd, cmdline, limit] = process.argv.slice(2);
const timeout = Number(limit);
const image = { kernel, initrd, cmdline, agent: true };
const vm = await createVm({ image, memory: '128MiB', network: 'none', name: 'in-dom0', timeout });
try {
  const { stdout } = await vm.exec('cat', ['/sys/hypervisor/type'], { check: true });
  await vm.files.write('/tmp/text', 'through a console of Xen');
  const text = (await vm.files.read('/tmp/text')).toString();
  const host = await connect();
  const names = (await host.listVms()).map(({ name }) => name);
  await host.close();
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

  it('runs a VM on the Xen below it, without being told to', async () => {
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
    );
    assert.deepEqual(JSON.parse(printed), {
      engine: 'xen',
      hypervisor: 'xen',
      type: 'xen',
      text: 'through a console of Xen',
      names: ['in-dom0'],
    });
    assert.doesNotMatch(await dom0.script('xl list'), /in-dom0/);
  });
});
