const MEANING: Record<string, string> = {
  EACCES: 'permission denied',
  ECONNREFUSED: 'connection refused',
  EEXIST: 'file already exists',
  EINVAL: 'invalid argument',
  EIO: 'the operation failed on the host',
  EISDIR: 'illegal operation on a directory',
  ENOENT: 'no such file or directory',
  ENOSPC: 'no space left on device',
  ENOSYS: 'the host does not support this',
  ENOTDIR: 'not a directory',
  EROFS: 'read-only file system',
};

/** An error like those of node:fs, for something that failed on the host. */
export function systemError(code: string, syscall: string, path: string): NodeJS.ErrnoException {
  const error: NodeJS.ErrnoException = new Error(`${code}: ${MEANING[code] ?? code}, ${syscall} '${path}'`);
  return Object.assign(error, { code, syscall, path });
}
