import { VmError } from '../../core/errors.js';
import type { GuestDirEntry, GuestStat } from '../types.js';
import { guestError, type QemuAgent } from './agent.js';
import { fileScript } from './files.js';
import { RunningCommand } from './run-command.js';

/** Most bytes of directory entries that are believed. */
const MAX_LIST = 64 * 1024 * 1024;

/** By the type bits of a mode: S_IFMT in <linux/stat.h>. */
const KINDS: Readonly<Record<number, GuestStat['kind']>> = {
  1: 'fifo',
  2: 'character',
  4: 'directory',
  6: 'block',
  8: 'file',
  10: 'symlink',
  12: 'socket',
};

const LETTERS: Readonly<Record<string, GuestStat['kind']>> = {
  f: 'file',
  d: 'directory',
  l: 'symlink',
  s: 'socket',
  p: 'fifo',
  b: 'block',
  c: 'character',
};

/** Kind and name of each entry, with the tests that every shell has; names may have spaces and new lines. */
const LIST = `cd -- "$1" || exit
for n in .[!.]* ..?* *; do
  if [ -L "$n" ]; then k=l; elif [ -d "$n" ]; then k=d; elif [ -f "$n" ]; then k=f; elif [ -p "$n" ]; then k=p
  elif [ -S "$n" ]; then k=s; elif [ -b "$n" ]; then k=b; elif [ -c "$n" ]; then k=c; else continue; fi
  printf '%s%s\\0' "$k" "$n"
done`;

/** The attributes of what a path leads to, symbolic links followed. */
export async function statEntry(agent: QemuAgent, path: string): Promise<GuestStat> {
  const told = (await fileScript(agent, 'stat -L -c "%f %u %g %s %Y" -- "$1"', path)).toString('utf8');
  const [raw = '', uid, gid, size, seconds] = told.trim().split(' ');
  const mode = Number.parseInt(raw, 16);
  const kind = KINDS[mode >> 12];
  if (kind === undefined)
    throw new VmError('AGENT_PROTOCOL', `stat in the guest printed ${told.slice(0, 200)}`);
  return {
    kind,
    mode: mode & 0o7777,
    uid: Number(uid),
    gid: Number(gid),
    size: Number(size),
    mtimeMs: Number(seconds) * 1000,
  };
}

/** By name. */
export async function listEntries(agent: QemuAgent, path: string): Promise<GuestDirEntry[]> {
  const request = { command: '/bin/sh', args: ['-c', LIST, 'sh', path], env: {} };
  const running = await RunningCommand.start(agent, request, Buffer.alloc(0));
  const { exitCode, stdout, stderr } = await running.finish(MAX_LIST);
  if (exitCode !== 0) throw guestError('GUEST_FILE_ERROR', stderr.toString('utf8'));
  const told = stdout.toString('utf8');
  const entries = told.split('\0').filter((each) => each !== '');
  return entries
    .map((each) => ({ name: each.slice(1), kind: LETTERS[each[0] ?? ''] ?? 'file' }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
