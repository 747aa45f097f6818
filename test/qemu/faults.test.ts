import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VmSpec } from '#src/engine/vm-spec.js';
import { LocalRunner } from '#src/remote/local-runner.js';
import type { HostProcess, SpawnOptions } from '#src/remote/runner.js';
import { call, nextEvent, processesOf, QemuBench, soon, withCode } from './support/bench.js';

describe('qemu engine: faults', function () {
  this.timeout(60_000);
  let bench: QemuBench;
  let child: ChildProcess | undefined;
  beforeEach(async () => {
    bench = await QemuBench.open();
  });
  afterEach(async () => {
    child?.kill('SIGKILL');
    child = undefined;
    await bench.close();
  });

  /** Another program that creates this VM and holds it. */
  async function otherCreator(spec: VmSpec): Promise<ChildProcess> {
    const source = `
      import { runOperation } from '#src/core/operation.js';
      import { createQemuEngine } from '#src/qemu/index.js';
      import { LocalRunner } from '#src/remote/local-runner.js';
      const engine = createQemuEngine({ probeKvm: async () => ({ usable: false, reason: 'not tested here' }) });
      const spec = ${JSON.stringify(spec)};
      const machine = await runOperation('create', {}, (op) => engine.create(new LocalRunner(), spec, op));
      await runOperation('keep', {}, (op) => machine.keep(op));
      (await machine.followConsole()).resume();
      process.send('created');`;
    child = spawn(process.execPath, ['--input-type=module', '-e', source], {
      stdio: ['ignore', 2, 2, 'ipc'],
    });
    await once(child, 'message');
    return child;
  }

  /** The shell that supervises QEMU: its parent. */
  const supervisorOf = async (id: string) => {
    const { stdout } = await bench.runner.run([
      'cut',
      '-d',
      ' ',
      '-f',
      '4',
      `/proc/${await bench.pidOf(id)}/stat`,
    ]);
    return Number(stdout);
  };

  describe('killed with -9', () => {
    it('QEMU: the machine ends at once and tells the signal', async () => {
      const machine = await bench.create(bench.spec('stay'));
      process.kill(await bench.pidOf(machine.spec.id), 'SIGKILL');
      await soon('the end is known', () => machine.end !== undefined);
      assert.equal(machine.end?.state, 'crashed');
      assert.equal(machine.end?.reason, 'killed');
      assert.match(machine.end?.detail ?? '', /SIGKILL/);
      await assert.rejects(
        call((op) => machine.pause(op)),
        withCode('VM_KILLED'),
      );
      await machine.destroy();
    });

    it('the creator: QEMU and all folders go', async () => {
      const other = await otherCreator(bench.spec('stay', { name: 'orphan' }));
      assert.ok(processesOf(bench.folder).length > 0);
      other.kill('SIGKILL');
      await soon('everything is gone', async () => (await bench.leftovers()).length === 0);
      await soon('no process is left', () => processesOf(bench.folder).length === 0);
    });

    it('the creator after QEMU ended: its folders go too', async () => {
      const spec = bench.spec('stay');
      const other = await otherCreator(spec);
      process.kill(await bench.pidOf(spec.id), 'SIGKILL');
      await soon('it is not listed', async () => (await bench.listed()).length === 0);
      assert.deepEqual(await bench.leftovers(), [spec.id]); // the creator may still want its console
      other.kill('SIGKILL');
      await soon('everything is gone', async () => (await bench.leftovers()).length === 0);
    });

    it('the supervisor: QEMU dies with it', async () => {
      const machine = await bench.create(bench.spec('stay'));
      process.kill(await supervisorOf(machine.spec.id), 'SIGKILL');
      await soon('the end is known', () => machine.end !== undefined);
      assert.equal(machine.end?.reason, 'killed');
      await machine.destroy();
    });

    it('supervisor and creator: the next list clears away what is left', async () => {
      const spec = bench.spec('stay', { name: 'bob' });
      const other = await otherCreator(spec);
      const supervisor = await supervisorOf(spec.id);
      process.kill(supervisor, 'SIGSTOP'); // so that it cannot clean up first
      other.kill('SIGKILL');
      process.kill(supervisor, 'SIGKILL');
      await soon('no process is left', () => processesOf(bench.folder).length === 0);
      assert.deepEqual(await bench.listed(), []);
      assert.deepEqual(await bench.leftovers(), []);
    });
  });

  it('the boot of the host: the next list clears away the disks of the VMs before', async () => {
    const { stdout: boot } = await bench.runner.run(['cat', '/proc/sys/kernel/random/boot_id']);
    for (const [id, note] of [
      ['vm-before', '00000000-0000-4000-8000-000000000000\n'],
      ['vm-now', boot],
    ] as const) {
      await mkdir(join(bench.folder, 'state', id), { recursive: true });
      await writeFile(join(bench.folder, 'state', id, 'boot'), note);
    }
    assert.deepEqual(await bench.listed(), []);
    assert.deepEqual(await bench.leftovers(), ['vm-now']);
    await rm(join(bench.folder, 'state', 'vm-now'), { recursive: true });
  });

  describe('names', () => {
    it('only one of two creators gets a name, and it is free again afterwards', async () => {
      const both = await Promise.allSettled(
        [1, 2].map(() => bench.create(bench.spec('stay', { name: 'bob' }))),
      );
      const machines = both.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      const errors = both.flatMap((result) =>
        result.status === 'rejected' ? [result.reason as unknown] : [],
      );
      assert.equal(machines.length, 1);
      assert.ok(withCode('VM_NAME_TAKEN', /bob/)(errors[0]));
      await machines[0]?.destroy();
      await (await bench.create(bench.spec('stay', { name: 'bob' }))).destroy();
    });

    it('takes over the name of a VM that is dead', async () => {
      const spec = bench.spec('stay', { name: 'bob', detached: true });
      await otherCreator(spec);
      process.kill(await bench.pidOf(spec.id), 'SIGKILL');
      await soon('bob is dead', () => processesOf(spec.id).length === 0);
      const machine = await bench.create(bench.spec('stay', { name: 'bob' }));
      await machine.destroy();
      assert.deepEqual(await bench.leftovers(), [spec.id]);
      assert.deepEqual(await bench.listed(), []);
    });
  });

  describe('create refuses', () => {
    const files: [string, Partial<VmSpec>, Parameters<typeof withCode>][] = [
      [
        'a missing disk',
        { disks: [{ path: '/no/such.img', format: 'raw', access: 'overlay' }] },
        ['DISK_UNREADABLE', /\/no\/such.img does not exist/],
      ],
      [
        'a folder as a disk',
        { disks: [{ path: '/', format: 'raw', access: 'read' }] },
        ['DISK_UNREADABLE', /is a folder/],
      ],
      [
        'a missing kernel',
        { boot: { type: 'kernel', kernel: '/no/kernel', cmdline: [] } },
        ['IMAGE_NOT_FOUND', /\/no\/kernel/],
      ],
      [
        'a tap device that does not exist',
        { network: { type: 'tap', device: 'no-such-tap', mac: '52:54:00:00:00:01' } },
        ['ENGINE_FAILED', /no tap device no-such-tap/],
      ],
      ['what QEMU refuses', { cpus: 100_000 }, ['ENGINE_FAILED', /CPUs/]],
      ['KVM where there is none', { hypervisor: 'kvm' }, ['ENGINE_UNAVAILABLE', /not tested here/]],
      ['Xen', { hypervisor: 'xen' }, ['VM_UNSUPPORTED']],
    ];
    for (const detached of [false, true]) {
      for (const [what, changes, error] of files) {
        it(`${what}${detached ? ', detached' : ''}`, async () => {
          const spec = bench.spec('stay', { ...changes, detached, name: 'bob' });
          await assert.rejects(bench.create(spec), withCode(...error));
          assert.deepEqual(await bench.leftovers(), []);
        });
      }
    }

    it('a disk of another format than it is said to be', async () => {
      const path = join(bench.folder, 'not.qcow2');
      await writeFile(path, Buffer.alloc(4096));
      for (const access of ['overlay', 'read'] as const) {
        const spec = bench.spec('stay', { disks: [{ path, format: 'qcow2', access }] });
        await assert.rejects(bench.create(spec), withCode('DISK_UNREADABLE', /not in qcow2 format/));
      }
    });

    it('a runtime folder whose sockets would have too long names', async () => {
      process.env.VMWRIGHT_RUNTIME_DIR = join(bench.folder, 'x'.repeat(90));
      const create = call((op) => bench.engine.create(new LocalRunner(), bench.spec('stay'), op));
      await assert.rejects(create, withCode('ENGINE_FAILED', /socket path/));
    });

    it('a host without QEMU', async () => {
      const bin = join(bench.folder, 'bin');
      await mkdir(bin);
      for (const program of ['sh', 'mkdir', 'flock', 'rm', 'readlink', 'cat', 'ln', 'true']) {
        await symlink((await bench.runner.which(program)) ?? '', join(bin, program));
      }
      const bare = new (class extends LocalRunner {
        override spawn(argv: readonly string[], options: SpawnOptions = {}): Promise<HostProcess> {
          return super.spawn(argv, { ...options, env: { PATH: bin } });
        }
      })();
      const create = call((op) => bench.engine.create(bare, bench.spec('stay'), op));
      await assert.rejects(create, (error: unknown) => {
        withCode('ENGINE_UNAVAILABLE', /qemu-system-x86_64 is not installed/)(error);
        return (error as { remedy: string }).remedy === 'apt-get install qemu-system-x86';
      });
    });
  });

  for (const detached of [false, true]) {
    it(`leaves nothing when aborted at any moment${detached ? ', detached' : ''}`, async () => {
      for (const delay of [0, 1, 2, 4, 8, 12, 20, 40, 80]) {
        const abort = new AbortController();
        const spec = bench.spec('stay', { detached, name: 'bob' });
        const created = bench.create(spec, { signal: abort.signal });
        setTimeout(() => abort.abort(), delay);
        const outcome = await created.then(
          (machine) => machine.destroy(),
          (error: unknown) => withCode('ABORTED')(error),
        );
        assert.ok(outcome === undefined || outcome);
        assert.deepEqual(await bench.leftovers(), [], `aborted after ${delay} ms`);
        await soon('no process is left', () => processesOf(bench.folder).length === 0);
      }
    });
  }

  it('runs 20 at once and leaves nothing', async () => {
    const specs = Array.from({ length: 20 }, () => bench.spec('stay', { memoryBytes: 128 * 2 ** 20 }));
    const machines = await Promise.all(specs.map((spec) => bench.create(spec)));
    assert.deepEqual((await bench.listed()).sort(), specs.map(({ id }) => id).sort());
    const ended = machines.map((machine) => nextEvent(machine, 'ended'));
    await Promise.all(machines.map((machine) => machine.destroy()));
    assert.deepEqual(new Set((await Promise.all(ended)).map(({ reason }) => reason)), new Set(['destroyed']));
  });
});
