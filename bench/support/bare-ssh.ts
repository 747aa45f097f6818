import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { promisify } from 'node:util';
import { Client } from 'ssh2';
import type { BenchHost } from './bench-host.js';

/** A connection of the ssh library with nothing of ours around it. */
export class BareSsh implements Disposable {
  readonly #client: Client;

  private constructor(client: Client) {
    this.#client = client;
  }

  /** Logs in with the first identity file that `ssh` itself would take. */
  static async connect(host: BenchHost): Promise<BareSsh> {
    const { stdout } = await promisify(execFile)('ssh', [...host.options, '-G', host.destination]);
    const value = (key: string) => new RegExp(`^${key} (.*)$`, 'm').exec(stdout)?.[1] ?? '';
    const client = new Client();
    client.connect({
      host: value('hostname'),
      port: Number(value('port')),
      username: value('user'),
      privateKey: await readFile(value('identityfile').replace(/^~/, homedir())),
    });
    await once(client, 'ready');
    client.setNoDelay(true);
    return new BareSsh(client);
  }

  /** Opens a channel, runs a command in it and waits until it is closed. */
  exec(command: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#client.exec(command, (error, channel) => {
        if (error !== undefined) return reject(error);
        channel.resume().once('close', () => resolve());
      });
    });
  }

  [Symbol.dispose](): void {
    this.#client.end();
  }
}
