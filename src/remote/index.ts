export { LocalRunner } from './local-runner.js';
export type {
  HostExit,
  HostFacts,
  HostFileStat,
  HostFiles,
  HostLock,
  HostProcess,
  Runner,
  RunOptions,
  RunResult,
  SpawnOptions,
} from './runner.js';
