import { readFile } from 'node:fs/promises';
import { errnoOf, messageOf } from '../core/errors.js';
import type { ImageSource, VmOptions } from '../index.js';
import { defined } from './defined.js';
import { envFileEntries, parseDisk, parseEnv, parseMemory, parseNetwork, parsePublish } from './parse.js';
import { UsageError } from './report-error.js';

/** Flags of `vmwright run` that describe the VM. */
export interface VmFlags {
  readonly detach?: boolean;
  readonly name?: string;
  readonly cpus?: string;
  readonly memory?: string;
  readonly network?: string;
  readonly publish?: readonly string[];
  readonly env?: readonly string[];
  readonly envFrom?: readonly string[];
  readonly user?: string;
  readonly disk?: readonly string[];
  readonly label?: readonly string[];
  readonly engine?: VmOptions['engine'];
  readonly hypervisor?: VmOptions['hypervisor'];
  readonly profile?: VmOptions['profile'];
  readonly jail?: boolean;
  readonly kernel?: string;
  readonly initrd?: string;
  readonly cmdline?: string;
  readonly agent?: boolean;
  readonly diskImage?: string;
  readonly uefi?: boolean;
  readonly rootDisk?: string;
}

/** What to boot, from the operand or from the flags that replace it. */
export function chooseImage(operands: readonly string[], flags: VmFlags): ImageSource {
  const [name, ...more] = operands;
  if (more.length > 0) {
    throw new UsageError(
      `'${more[0]}' is one word too many`,
      `Write the command behind --: vmwright run ${name} -- ${more.join(' ')}`,
    );
  }
  const sources = [name, flags.kernel, flags.diskImage, flags.rootDisk].filter((each) => each !== undefined);
  if (sources.length !== 1) {
    throw new UsageError(
      sources.length === 0 ? 'no image was named' : 'there is more than one thing to boot',
      'Name one image, like base or debian:12, or give one of --kernel, --disk-image and --root-disk.',
    );
  }
  requireCompanions(flags);
  const { agent } = flags;
  if (flags.kernel !== undefined)
    return { kernel: flags.kernel, ...defined({ initrd: flags.initrd, agent }) };
  if (flags.diskImage !== undefined) {
    return { disk: flags.diskImage, firmware: flags.uefi === true ? 'uefi' : 'bios', ...defined({ agent }) };
  }
  if (flags.rootDisk !== undefined) return { rootDisk: flags.rootDisk };
  return name as ImageSource; // the library says which names there are
}

/** Flags that mean nothing without another one are slips. */
function requireCompanions(flags: VmFlags): void {
  const lone =
    (flags.initrd !== undefined && flags.kernel === undefined && '--initrd needs --kernel') ||
    (flags.uefi === true && flags.diskImage === undefined && '--uefi needs --disk-image') ||
    (flags.agent === true &&
      flags.kernel === undefined &&
      flags.diskImage === undefined &&
      '--agent needs --kernel or --disk-image');
  if (lone) throw new UsageError(lone, 'Read `vmwright run --help`.');
}

/** Whether commands can be run in what this boots. */
export function hasAgent(image: ImageSource): boolean {
  if (typeof image === 'string' || 'rootDisk' in image) return true;
  return image.agent === true || image.agent === 'qemu';
}

/** The options of `createVm` that the flags stand for. */
export async function vmOptions(image: ImageSource, flags: VmFlags): Promise<VmOptions> {
  const { name, cpus, memory, network, user, engine, hypervisor, profile, jail, cmdline } = flags;
  const { publish = [], env = [], envFrom = [], disk = [], label = [] } = flags;
  const fromFiles = await Promise.all(envFrom.map(readEnvFile));
  return {
    image,
    env: parseEnv([...fromFiles.flat(), ...env], process.env),
    labels: parseLabels(label),
    disks: disk.map(parseDisk),
    ports: publish.map(parsePublish),
    detached: flags.detach === true,
    ...defined({ name, user, engine, hypervisor, profile, jail }),
    ...(cpus === undefined ? {} : { cpus: Number(cpus) }),
    ...(memory === undefined ? {} : { memory: parseMemory(memory) }),
    ...(network === undefined ? {} : { network: parseNetwork(network) }),
    ...(cmdline === undefined ? {} : { cmdline: cmdline.split(/\s+/).filter((word) => word !== '') }),
  };
}

async function readEnvFile(path: string): Promise<string[]> {
  try {
    return envFileEntries(await readFile(path, 'utf8'));
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    throw new UsageError(`--env-from ${path}: ${messageOf(error)}`, 'Give a file that can be read.');
  }
}

function parseLabels(entries: readonly string[]): Record<string, string> {
  const pairs = entries.map((entry) => {
    const at = entry.indexOf('=');
    if (at < 1) throw new UsageError(`'${entry}' is not a label`, 'Write --label KEY=VALUE.');
    return [entry.slice(0, at), entry.slice(at + 1)] as const;
  });
  return Object.fromEntries(pairs);
}
