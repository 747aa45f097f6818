import { stat } from 'node:fs/promises';
import { basename, join, posix } from 'node:path';
import type { Command } from 'commander';
import { isVmError } from '../../core/errors.js';
import type { Vm } from '../../index.js';
import { parseCopySide } from '../parse.js';
import { ProgressBar } from '../progress-bar.js';
import { addCommand, examples, type Invocation } from '../register.js';
import { UsageError } from '../report-error.js';
import type { Session } from '../session.js';

export function addCp(program: Command, invocation: Invocation): void {
  addCommand<object>(program, invocation, 'cp <from> <to>', cp)
    .description('copy a file or directory into a VM or out of it; one side is vm:path')
    .addHelpText(
      'after',
      examples(
        'vmwright cp site web:/srv/www',
        'vmwright cp web:/var/log ./log',
        'vmwright cp file web:/tmp/',
      ),
    );
}

async function cp([from = '', to = '']: string[], _flags: object, session: Session): Promise<undefined> {
  const source = parseCopySide(from);
  const target = parseCopySide(to);
  if ((source.vm === undefined) === (target.vm === undefined)) {
    throw new UsageError(
      'exactly one side of a copy is in a VM',
      'Write vm:path on one side, a local path on the other.',
    );
  }
  await session.withVm(source.vm ?? target.vm ?? '', async (vm) => {
    using progress = new ProgressBar({ keep: false });
    const options = { signal: session.signal, ...(session.json ? {} : { onProgress: progress.update }) };
    const result =
      target.vm === undefined
        ? await vm.copyOut(source.path, await localTarget(target.path, source.path), options)
        : await vm.copyIn(source.path, await guestTarget(vm, target.path, source.path), options);
    progress[Symbol.dispose]();
    session.print(result, () => []);
  });
}

/** As with cp: into the target when it is a directory, else under the target's name. */
async function localTarget(path: string, source: string): Promise<string> {
  const found = await stat(path).catch(() => undefined); // what cannot be seen is reported by the copy
  return found?.isDirectory() === true || path.endsWith('/') ? join(path, posix.basename(source)) : path;
}

async function guestTarget(vm: Vm, path: string, source: string): Promise<string> {
  if (path === '') throw new UsageError('the path in the VM is missing', 'Write vm:/path.');
  const into = path.endsWith('/') || (await isGuestDirectory(vm, path));
  return into ? posix.join(path, basename(source)) : path;
}

async function isGuestDirectory(vm: Vm, path: string): Promise<boolean> {
  try {
    return (await vm.files.stat(path)).kind === 'directory';
  } catch (error) {
    if (isVmError(error) && 'errno' in error && error.errno === 'ENOENT') return false;
    throw error;
  }
}
