/** The words of the C library for errors of files, which is all that QEMU's agent and the programs of the guest tell. */
const TEXTS: readonly (readonly [string, string])[] = [
  ['No such file or directory', 'ENOENT'],
  ['Permission denied', 'EACCES'],
  ['Operation not permitted', 'EPERM'],
  ['File exists', 'EEXIST'],
  ['Not a directory', 'ENOTDIR'],
  ['Is a directory', 'EISDIR'],
  ['Directory not empty', 'ENOTEMPTY'],
  ['No space left on device', 'ENOSPC'],
  ['Read-only file system', 'EROFS'],
  ['Text file busy', 'ETXTBSY'],
  ['Exec format error', 'ENOEXEC'],
  ['File name too long', 'ENAMETOOLONG'],
  ['Too many levels of symbolic links', 'ELOOP'],
  ['Device or resource busy', 'EBUSY'],
  ['Input/output error', 'EIO'],
];

/** The errno that a message names; undefined when it names none. */
export const errnoOfText = (text: string): string | undefined =>
  TEXTS.find(([words]) => text.toLowerCase().includes(words.toLowerCase()))?.[1];
