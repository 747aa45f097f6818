import { isVmError } from '../core/errors.js';
import type { Vm } from '../index.js';

/** One process in a guest. */
export interface GuestProcessInfo {
  readonly pid: number;
  readonly parent: number;
  readonly user: string;
  /** proc(5): R running, S sleeping, D in the kernel, Z zombie, T stopped, … */
  readonly state: string;
  readonly cpuSeconds: number;
  readonly residentBytes: number;
  /** The kernel's own threads have no command line. */
  readonly kernelThread: boolean;
  readonly command: string;
}

/** Linux on x86 counts CPU time in ticks of 1/100 s towards user space (USER_HZ). */
const TICKS_PER_SECOND = 100;
/** Processes looked at in one go; each costs three reads. */
const AT_ONCE = 32;
const KTHREADD = 2;

/** All processes of a guest from its /proc, by pid. Those that end meanwhile are left out. */
export async function readGuestProcesses(vm: Vm, signal: AbortSignal): Promise<GuestProcessInfo[]> {
  const [entries, passwd] = await Promise.all([
    vm.files.list('/proc', { signal }),
    readIfThere(vm, '/etc/passwd', signal),
  ]);
  const users = parsePasswd(passwd ?? '');
  const pids = entries
    .map((entry) => Number(entry.name))
    .filter((pid) => Number.isInteger(pid))
    .sort((a, b) => a - b);
  const found: GuestProcessInfo[] = [];
  for (let at = 0; at < pids.length; at += AT_ONCE) {
    const some = await Promise.all(
      pids.slice(at, at + AT_ONCE).map((pid) => readProcess(vm, pid, users, signal)),
    );
    found.push(...some.filter((process) => process !== undefined));
  }
  return found;
}

async function readProcess(
  vm: Vm,
  pid: number,
  users: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<GuestProcessInfo | undefined> {
  const read = (name: string) => readIfThere(vm, `/proc/${pid}/${name}`, signal);
  const [stat, status, cmdline] = await Promise.all([read('stat'), read('status'), read('cmdline')]);
  if (stat === undefined || status === undefined || cmdline === undefined) return undefined;
  return parseProcess(stat, status, cmdline, users);
}

/** Undefined when the file is gone: processes end while we look (ENOENT, or ESRCH from an open file). */
async function readIfThere(vm: Vm, path: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    return await vm.readFile(path, { signal, encoding: 'utf8' });
  } catch (error) {
    if (isVmError(error) && error.code === 'GUEST_FILE_ERROR') return undefined;
    throw error;
  }
}

/** Reads the three files of one process; undefined when they are not what proc(5) says. */
export function parseProcess(
  stat: string,
  status: string,
  cmdline: string,
  users: ReadonlyMap<string, string>,
): GuestProcessInfo | undefined {
  // The name in parentheses may itself contain anything, so the last parenthesis ends it.
  const match = /^(\d+) \((.*)\) (\S) (.*)$/s.exec(stat.trimEnd());
  const [, pid, name = '', state = '', rest = ''] = match ?? [];
  if (pid === undefined) return undefined;
  const fields = rest.split(' ').map(Number); // fields[0] is ppid, field 4 of proc(5)
  const [parent = 0] = fields;
  const ticks = (fields[10] ?? 0) + (fields[11] ?? 0); // utime and stime, fields 14 and 15
  const uid = /^Uid:\s+(\d+)/m.exec(status)?.[1] ?? '';
  const residentKib = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0);
  const words = cmdline.replace(/\0+$/, '').split('\0').join(' ');
  const kernelThread = Number(pid) === KTHREADD || parent === KTHREADD;
  return {
    pid: Number(pid),
    parent,
    user: users.get(uid) ?? uid,
    state,
    cpuSeconds: ticks / TICKS_PER_SECOND,
    residentBytes: residentKib * 1024,
    kernelThread,
    command: words === '' ? `[${name}]` : words,
  };
}

/** User names by uid. */
export function parsePasswd(text: string): Map<string, string> {
  const users = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [name, , uid] = line.split(':');
    if (name !== undefined && uid !== undefined && !users.has(uid)) users.set(uid, name);
  }
  return users;
}
