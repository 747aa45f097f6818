import { VmError } from '../core/errors.js';
import type { HostFacts, Runner } from '../remote/runner.js';
import { parseRecord, removeVm, type VmRecord, vmFolder } from '../vm-process/index.js';

/**
 * Prints `ID LIFELINE KEPT PID URI RECORD` for each VM of ours whose folder is there, in one round trip: whether its lifeline is
 * held (start-script.ts) and whether it lives on without; PID is that of its QEMU, `0` when that is gone, `-` where libvirt has
 * no such file. Folders are made and locked before they have a record.
 */
const LIST = String.raw`base=$1 only=$2
cd "$base" 2>/dev/null || exit 0
for id in *; do
  if [ -n "$only" ] && [ "$only" != "$id" ]; then continue; fi
  if [ ! -e "$id/pidfile" ] || ! IFS= read -r record <"$id/vm.json"; then continue; fi
  case $record in '{"version":1,"engine":"libvirt",'*) ;; *) continue ;; esac
  lifeline=held kept=own pid=- uri=
  if flock -s -n "$id/alive" true 2>/dev/null; then lifeline=free; fi
  if [ -e "$id/kept" ]; then kept=kept; fi
  read -r uri <"$id/uri"
  read -r file <"$id/pidfile"
  if [ "$file" != "$base/$id/none" ]; then
    pid=0
    found=$(cat "$file" 2>/dev/null) # QEMU ends it without a newline
    if [ -n "$found" ] && [ -d "/proc/$found" ]; then pid=$found; fi
  fi
  printf '%s %s %s %s %s %s\n' "$id" "$lifeline" "$kept" "$pid" "$uri" "$record"
done
exit 0
`;

/** A VM of ours as its folder tells. */
export interface FolderEntry {
  readonly record: VmRecord;
  readonly uri: string;
  /** Its creator, or what that left on the host, still holds its life. */
  readonly held: boolean;
  /** It lives on without. */
  readonly kept: boolean;
  /** 0: it runs no more. Undefined: only libvirt knows. */
  readonly pid: number | undefined;
}

/** The VMs of ours that have a folder on the host, or the one of that id. */
export async function listFolders(
  runner: Runner,
  { runtimeDir }: HostFacts,
  signal: AbortSignal,
  id = '',
): Promise<FolderEntry[]> {
  const argv = ['sh', '-c', LIST, 'vmwright-list', runtimeDir, id];
  const { exitCode, stdout, stderr } = await runner.run(argv, { signal });
  if (exitCode !== 0) {
    throw new VmError('HOST_COMMAND_FAILED', `cannot list the VMs of the host: ${stderr.trim()}`);
  }
  return stdout.split('\n').flatMap(parseLine);
}

function parseLine(line: string): FolderEntry[] {
  const match = /^\S+ (held|free) (kept|own) (-|\d+) (\S+) (.*)$/.exec(line);
  if (match === null) return [];
  const [, lifeline, kept, pid = '-', uri = '', text = ''] = match;
  const record = parseRecord(text, 'libvirt');
  if (record === undefined) return [];
  return [
    {
      record,
      uri,
      held: lifeline === 'held',
      kept: kept === 'kept',
      pid: pid === '-' ? undefined : Number(pid),
    },
  ];
}

/** Removes the folders of VMs that run no more. */
export async function sweepFolders(
  runner: Runner,
  facts: HostFacts,
  entries: readonly FolderEntry[],
): Promise<void> {
  const folders = entries.map(({ record: { spec } }) => vmFolder(facts, spec.id, spec.name));
  await Promise.all(folders.map((folder) => removeVm(runner, folder)));
}
