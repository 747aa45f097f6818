/** What forbids an sshd to forward sockets. */
export const NO_FORWARDING = ['AllowStreamLocalForwarding no', 'AllowTcpForwarding no'];

/** Each of these programs carries the bytes of a unix socket where sshd does not, see bridge-script.ts. */
export const BRIDGES = ['perl', 'python3', 'socat'];

/** Starts what stands behind `--` where the programs before it cannot be started: a device is no program. */
const HIDE = `while [ "$1" != -- ]; do
  if path=$(command -v "$1"); then mount --bind /dev/null "$path" || exit; else shift; fi
done
shift
exec "$@"`;
/** Programs are looked for where sessions do. */
const SESSION_PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const HIDING = `unshare --mount --propagation private env ${SESSION_PATH} sh -c`.split(' ');

/** What stands before a command line that is to find none of these programs; for that it takes root. */
export const hiding = (programs: readonly string[]): string[] =>
  programs.length === 0 ? [] : [...HIDING, HIDE, 'hide', ...programs, '--'];
