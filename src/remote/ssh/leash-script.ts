/**
 * The one shell that runs on the host for as long as the connection lives. It tells the facts, keeps a folder in
 * which every started program leaves a note (its process group; see `register` in shell.ts), signals groups on
 * request, and when its standard input ends, because we closed it, died or sshd lost us, it ends what is left:
 * what waits for its own end of input has two seconds to clean up, then TERM, three seconds later KILL.
 *
 * A note holds the line of /proc/PID/stat from the start: its 20th word after the name in parentheses is the start
 * time (proc(5), field 22), which tells a reused pid from the old one. Where the leader is gone but the group is
 * not, the kernel cannot have reused the number.
 *
 * A broken network leaves the sshd of a lost connection waiting for hours, with all sockets open that it opened for us.
 * So the note `.server` tells which process that is, and the next connection ends it before anything else.
 *
 * The part of an upload whose writer was killed, or whose host stopped, is removed by the next connection and when this
 * one ends: no writer holds its lock (receive-script.ts).
 *
 * Arguments: our token, the token of a lost connection whose programs have to go, or an empty one.
 */
export const LEASH = String.raw`umask 077
export LC_ALL=C
trap '' HUP PIPE TERM
base() {
  if [ -n "$1" ]; then echo "$1"; elif [ "$uid" = 0 ]; then echo "$2"; elif [ -n "$3" ]; then echo "$3/vmwright"; else echo "$4"; fi
}
uid=$(id -u)
run=$(base "$VMWRIGHT_RUNTIME_DIR" /run/vmwright "$XDG_RUNTIME_DIR" "$(echo "$TMPDIR" | sed 's|^$|/tmp|')/vmwright-$uid")
state=$(base "$VMWRIGHT_STATE_DIR" /var/lib/vmwright "$XDG_STATE_HOME" "$HOME/.local/state/vmwright")
cache=$(base "$VMWRIGHT_CACHE_DIR" /var/cache/vmwright "$XDG_CACHE_HOME" "$HOME/.cache/vmwright")
refuse() { printf 'refused %s\n' "$1"; exit 1; }
[ -r /proc/self/stat ] || refuse "it is not a Linux host: $(uname -s)"
out=$(mkdir -p -m 700 "$run" 2>&1) || refuse "cannot make the runtime folder: $out"
case $(stat -c '%F %u %a' "$run") in
  "directory $uid "*[2367]? | "directory $uid "*[2367]) refuse "the runtime folder $run can be written by other users" ;;
  "directory $uid "*) ;;
  *) refuse "the runtime folder $run is not a folder of user $uid" ;;
esac
leash=$run/.leash/$1
out=$(mkdir -p -m 700 "$leash" 2>&1) || refuse "cannot make a folder in $run: $out"
cd "$leash" || refuse "cannot enter $leash"
started() { set -f; set -- $(printf '%s\n' "$1" | sed 's/.*) //'); set +f; shift 19; since=$1; }
same() {
  IFS= read -r now <"/proc/$1/stat" && IFS= read -r then <"$2" || return 1
  started "$then"
  then=$since
  started "$now"
  [ "$then" = "$since" ]
}
old=$run/.leash/$2
{
  if [ "$PPID" -gt 1 ] && IFS= read -r line <"/proc/$PPID/stat"; then printf '%s\n' "$line" >.server; fi
  if [ -n "$2" ] && read -r server rest <"$old/.server" && same "$server" "$old/.server"; then kill -s KILL "$server"; fi
} 2>/dev/null
while read -r key mem rest; do if [ "$key" = MemTotal: ]; then break; fi; done </proc/meminfo
read -r boot </proc/sys/kernel/random/boot_id
printf '%s\n' "system $(uname -sm)" "uid $uid" "cpus $(nproc)" "memory $mem" "boot $boot"
head=$(printf abcd | { head -c 2 >/dev/null; cat; })
printf '%s\n' "shell $SHELL" "head $head" "run $run" "state $state" "cache $cache" "leash $leash" ready
living() {
  kill -s 0 -- "-$1" 2>/dev/null || return 1
  [ -r "/proc/$1/stat" ] || return 0
  same "$1" "$1"
}
sweep() {
  found=1
  for group in *; do
    if [ -f "$group" ] && living "$group"; then kill -s "$1" -- "-$group" 2>/dev/null; found=0; fi
  done
  return $found
}
settle() {
  left=$1
  while [ "$left" -gt 0 ] && sweep 0; do sleep 0.2; left=$((left - 1)); done
}
finish() {
  cd "$1" || return
  settle "$2"
  sweep TERM
  settle 15
  sweep KILL
  cd / && rm -rf "$1"
}
tidy() {
  for part in "$cache"/files/*.part; do
    if [ ! -f "$part" ]; then continue; fi
    name=$(basename "$part")
    flock -n "$cache/files/.lock-$(printf %.2s "$name")" rm -f -- "$part"
  done
}
{
  if [ -n "$2" ] && [ -d "$old" ]; then finish "$old" 10; fi
  tidy
} </dev/null >/dev/null 2>&1 & reaper=$!
{ while sleep 60 >/dev/null; do echo || exit; done; } </dev/null 2>/dev/null &
while read -r op first rest; do
  case $op in
    kill) kill -s "$first" -- "-$rest" 2>/dev/null ;;
    done) rm -f -- $first $rest ;;
  esac
done
finish "$leash" 10
wait "$reaper"
tidy >/dev/null 2>&1
rmdir "$run/.leash" 2>/dev/null
kill -s KILL -- -$$
`;
