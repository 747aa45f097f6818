import { Duplex } from 'node:stream';
import type { Operation } from '../core/operation.js';
import type { Runner } from '../remote/runner.js';
import type { VmFolder } from '../vm-process/index.js';

/**
 * Shell functions that stay with a domain of Xen. Its console is a terminal of xenconsoled with one reader: all that the guest
 * prints goes to `$log`, and what somebody writes to the fifo `$run/console` goes to the guest. `$helper`, where there is one, is
 * told the interface that its passt serves. A guest that reboots has another number, another terminal and another interface.
 * libvirt notes the number in a file, which costs less to look for than `xl` does.
 * `serve_domain` ends when the VM's folder is gone, or when for a minute there is no such domain, as after the end of one that was kept.
 */
export const SERVE_DOMAIN = `number_told() {
  found=$(sed -n "s/^ *<domain type='xen' id='\\([0-9]*\\)'.*/\\1/p" "/run/libvirt/libxl/$domain_name.xml" 2>/dev/null)
  [ -n "$found" ] && is_ours "$found"
}
number_known() {
  found=$(xl domid "$domain_name" 2>/dev/null) && is_ours "$found"
}
is_ours() {
  case $(xenstore-read "/local/domain/$1/vm" 2>/dev/null) in */"$uuid") echo "$1" ;; *) return 1 ;; esac
}
terminal_of() {
  for each in serial/0 console; do
    found=$(xenstore-read "/local/domain/$1/$each/tty" 2>/dev/null)
    if [ -c "$found" ]; then echo "$found"; return; fi
  done
  return 1
}
tell_interface() {
  tries=0
  while [ ! -e "/sys/class/net/$1" ] && [ "$tries" -lt 60 ]; do sleep 1; tries=$((tries + 1)); done
  echo "$1" >&7
}
serve_domain() {
  exec 7>/dev/null
  if [ -n "$helper" ]; then
    "$helper" --user-network "$socket" <"$run/network" &
    exec 7>"$run/network"
  fi
  tries=0
  while [ -p "$run/console" ] && [ "$tries" -lt 60 ]; do
    if number=$(number_told) && tty=$(terminal_of "$number"); then
      tries=0
      if [ -n "$helper" ]; then tell_interface "vif$number.0" & fi
      cat <>"$run/console" >"$tty" 7>&- & input=$!
      cat "$tty" >>"$log" 7>&-
      kill "$input"; wait "$input"
    fi
    sleep 1; tries=$((tries + 1))
  done
}
`;

/** What is printed from now on, and input to the fifo. The end of input ends both. */
const DIAL = `size=$(stat -c %s "$1") || exit
tail -c "+$((size + 1))" -f "$1" &
printer=$!
cat >"$2"
kill "$printer"
`;

/** Both ways to a console that {@link SERVE_DOMAIN} keeps. */
export async function dialConsole(runner: Runner, folder: VmFolder, op: Operation): Promise<Duplex> {
  const argv = ['sh', '-c', DIAL, 'vmwright-console', folder.consoleLog, folder.console];
  const child = await op.acquire(runner.spawn(argv, { keepAlive: false }), (late) => late.kill());
  child.stderr.resume();
  const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
  stream.once('close', () => child.kill());
  void child.exited.then(({ lost }) => stream.destroy(lost));
  return stream;
}
