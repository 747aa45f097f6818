import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { errnoOf, messageOf, VmError } from '../core/errors.js';
import type { Operation } from '../core/operation.js';
import { formatSize } from '../core/size.js';
import type { Feature } from '../engine/engine.js';
import type { DiskSpec, NetworkSpec, VmSpec } from '../engine/vm-spec.js';
import { detectDiskFormat } from '../image/index.js';
import type { ResolvedImage } from '../image/types.js';
import type { Runner } from '../remote/runner.js';
import { UploadProgress } from './upload-progress.js';
import type { NormalVmOptions } from './validate.js';
import { newVmId } from './vm-id.js';

/** Address plan of user-mode networking, the same in QEMU and passt: guest, gateway, name server. */
const USER_NET = 'eth0,10.0.2.15/24,10.0.2.2,10.0.2.3';

/** The disk with the configuration of cloud-init; its path is the engine's. */
const SEED: DiskSpec = { path: 'seed.iso', format: 'raw', access: 'read', seed: true };

/** Makes a file of this machine available on the host; gives its path there. */
type Stage = (path: string) => Promise<string>;

/** What the VM needs from an engine; known before anything is touched. */
export function neededFeatures(options: NormalVmOptions, image: ResolvedImage): Feature[] {
  const needs: Feature[] = [image.firmware === undefined ? 'kernelBoot' : 'diskBoot'];
  if (image.firmware === 'uefi') needs.push('uefi');
  if (image.rootDisk?.format === 'qcow2' || options.disks.some((disk) => disk.format === 'qcow2'))
    needs.push('qcow2');
  if (options.network === 'user' || options.network === 'isolated') needs.push('userNetwork');
  if (typeof options.network === 'object') needs.push('tapNetwork', ...interfaceFeatures(options.network));
  if (options.detached) needs.push('detached');
  if (image.agent === 'qemu') needs.push('qemuAgent');
  const { machine, libxl, onPoweroff, onReboot, onCrash, cpuShares, cpuLimit } = options;
  if (machine !== undefined || libxl !== undefined) needs.push('guestType');
  if ((onPoweroff ?? onReboot ?? onCrash) !== undefined) needs.push('stopActions');
  if (options.coreDumps !== undefined) needs.push('coreDump');
  if ((cpuShares ?? cpuLimit) !== undefined) needs.push('cpuShares');
  if (options.pci !== undefined && options.pci.length > 0) needs.push('pci');
  if (options.cpuAffinity !== undefined) needs.push('cpuAffinity');
  if (options.paused === true) needs.push('createPaused');
  return needs;
}

function interfaceFeatures(network: Extract<NormalVmOptions['network'], object>): Feature[] {
  if ('tap' in network) return [];
  const { rateLimit, script } = network;
  return [
    ...(rateLimit === undefined ? [] : ['networkRate' as const]),
    ...(script === undefined ? [] : ['networkScript' as const]),
  ];
}

/** Turns checked options and a resolved image into the engine's description, with all files available on the host. */
export async function buildSpec(
  options: NormalVmOptions,
  image: ResolvedImage,
  runner: Runner,
  op: Operation,
): Promise<VmSpec> {
  checkMemory(options, image);
  const id = newVmId();
  const name = options.name ?? id;
  const uploads = new UploadProgress(runner.hostId, options.onProgress);
  const stage: Stage = (path) => runner.files.stage(path, { signal: op.signal, progress: uploads.of(path) });
  const [boot, disks] = await Promise.all([
    stageBoot(options, image, name, stage),
    stageDisks(options, image, runner, stage),
  ]);
  uploads.done();
  return {
    id,
    name,
    image: image.name,
    createdAt: new Date().toISOString(),
    hypervisor: options.hypervisor ?? 'auto',
    jail: options.jail,
    ...(options.profile === 'minimal' ? { profile: 'minimal' } : {}),
    ...onlyDefined({
      machine: options.machine,
      onPoweroff: options.onPoweroff,
      onReboot: options.onReboot,
      onCrash: options.onCrash,
      coreDumps: options.coreDumps,
      cpuShares: options.cpuShares,
      cpuLimit: options.cpuLimit,
      cpuAffinity: options.cpuAffinity,
      pci: options.pci,
      libxl: options.libxl,
    }),
    cpus: options.cpus,
    memoryBytes: options.memory,
    boot,
    disks: options.cloudInit === undefined ? disks : [...disks, SEED],
    network: networkSpec(options.network),
    agent: image.agent,
    detached: options.detached,
    ...(options.paused === true ? { paused: true } : {}),
    exec: { env: options.env, ...(options.user === undefined ? {} : { user: options.user }) },
    labels: options.labels,
  };
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function onlyDefined<T extends object>(members: T): Defined<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Defined<T>;
}

function checkMemory(options: NormalVmOptions, image: ResolvedImage): void {
  const needed = image.kernel?.minMemory ?? 0;
  if (options.memory >= needed) return;
  throw new VmError(
    'MEMORY_TOO_SMALL',
    `image '${image.name}' needs at least ${formatSize(needed)} of memory to start, not ${formatSize(options.memory)}`,
    { remedy: `Pass memory: '${Math.ceil(needed / 2 ** 20)}MiB' or more.` },
  );
}

async function stageBoot(
  options: NormalVmOptions,
  image: ResolvedImage,
  name: string,
  stage: Stage,
): Promise<VmSpec['boot']> {
  const { kernel, initrd } = image;
  if (kernel === undefined) return { type: 'disk', firmware: image.firmware ?? 'bios' };
  const [kernelPath, vmlinux, initrdPath] = await Promise.all([
    stage(kernel.path),
    kernel.vmlinux === undefined ? undefined : stage(kernel.vmlinux),
    initrd === undefined ? undefined : stage(initrd),
  ]);
  return {
    type: 'kernel',
    kernel: kernelPath,
    ...(vmlinux === undefined ? {} : { vmlinux }),
    ...(initrdPath === undefined ? {} : { initrd: initrdPath }),
    cmdline: [
      ...image.cmdline,
      ...(image.agent === true ? agentWords(options, name) : []),
      ...options.cmdline,
    ],
  };
}

/** What our agent reads from the kernel command line; docs/guest-protocol.md. */
function agentWords(options: NormalVmOptions, name: string): string[] {
  const words = [`vmwright.hostname=${name}`];
  if (options.network === 'none') return words;
  return [...words, `vmwright.net=${typeof options.network === 'object' ? 'eth0,dhcp' : USER_NET}`];
}

async function stageDisks(
  options: NormalVmOptions,
  image: ResolvedImage,
  runner: Runner,
  stage: Stage,
): Promise<DiskSpec[]> {
  const root = image.rootDisk === undefined ? [] : [withSize(image.rootDisk, options.diskSize)];
  const extra = await Promise.all(options.disks.map((disk, index) => checkedDisk(disk, `disks[${index}]`)));
  const disks = [...root, ...extra];
  refuseWritableCopies(disks, runner);
  return Promise.all(disks.map(async (disk) => ({ ...disk, path: await stage(disk.path) })));
}

/** A disk of the user's, as engines want it; `what` names it in errors. */
export async function checkedDisk(
  { path, format, access = 'overlay', size }: NormalVmOptions['disks'][number],
  what: string,
): Promise<DiskSpec> {
  await requireReadable(path, what, access === 'write' ? 'write' : 'read');
  return withSize({ path, access, format: format ?? (await detectDiskFormat(path)) }, size);
}

function withSize(disk: DiskSpec, size: number | undefined): DiskSpec {
  return size === undefined ? disk : { ...disk, size };
}

/** Option paths name files of this machine, wherever the VM runs. */
async function requireReadable(path: string, what: string, mode: 'read' | 'write'): Promise<void> {
  try {
    await access(path, mode === 'write' ? constants.R_OK | constants.W_OK : constants.R_OK);
  } catch (error) {
    const verb = mode === 'write' ? 'written' : 'read';
    const errno = errnoOf(error);
    throw new VmError('DISK_UNREADABLE', `${what}: ${path} cannot be ${verb}: ${messageOf(error)}`, {
      cause: error,
      ...(errno === undefined ? {} : { errno }),
    });
  }
}

/** What is staged on another host is a copy that VMs share. */
function refuseWritableCopies(disks: readonly DiskSpec[], runner: Runner): void {
  const disk = disks.find(({ access }) => access === 'write');
  if (disk === undefined || runner.hostId === 'local') return;
  throw new VmError(
    'VM_UNSUPPORTED',
    `${disk.path} is a file of this machine, so a VM on ${runner.hostId} cannot write to it`,
    { remedy: 'Use an overlay and copy what the guest made out with vm.copyOut().' },
  );
}

function networkSpec(network: NormalVmOptions['network']): NetworkSpec {
  if (network === 'none') return { type: 'none' };
  if (typeof network === 'string') return { type: 'user', restrict: network === 'isolated' };
  const mac = network.mac ?? randomMac();
  return 'tap' in network ? { type: 'tap', device: network.tap, mac } : { type: 'bridge', ...network, mac };
}

/** A locally administered address under QEMU's usual prefix. */
export function randomMac(): string {
  const tail = [...randomBytes(3)].map((byte) => byte.toString(16).padStart(2, '0'));
  return `52:54:00:${tail.join(':')}`;
}
