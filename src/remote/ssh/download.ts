import { VmError } from '../../core/errors.js';
import { type Operation, runOperation } from '../../core/operation.js';
import { runProgram } from '../run-program.js';
import type { DownloadOptions } from '../runner.js';
import { saveFile } from '../save-file.js';
import type { HostLink } from './link.js';
import { spawnRemote } from './process.js';
import { REQUEST_SIZE, type Sftp, withFile } from './sftp.js';
import { systemError } from './system-error.js';

/** Requests under way at once: with 4 MiB asked for the link is never idle. */
const AHEAD = 16;

/** See {@link HostFiles.download}. The host hashes the file while it is sent. */
export function download(
  link: HostLink,
  path: string,
  localPath: string,
  options: DownloadOptions,
): Promise<void> {
  return runOperation(`download ${path}`, options, async (op) => {
    const sftp = await op.race(link.sftp());
    await withFile(sftp, path, async (handle) => {
      const found = await op.race(sftp.fstat(handle, path));
      if (!found.isFile()) throw systemError(found.isDirectory() ? 'EISDIR' : 'EINVAL', 'read', path);
      const { size, mode } = found;
      const chunks = inOrder(size, (at, length) => op.race(readAll(sftp, handle, path, at, length)));
      const sha256 =
        options.sha256 === undefined ? digestOnHost(link, path, op) : Promise.resolve(options.sha256);
      sha256.catch(() => {}); // asked for when all has arrived
      await saveFile({ path, size, mode: mode & 0o777, chunks, sha256 }, localPath, options.progress, op);
    });
  });
}

/** Blocks of a file one after the other, with several on their way. */
async function* inOrder(
  size: number,
  read: (at: number, length: number) => Promise<Buffer>,
): AsyncGenerator<Buffer> {
  const coming: Promise<Buffer>[] = [];
  let next = 0;
  for (;;) {
    while (coming.length < AHEAD && next < size) {
      const block = read(next, Math.min(REQUEST_SIZE, size - next));
      block.catch(() => {}); // its turn may never come
      coming.push(block);
      next += REQUEST_SIZE;
    }
    const block = coming.shift();
    if (block === undefined) return;
    yield await block;
  }
}

/** Shorter only at the end of the file. */
async function readAll(
  sftp: Sftp,
  handle: Buffer,
  path: string,
  at: number,
  length: number,
): Promise<Buffer> {
  const block = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const count = await sftp.read(handle, path, block.subarray(filled), at + filled);
    if (count === 0) break;
    filled += count;
  }
  return block.subarray(0, filled);
}

async function digestOnHost(link: HostLink, path: string, op: Operation): Promise<string> {
  const spawn = (argv: readonly string[]) => spawnRemote(link, argv, {});
  const { stdout, stderr } = await runProgram(spawn, ['sha256sum', '--', path], { signal: op.signal });
  const digest = /^\\?([0-9a-f]{64})/.exec(stdout)?.[1];
  if (digest === undefined) {
    throw new VmError('HOST_COMMAND_FAILED', `the host cannot hash ${path}: ${stderr.trim()}`);
  }
  return digest;
}
