/**
 * Numbers of the guest's Linux (asm-generic, which x86 and arm64 share), spelled out because the client may run on
 * another system whose `os.constants` differ.
 */
const ERRNO_NAMES = (
  'EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN ENOMEM EACCES EFAULT ENOTBLK EBUSY EEXIST ' +
  'EXDEV ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG ENOSPC ESPIPE EROFS EMLINK EPIPE EDOM ' +
  'ERANGE EDEADLK ENAMETOOLONG ENOLCK ENOSYS ENOTEMPTY ELOOP'
).split(' ');

const HIGH_ERRNO: Readonly<Record<number, string>> = {
  61: 'ENODATA',
  62: 'ETIME',
  71: 'EPROTO',
  74: 'EBADMSG',
  75: 'EOVERFLOW',
  84: 'EILSEQ',
  88: 'ENOTSOCK',
  90: 'EMSGSIZE',
  93: 'EPROTONOSUPPORT',
  95: 'EOPNOTSUPP',
  97: 'EAFNOSUPPORT',
  98: 'EADDRINUSE',
  99: 'EADDRNOTAVAIL',
  100: 'ENETDOWN',
  101: 'ENETUNREACH',
  102: 'ENETRESET',
  103: 'ECONNABORTED',
  104: 'ECONNRESET',
  105: 'ENOBUFS',
  106: 'EISCONN',
  107: 'ENOTCONN',
  110: 'ETIMEDOUT',
  111: 'ECONNREFUSED',
  112: 'EHOSTDOWN',
  113: 'EHOSTUNREACH',
  114: 'EALREADY',
  115: 'EINPROGRESS',
  116: 'ESTALE',
  122: 'EDQUOT',
  125: 'ECANCELED',
};

const SIGNAL_NAMES = (
  'SIGHUP SIGINT SIGQUIT SIGILL SIGTRAP SIGABRT SIGBUS SIGFPE SIGKILL SIGUSR1 SIGSEGV SIGUSR2 SIGPIPE SIGALRM ' +
  'SIGTERM SIGSTKFLT SIGCHLD SIGCONT SIGSTOP SIGTSTP SIGTTIN SIGTTOU SIGURG SIGXCPU SIGXFSZ SIGVTALRM SIGPROF ' +
  'SIGWINCH SIGIO SIGPWR SIGSYS'
).split(' ') as NodeJS.Signals[];

/** Symbolic name of a guest errno; an unknown one keeps its number: `E131`. */
export function errnoName(errno: number): string {
  return ERRNO_NAMES[errno - 1] ?? HIGH_ERRNO[errno] ?? `E${errno}`;
}

/** Number of a signal in the guest, undefined when there is none of that name. */
export function signalNumber(signal: NodeJS.Signals | number): number | undefined {
  if (typeof signal === 'number')
    return Number.isInteger(signal) && signal > 0 && signal <= 64 ? signal : undefined;
  const index = SIGNAL_NAMES.indexOf(signal);
  return index < 0 ? undefined : index + 1;
}

/** Name of a guest signal. Real-time signals, which Node has no names for, are `SIGRTMIN+n`. */
export function signalName(number: number): NodeJS.Signals {
  return SIGNAL_NAMES[number - 1] ?? (`SIGRTMIN+${number - 34}` as NodeJS.Signals);
}
