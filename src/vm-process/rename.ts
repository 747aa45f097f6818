import { VmError } from '../core/errors.js';
import type { Operation } from '../core/operation.js';
import type { RunningVm } from './program.js';
import type { MachineParts } from './slot.js';
import { startError } from './start-errors.js';
import { CLAIM_NAME, TELL } from './start-script.js';
import { type VmFolder, vmFolder } from './vm-folder.js';

const FAIL = `${TELL}fail() { tell "$@"; exit 70; }
`;

const CLAIM = `${FAIL}base=$1 run=$2 name=$3
${CLAIM_NAME}`;

/** A link that leads elsewhere by now is another VM's. */
const DROP = `run=$1 name=$2
if [ -n "$name" ] && [ "$(readlink "$name")" = "$run" ]; then rm -f "$name"; fi
`;

/** The record comes on standard input: it may hold secrets. Whoever reads meanwhile gets the old one or the new one. */
const SETTLE = `${FAIL}${DROP}record=$3
umask 077
cat >"$record.new" || fail HOST_COMMAND_FAILED "cannot write $record.new"
must mv "$record.new" "$record"
`;

/**
 * Gives a running VM another name: first the name is claimed, then its hypervisor told, then the record written. A program that
 * dies in between leaves the VM with one name or with both, and the last look at the host clears away a name without a VM.
 */
export async function renameVm(
  { program, runner, record, folder }: MachineParts,
  vm: RunningVm,
  name: string,
  op: Operation,
): Promise<Pick<MachineParts, 'record' | 'folder'>> {
  if (program.rename === undefined)
    throw new VmError('VM_UNSUPPORTED', `the ${program.engine} engine cannot rename a VM`);
  const { id, name: old } = record.spec;
  if (name === old) return { record, folder };
  const facts = await op.race(runner.facts());
  const next = { record: { ...record, spec: { ...record.spec, name } }, folder: vmFolder(facts, id, name) };
  const run = async (script: string, args: readonly string[], input = '') => {
    const argv = ['sh', '-c', script, 'vmwright-rename', ...args];
    const { exitCode, stderr } = await runner.run(argv, { input });
    if (exitCode !== 0) throw refused(name, stderr);
  };
  op.throwIfAborted();
  await run(CLAIM, [facts.runtimeDir, folder.run, linkOf(next.folder)]);
  try {
    await program.rename(vm, name);
  } catch (error) {
    await run(DROP, [folder.run, linkOf(next.folder)]);
    throw error;
  }
  await run(SETTLE, [folder.run, linkOf(folder), folder.record], `${JSON.stringify(next.record)}\n`);
  return next;
}

const linkOf = ({ name }: VmFolder): string => name ?? '';

const refused = (name: string, stderr: string): VmError =>
  startError(name, stderr, {
    packages: {},
    message: (text) => text.trim(),
    refusal: (text) => new VmError('HOST_COMMAND_FAILED', `cannot rename the VM: ${text}`),
  });
