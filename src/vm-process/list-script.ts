import { VmError } from '../core/errors.js';
import type { MachineSummary } from '../engine/engine.js';
import type { EngineName } from '../engine/vm-spec.js';
import type { HostFacts, Runner } from '../remote/runner.js';
import { DROP_HELPER } from './helper-folder.js';
import { parseRecord, type VmFolder, type VmRecord } from './vm-folder.js';

/**
 * Prints `ID PID RECORD` for each VM of this engine that lives and removes what dead ones left, in one round trip.
 * A VM lives while its `alive` is locked. An unlocked folder without a pid may be one in the making, so it is
 * removed only when it has been like that for a minute. Probes lock shared, so they do not see each other.
 * A boot of the host ends all VMs and may empty the runtime folder, but not that of the disks: theirs tell the boot.
 */
const LIST = String.raw`${DROP_HELPER}base=$1 state=$2 engine=$3 only=$4
read -r boot </proc/sys/kernel/random/boot_id
for note in "$state"/*/boot; do
  if [ -e "$note" ] && read -r then <"$note" && [ "$then" != "$boot" ]; then rm -rf "$(dirname "$note")"; fi
done
cd "$base" 2>/dev/null || exit 0
for id in *; do
  if [ -n "$only" ] && [ "$only" != "$id" ]; then continue; fi
  if [ ! -e "$id/alive" ]; then continue; fi
  record= pid=
  if [ -e "$id/vm.json" ]; then IFS= read -r record <"$id/vm.json"; fi
  case $record in ''|'{"version":1,"engine":"'"$engine"'",'*) ;; *) continue ;; esac
  if flock -s -n "$id/alive" true 2>/dev/null; then
    if [ -s "$id/pid" ] || [ -n "$(find "$id" -maxdepth 0 -mmin +1 2>/dev/null)" ]; then rm -rf "$id" "$state/$id"; drop_helper "$id"; fi
  elif [ -s "$id/pid" ] && read -r pid <"$id/pid"; then
    printf '%s %s %s\n' "$id" "$pid" "$record"
  fi
done
for name in names/=*; do
  if [ -L "$name" ] && [ ! -e "$name/" ]; then rm -f "$name"; fi
done
`;

/** A living VM of this engine. */
export interface FoundVm {
  readonly record: VmRecord;
  readonly pid: number;
}

/** All living VMs of an engine, or the one of that id. */
export async function findVms(
  runner: Runner,
  engine: EngineName,
  facts: HostFacts,
  signal: AbortSignal,
  id = '',
): Promise<FoundVm[]> {
  const argv = ['sh', '-c', LIST, 'vmwright-list', facts.runtimeDir, facts.stateDir, engine, id];
  const { exitCode, stdout, stderr } = await runner.run(argv, { signal });
  if (exitCode !== 0)
    throw new VmError('HOST_COMMAND_FAILED', `cannot list the VMs of the host: ${stderr.trim()}`);
  return stdout.split('\n').flatMap((line) => parseLine(line, engine));
}

function parseLine(line: string, engine: EngineName): FoundVm[] {
  const match = /^(\S+) (\d+) (.*)$/.exec(line);
  const record = match === null ? undefined : parseRecord(match[3] ?? '', engine);
  return record === undefined ? [] : [{ record, pid: Number(match?.[2]) }];
}

export function toSummary({ record, pid }: FoundVm): MachineSummary {
  return { spec: record.spec, engine: record.engine, hypervisor: record.hypervisor, pid };
}

/** Seconds in which a supervisor has to note the end of a program that was killed, a toolstack's to end its domain before. */
const NOTED = 30;

/**
 * Kills the program if it still lives and removes everything of the VM. The supervisor of a kept VM notes the end in the
 * folder before it lets go of the lock: what it wrote while the folder is removed would keep that. So would a file that
 * another program makes as it attaches; it cannot do so twice.
 */
const REMOVE = `${DROP_HELPER}run=$1 state=$2 name=$3
if [ -s "$run/pid" ] && ! flock -s -n "$run/alive" true 2>/dev/null; then
  kill -KILL "$(cat "$run/pid")" 2>/dev/null
  if [ -e "$run/kept" ]; then flock -s -w ${NOTED} "$run/alive" true; fi
fi
if [ -n "$name" ] && [ "$(readlink "$name")" = "$run" ]; then rm -f "$name"; fi
drop_helper "$run"
rm -rf "$run" "$state" 2>/dev/null || rm -rf "$run" "$state"
`;

export async function removeVm(runner: Runner, folder: VmFolder): Promise<void> {
  const argv = ['sh', '-c', REMOVE, 'vmwright-remove', folder.run, folder.state, folder.name ?? ''];
  const { exitCode, stderr } = await runner.run(argv);
  if (exitCode !== 0)
    throw new VmError('HOST_COMMAND_FAILED', `cannot remove ${folder.run}: ${stderr.trim()}`);
}
