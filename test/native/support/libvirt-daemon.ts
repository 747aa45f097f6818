import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from 'mocha';
import { eventually } from '../../support/leaks.js';
import { skipBecause } from '../../support/skip.js';
import { requireLibvirt } from './libvirt-node.js';

const NOBODY = 65534;

/** A libvirtd of an unprivileged user in a folder of its own: the remote driver, streams and lost connections. */
export class SessionDaemon implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'vmwright-libvirtd-'));
  readonly uri = `qemu+unix:///session?socket=${join(this.folder, 'libvirt', 'libvirt-sock')}`;
  /** What makes a program run as the daemon's user. Not options of spawn: in a child that shares our memory, as libuv's does, a sanitizer does not survive them. */
  readonly asUser: readonly string[];
  readonly #process: ChildProcess;

  private constructor() {
    const isRoot = process.getuid?.() === 0;
    mkdirSync(join(this.folder, 'pool'));
    if (isRoot) for (const path of [this.folder, join(this.folder, 'pool')]) chownSync(path, NOBODY, NOBODY);
    const env = {
      PATH: process.env.PATH,
      HOME: this.folder,
      XDG_RUNTIME_DIR: this.folder,
      XDG_CONFIG_HOME: this.folder,
      XDG_CACHE_HOME: this.folder,
    };
    this.asUser = isRoot ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'] : [];
    const [program = '', ...args] = [...this.asUser, 'libvirtd'];
    this.#process = spawn(program, args, { env, stdio: 'ignore' });
  }

  static async start(): Promise<SessionDaemon> {
    const daemon = new SessionDaemon();
    await eventually(
      'libvirtd listens',
      () => listens(join(daemon.folder, 'libvirt', 'libvirt-sock')),
      20_000,
    );
    return daemon;
  }

  signal(name: NodeJS.Signals): void {
    this.#process.kill(name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await end(this.#process);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Folders in which a libvirtd of the system works, whatever its configuration. */
const SYSTEM_FOLDERS = ['/run', '/var/lib/libvirt', '/var/cache/libvirt', '/var/log/libvirt', '/etc/libvirt'];

/** A libvirtd of the system with folders and devices of its own: only such a one has network filters. */
export class SystemDaemon implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'vmwright-libvirtd-'));
  readonly uri = `qemu+unix:///system?socket=${join(this.folder, 'libvirt-sock')}`;
  readonly #process: ChildProcess;

  private constructor() {
    const config = join(this.folder, 'libvirtd.conf');
    writeFileSync(config, `unix_sock_dir = "${this.folder}"\nauth_unix_rw = "none"\nauth_unix_ro = "none"\n`);
    const script = `for each in ${SYSTEM_FOLDERS.join(' ')}; do mount -t tmpfs tmpfs $each || exit; done
printf 'stdio_handler = "file"\\nsecurity_driver = "none"\\n' >/etc/libvirt/qemu.conf # it has no virtlogd
exec libvirtd -f "$1" -p "$2"`;
    const argv = ['--mount', '--net', '--ipc', 'sh', '-c', script, 'sh', config, join(this.folder, 'pid')];
    this.#process = spawn('unshare', argv, { stdio: 'ignore' });
  }

  static async start(): Promise<SystemDaemon> {
    const daemon = new SystemDaemon();
    await eventually('libvirtd listens', () => listens(join(daemon.folder, 'libvirt-sock')), 20_000);
    return daemon;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await end(this.#process);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A socket is there before anybody listens to it. */
async function listens(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function end(daemon: ChildProcess): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return;
  const exited = once(daemon, 'exit');
  daemon.kill('SIGKILL');
  await exited;
}

/** Skips where no {@link SystemDaemon} can be. */
export function requireSystemDaemon(context: Context): void {
  requireLibvirtd(context);
  if (process.getuid?.() !== 0) skipBecause(context, 'it needs root');
  if (existsSync('/proc/xen/capabilities')) skipBecause(context, 'a libvirtd ends the domains of a dom0');
}

/** Skips where libvirt or its server is not installed. */
export function requireLibvirtd(context: Context): void {
  requireLibvirt(context);
  if (spawnSync('libvirtd', ['--version']).status !== 0) skipBecause(context, 'libvirtd is not installed');
}
