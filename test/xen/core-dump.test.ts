import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { isVmError, type Vm, type VmErrorCode, type XenGuestType } from 'vmwright';
import { eventually } from '../support/leaks.js';
import { type Section, sectionsOf } from './support/core-file.js';
import { hostPath, inGuest, limit, onXen } from './support/xen-target.js';

const PAGE = 4096;
const MIB = 2 ** 20;
/** vcpu_guest_context_t on 64-bit x86. */
const VCPU_CONTEXT = 5168;
const PROMPT = 30_000;
const CRASH = 'echo c > /proc/sysrq-trigger';

onXen('core dumps', ({ create, onHost }) => {
  const withCode = (code: VmErrorCode, message: RegExp) => (error: unknown) => {
    assert.ok(isVmError(error) && error.code === code, String(error));
    assert.match(error.message, message);
    return true;
  };
  const exists = async (path: string) => (await onHost('ls "$1" 2>/dev/null || true', path)) !== '';
  /** Processes that dump the memory of this VM's domain. */
  const dumpers = (vm: Vm) => onHost('pgrep -f -- "--dump-core $(xl domid "$1") " || true', vm.name);

  async function checkCore(path: string, machine: XenGuestType, memory: number, cpus: number): Promise<void> {
    const size = Number(await onHost('stat -c %s "$1"', path));
    const bytes = async (program: 'head' | 'tail') =>
      Buffer.from(await onHost('"$2" -c 8192 "$1" | base64 -w 0', path, program), 'base64');
    const found = sectionsOf({ head: await bytes('head'), tail: await bytes('tail'), size });
    const section = (name: string): Section => {
      const one = found.get(name);
      assert.ok(one !== undefined, `${name} is not in ${[...found.keys()]}`);
      return one;
    };
    section('.note.Xen');
    assert.equal(section('.xen_prstatus').size, cpus * VCPU_CONTEXT);
    const pages = section('.xen_pages');
    assert.ok(pages.size > memory * 0.9 && pages.size < memory * 1.1, `${pages.size} bytes of pages`);
    const table = machine === 'pv' ? section('.xen_p2m') : section('.xen_pfn');
    assert.equal(table.size / (machine === 'pv' ? 16 : 8), pages.size / PAGE);
    const end = Math.max(...[...found.values()].map(({ offset, size }) => offset + size));
    assert.equal(size, end);
  }
  const has = async (path: string, text: string) =>
    (await onHost('LC_ALL=C grep -c -a -F -- "$2" "$1" || true', path, text)) !== '0';

  for (const machine of ['pvh', 'pv'] as const satisfies readonly XenGuestType[]) {
    it(`${machine}: of a guest that runs, which is served meanwhile and goes on`, async function () {
      this.timeout(limit(machine === 'pv' ? 4 : 2));
      const path = hostPath(`core-${machine}`);
      await using vm = await create({ machine, memory: '128MiB', cpus: 2 });
      const marker = randomBytes(20).toString('hex');
      // The command line of the shell must not have it as a whole.
      await inGuest(vm, `echo "${marker.slice(0, 20)}""${marker.slice(20)}" >/tmp/marker`);
      const dumping = vm.dumpCore(path);
      const another = vm.dumpCore(`${path}-2`);
      const stats = vm.stats();
      await assert.rejects(another, withCode('ENGINE_FAILED', /already/));
      assert.ok((await stats).memoryBytes > 0);
      await dumping;
      assert.equal(await inGuest(vm, 'cat /tmp/marker'), marker);
      await checkCore(path, machine, 128 * MIB, 2);
      assert.ok(await has(path, marker));
      await assert.rejects(vm.dumpCore(path), withCode('ENGINE_FAILED', /exists already/));
      if (machine === 'pv') return; // libxenlight's dump, which maps page by page
      await vm.pause();
      await vm.dumpCore(`${path}-paused`);
      assert.equal(vm.state, 'paused');
      await vm.resume();
      assert.equal(await inGuest(vm, 'cat /tmp/marker'), marker);
    });
  }

  it('of a guest that has crashed', async function () {
    this.timeout(limit(1));
    const path = hostPath('core-crashed');
    await using vm = await create({ onCrash: 'preserve', memory: '128MiB' });
    const halted = new Promise((resolve) => vm.on('halted', resolve));
    await vm.exec('sh', ['-c', CRASH]).catch(() => {});
    await halted;
    await vm.dumpCore(path);
    await checkCore(path, 'pvh', 128 * MIB, 1);
    assert.ok(await has(path, 'Kernel panic - not syncing: sysrq triggered crash'));
    assert.equal(vm.state, 'halted');
  });

  it('by itself when the guest crashes', async function () {
    this.timeout(limit(1));
    const folder = hostPath('cores');
    await using vm = await create({ coreDumps: folder, memory: '128MiB' });
    const crashed = new Promise<string>((resolve) => vm.on('crashed', ({ detail }) => resolve(detail)));
    await vm.exec('sh', ['-c', CRASH]).catch(() => {});
    const detail = await crashed;
    const path = /\(core dump in (\S+)\)$/.exec(detail)?.[1] ?? '';
    assert.ok(path.startsWith(`${folder}/${vm.name}-`), detail);
    await checkCore(path, 'pvh', 128 * MIB, 1);
    assert.equal(await onHost('ls -A "$1" | wc -l', folder), '1');
  });

  it('broken off: there is no file, and the guest goes on', async function () {
    this.timeout(limit(2));
    const path = hostPath('core-aborted');
    await using vm = await create();
    for (const delay of [20, 200, 800]) {
      const dumping = vm.dumpCore(path, { signal: AbortSignal.timeout(delay) });
      await assert.rejects(dumping, withCode('TIMEOUT', /./));
      await eventually('no process dumps', async () => (await dumpers(vm)) === '', PROMPT);
      assert.ok(!(await exists(path)));
      assert.equal(await inGuest(vm, 'echo on'), 'on');
    }
    const killed = vm.dumpCore(path);
    killed.catch(() => {});
    await eventually('a process dumps', async () => (await dumpers(vm)) !== '', PROMPT);
    await onHost('kill -KILL $1', await dumpers(vm));
    await assert.rejects(killed, withCode('ENGINE_FAILED', /was killed/));
    assert.ok(!(await exists(path)));
    assert.equal(await inGuest(vm, 'echo on'), 'on');
  });

  it('of a VM that is killed meanwhile: nothing is left', async function () {
    this.timeout(limit(1));
    const path = hostPath('core-killed');
    await using vm = await create();
    const dumping = vm.dumpCore(path);
    dumping.catch(() => {});
    await onHost('sleep 0.5; kill -KILL "$(cat "/run/vmwright/$1/pid")"', vm.id);
    await assert.rejects(dumping, withCode('VM_KILLED', /./));
    await eventually(
      'no process dumps',
      async () => (await onHost('pgrep -f -- --dump-core || true')) === '',
      PROMPT,
    );
    assert.ok(!(await exists(path)));
  });
});
