import { VmError } from '../core/errors.js';
import { startError as commonStartError } from '../vm-process/index.js';

const PACKAGES = { 'qemu-system-x86_64': 'qemu-system-x86', 'qemu-img': 'qemu-utils' };

/** Turns what the start script and QEMU wrote to standard error into the error of `create`. */
export function startError(name: string, stderr: string): VmError {
  return commonStartError(name, stderr, { packages: PACKAGES, message: qemuMessage, refusal: qemuError });
}

/** QEMU names the disk it cannot use in most of its messages about disks. */
function qemuError(message: string): VmError {
  const aboutDisk = /drive=|-drive |Image is not in|Could not open backing file|Failed to get .* lock/.test(
    message,
  );
  return new VmError(aboutDisk ? 'DISK_UNREADABLE' : 'ENGINE_FAILED', `QEMU did not start: ${message}`);
}

/** QEMU's lines without time stamp and program name, and without ours. */
export function qemuMessage(stderr: string): string {
  const lines = stderr
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('vmwright-'))
    .map((line) =>
      line
        .replace(/^\S+Z (?=qemu)/, '')
        .replace(/^\S*qemu-system-\S+: /, '')
        .trim(),
    );
  return lines.join('; ') || 'it gave no reason';
}
