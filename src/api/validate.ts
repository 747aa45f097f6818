import { OptionError } from '../core/errors.js';
import * as is from '../core/schema.js';
import { formatSize } from '../core/size.js';
import type { ImageSource } from '../image/types.js';
import { CLOUD_INIT, type NormalCloudInit } from './cloud-init.js';
import type {
  BridgeOptions,
  CommandOptions,
  CpuAffinity,
  ExecOptions,
  NetworkOption,
  PortOptions,
  SpawnOptions,
  VmOptions,
} from './options.js';

export const MAC = is.matching(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i, 'a MAC address like 52:54:00:12:34:56');
export const DEVICE = is.matching(/^[A-Za-z0-9_.-]{1,15}$/, 'a network device name of at most 15 characters');
export const NAME = is.matching(
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
  'at most 63 letters, digits, dots, dashes or underscores that start with a letter or digit',
);
export const PCI_ADDRESS = is.matching(
  /^[0-9a-f]{4}:[0-9a-f]{2}:[01][0-9a-f]\.[0-7]$/i,
  'the address of a PCI device like 0000:03:00.0',
);
const WORD = is.matching(/^[^\s\0]+$/, 'one word of a kernel command line');
const USER = is.matching(/^[A-Za-z0-9_][A-Za-z0-9_.-]*\$?$/, 'a user name or a numeric uid as a string');
const SHA256 = is.matching(/^[0-9a-f]{64}$/i, 'a SHA-256 in 64 hexadecimal digits');
const FORMAT = is.oneOf('raw', 'qcow2');
const SIGNAL = is.instanceOf(AbortSignal, 'AbortSignal');

export const CALL = { signal: SIGNAL, timeout: is.duration };

/** Xen's weights; 256 is the usual one. */
export const CPU_SHARES = is.integer(1, 65535);
export const CPU_LIMIT: is.Check<number> = (value, path) =>
  typeof value === 'number' && value >= 0 && value <= 255
    ? value
    : is.fail(path, 'a number of CPUs from 0 to 255, 0 for no limit', value);

/** More than any host of Xen has. */
const HOST_CPUS = is.listOf(is.integer(0, 4095));

/** Of each of the `cpus` of a VM the CPUs of its host. */
export function perCpu(affinity: unknown, cpus: number, path: string): number[][] {
  const given = is.listOf((each) => each)(affinity, path);
  const lists = given.some(Array.isArray) ? given : Array.from({ length: cpus }, () => affinity);
  if (lists.length !== cpus)
    throw new OptionError(
      `${path} needs one list for each of the ${cpus} CPUs of the VM, not ${lists.length}`,
    );
  return lists.map((list, cpu) => {
    const checked = HOST_CPUS(list, `${path}[${cpu}]`);
    return checked.length > 0 ? checked : is.fail(`${path}[${cpu}]`, 'at least one CPU of the host', list);
  });
}
const AFFINITY: is.Check<CpuAffinity> = (value, path) => {
  is.listOf((each) => each)(value, path);
  return value as CpuAffinity; // it is read with the number of the VM's CPUs
};

const STOP_ACTION = is.oneOf('destroy', 'restart', 'preserve');

export const DISK = is.object({
  path: is.text,
  format: FORMAT,
  access: is.oneOf('overlay', 'write', 'read'),
  size: is.size,
});

const port = is.object({
  guestPort: is.integer(1, 65535),
  guestHost: is.text,
  hostPort: is.integer(0, 65535),
  hostAddress: is.text,
});

/** A path of the host, which may have another current folder than this program. */
export const HOST_PATH: is.Check<string> = (value, path) =>
  is.text(value, path).startsWith('/')
    ? (value as string)
    : is.fail(path, 'an absolute path of the host', value);

/** Least bytes a second of an interface: less is a guest without a network. */
const MIN_RATE = 1024;
const RATE: is.Check<number> = (value, path) => {
  const bytes = is.size(value, path);
  return bytes >= MIN_RATE ? bytes : is.fail(path, 'at least 1 KiB a second', value);
};

export const INTERFACE = { bridge: DEVICE, mac: MAC, rateLimit: RATE, script: HOST_PATH };

/** {@link BridgeOptions} with its rate in bytes. */
export type NormalBridge = Omit<BridgeOptions, 'rateLimit'> & { rateLimit?: number };
type NormalNetwork = Exclude<NetworkOption, BridgeOptions> | NormalBridge;

const network: is.Check<NormalNetwork> = (value, path) => {
  if (typeof value === 'string') return is.oneOf('user', 'isolated', 'none')(value, path);
  const { tap, ...bridged } = is.object({ ...INTERFACE, tap: DEVICE })(value, path);
  if ((tap === undefined) === (bridged.bridge === undefined))
    throw new OptionError(`${path} needs either tap or bridge`);
  if (tap === undefined) return bridged as NormalBridge;
  if ((bridged.rateLimit ?? bridged.script) !== undefined)
    throw new OptionError(`${path}: only an interface on a bridge has rateLimit and script`);
  return { tap, ...(bridged.mac === undefined ? {} : { mac: bridged.mac }) };
};

const words: is.Check<string | string[]> = (value, path) =>
  typeof value === 'string' ? is.text(value, path) : is.listOf(WORD)(value, path);

const AGENT: is.Check<boolean | 'qemu'> = (value, path) => (value === 'qemu' ? value : is.flag(value, path));

const kernelImage = is.object({
  kernel: is.text,
  initrd: is.text,
  cmdline: words,
  agent: AGENT,
  sha256: SHA256,
});
const diskImage = is.object({
  disk: is.text,
  format: FORMAT,
  firmware: is.oneOf('bios', 'uefi'),
  writable: is.flag,
  agent: AGENT,
  sha256: SHA256,
});
const rootImage = is.object({
  rootDisk: is.text,
  format: FORMAT,
  partition: is.integer(1, 128),
  fstype: is.matching(/^[a-z0-9]+$/, 'a file system name like ext4'),
  init: is.text,
  writable: is.flag,
  sha256: SHA256,
});

const image: is.Check<ImageSource> = (value, path) => {
  if (typeof value === 'string') return is.text(value, path) as ImageSource;
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  const kinds = [
    ['kernel', kernelImage],
    ['disk', diskImage],
    ['rootDisk', rootImage],
  ] as const;
  const chosen = kinds.filter(([key]) => keys.includes(key));
  const [kind] = chosen;
  if (kind === undefined || chosen.length > 1) {
    throw new OptionError(
      `${path} must be a name like 'debian:12', or an object with one of kernel, disk, rootDisk`,
    );
  }
  return kind[1](value, path) as ImageSource;
};

const vmOptions = is.object({
  ...CALL,
  name: NAME,
  image,
  cpus: is.integer(1, 255),
  memory: is.size,
  diskSize: is.size,
  disks: is.listOf(DISK),
  cloudInit: CLOUD_INIT,
  network,
  pci: is.listOf(PCI_ADDRESS),
  ports: is.listOf(port),
  mounts: is.listOf(is.object({ hostPath: is.text, guestPath: is.text, readOnly: is.flag })),
  env: is.strings,
  user: USER,
  cmdline: is.listOf(WORD),
  labels: is.strings,
  hypervisor: is.oneOf('kvm', 'xen', 'emulated'),
  engine: is.oneOf('kvm', 'qemu', 'xen', 'libvirt'),
  profile: is.oneOf('standard', 'minimal'),
  machine: is.oneOf('pv', 'pvh', 'hvm'),
  onPoweroff: STOP_ACTION,
  onReboot: STOP_ACTION,
  onCrash: STOP_ACTION,
  coreDumps: HOST_PATH,
  cpuShares: CPU_SHARES,
  cpuLimit: CPU_LIMIT,
  cpuAffinity: AFFINITY,
  libxl: is.plainObject,
  jail: is.flag,
  host: is.text,
  detached: is.flag,
  paused: is.flag,
  onProgress: is.callback,
  onEvent: is.callback,
});

const DEFAULTS = {
  image: 'base',
  cpus: 1,
  memory: 512 * 2 ** 20,
  disks: [],
  network: 'user',
  ports: [],
  env: {},
  cmdline: [],
  labels: {},
  jail: true,
  detached: false,
  timeout: 300_000,
} as const;

type Defaulted = keyof typeof DEFAULTS;

/** {@link VmOptions} with every default filled in and every size in bytes. */
export type NormalVmOptions = Omit<
  VmOptions,
  Defaulted | 'memory' | 'diskSize' | 'mounts' | 'disks' | 'cloudInit' | 'network' | 'cpuAffinity' | 'host'
> &
  Required<Pick<VmOptions, Exclude<Defaulted, 'memory' | 'disks' | 'network'>>> & {
    memory: number;
    network: NormalNetwork;
    cpuAffinity?: number[][];
    diskSize?: number;
    disks: (NonNullable<VmOptions['disks']>[number] & { size?: number })[];
    cloudInit?: NormalCloudInit;
    mounts?: unknown[];
  };

/** Checks what the user passed to `createVm`; throws an {@link OptionError} naming the wrong key. */
export function validateVmOptions(options: VmOptions): NormalVmOptions {
  const checked = vmOptions(options, 'options');
  for (const [index, each] of (checked.disks ?? []).entries()) {
    if (each.path === undefined) throw new OptionError(`disks[${index}].path is missing`);
  }
  requireGuestPort(checked.ports ?? []);
  const normal = { ...DEFAULTS, ...checked } as NormalVmOptions;
  const { cpuAffinity, cpus } = normal;
  return cpuAffinity === undefined
    ? normal
    : { ...normal, cpuAffinity: perCpu(cpuAffinity, cpus, 'cpuAffinity') };
}

function requireGuestPort(ports: { guestPort?: number }[]): void {
  for (const [index, each] of ports.entries()) {
    if (each.guestPort === undefined) throw new OptionError(`ports[${index}].guestPort is missing`);
  }
}

/** Least memory that a running guest is left with, bytes: what it needs to give more back again. */
const MIN_MEMORY = 16 * 2 ** 20;
const PAGE = 4096;

/** Bytes of memory for a running guest that was created with `most`. */
export function validateMemory(size: unknown, most: number): number {
  const bytes = is.size(size, 'size');
  if (bytes >= MIN_MEMORY && bytes <= most) return Math.min(Math.ceil(bytes / PAGE) * PAGE, most);
  throw new OptionError(
    `size must be from ${formatSize(MIN_MEMORY)} to the ${formatSize(most)} that the VM was created with, not ${formatSize(bytes)}`,
  );
}

const command = { ...CALL, env: is.strings, cwd: is.text, user: USER };
const terminal = is.object({ columns: is.integer(1, 65535), rows: is.integer(1, 65535) });
const bytes: is.Check<string | Uint8Array> = (value, path) =>
  typeof value === 'string' || value instanceof Uint8Array
    ? value
    : is.fail(path, 'a string or bytes', value);
const execOptions = is.object({
  ...command,
  input: bytes,
  encoding: is.oneOf('utf8', 'buffer'),
  check: is.flag,
  maxBuffer: is.size,
});
const spawnOptions = is.object({ ...command, pty: terminal });
const callOptions = is.object(CALL);

export const validateExec = (options: ExecOptions): ExecOptions & { maxBuffer?: number } =>
  execOptions(options, 'options') as ExecOptions & { maxBuffer?: number };

export function validateSpawn(options: SpawnOptions): SpawnOptions {
  return spawnOptions(options, 'options') as SpawnOptions;
}

export function validateCommand(command: unknown, args: unknown): asserts args is string[] {
  is.text(command, 'command');
  const argument = (value: unknown, path: string) =>
    typeof value === 'string' && !value.includes('\0') ? value : is.fail(path, 'a string without NUL', value);
  is.listOf(argument)(args, 'args');
}

export function validatePort(options: PortOptions): PortOptions {
  const checked = port(options, 'options');
  requireGuestPort([checked]);
  return checked as PortOptions;
}

/** Splits `{signal, timeout}` off; used where these are all there is. */
export const validateCall = (options: object): CommandOptions => callOptions(options, 'options');
