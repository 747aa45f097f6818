export { connectSsh } from './connect-ssh.js';
export { formatHostUrl, type HostUrl, parseHostUrl } from './host-url.js';
export { LocalRunner } from './local-runner.js';
export type {
  DownloadOptions,
  HostExit,
  HostFacts,
  HostFileStat,
  HostFiles,
  HostLock,
  HostProcess,
  Runner,
  RunnerEvent,
  RunOptions,
  RunResult,
  SpawnOptions,
  StageOptions,
} from './runner.js';
export type { SshOptions } from './ssh/options.js';
export { SshRunner } from './ssh/ssh-runner.js';
