import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isVmError, type VmErrorCode } from '#src/core/errors.js';
import { type Operation, runOperation } from '#src/core/operation.js';
import type { Engine, Machine, MachineEvent } from '#src/engine/engine.js';
import type { VmSpec } from '#src/engine/vm-spec.js';
import { type CpioEntry, writeCpio } from '#src/image/initramfs/cpio.js';
import { resolveImage } from '#src/image/resolve.js';
import { createQemuEngine } from '#src/qemu/index.js';
import { LocalRunner } from '#src/remote/local-runner.js';

/** What the test guest does, given on its command line as `act=`. */
export type Act = 'stay' | 'off' | 'reboot' | 'fatal' | 'exit';

const INIT = `#!/bin/busybox sh
/bin/busybox mount -t proc proc /proc
for word in $(/bin/busybox cat /proc/cmdline); do
  case $word in
    act=stay) echo GUEST-READY; while read -r line; do echo "guest got $line"; done; /bin/busybox sleep 100000 ;;
    act=off) echo GUEST-OFF; /bin/busybox poweroff -f ;;
    act=reboot) echo GUEST-REBOOT; /bin/busybox reboot -f ;;
    act=fatal) echo 'vmwright: fatal: no root disk'; /bin/busybox poweroff -f ;;
    act=exit) exit 7 ;;
  esac
done
`;

/** Runs one call of an engine. */
export const call = <T>(
  body: (op: Operation) => Promise<T>,
  options: { signal?: AbortSignal } = {},
): Promise<T> => runOperation('test', options, body);

export const withCode =
  (code: VmErrorCode, text = /./) =>
  (error: unknown): boolean => {
    assert.ok(isVmError(error), String(error));
    assert.equal(error.code, code, error.message);
    assert.match(error.message, text);
    return true;
  };

/** A real QEMU host with its own folders. Never uses KVM, so that every machine tests the same. */
export class QemuBench {
  readonly folder: string;
  readonly runner: LocalRunner;
  readonly engine: Engine;
  readonly #boot: VmSpec['boot'];
  /** The folders of the whole test run. */
  readonly #outer: readonly [string | undefined, string | undefined];

  private constructor(folder: string, boot: VmSpec['boot']) {
    this.folder = folder;
    this.runner = new LocalRunner();
    this.engine = createQemuEngine({ probeKvm: async () => ({ usable: false, reason: 'not tested here' }) });
    this.#boot = boot;
    this.#outer = setFolders(join(folder, 'run'), join(folder, 'state'));
  }

  static async open(): Promise<QemuBench> {
    const folder = await mkdtemp(join(tmpdir(), 'vmq-'));
    const { kernel } = await resolveImage('base');
    assert.ok(kernel);
    const initrd = join(folder, 'initrd');
    await writeFile(initrd, await guestInitramfs());
    const { path, vmlinux } = kernel;
    const boot = {
      type: 'kernel',
      kernel: path,
      initrd,
      cmdline: ['quiet'],
      ...(vmlinux ? { vmlinux } : {}),
    } as const;
    return new QemuBench(folder, boot);
  }

  /** Fails when a process or a folder of a VM is left. */
  async close(): Promise<void> {
    setFolders(...this.#outer);
    try {
      await soon('all processes of the VMs are gone', () => processesOf(this.folder).length === 0);
      assert.deepEqual(await this.leftovers(), []);
    } finally {
      for (const pid of processesOf(this.folder)) process.kill(pid, 'SIGKILL');
      await rm(this.folder, { recursive: true, force: true });
    }
  }

  /** Folders of VMs and claimed names that exist. */
  async leftovers(): Promise<string[]> {
    const list = (path: string) => this.runner.files.list(join(this.folder, path));
    const [run, state, names] = await Promise.all([list('run'), list('state'), list('run/names')]);
    return [...run.filter((name) => name !== 'names'), ...state, ...names.filter((name) => name !== '.lock')];
  }

  spec(act: Act, changes: Partial<VmSpec> = {}): VmSpec {
    const id = `vm-${randomBytes(4).toString('hex')}`;
    const boot = this.#boot;
    if (boot.type !== 'kernel') throw new Error('the bench boots kernels');
    return {
      id,
      name: id,
      image: 'test',
      createdAt: new Date().toISOString(),
      hypervisor: 'auto',
      cpus: 1,
      memoryBytes: 192 * 2 ** 20,
      boot: { ...boot, cmdline: [...boot.cmdline, `act=${act}`] },
      disks: [],
      network: { type: 'none' },
      agent: false,
      jail: true,
      detached: false,
      exec: { env: {} },
      labels: {},
      ...changes,
    };
  }

  create(spec: VmSpec, options: { signal?: AbortSignal } = {}): Promise<Machine> {
    const make = async (op: Operation) => {
      const machine = await this.engine.create(this.runner, spec, op);
      op.defer(() => machine.destroy());
      await machine.keep(op);
      return machine;
    };
    return call(make, options);
  }

  attach(id: string): Promise<Machine> {
    return call((op) => this.engine.attach(this.runner, id, op));
  }

  async listed(): Promise<string[]> {
    return (await call((op) => this.engine.list(this.runner, op))).map(({ spec }) => spec.id);
  }

  async pidOf(id: string): Promise<number> {
    return Number(await readFile(join(this.folder, 'run', id, 'pid'), 'utf8'));
  }
}

/** Sets the folders of VMs and gives those before. Children inherit them. */
function setFolders(
  run: string | undefined,
  state: string | undefined,
): [string | undefined, string | undefined] {
  const { env } = process;
  const before: [string | undefined, string | undefined] = [env.VMWRIGHT_RUNTIME_DIR, env.VMWRIGHT_STATE_DIR];
  for (const [name, value] of Object.entries({ VMWRIGHT_RUNTIME_DIR: run, VMWRIGHT_STATE_DIR: state })) {
    if (value === undefined) delete env[name];
    else env[name] = value;
  }
  return before;
}

async function guestInitramfs(): Promise<Buffer> {
  const busybox = await new LocalRunner().which('busybox');
  assert.ok(busybox, 'busybox is missing: apt-get install busybox-static');
  const file = (path: string, data: Uint8Array): CpioEntry => ({ path, type: 'file', mode: 0o755, data });
  return writeCpio([
    ...['bin', 'dev', 'proc'].map((path): CpioEntry => ({ path, type: 'directory', mode: 0o755 })),
    { path: 'dev/console', type: 'character', mode: 0o600, major: 5, minor: 1 },
    file('init', Buffer.from(INIT)),
    file('bin/busybox', await readFile(busybox)),
  ]);
}

/** Pids of living processes whose command line names `text`; zombies wait for PID 1 and do not count. */
export function processesOf(text: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => readProc(`${pid}/cmdline`).includes(text) && !/\) [ZX]/.test(readProc(`${pid}/stat`)))
    .map(Number);
}

function readProc(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, 'utf8');
  } catch {
    return ''; // it ended meanwhile
  }
}

/** Waits up to a second: the time in which a fault has to show. */
export async function soon(what: string, holds: () => boolean | Promise<boolean>, ms = 1000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await holds())) {
    assert.ok(Date.now() < deadline, `${what}: not within ${ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The next event of a type. */
export function nextEvent<T extends MachineEvent['type']>(
  machine: Machine,
  type: T,
): Promise<Extract<MachineEvent, { type: T }>> {
  return new Promise((resolve) => {
    const off = machine.events.on(type, (event) => {
      off();
      resolve(event);
    });
  });
}

/** Settles when the console shows `text`. */
export async function consoleShows(machine: Machine, text: string): Promise<string> {
  const stream = await machine.followConsole();
  let seen = '';
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    seen += chunk.toString();
    if (seen.includes(text)) return seen;
  }
  throw new Error(`the console ended without ${text}: ${seen}`);
}
