import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
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
    this.#process = spawn('libvirtd', [], {
      env,
      stdio: 'ignore',
      ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
    });
  }

  static async start(): Promise<SessionDaemon> {
    const daemon = new SessionDaemon();
    await eventually(
      'libvirtd listens',
      () => existsSync(join(daemon.folder, 'libvirt', 'libvirt-sock')),
      20_000,
    );
    return daemon;
  }

  signal(name: NodeJS.Signals): void {
    this.#process.kill(name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const exited = once(this.#process, 'exit');
      this.#process.kill('SIGKILL');
      await exited;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Skips where libvirt or its server is not installed. */
export function requireLibvirtd(context: Context): void {
  requireLibvirt(context);
  if (spawnSync('libvirtd', ['--version']).status !== 0) skipBecause(context, 'libvirtd is not installed');
}
