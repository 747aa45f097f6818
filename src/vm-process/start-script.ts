import { DROP_HELPER } from './helper-folder.js';
import type { StartPlan } from './program.js';
import { QMP_OVER } from './qmp-types.js';
import { MAKE_SEED } from './seed.js';

/** `tell CODE TEXT` says on standard error why it fails; `must COMMAND…` ends by `fail`, which is the script's own. */
export const TELL = String.raw`tell() { printf '\nvmwright-fail %s %s\n' "$1" "$2" >&2; }
must() { out=$("$@" 2>&1) || fail HOST_COMMAND_FAILED "$out"; }
`;

/** Lets the name `name` lead to the folder `run`, unless a living VM has it. Needs `base`, `must` and `fail`. */
export const CLAIM_NAME = `if [ -n "$name" ]; then
  must mkdir -p "$base/names"
  exec 8>"$base/names/.lock"
  must flock 8
  if [ -e "$name/alive" ] && ! flock -s -n "$name/alive" true; then fail VM_NAME_TAKEN ''; fi
  if [ -e "$name/kept" ] && [ -e "$name/pidfile" ]; then
    pid=$(cat "$(cat "$name/pidfile")" 2>/dev/null)
    if [ -n "$pid" ] && [ -d "/proc/$pid" ]; then fail VM_NAME_TAKEN ''; fi
  fi
  must ln -sfn "$run" "$name"
  exec 8>&-
fi
`;

/**
 * POSIX sh that makes a VM's folders and starts its program in one round trip, on any host. Standard input is the record
 * (one line) and, where there is a path for it, the seed disk (another), what follows is QMP. Standard output is QMP. Every failure is one line on
 * standard error, `vmwright-fail CODE text`, after everything was removed again.
 *
 * File descriptor 9 is the lock of `alive`; the program inherits it, so it is free exactly when the VM is gone.
 * A folder is made and locked before its name points to it, so a name that points to an unlocked folder is stale.
 * Only a VM whose program others run, which told where its `pidfile` is, may live on without a lock.
 * SIGPIPE is ignored because telling a dead client something must not keep us from cleaning up.
 * The steps of the program itself follow; they may set `config`, the file that it finds open as descriptor 3, and replace
 * `settle`, which comes back once nothing of an ended VM is left that its process does not take along. A helper that
 * they start has the folder of helper-folder.ts and must not hold the lock: `9>&-`.
 * Probes take the lock shared and at once, see list-script.ts; therefore the owner has to wait for it.
 */
export const PREPARE = String.raw`${DROP_HELPER}umask 077
trap '' PIPE
base=$1 run=$2 state=$3 name=$4 keep=$5 seed=$6 packed=; shift 6
config=/dev/null
cleanup() {
  drop_helper "$run"
  if [ -n "$name" ] && [ "$(readlink "$name")" = "$run" ]; then rm -f "$name"; fi
  rm -rf "$run" "$state"
}
${TELL}fail() { tell "$@"; cleanup; exit 70; }
settle() { :; }
make_state() { must mkdir -p "$state"; must cp /proc/sys/kernel/random/boot_id "$state/boot"; }
IFS= read -r record || exit 70
if [ -n "$seed" ]; then IFS= read -r packed || exit 70; fi
if ! out=$({ [ -d "$base" ] || mkdir -p "$base"; } 2>&1 && mkdir "$run" 2>&1); then tell HOST_COMMAND_FAILED "$out"; exit 70; fi
exec 9>"$run/alive"
must flock 9
printf '%s\n' "$record" >"$run/vm.json" || fail HOST_COMMAND_FAILED "cannot write $run/vm.json"
${CLAIM_NAME}${MAKE_SEED}count=$1; shift
while [ "$count" -gt 0 ]; do
  if [ -d "$2" ]; then fail "$1" "$2 is a folder"; fi
  if [ ! -e "$2" ]; then fail "$1" "$2 does not exist"; fi
  if [ ! -r "$2" ]; then fail "$1" "$2 cannot be read: permission denied"; fi
  shift 2; count=$((count - 1))
done
`;

/**
 * The program lives exactly as long as our end of standard input: at its end it is killed and everything is removed.
 * When it ends first, QMP is told to be over, as sshd passes no end of standard output on while standard error is open;
 * `vmwright-exit STATUS` is told, and the folders stay until standard input ends.
 * A detached VM (`keep`) is let go of that lifeline when its creator makes the file `kept`, see keep.ts: until then nobody
 * may know of it, so it must not stay when the creator or the connection dies. What it leaves, its exit status among it,
 * is removed by whoever next looks, see list-script.ts.
 * (QEMU's own -daemonize needs system calls that its sandbox denies.)
 *
 * `cat` stands between because QEMU does not end when its own input does, and a kept VM must not; opening the fifo for reading and writing
 * (`<>`) keeps either side from blocking in open(2). A shell that is killed with -9 takes the program along by the death
 * signal; on hosts without setpriv `watch` does it, and as it does not hold the lock it can tell whether the program lives.
 */
const RUN = String.raw`command -v "$1" >/dev/null || fail NO_PROGRAM "$1"
gone= program=
kept() { [ -n "$keep" ] && [ -e "$run/kept" ]; }
trap 'gone=1; if [ -n "$program" ]; then kill -KILL "$program"; fi 2>/dev/null' TERM
watch() {
  exec 9>&- >/dev/null 2>&1
  cat <&3 1<>"$run/qmp.owner"
  if kept; then return; fi
  if flock -s -n "$run/alive" true; then cleanup; return; fi
  kill -TERM $$ || { kill -KILL "$(cat "$run/pid")"; settle; cleanup; }
}
must mkfifo "$run/qmp.owner"
exec 3<&0
watch &
if [ -z "$keep" ] && command -v setpriv >/dev/null; then set -- setpriv --pdeathsig KILL "$@"; fi
"$@" 0<>"$run/qmp.owner" 3<"$config" &
program=$!
echo "$program" >"$run/pid"
if [ -n "$gone" ]; then kill -KILL "$program" 2>/dev/null; fi
exec 3<&-
wait "$program"; status=$?
if [ -n "$gone" ]; then wait "$program"; fi
if kept; then echo "$status" >"$run/ended"; exec 9>&-; else keep=; fi
printf '\n{"event":"${QMP_OVER}"}\n'
exec >&-
if [ -z "$keep" ]; then rm -f "$run/pid"; fi
printf '\nvmwright-exit %s\n' "$status" >&2
if [ -n "$keep" ]; then exit 0; fi
if [ -z "$gone" ]; then wait; fi
settle
cleanup
`;

/** Where the script works. */
export interface StartPlace {
  readonly runtimeDir: string;
  readonly run: string;
  readonly state: string;
  /** Symbolic link to claim; undefined when the name is the id. */
  readonly name: string | undefined;
  readonly detached: boolean;
  /** Where to write the seed disk; empty: none comes. */
  readonly seed: string;
}

/** The argv that runs the plan. */
export function startCommand(place: StartPlace, { needed, steps, argv }: StartPlan): string[] {
  return [
    'sh',
    '-c',
    PREPARE + steps.script + RUN,
    'vmwright',
    ...[place.runtimeDir, place.run, place.state, place.name ?? '', place.detached ? 'keep' : '', place.seed],
    ...[String(needed.length), ...needed.flatMap(({ code, path }) => [code, path])],
    ...steps.args,
    ...argv,
  ];
}
