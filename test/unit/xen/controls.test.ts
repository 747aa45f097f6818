import assert from 'node:assert/strict';
import { isVmError, VmError } from '#src/core/errors.js';
import { type Operation, runOperation } from '#src/core/operation.js';
import type { DiskSpec } from '#src/engine/vm-spec.js';
import type { RunningVm } from '#src/vm-process/index.js';
import { XenControls } from '#src/xen/controls.js';
import { folder, spec } from './support.js';

interface Added {
  readonly path: string;
  readonly file: string;
}

describe('disks of a running domain', () => {
  /** Overlays on the host. */
  let overlays: Set<string>;
  let added: Map<string, Added>;
  /** What the toolstack says when a disk is added. */
  let refusal: VmError | undefined;
  beforeEach(() => {
    overlays = new Set();
    added = new Map();
    refusal = undefined;
  });

  const run = async (argv: readonly string[]) => {
    const file = argv.find((word) => word.startsWith(folder.state) && word !== folder.state) ?? '';
    if (argv[0] === 'rm') overlays.delete(file);
    else overlays.add(file);
    return { exitCode: 0, stdout: '', stderr: '' };
  };
  const execute = async (command: string, { vdev = '', ...disk }: Added & { vdev?: string }) => {
    if (command === 'x-xen-disks') return [...added.keys()];
    if (command === 'x-xen-disk-remove') return added.get(vdev);
    if (refusal !== undefined) throw refusal;
    const name = `xvd${'abcd'[added.size]}`;
    added.set(name, disk);
    return { vdev: name };
  };
  const controls = () =>
    new XenControls({
      spec,
      folder,
      qmp: { execute: (command: string, args = {}) => execute(command, args as Added) },
      runner: { hostId: 'local', run, files: { stage: async (path: string) => path } },
    } as unknown as RunningVm);
  const add = (disk: Partial<DiskSpec> = {}) =>
    runOperation('addDisk', {}, (op: Operation) =>
      controls().addDisk({ path: '/d/raw', access: 'overlay', format: 'raw', ...disk }, op),
    );

  it('two that are added at once have an overlay each', async () => {
    assert.deepEqual((await Promise.all([add(), add()])).sort(), ['xvda', 'xvdb']);
    assert.equal(overlays.size, 2);
    assert.deepEqual(new Set([...added.values()].map(({ path }) => path)), overlays);
  });

  it('one that is refused takes its own overlay along, and no other', async () => {
    await add();
    const [first] = overlays;
    refusal = new VmError('ENGINE_FAILED', 'no');
    await assert.rejects(add(), (error) => error === refusal);
    assert.deepEqual([...overlays], [first]);
  });

  it('the overlay goes with the disk', async () => {
    await controls().removeDisk(await add());
    assert.equal(overlays.size, 0);
  });

  it('what is no overlay stays', async () => {
    overlays.add('/d/raw');
    const name = await add({ access: 'write' });
    assert.deepEqual(added.get(name), {
      path: '/d/raw',
      format: 'raw',
      mode: 'write',
      file: '/d/raw',
      lock: 'write',
    });
    await controls().removeDisk(name);
    assert.deepEqual([...overlays], ['/d/raw']);
  });

  it('what QEMU would not serve is refused before anything is made', async () => {
    const refused = add({ path: '/d/q', format: 'qcow2', access: 'read' });
    await assert.rejects(refused, (error) => isVmError(error) && error.code === 'VM_UNSUPPORTED');
    assert.deepEqual([overlays.size, added.size], [0, 0]);
  });

  it('a VM has 26 of them', async () => {
    for (let count = 0; count < 26; count++) added.set(`${count}`, { path: '', file: '' });
    await assert.rejects(add(), (error) => isVmError(error) && error.code === 'VM_UNSUPPORTED');
    assert.equal(overlays.size, 0);
  });
});
