import type { Duplex } from 'node:stream';
import type { Client, ConnectConfig } from 'ssh2';
import { isVmError, messageOf, VmError } from '../../core/errors.js';
import type { Operation } from '../../core/operation.js';
import { Login } from './auth.js';
import type { Credentials } from './credentials.js';
import { HostKeyPolicy } from './host-key.js';
import { loadSsh2 } from './library.js';
import type { SshOptions } from './options.js';
import { unreachable } from './socket.js';
import type { SshTarget } from './target.js';

/** What connecting needs besides the target. */
export interface LoginContext {
  readonly credentials: Credentials;
  readonly hostKey: SshOptions['hostKey'];
  /** Milliseconds of silence after which the connection is given up. */
  readonly keepAlive: number;
}

/** AES-GCM first: Node's own OpenSSL does it at full speed, without the optional native parts of ssh2. */
const CIPHERS = [
  ...['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com'],
  ...['aes128-ctr', 'aes192-ctr', 'aes256-ctr', 'chacha20-poly1305@openssh.com'],
] as const;

/** Speaks ssh over a connected stream until the login is done. */
export async function handshake(
  socket: Duplex,
  target: SshTarget,
  context: LoginContext,
  op: Operation,
): Promise<Client> {
  const [{ Client }, policy] = await op.race(
    Promise.all([loadSsh2(), HostKeyPolicy.load(target, context.hostKey)]),
  );
  const client = new Client();
  op.defer(() => client.destroy());
  const login = new Login(target, context.credentials);
  const ready = new Promise<void>((resolve, reject) => {
    client.once('ready', resolve);
    client.on('error', (error: Error & { level?: string }) => {
      if (error.level === 'agent')
        login.note(error.message); // ssh2 goes on with the next method
      else reject(connectError(error, target, login));
    });
    client.once('close', () => reject(unreachable(target.label, new Error('it closed the connection'))));
    client.connect({
      sock: socket,
      username: target.user,
      readyTimeout: 0, // the operation has a deadline of its own
      algorithms: { serverHostKey: policy.algorithms() as never, cipher: [...CIPHERS] },
      ...checks(policy, login, reject),
    });
  });
  await op.race(ready);
  client.removeAllListeners('error').removeAllListeners('close');
  return client;
}

/** Both sides' proofs of identity; `reject` gets the reason, ssh2 only that it was refused. */
function checks(
  policy: HostKeyPolicy,
  login: Login,
  reject: (error: unknown) => void,
): Pick<ConnectConfig, 'hostVerifier' | 'authHandler'> {
  return {
    hostVerifier: (key: Buffer, done: (ok: boolean) => void) => {
      policy.verify(key).then(
        () => done(true),
        (error: unknown) => {
          reject(error);
          done(false);
        },
      );
    },
    authHandler: (left, _partial, next) => {
      const proceed = (method: unknown) => next(method as never);
      login.next(left).then(proceed, (error: unknown) => {
        reject(isVmError(error) ? error : login.failure(messageOf(error)));
        proceed(false);
      });
    },
  };
}

function connectError(
  error: Error & { level?: string; code?: unknown },
  target: SshTarget,
  login: Login,
): VmError {
  if (error.level === 'client-authentication') return login.failure();
  if (typeof error.code === 'number') return login.failure(error.message); // the server said goodbye with a reason
  if (error.level === 'handshake') {
    return new VmError(
      'HOST_UNREACHABLE',
      `cannot agree with ${target.label} on how to talk: ${error.message}`,
      {
        cause: error,
        remedy: 'Update sshd on the host or enable a current key exchange, cipher and host key type.',
      },
    );
  }
  return unreachable(target.label, error);
}
