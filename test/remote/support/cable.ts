import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { SshOptions, VmOptions } from 'vmwright';
import type { SshBench } from './ssh-bench.js';

/** A way to an sshd that can be cut: our side sees it at once, the other side never does. */
export class Cable implements AsyncDisposable {
  readonly #server: Server;
  /** Our ends of the connections that are not cut. */
  readonly #near = new Set<Socket>();
  readonly #far = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
  }

  static async to(url: string): Promise<Cable> {
    const { hostname: host, port } = new URL(url);
    const server = createServer();
    const cable = new Cable(server);
    server.on('connection', (near) =>
      cable.#join(near, connect({ port: Number(port), host, noDelay: true })),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return cable;
  }

  /** Leads a VM of the bench through this cable. */
  options({ sshd }: SshBench): Pick<VmOptions, 'host' | 'ssh'> {
    const address = this.#server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { username } = new URL(sshd.url);
    const knownHosts = `${sshd.knownHosts}.cable`;
    const ssh = sshd.options({ hostKey: 'accept-new', knownHosts });
    return { host: `ssh://${username}@127.0.0.1:${port}`, ssh: { ...ssh, ...identity(sshd.url, ssh) } };
  }

  cut(): void {
    for (const near of this.#near) near.destroy();
    this.#near.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    for (const far of this.#far) far.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(near: Socket, far: Socket): void {
    this.#near.add(near);
    this.#far.add(far);
    near.setNoDelay(true);
    for (const socket of [near, far]) socket.on('error', () => {});
    near.on('data', (chunk) => far.write(chunk));
    far.on('data', (chunk) => near.destroyed || near.write(chunk));
    far.once('close', () => {
      this.#far.delete(far);
      near.destroy();
    });
  }
}

/** The configuration names keys by host, and the cable's end is another one. */
function identity(url: string, { configFile, privateKey }: SshOptions): SshOptions {
  if (privateKey !== undefined || typeof configFile !== 'string') return {};
  const told = execFileSync('ssh', ['-G', '-F', configFile, new URL(url).hostname], { encoding: 'utf8' });
  const file = /^identityfile (.*)$/m.exec(told)?.[1];
  return file === undefined ? {} : { privateKey: file };
}
