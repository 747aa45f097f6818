import { VmError } from '../core/errors.js';
import { startError as commonStartError } from '../vm-process/index.js';

const PACKAGES = { passt: 'passt', 'qemu-img': 'qemu-utils' };

/** Turns what the start script and the toolstack wrote to standard error into the error of `create`. */
export function startError(name: string, stderr: string): VmError {
  return commonStartError(name, stderr, {
    packages: PACKAGES,
    message: toolstackMessage,
    refusal: (message) => new VmError('ENGINE_FAILED', `vmwright-toolstack did not start: ${message}`),
  });
}

/** What the toolstack said: its line `vmwright-fail CODE text`, or whatever else is there. */
export function toolstackMessage(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.trim());
  const own = lines
    .map((line) => /^vmwright-fail \S+ (.+)$/.exec(line)?.[1])
    .filter((text) => text !== undefined);
  const other = lines.filter((line) => line !== '' && !line.startsWith('vmwright-'));
  return (own.length > 0 ? own : other).join('; ') || 'it gave no reason';
}
