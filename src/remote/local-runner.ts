import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Duplex } from 'node:stream';
import { EventHub } from '../core/event-hub.js';
import type { CallOptions } from '../core/operation.js';
import { connectLocalUnix } from './local-connect.js';
import { localFacts } from './local-facts.js';
import { LocalFiles } from './local-files.js';
import { SEARCH_PATH, spawnLocal } from './local-process.js';
import { takeLock } from './lock.js';
import { runProgram } from './run-program.js';
import type {
  HostFacts,
  HostFiles,
  HostLock,
  HostProcess,
  Runner,
  RunnerEvent,
  RunOptions,
  RunResult,
  SpawnOptions,
} from './runner.js';

/** The machine this Node process runs on. */
export class LocalRunner implements Runner {
  readonly hostId = 'local';
  readonly events = new EventHub<RunnerEvent>();
  readonly files: HostFiles = new LocalFiles();
  #facts: Promise<HostFacts> | undefined;

  facts(): Promise<HostFacts> {
    this.#facts ??= localFacts(process.env).catch((error: unknown) => {
      this.#facts = undefined; // the cause may be repaired, for example a folder of wrong ownership
      throw error;
    });
    return this.#facts;
  }

  async which(program: string): Promise<string | undefined> {
    const candidates = program.includes('/')
      ? [program]
      : SEARCH_PATH.split(delimiter).map((folder) => join(folder, program));
    for (const candidate of candidates) {
      if (await isExecutable(candidate)) return candidate;
    }
    return undefined;
  }

  run(argv: readonly string[], options: RunOptions = {}): Promise<RunResult> {
    return runProgram(spawnLocal, argv, options);
  }

  spawn(argv: readonly string[], options: SpawnOptions = {}): Promise<HostProcess> {
    return spawnLocal(argv, options);
  }

  connectUnix(path: string, options: CallOptions = {}): Promise<Duplex> {
    return connectLocalUnix(path, options);
  }

  lock(path: string, options: CallOptions & { wait: boolean }): Promise<HostLock | undefined> {
    return takeLock(spawnLocal, path, options);
  }

  async close(): Promise<void> {}
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
