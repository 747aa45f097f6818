import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Files of one test, in a folder of its own with an image cache of its own. */
export class Fixtures {
  folder = '';
  readonly #cache = process.env.VMWRIGHT_CACHE_DIR;

  async open(): Promise<void> {
    this.folder = await mkdtemp(join(tmpdir(), 'vmwright-test-'));
    process.env.VMWRIGHT_CACHE_DIR = join(this.folder, 'cache');
  }

  async close(): Promise<void> {
    if (this.#cache === undefined) delete process.env.VMWRIGHT_CACHE_DIR;
    else process.env.VMWRIGHT_CACHE_DIR = this.#cache;
    await rm(this.folder, { recursive: true, force: true });
  }

  async file(name: string, content: Uint8Array | string): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, content);
    return path;
  }
}
