import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createVm } from 'vmwright';
import { runOperation } from '#src/core/operation.js';
import { aptNetworkOptions, debianSources } from '#src/image/rootfs/sources.js';
import { skipBecause } from '../support/skip.js';

const SUITE = 'bookworm';
const PACKAGES = 'systemd-sysv,udev,dbus,kmod,iproute2,netbase,cloud-init';
/** Left out: it only makes the disk larger. */
const SMALL = ['man', 'locale', 'doc'].map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`);
/** Debian has three dozen modules; each costs an emulated CPU a second or so. */
const MODULES = {
  cloud_init_modules: ['write-files', 'set-hostname'],
  cloud_config_modules: ['runcmd'],
  cloud_final_modules: ['scripts-user'],
};
const UNTIL_DONE =
  'cloud-init status --wait >/dev/null; cloud-init status; cat /run/ran; hostname; cloud-init query instance_id';

/** A Debian with its cloud-init, as one ext4 file system. */
async function cloudImage(folder: string): Promise<string> {
  const run = promisify(execFile);
  const [options, sources] = await runOperation('sources', {}, (op) =>
    Promise.all([aptNetworkOptions(op), debianSources(op, SUITE)]),
  );
  const list = join(folder, 'sources.list');
  writeFileSync(list, `${sources.join('\n')}\n`);
  const root = join(folder, 'root');
  const more = options.map((option) => `--aptopt=${option}`);
  await run('mmdebstrap', [
    ...['--variant=essential', '--mode=root', '--quiet', `--include=${PACKAGES}`],
    ...[...SMALL, ...more, SUITE, root, list],
  ]);
  const disk = join(folder, 'disk.img');
  await run('mke2fs', ['-q', '-t', 'ext4', '-d', root, disk, '1500M']);
  return disk;
}

describe("Debian's cloud-init", function () {
  this.timeout(600_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'vmwright-cloud-image-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('does what the VM is told, in an image with nothing of ours', async function () {
    if (process.getuid?.() !== 0) skipBecause(this, 'only root can build the image');
    const rootDisk = await cloudImage(folder);
    const vm = await createVm({
      image: { rootDisk },
      name: 'box',
      memory: '768MiB',
      network: 'none',
      cloudInit: {
        userData: {
          ...MODULES,
          hostname: 'told',
          write_files: [{ path: '/etc/told', content: 'by the seed: ü 😀\n' }],
          runcmd: [['sh', '-c', 'cat /etc/told >/run/ran']],
        },
      },
    });
    try {
      const { stdout } = await vm.exec('sh', ['-c', UNTIL_DONE], { timeout: 300_000 });
      assert.equal(stdout, `status: done\nby the seed: ü 😀\ntold\n${vm.id}\n`);
    } finally {
      await vm.destroy();
    }
  });
});
