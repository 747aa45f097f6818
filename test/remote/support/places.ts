import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectSsh, LocalRunner, type Runner } from '#src/remote/index.js';
import { noSshd, Sshd } from './sshd.js';

/** Where the contract of Runner is tested. */
export interface Place {
  readonly name: string;
  readonly missing: string | undefined;
  open(): Promise<{ runner: Runner; folder: string; close(): Promise<void> }>;
}

const local: Place = {
  name: 'LocalRunner',
  missing: undefined,
  open: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vmwright-contract-'));
    return { runner: new LocalRunner(), folder, close: async () => rmSync(folder, { recursive: true }) };
  },
};

const overSsh = (name: string, ...config: string[]): Place => ({
  name: `SshRunner${name}`,
  missing: noSshd(),
  open: async () => {
    const sshd = await Sshd.start(...config);
    const folder = sshd.path('work');
    mkdirSync(folder);
    chmodSync(folder, 0o777);
    const runner = await connectSsh(sshd.url, sshd.options());
    return {
      runner,
      folder,
      close: async () => {
        await runner.close();
        await sshd.stop();
      },
    };
  },
});

/** The local machine, and sshds of several minds. */
export const places = [
  local,
  overSsh(''),
  overSsh(', MaxSessions 1', 'MaxSessions 1'),
  overSsh(', no stream-local forwarding', 'AllowStreamLocalForwarding no'),
];

/** Text with all kinds of characters that shells care about. */
export function randomText(length: number): string {
  const pick = () => {
    const kind = Math.random();
    if (kind < 0.5) return String.fromCharCode(1 + Math.floor(Math.random() * 127));
    if (kind < 0.8) return String.fromCodePoint(0x80 + Math.floor(Math.random() * 0x700));
    return ["'", '"', '\\', '$', '`', '\n', ' ', '!'][Math.floor(Math.random() * 8)] ?? '';
  };
  return Array.from({ length }, pick).join('');
}

export async function collect(stream: AsyncIterable<Buffer> | NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export function connections(server: Server): Promise<number> {
  return new Promise((resolve, reject) =>
    server.getConnections((error, count) => (error === null ? resolve(count) : reject(error))),
  );
}
