import { lstat, mkdir } from 'node:fs/promises';
import { availableParallelism, homedir, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { VmError } from '../core/errors.js';
import type { HostFacts } from './runner.js';

/** Facts of this machine. Creates the runtime folder, because its safety is one of the facts. */
export async function localFacts(env: NodeJS.ProcessEnv): Promise<HostFacts> {
  const uid = process.getuid?.() ?? 0;
  const runtimeDir = runtimeFolder(env, uid);
  await makePrivate(runtimeDir, uid);
  return {
    platform: process.platform,
    arch: process.arch,
    uid,
    cpus: availableParallelism(),
    memoryBytes: totalmem(),
    runtimeDir,
    stateDir: stateFolder(env, uid),
  };
}

function runtimeFolder(env: NodeJS.ProcessEnv, uid: number): string {
  if (env.VMWRIGHT_RUNTIME_DIR) return env.VMWRIGHT_RUNTIME_DIR;
  if (uid === 0 && process.platform === 'linux') return '/run/vmwright';
  if (env.XDG_RUNTIME_DIR) return join(env.XDG_RUNTIME_DIR, 'vmwright');
  return join(tmpdir(), `vmwright-${uid}`);
}

function stateFolder(env: NodeJS.ProcessEnv, uid: number): string {
  if (env.VMWRIGHT_STATE_DIR) return env.VMWRIGHT_STATE_DIR;
  if (uid === 0 && process.platform === 'linux') return '/var/lib/vmwright';
  return join(env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'vmwright');
}

/** Below a world-writable folder anybody could have made `path` first, so its owner and mode are checked. */
async function makePrivate(path: string, uid: number): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  if (process.platform === 'win32') return;
  const found = await lstat(path);
  const wrong = !found.isDirectory()
    ? 'is not a folder'
    : found.uid !== uid
      ? `belongs to user ${found.uid}, not ${uid}`
      : (found.mode & 0o022) !== 0
        ? 'can be written by other users'
        : undefined;
  if (wrong === undefined) return;
  throw new VmError('HOST_UNSUPPORTED', `the runtime folder ${path} ${wrong}`, {
    remedy: 'Remove that folder or set VMWRIGHT_RUNTIME_DIR to a private one (mode 0700).',
  });
}
