import type { Operation } from '../../core/operation.js';
import type { HostLock } from '../../remote/runner.js';
import { CATALOG_NAMES } from './catalog.js';
import { readName } from './names.js';
import { asRecord, ENTRY_KINDS, type EntryKind, type ImageStore } from './store.js';

/** Parts of replaced builds stay that long, for other programs whose VMs are just starting from them. */
const KEEP_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Removes entries that no image name refers to any more. Does nothing while another process builds an image:
 * its entries are not referred to yet.
 * @param heldName the image whose name lock the caller holds
 * @param unusedFor only what is older than that many milliseconds
 */
export async function collectGarbage(
  op: Operation,
  store: ImageStore,
  heldName: string,
  unusedFor = KEEP_MS,
): Promise<void> {
  const locks: HostLock[] = [];
  try {
    for (const name of CATALOG_NAMES) {
      if (name === heldName) continue;
      const lock = await store.tryLock(op, `name-${name}`);
      if (lock === undefined) return;
      locks.push(lock);
    }
    await removeUnused(store, await referredEntries(store), unusedFor);
  } finally {
    await Promise.all(locks.map((lock) => lock.release()));
  }
}

async function referredEntries(store: ImageStore): Promise<ReadonlySet<string>> {
  const records = await Promise.all(CATALOG_NAMES.map((name) => readName(store, name)));
  const entries = records.flatMap((record) => Object.entries(record ?? {}));
  return new Set(entries.map(([kind, key]: [string, string]) => `${kind}/${key}`));
}

async function removeUnused(store: ImageStore, used: ReadonlySet<string>, unusedFor: number): Promise<void> {
  for (const kind of ENTRY_KINDS) {
    for (const { key, builtAt } of await store.list(kind)) {
      const age = Date.now() - builtAt.getTime();
      const keepFor = await keepTime(store, kind, key, used, unusedFor);
      if (age >= keepFor) await store.remove(kind, key);
    }
  }
}

/** How long an entry may live, milliseconds; its recipe makes it again when it is needed after all. */
async function keepTime(
  store: ImageStore,
  kind: EntryKind,
  key: string,
  used: ReadonlySet<string>,
  unusedFor: number,
): Promise<number> {
  if (used.has(`${kind}/${key}`)) return Number.POSITIVE_INFINITY;
  // Names do not refer to these: they follow from a kernel and the agent, or from a file of the user.
  if (kind === 'vmlinux') return KEEP_MS;
  if (kind !== 'initramfs') return unusedFor;
  const entry = await store.find(kind, key, asRecord);
  return used.has(`kernel/${String(entry?.manifest.kernel)}`) ? KEEP_MS : unusedFor;
}
