import { Duplex } from 'node:stream';
import type { Operation } from '../core/operation.js';
import type { Runner } from '../remote/runner.js';
import type { VmFolder } from '../vm-process/index.js';

/**
 * Shell functions that keep the console of a domain, which xenconsoled gives as a terminal with one reader: all that the guest prints goes to
 * `$log`, and what somebody writes to the fifo `$run/console` goes to the guest. A guest that reboots has another number and another
 * terminal. `pump` ends when the VM's folder is gone, or when for a minute there is no such domain, as after the end of one that was kept.
 */
export const PUMP_CONSOLE = `domain_number() {
  number=$(xl domid "$domain_name" 2>/dev/null) || return
  case $(xenstore-read "/local/domain/$number/vm" 2>/dev/null) in */"$uuid") echo "$number" ;; *) return 1 ;; esac
}
terminal() {
  number=$(domain_number) || return
  for each in serial/0 console; do
    if tty=$(xenstore-read "/local/domain/$number/$each/tty" 2>/dev/null) && [ -n "$tty" ]; then echo "$tty"; return; fi
  done
  return 1
}
pump() {
  tries=0
  while [ -p "$run/console" ] && [ "$tries" -lt 60 ]; do
    if tty=$(terminal) && [ -c "$tty" ]; then
      tries=0
      cat <>"$run/console" >"$tty" & input=$!
      cat "$tty" >>"$log"
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

/** Both ways to a console that {@link PUMP_CONSOLE} keeps. */
export async function dialConsole(runner: Runner, folder: VmFolder, op: Operation): Promise<Duplex> {
  const argv = ['sh', '-c', DIAL, 'vmwright-console', folder.consoleLog, folder.console];
  const child = await op.acquire(runner.spawn(argv, { keepAlive: false }), (late) => late.kill());
  child.stderr.resume();
  const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
  stream.once('close', () => child.kill());
  void child.exited.then(({ lost }) => stream.destroy(lost));
  return stream;
}
