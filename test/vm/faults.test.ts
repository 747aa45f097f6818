import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { createVm, isVmError, type Vm, type VmErrorCode, type VmEvent } from 'vmwright';
import { eventually } from '../support/leaks.js';
import { onTargetHost } from '../support/target-host.js';
import { connectTo, needsProcess, onEveryTarget } from '../support/targets.js';

/** Milliseconds in which an end is told and cleared away, on a busy emulated host as well. */
const PROMPT = 10_000;
const GONE = 30_000;

const withCode = (code: VmErrorCode) => (error: unknown) => {
  assert.ok(isVmError(error), String(error));
  assert.equal(error.code, code, error.message);
  return true;
};

onEveryTarget('killed with -9', (target) => {
  let child: ChildProcess | undefined;
  afterEach(() => {
    child?.kill('SIGKILL');
    child = undefined;
  });

  const onHost = (script: string, ...args: string[]) => onTargetHost(target, script, ...args);
  const listed = async () => {
    await using host = await connectTo(target);
    return await host.listVms();
  };
  const pidOf = async (id: string) => {
    const pid = (await listed()).find((each) => each.id === id)?.pid;
    assert.ok(pid !== undefined, 'the VM is listed with its pid');
    return String(pid);
  };
  /** Processes and files that name the VM. */
  const remains = async (id: string) =>
    (
      await onHost(
        `for file in $(grep -ls "$1" /proc/[0-9]*/cmdline); do
          if [ "$file" != "/proc/$$/cmdline" ]; then tr '\\0' ' ' <"$file" | cut -c -100; echo; fi
        done 2>/dev/null
        find /run/vmwright /var/lib/vmwright "$VMWRIGHT_RUNTIME_DIR" "$VMWRIGHT_STATE_DIR" -name "*$1*" 2>/dev/null
        ls -d /tmp/vmwright-"$1" 2>/dev/null; exit 0`,
        id,
      )
    )
      .split('\n')
      .filter((line) => line.trim() !== '' && !line.includes(`-- ${id}`));
  const vanishes = (id: string) =>
    eventually(`nothing of ${id} is left`, async () => (await remains(id)).length === 0, GONE);

  /** Kills the VM's process; `work` is cut short by it. */
  async function cutShort(vm: Vm, work: Promise<unknown>): Promise<void> {
    work.catch(() => {});
    const pid = await pidOf(vm.id);
    await onHost('kill -KILL "$1"', pid);
    const since = performance.now();
    await assert.rejects(work, withCode('VM_KILLED'));
    assert.ok(performance.now() - since < PROMPT, 'told at once');
    assert.equal(vm.state, 'crashed');
  }

  it("the VM's process: what runs in it fails, the end is told with the signal", async function () {
    needsProcess(this, target);
    await using vm = await createVm(target.options);
    await cutShort(vm, vm.exec('sleep', ['1000']));
    await assert.rejects(vm.exec('true'), withCode('VM_KILLED'));
    const told: VmEvent[] = [];
    for await (const event of vm.events()) told.push(event);
    const last = told.at(-1);
    assert.ok(last?.type === 'crashed' && last.reason === 'killed', JSON.stringify(last));
    // libvirt does not tell how its QEMU ended.
    assert.match(last.detail, vm.engine === 'libvirt' ? /QEMU vanished/ : /SIGKILL/);
    assert.match(await vm.consoleLog(), /Linux version/);
    await vm.destroy();
    await vanishes(vm.id);
  });

  it("the VM's process while the guest boots", async function () {
    needsProcess(this, target);
    const name = `boots-${process.pid}`;
    // On the host, as a slow one needs longer to take a command than its guest to boot.
    const killed = onHost(
      `while :; do
        for base in /run/vmwright "$VMWRIGHT_RUNTIME_DIR"; do
          run=$base/names/=$1
          if [ -s "$run/console.log" ]; then
            kill -KILL "$(cat "$run/pid" || cat "$(cat "$run/pidfile")")" # libvirt's QEMU writes its own
            basename "$(readlink "$run")"
            exit
          fi
        done 2>/dev/null
        sleep 0.1
      done`,
      name,
    );
    await assert.rejects(createVm({ ...target.options, name }), (error) => {
      assert.ok(isVmError(error) && error.code === 'VM_KILLED', String(error));
      assert.match(error.message, /before it was ready/);
      return true;
    });
    const id = (await killed).trim();
    assert.notEqual(id, '');
    await vanishes(id);
  });

  /** Another program that makes a VM and holds it; gives its id. */
  async function otherCreator(options = {}): Promise<string> {
    const source = `import { createVm } from 'vmwright';
      const vm = await createVm(${JSON.stringify({ ...target.options, ...options })});
      console.log(vm.id);
      await vm.exec('sleep', ['1000']);`;
    child = spawn(process.execPath, ['--input-type=module', '-e', source], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [printed] = await once(child.stdout as NodeJS.ReadableStream, 'data');
    return String(printed).trim();
  }

  it('the creator: its VM and all that it had go', async () => {
    const id = await otherCreator();
    assert.notDeepEqual(await remains(id), []);
    child?.kill('SIGKILL');
    await vanishes(id);
  });

  it('the creator of a detached VM: it lives on and is found', async () => {
    const id = await otherCreator({ detached: true });
    child?.kill('SIGKILL');
    await sleep(1000);
    await using host = await connectTo(target);
    const vm = await host.getVm(id);
    assert.equal((await vm.exec('echo', ['alive'])).stdout, 'alive\n');
    await vm.destroy();
    await vanishes(id);
  });

  it('the supervisor on the host: the VM dies with it', async () => {
    await using vm = await createVm(target.options);
    // libvirt's QEMU is a child of nobody; the shell that holds its life has its id among its words.
    if (vm.engine === 'libvirt') await onHost('kill -KILL $(pgrep -f "^sh -c domain_name=.*$1")', vm.id);
    else await onHost('kill -KILL "$(cut -d " " -f 4 "/proc/$1/stat")"', await pidOf(vm.id));
    await eventually('the end is known', () => vm.state === 'crashed', PROMPT);
    await vm.destroy();
    await vanishes(vm.id);
  });
});

onEveryTarget('stopped at any moment', (target) => {
  it('while it boots: an abort ends it, nothing is left', async () => {
    const names: string[] = [];
    for (const delay of [0, 200, 600, 1200, 2000, 3000]) {
      const controller = new AbortController();
      const name = `aborted-${process.pid}-${delay}`;
      names.push(name);
      const creating = createVm({ ...target.options, name, signal: controller.signal }).then(
        (vm: Vm) => vm.destroy(),
        (error: unknown) => withCode('ABORTED')(error),
      );
      await sleep(delay);
      const since = performance.now();
      controller.abort();
      await creating;
      assert.ok(performance.now() - since < PROMPT, `abort after ${delay} ms took effect at once`);
    }
    await using host = await connectTo(target);
    const listed = await host.listVms();
    assert.deepEqual(
      listed.filter(({ name }) => names.includes(name)),
      [],
    );
  });

  it('when the guest does not react: it is destroyed after its grace', async () => {
    await using vm = await createVm(target.options);
    await vm.exec('sh', ['-c', 'kill -STOP $PPID'], { timeout: 2000 }).catch(() => {});
    const since = performance.now();
    await vm.stop({ grace: 1000 });
    assert.ok(performance.now() - since < PROMPT);
    assert.equal(vm.state, 'stopped');
  });
});
