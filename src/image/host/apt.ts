import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { VmError } from '../../core/errors.js';
import type { Operation } from '../../core/operation.js';
import type { BuildProgress } from '../progress.js';
import { requireSpace } from '../store/space.js';
import { type HostCommand, runHostCommand, runTool, toolError } from './command.js';

/** One downloadable version of a Debian package. */
export interface AptPackage {
  readonly name: string;
  readonly version: string;
  readonly depends: string;
  /** Bytes of the .deb. */
  readonly size: number;
  /** Of the .deb; apt verifies it. */
  readonly sha256: string;
}

/** Debian's name of this machine's architecture. */
export function debianArch(): string {
  if (process.arch === 'x64') return 'amd64';
  throw new VmError('IMAGE_BUILD_FAILED', `images cannot be built on ${process.arch} yet`, {
    remedy: 'Build them on an x86-64 machine, or pass { kernel, initrd } or { disk }.',
  });
}

const APT_PACKAGE = 'apt';

/** What `apt-cache show` says about the candidate version. */
export async function findPackage(op: Operation, name: string): Promise<AptPackage> {
  const show = (): Promise<{ exitCode: number | null; stdout: string }> =>
    runHostCommand(op, {
      argv: ['apt-cache', 'show', '--no-all-versions', name],
      debianPackage: APT_PACKAGE,
    });
  let result = await show();
  if (result.exitCode !== 0 && (await updateLists(op))) result = await show();
  const fields = parseStanza(result.stdout);
  const { Version: version, SHA256: sha256, Size: size } = fields;
  if (result.exitCode === 0 && version !== undefined && sha256 !== undefined && size !== undefined) {
    return { name, version, sha256, size: Number(size), depends: fields.Depends ?? '' };
  }
  throw new VmError('IMAGE_BUILD_FAILED', `this machine's apt sources have no package ${name}`, {
    remedy: 'Run `apt-get update` as root; the sources in /etc/apt must include Debian main.',
  });
}

/** Root may fetch missing package lists; does so once, and only when there are none. */
async function updateLists(op: Operation): Promise<boolean> {
  if (process.getuid?.() !== 0 || (await haveLists())) return false;
  await runTool(op, 'fetching package lists', {
    argv: ['apt-get', 'update', '--quiet'],
    debianPackage: APT_PACKAGE,
  });
  return true;
}

async function haveLists(): Promise<boolean> {
  const names = await readdir('/var/lib/apt/lists').catch(() => []);
  return names.some((name) => name.includes('_Packages'));
}

/** The fields of the first stanza of a control file; continuation lines are dropped. */
export function parseStanza(text: string): Readonly<Record<string, string>> {
  const fields: Record<string, string> = {};
  for (const line of text.split('\n')) {
    if (line === '') break;
    const match = /^([A-Za-z0-9-]+): (.*)$/.exec(line);
    if (match?.[1] !== undefined && match[2] !== undefined) fields[match[1]] = match[2];
  }
  return fields;
}

/**
 * Downloads a package into `directory` as whoever we are; returns the path of the .deb.
 * apt reports `dlstatus:<n>:<percent>:<text>` lines on a status descriptor.
 */
export async function downloadPackage(
  op: Operation,
  found: AptPackage,
  directory: string,
  progress: BuildProgress,
): Promise<string> {
  await requireSpace(directory, found.size);
  const message = `downloading ${found.name} ${found.version}`;
  const step = progress.start('package.download', message, { total: found.size, unit: 'bytes' });
  const sandbox = process.getuid?.() === 0 ? ['-o', 'APT::Sandbox::User=root'] : []; // _apt cannot write there
  let reported = 0;
  const command: HostCommand = {
    argv: ['apt-get', 'download', '-o', 'APT::Status-Fd=4', ...sandbox, `${found.name}=${found.version}`],
    debianPackage: APT_PACKAGE,
    cwd: directory,
    onStatusLine: (line) => {
      const percent = /^dlstatus:\d+:([\d.]+):/.exec(line)?.[1];
      const bytes = Math.round((Number(percent ?? 0) / 100) * found.size);
      if (bytes <= reported) return;
      reported = bytes;
      step.advance(bytes);
    },
  };
  const result = await runHostCommand(op, command);
  const file = (await readdir(directory)).find(
    (name) => name.startsWith(`${found.name}_`) && name.endsWith('.deb'),
  );
  if (result.exitCode !== 0 || file === undefined) throw downloadError(found, command, result);
  const path = join(directory, file);
  if ((await stat(path)).size !== found.size) throw downloadError(found, command, result);
  step.done();
  return path;
}

function downloadError(
  found: AptPackage,
  command: HostCommand,
  result: Awaited<ReturnType<typeof runHostCommand>>,
): VmError {
  const error = toolError(`downloading ${found.name}`, command, result);
  if (error.code === 'DISK_FULL') return error;
  const stale = /404|Unable to fetch|Failed to fetch/.test(result.stderr);
  const remedy = stale ? 'Check the network, then run `apt-get update`.' : error.remedy;
  return new VmError(error.code, error.message, { remedy });
}

/** Unpacks a .deb into `directory`. */
export async function unpackPackage(op: Operation, deb: string, directory: string): Promise<void> {
  await runTool(op, `unpacking ${deb}`, {
    argv: ['dpkg-deb', '--extract', deb, directory],
    debianPackage: 'dpkg',
  });
}
