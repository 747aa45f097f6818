import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Operation, runOperation } from '#src/core/operation.js';
import { unpackPackage } from '#src/image/host/apt.js';
import { type CpioEntry, writeCpio } from '#src/image/initramfs/cpio.js';
import { moduleName, readModinfo } from '#src/image/initramfs/modinfo.js';
import { ensureKernel, findKernelPackage } from '#src/image/kernel/debian-kernel.js';
import { BuildProgress } from '#src/image/progress.js';
import { ImageStore } from '#src/image/store/store.js';
import { LocalRunner } from '#src/remote/local-runner.js';

/** Files of a Debian kernel that boots with one program as its only task. */
export interface TestKernel {
  readonly vmlinuz: string;
  /** Unpacked modules, by name with underscores. */
  readonly modules: ReadonlyMap<string, string>;
  remove(): Promise<void>;
}

/** The kernel of the image cache with all of its modules, unpacked for this test. */
export function unpackTestKernel(): Promise<TestKernel> {
  return runOperation('unpackTestKernel', {}, async (op) => {
    const found = await findKernelPackage(op);
    const entry = await ensureKernel(op, new ImageStore(), found, new BuildProgress(undefined));
    const folder = await mkdtemp(join(tmpdir(), 'vmwright-test-kernel-'));
    op.defer(() => rm(folder, { recursive: true, force: true }));
    await unpackPackage(op, join(entry.directory, entry.manifest.deb), folder);
    const names = await readdir(folder, { recursive: true });
    const modules = names.filter((name) => /\.ko$/.test(name));
    return {
      vmlinuz: join(entry.directory, 'vmlinuz'),
      modules: new Map(modules.map((name) => [moduleName(basename(name, '.ko')), join(folder, name)])),
      remove: () => rm(folder, { recursive: true, force: true }),
    };
  });
}

/** Names and contents of a module and of all it depends on, in loading order. */
async function moduleClosure(kernel: TestKernel, name: string): Promise<Map<string, Buffer>> {
  const file = kernel.modules.get(name);
  if (file === undefined) throw new Error(`the kernel package has no module ${name}`);
  const data = await readFile(file);
  const closure = new Map<string, Buffer>();
  for (const dependency of readModinfo(data)?.depends ?? []) {
    for (const [each, content] of await moduleClosure(kernel, dependency)) closure.set(each, content);
  }
  return closure.set(name, data);
}

const INIT = `#!/bin/busybox sh
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sys /sys
/bin/busybox mount -t devtmpfs dev /dev
for module in $(/bin/busybox cat /modules/order); do
  /bin/busybox insmod /modules/$module.ko || echo "insmod $module failed"
done
echo; echo TEST-BEGIN
/bin/program
echo; echo TEST-END
/bin/busybox poweroff -f
`;

const file = (path: string, data: Buffer | string, mode = 0o755): CpioEntry => ({
  path,
  type: 'file',
  mode,
  data: Buffer.from(data),
});

/** An initramfs that loads a module with its dependencies, runs one static program and powers off. */
export async function writeTestInitramfs(
  target: string,
  kernel: TestKernel,
  options: { program: Buffer | string; module?: string },
): Promise<void> {
  const busybox = await new LocalRunner().which('busybox');
  if (busybox === undefined) throw new Error('busybox is missing: apt-get install busybox-static');
  const modules = options.module === undefined ? new Map() : await moduleClosure(kernel, options.module);
  const folders = ['bin', 'dev', 'proc', 'sys', 'modules'];
  const entries: CpioEntry[] = [
    ...folders.map((path): CpioEntry => ({ path, type: 'directory', mode: 0o755 })),
    // the kernel's own messages need it before devtmpfs is mounted
    { path: 'dev/console', type: 'character', mode: 0o600, major: 5, minor: 1 },
    file('init', INIT),
    file('bin/busybox', await readFile(busybox)),
    file('bin/program', options.program),
    file('modules/order', [...modules.keys()].join('\n')),
    ...[...modules].map(([name, data]) => file(`modules/${name}.ko`, data)),
  ];
  await writeFile(target, writeCpio(entries));
}

/** Boots kernel and initramfs with these QEMU arguments; what the program printed, or undefined if it never ran. */
export async function runInQemu(
  op: Operation,
  boot: { kernel: string; initrd: string; args: readonly string[] },
): Promise<{ output: string | undefined; log: string }> {
  // Into a file: QEMU drops characters for a pipe whose reader is busy.
  const serial = `${boot.initrd}.log`;
  const common = ['-nodefaults', '-display', 'none', '-no-reboot', '-serial', `file:${serial}`, '-m', '512'];
  const append = ['-append', 'console=ttyS0 quiet panic=-1 mitigations=off'];
  const argv = [
    'qemu-system-x86_64',
    ...common,
    ...boot.args,
    '-kernel',
    boot.kernel,
    '-initrd',
    boot.initrd,
  ];
  const result = await new LocalRunner().run([...argv, ...append], { signal: op.signal });
  const log = (await readFile(serial, 'utf8')).replaceAll('\r', '');
  return { output: /TEST-BEGIN\n([\s\S]*?)\nTEST-END/.exec(log)?.[1], log: `${log}${result.stderr}` };
}
