import { VmError } from '../core/errors.js';
import { startError as commonStartError } from '../vm-process/index.js';

/** Turns what the start script and the VMM wrote to standard error into the error of `create`. */
export function startError(name: string, stderr: string): VmError {
  return commonStartError(name, stderr, {
    packages: { passt: 'passt' },
    message: vmmMessage,
    refusal: (message) => new VmError('ENGINE_FAILED', `vmwright-vmm did not start: ${message}`),
  });
}

/** What the VMM said: its line `vmwright-fail CODE text`, or whatever else is there. */
export function vmmMessage(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.trim());
  const own = lines
    .map((line) => /^vmwright-fail \S+ (.+)$/.exec(line)?.[1])
    .filter((text) => text !== undefined);
  const other = lines.filter((line) => line !== '' && !line.startsWith('vmwright-'));
  return (own.length > 0 ? own : other).join('; ') || 'it gave no reason';
}
