import type { CallOptions } from '../core/operation.js';
import type { SshOptions } from './ssh/options.js';
import { SshRunner } from './ssh/ssh-runner.js';

/**
 * Connects to `ssh://[user@]name[:port]`, as `ssh` itself would: `~/.ssh/config`, agent, keys, known_hosts.
 * Rejects with HOST_UNREACHABLE, HOST_AUTH_FAILED, HOST_KEY_UNKNOWN, HOST_KEY_MISMATCH or HOST_UNSUPPORTED.
 */
export function connectSsh(
  url: string,
  options: SshOptions = {},
  call: CallOptions = {},
): Promise<SshRunner> {
  return SshRunner.connect(url, options, call);
}
