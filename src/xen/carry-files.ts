import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { VmError } from '../core/errors.js';
import type { Operation } from '../core/operation.js';
import type { DiskSpec, VmSpec } from '../engine/vm-spec.js';
import { imageCacheDir } from '../image/index.js';
import type { Runner } from '../remote/runner.js';

/** How a file is called that was sent to a host, see remote/ssh/stage.ts: nothing else has that name. */
const SENT = /^[0-9a-f]{64}-/;

/** Two hosts, by way of this program. */
export interface Journey {
  readonly from: Runner;
  readonly to: Runner;
}

/** What a VM boots from, with paths of the host that it goes to; files are sent there unless it has them. */
export async function carryBoot(
  boot: VmSpec['boot'],
  journey: Journey,
  op: Operation,
): Promise<VmSpec['boot']> {
  if (boot.type === 'disk') return boot;
  const { kernel, vmlinux, initrd } = boot;
  const carry = (path: string) => carryFile(path, journey, op);
  return {
    ...boot,
    kernel: await carry(kernel),
    ...(vmlinux === undefined ? {} : { vmlinux: await carry(vmlinux) }),
    ...(initrd === undefined ? {} : { initrd: await carry(initrd) }),
  };
}

async function carryFile(path: string, { from, to }: Journey, op: Operation): Promise<string> {
  const { signal } = op;
  if (from.hostId === to.hostId) return path;
  if (from.hostId === 'local') return op.race(to.files.stage(path, { signal }));
  if (SENT.test(basename(path)) && (await op.race(to.files.stat(path)))?.kind === 'file') return path;
  if (to.hostId === 'local') {
    const folder = join(imageCacheDir(), 'files');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = join(folder, basename(path));
    if (!SENT.test(basename(path)) || (await to.files.stat(file)) === undefined)
      await from.files.download(path, file, { signal });
    return file;
  }
  const folder = await mkdtemp(join(tmpdir(), 'vmwright-carry-'));
  try {
    const file = join(folder, basename(path).replace(SENT, ''));
    await from.files.download(path, file, { signal });
    return await op.race(to.files.stage(file, { signal }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Refuses disks that the other host does not have, as far as it can be told without reading them. */
export async function requireDisks(
  disks: readonly DiskSpec[],
  { from, to }: Journey,
  op: Operation,
): Promise<void> {
  for (const { path } of disks) {
    const [here, there] = await op.race(Promise.all([from.files.stat(path), to.files.stat(path)]));
    const missing =
      there === undefined ? 'does not have' : here?.size === there.size ? undefined : 'has another';
    if (missing === undefined) continue;
    throw new VmError('DISK_UNREADABLE', `${to.hostId} ${missing} ${path}, a disk of the VM`, {
      remedy: 'Put the same disk at the same path on both hosts.',
    });
  }
}
