import type { Duplex } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import { VmError } from '../../core/errors.js';
import { log } from '../../core/log.js';
import { type CallOptions, runOperation } from '../../core/operation.js';
import { connectError } from '../local-connect.js';
import type { HostProcess } from '../runner.js';
import { BRIDGE, BRIDGE_CONNECTED, BRIDGE_MISSING } from './bridge-script.js';
import { StreamPair } from './channel-streams.js';
import type { HostLink } from './link.js';
import { spawnRemote } from './process.js';
import { isMissing } from './sftp.js';
import { systemError } from './system-error.js';
import { ChannelRefused } from './transport.js';

/** Characters of what a bridge says that are kept. */
const MAX_TOLD = 4096;

/**
 * Connects to a unix socket on the host through a channel of its own. sshd does not say why it refuses one, so
 * then the socket is looked at, and if it is there a program on the host has to carry the bytes.
 */
export function connectRemoteUnix(link: HostLink, path: string, options: CallOptions): Promise<Duplex> {
  return runOperation(`connect to ${path}`, options, async (op) => {
    const direct = await op.acquire(openDirect(link, path), (late) => late?.destroy());
    if (direct !== undefined) return direct;
    const sftp = await op.race(link.sftp());
    const found = await op.race(sftp.stat(path)).catch((error: unknown) => {
      if (isMissing(error)) throw connectError(path, systemError('ENOENT', 'connect', path));
      return undefined; // the bridge says what is wrong
    });
    if (found !== undefined && !found.isSocket()) {
      throw connectError(path, systemError('ECONNREFUSED', 'connect', path));
    }
    const argv = ['sh', '-c', BRIDGE, 'vmwright-bridge', path];
    const child = await op.acquire(spawnRemote(link, argv, { keepAlive: false }), (late) => late.kill());
    await op.race(untilConnected(child, path));
    log('ssh: %s is reached through a program, sshd forbids stream-local forwarding', path);
    return bridged(link, child);
  });
}

async function openDirect(link: HostLink, path: string): Promise<StreamPair | undefined> {
  const { primary } = link.pool;
  const channel = await primary.streamLocal(path).catch((error: unknown) => {
    // A server other than OpenSSH does not know such channels; ssh2 then refuses by itself.
    if (error instanceof ChannelRefused || /strictVendor/.test(String(error))) return undefined;
    throw error;
  });
  return channel === undefined ? undefined : overChannel(link, channel);
}

function overChannel(link: HostLink, channel: ClientChannel): StreamPair {
  const { primary } = link.pool;
  channel.stderr.resume();
  const pair = new StreamPair({
    source: channel,
    sink: channel,
    close: () => channel.close(),
    hold: () => primary.hold(),
  });
  const stopListening = primary.onLost((error) => pair.destroy(error));
  pair.once('close', stopListening);
  return pair;
}

function bridged(link: HostLink, child: HostProcess): StreamPair {
  const pair = new StreamPair({
    source: child.stdout,
    sink: child.stdin,
    close: () => child.kill(),
    hold: () => link.pool.primary.hold(),
  });
  void child.exited.then(({ lost }) => pair.destroy(lost));
  return pair;
}

/** The bridge tells on standard error that it is connected, or why not. */
function untilConnected(child: HostProcess, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let told = '';
    child.stderr.on('data', (chunk: Buffer) => {
      if (told.includes(BRIDGE_CONNECTED)) return;
      told = (told + chunk.toString()).slice(-MAX_TOLD);
      if (told.includes(BRIDGE_CONNECTED)) resolve();
    });
    child.stderr.once('close', () => {
      void child.exited.then(({ lost }) => reject(lost ?? bridgeError(path, told)));
      child.stdout.resume();
    });
  });
}

const MEANING: readonly (readonly [RegExp, string])[] = [
  [/No such file/, 'ENOENT'],
  [/refused/i, 'ECONNREFUSED'],
  [/Permission denied/, 'EACCES'],
];

function bridgeError(path: string, told: string): VmError {
  if (told.includes(BRIDGE_MISSING)) {
    return new VmError(
      'HOST_UNSUPPORTED',
      `cannot connect to ${path}: sshd forbids stream-local forwarding`,
      {
        remedy:
          "Set `AllowStreamLocalForwarding yes` in the host's sshd_config, or install perl, python3 or socat there.",
      },
    );
  }
  const errno = MEANING.find(([pattern]) => pattern.test(told))?.[1];
  return connectError(
    path,
    errno === undefined ? new Error(told.trim()) : systemError(errno, 'connect', path),
  );
}
