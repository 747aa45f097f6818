import { VmError } from '../core/errors.js';
import type { Operation } from '../core/operation.js';
import type { Runner } from '../remote/runner.js';
import type { EngineName, VmSpec } from './vm-spec.js';

/** Bytes of the header of a saved VM, see native/toolstack/save_file.h. */
const HEADER = 256 * 1024;

/** What a saved VM tells of itself. */
export interface SavedRecord {
  readonly engine: EngineName;
  readonly spec: VmSpec;
}

/** Reads who a saved VM is. `path`: on the host. */
export async function readSaved(runner: Runner, path: string, op: Operation): Promise<SavedRecord> {
  const head = await runner.run(['head', '-c', String(HEADER), path], { signal: op.signal });
  if (head.exitCode !== 0) {
    const said = head.stderr.trim();
    throw new VmError('IMAGE_NOT_FOUND', `the saved VM ${path} cannot be read: ${said}`, {
      remedy: 'Check the path, which is one of the host.',
    });
  }
  const record = parseSaved(head.stdout);
  if (record !== undefined) return record;
  throw new VmError('IMAGE_INVALID', `${path} is not a saved VM`, {
    remedy: 'Restore what `vm.save` made, with the same version of vmwright.',
  });
}

/** Undefined for what is none, or another version's. */
export function parseSaved(header: string): SavedRecord | undefined {
  try {
    const { vmwrightSave, record } = JSON.parse(header) as { vmwrightSave?: unknown; record?: unknown };
    const saved =
      vmwrightSave === 1 && typeof record === 'string' ? (JSON.parse(record) as SavedRecord) : undefined;
    return saved?.spec === undefined ? undefined : saved;
  } catch {
    return undefined;
  }
}
