import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An image cache of one's own, in effect until it is closed. */
export class TestCache {
  readonly directory: string;
  readonly #saved = process.env.VMWRIGHT_CACHE_DIR;

  private constructor(directory: string) {
    this.directory = directory;
    process.env.VMWRIGHT_CACHE_DIR = directory;
  }

  static async open(): Promise<TestCache> {
    return new TestCache(await mkdtemp(join(tmpdir(), 'vmwright-test-cache-')));
  }

  /** What builds have not cleared away. */
  unfinished(): Promise<string[]> {
    return readdir(join(this.directory, 'tmp')).catch(() => []);
  }

  async close(): Promise<void> {
    if (this.#saved === undefined) delete process.env.VMWRIGHT_CACHE_DIR;
    else process.env.VMWRIGHT_CACHE_DIR = this.#saved;
    await rm(this.directory, { recursive: true, force: true });
  }
}
