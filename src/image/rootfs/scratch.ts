import { chmod, mkdir, mkdtemp, open, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Operation, runOperation } from '../../core/operation.js';
import { runTool } from '../host/command.js';

/** A world-writable folder that is no tmpfs on common systems. */
const SHARED_FOLDER = '/var/tmp';

/** Where a root file system is put together before its image goes into the cache. */
export interface Scratch {
  readonly directory: string;
  /** An empty file for the image, which the build may write to whatever user it maps to. */
  readonly image: string;
  remove(): Promise<void>;
}

/**
 * A folder for one build; it goes when the operation fails. An ordinary user's build runs as other user ids in a
 * user namespace: those cannot enter the user's home, and leave files that only such a namespace can remove.
 * @param entry the unfinished cache entry, whose lock we hold
 */
export async function openScratch(op: Operation, entry: string): Promise<Scratch> {
  const directory = process.getuid?.() === 0 ? await insideEntry(entry) : await besideHome(entry);
  const scratch = { directory, image: join(directory, 'root.ext4'), remove: () => removeTree(directory) };
  op.defer(scratch.remove);
  await chmod(directory, 0o755);
  await (await open(scratch.image, 'w')).close();
  await chmod(scratch.image, 0o666);
  return scratch;
}

async function insideEntry(entry: string): Promise<string> {
  const directory = join(entry, 'scratch');
  await mkdir(directory);
  return directory;
}

async function besideHome(entry: string): Promise<string> {
  const prefix = `vmwright-${process.getuid?.() ?? ''}-${basename(entry).replace(/\.[^.]*$/, '')}.`;
  for (const name of await readdir(SHARED_FOLDER)) {
    if (name.startsWith(prefix)) await removeTree(join(SHARED_FOLDER, name)); // a killed build's: we hold the lock
  }
  return mkdtemp(join(SHARED_FOLDER, prefix));
}

/** Not part of the operation: this must happen when that is aborted. */
async function removeTree(directory: string): Promise<void> {
  try {
    await rm(directory, { recursive: true, force: true });
  } catch {
    const argv = ['mmdebstrap', '--unshare-helper', 'find', directory, '-mindepth', '1', '-delete'];
    const remove = (op: Operation) => runTool(op, 'clearing up', { argv, debianPackage: 'mmdebstrap' });
    await runOperation('removeTree', {}, remove).catch(() => {}); // what it cannot remove, the next line reports
    await rm(directory, { recursive: true, force: true });
  }
}
