import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { errnoOf, messageOf, VmError, type VmErrorCode } from '../../core/errors.js';

/** What a file of the user is for, in errors. */
export type FileRole = 'kernel' | 'initrd' | 'disk' | 'rootDisk';

/** Absolute path and size of a user's file that can be opened, or the error that says why not. */
export async function requireFile(
  role: FileRole,
  path: string,
  mode: 'read' | 'write',
): Promise<{ path: string; size: number; blockDevice: boolean }> {
  const absolute = resolve(path);
  try {
    const info = await stat(absolute);
    await access(absolute, mode === 'write' ? constants.R_OK | constants.W_OK : constants.R_OK);
    if (info.isFile()) return { path: absolute, size: info.size, blockDevice: false };
    if (info.isBlockDevice()) return { path: absolute, size: info.size, blockDevice: true };
  } catch (cause) {
    throw openError(role, absolute, mode, cause);
  }
  throw new VmError(unusable(role), `${role}: ${absolute} is not a file`);
}

const unusable = (role: FileRole): VmErrorCode =>
  role === 'disk' || role === 'rootDisk' ? 'DISK_UNREADABLE' : 'IMAGE_INVALID';

function openError(role: FileRole, path: string, mode: 'read' | 'write', cause: unknown): VmError {
  const errno = errnoOf(cause);
  const facts = { cause, ...(errno === undefined ? {} : { errno }) };
  if (errno === 'ENOENT' || errno === 'ENOTDIR') {
    return new VmError('IMAGE_NOT_FOUND', `${role}: there is no file ${path}`, {
      ...facts,
      remedy: 'Check the path; relative ones start at the working directory of this program.',
    });
  }
  if (errno === 'EACCES' || errno === 'EPERM' || errno === 'EROFS') {
    const verb = mode === 'write' ? 'written' : 'read';
    return new VmError(unusable(role), `${role}: ${path} cannot be ${verb} by this user (${errno})`, {
      ...facts,
      remedy: 'Change its permissions, or run as a user who may.',
    });
  }
  return new VmError(unusable(role), `${role}: ${path}: ${messageOf(cause)}`, facts);
}
