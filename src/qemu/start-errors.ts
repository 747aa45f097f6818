import { VmError, type VmErrorCode } from '../core/errors.js';

/** Debian package of each program we start. */
const PACKAGES: Record<string, string> = {
  'qemu-system-x86_64': 'qemu-system-x86',
  'qemu-img': 'qemu-utils',
};

/** Turns what the start script and QEMU wrote to standard error into the error of `create`. */
export function startError(name: string, stderr: string): VmError {
  const failure = /^vmwright-fail (\S+) ([\s\S]*?)(?=\nvmwright-fail |(?![\s\S]))/m.exec(stderr);
  const [code, text] = failure === null ? ['QEMU', ''] : [failure[1] ?? '', (failure[2] ?? '').trim()];
  if (code === 'NO_PROGRAM') return missingProgram(text);
  if (code === 'VM_NAME_TAKEN') return new VmError('VM_NAME_TAKEN', `a VM named '${name}' runs already`);
  const own = code === 'QEMU' ? qemuMessage(stderr) : text;
  if (/No space left on device|Disk quota exceeded/.test(own)) return new VmError('DISK_FULL', own);
  if (code === 'QEMU') return qemuError(own);
  return new VmError(code as VmErrorCode, own);
}

export function missingProgram(program: string): VmError {
  const name = program.split('/').pop() ?? program;
  const aptPackage = PACKAGES[name];
  return new VmError('ENGINE_UNAVAILABLE', `${name} is not installed on the host`, {
    remedy: aptPackage === undefined ? `Install ${name} on the host.` : `apt-get install ${aptPackage}`,
  });
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
