import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, processesMentioning } from './leaks.js';

/**
 * The whole run keeps its VMs in folders of its own, so that what a test leaves behind can be told from what other
 * programs run on this machine. Set before any test file is loaded: children inherit it.
 */
export const testRoot = mkdtempSync(join(tmpdir(), 'vmwright-test-'));
chmodSync(testRoot, 0o711); // the QEMU of libvirt has a user of its own
process.env.VMWRIGHT_RUNTIME_DIR = join(testRoot, 'run');
process.env.VMWRIGHT_STATE_DIR = join(testRoot, 'state');

/** Processes and files of VMs of this test run. */
export function leftovers(): string[] {
  const folders = ['run', 'state'].flatMap((name) => {
    try {
      return readdirSync(join(testRoot, name), { recursive: true, encoding: 'utf8' })
        .filter((entry) => /(^|\/)vm-[0-9a-f]+/.test(entry))
        .map((entry) => join(testRoot, name, entry));
    } catch {
      return []; // no VM was made
    }
  });
  return [...processesMentioning(testRoot), ...folders];
}

/** Fails unless everything of this run's VMs is gone within a second. */
export async function assertNothingLeft(): Promise<void> {
  await eventually('nothing is left', () => leftovers().length === 0, 1000).catch(() => {});
  assert.deepEqual(leftovers(), []);
}

export const mochaHooks = {
  async afterAll(): Promise<void> {
    await assertNothingLeft();
    rmSync(testRoot, { recursive: true, force: true });
  },
};
