/** What one error code means and what its reader can do about it. docs/errors.md is this table. */
export interface ErrorCodeEntry {
  /** What happened, in one sentence without names. */
  readonly cause: string;
  /** What to do; used when the thrower knows nothing better. */
  readonly remedy: string;
}

const entry = (cause: string, remedy: string): ErrorCodeEntry => ({ cause, remedy });

/** Every code a {@link VmError} can carry. */
export const ERROR_CODES = {
  OPTION_INVALID: entry(
    'An option is unknown, misspelled or has an impossible value.',
    'Correct the option that the message names.',
  ),
  ABORTED: entry(
    'The AbortSignal of the call was aborted.',
    'Nothing: everything the call started was undone.',
  ),
  TIMEOUT: entry(
    'The call did not finish within its timeout.',
    'Read the console tail, then pass a longer `timeout`.',
  ),
  VM_UNSUPPORTED: entry(
    'The chosen engine or host cannot do this.',
    'Ask `host.capabilities()` first, or choose another engine.',
  ),
  VM_NAME_TAKEN: entry(
    'A VM of that name already exists on the host.',
    'Choose another name or remove the other VM.',
  ),
  VM_NOT_FOUND: entry('No VM of that id or name exists on the host.', 'List the VMs with `vmwright ls`.'),
  VM_STATE: entry('The VM is not in a state in which this is possible.', 'Check `vm.state` first.'),
  VM_STOPPED: entry(
    'The VM stopped before the call was finished.',
    'Start a new VM; the reason is in the message.',
  ),
  VM_CRASHED: entry('The guest kernel panicked.', 'Read the console tail.'),
  VM_KILLED: entry(
    'The process that runs the VM died.',
    'Look for an out-of-memory kill or a manual kill on the host.',
  ),
  VM_BUSY: entry(
    'As many programs as possible are attached to this VM already.',
    'Detach one of them; each VM takes a few at a time.',
  ),
  ENGINE_UNAVAILABLE: entry('No engine can run this VM on the host.', 'Run `vmwright doctor`.'),
  ENGINE_FAILED: entry('The hypervisor refused to start or to obey.', 'Read its own message.'),
  NATIVE_UNAVAILABLE: entry(
    'A native addon could not be loaded.',
    'Reinstall the package, or install a compiler and run `npm rebuild vmwright`.',
  ),
  KVM_ERROR: entry(
    'A KVM system call failed.',
    'Check the errno, the rights on /dev/kvm and `vmwright doctor`.',
  ),
  XEN_ERROR: entry(
    'The hypervisor Xen refused a call.',
    'Read the errno: ESRCH means that there is no such domain (any more), EPERM that this is not dom0.',
  ),
  XENSTORE_ERROR: entry(
    'xenstored refused a request, or what it sent makes no sense.',
    'Read the errno: ENOENT means that there is no such node, EACCES that it is not for this domain.',
  ),
  LIBVIRT_ERROR: entry(
    'libvirt or the hypervisor behind it refused a call.',
    'Read the message; `libvirtCode` names the kind of failure.',
  ),
  MEMORY_FULL: entry(
    'The host has not enough free memory for the VM.',
    'Pass less `memory`, or end another VM of the host.',
  ),
  MEMORY_TOO_SMALL: entry('The memory is less than the kernel needs to start.', 'Pass more `memory`.'),
  IMAGE_NOT_FOUND: entry(
    'The image, or a file of it, does not exist.',
    'Check the name or path; `vmwright image ls`.',
  ),
  IMAGE_INVALID: entry(
    'The file is not what an image needs there.',
    'Check that the file is a kernel, initrd or disk.',
  ),
  IMAGE_DIGEST_MISMATCH: entry('The file does not have the expected SHA-256.', 'Fetch the file again.'),
  IMAGE_BUILD_FAILED: entry('Building the image failed.', "Read the build tool's message."),
  DISK_UNREADABLE: entry('A disk image cannot be opened.', 'Check its path, permissions and format.'),
  DISK_FULL: entry(
    'No space is left on the device.',
    'Free space, or set VMWRIGHT_CACHE_DIR or VMWRIGHT_STATE_DIR.',
  ),
  AGENT_MISSING: entry(
    'No guest agent runs in this VM.',
    'Use an image with the agent (base, debian:12, rootDisk), or only the console.',
  ),
  AGENT_LOST: entry('The guest agent went away.', 'It was killed in the guest or the guest is stopping.'),
  AGENT_PROTOCOL: entry(
    'The guest sent bytes that are not the agent protocol.',
    'Treat the guest as hostile or broken.',
  ),
  GUEST_COMMAND_NOT_FOUND: entry(
    'The program does not exist in the guest.',
    'Check the name and PATH in the guest.',
  ),
  GUEST_EXEC_FAILED: entry(
    'The guest could not start the program.',
    'Check cwd, user and permissions in the guest.',
  ),
  GUEST_FILE_ERROR: entry('A file operation failed in the guest.', 'Check the path and the errno.'),
  GUEST_CONNECT_FAILED: entry(
    'The guest could not connect to that port or socket.',
    'Check that something listens.',
  ),
  EXEC_FAILED: entry('The command ended with a non-zero exit code or a signal.', 'Read its stderr.'),
  OUTPUT_TOO_LARGE: entry(
    'The output is larger than `maxBuffer`.',
    'Use `spawn` and read the stream, or pass a larger `maxBuffer`.',
  ),
  PORT_IN_USE: entry('The local port is taken.', 'Choose another port, or 0 for any.'),
  HOST_COMMAND_FAILED: entry('A program on the host failed.', 'Read its stderr.'),
  HOST_COMMAND_NOT_FOUND: entry('A needed program is not installed on the host.', 'Install it on the host.'),
  HOST_UNREACHABLE: entry('The host cannot be reached.', 'Check its name, port and network.'),
  HOST_AUTH_FAILED: entry(
    'The host refused the login.',
    'Check the user, the key and the agent with `ssh` and the same URL.',
  ),
  HOST_KEY_MISMATCH: entry(
    'The host presents another key than the one it is known by.',
    'Somebody may be in between; verify the fingerprint before you change known_hosts.',
  ),
  HOST_KEY_UNKNOWN: entry(
    'The host presents a key that known_hosts does not have.',
    'Compare the fingerprint in the message with that of the host, then pass it as `hostKey`.',
  ),
  HOST_LOST: entry(
    'The connection to the host broke.',
    'It is being reconnected; call again. Detached VMs run on, output that was on its way is lost.',
  ),
  HOST_UNSUPPORTED: entry('This kind of host is not supported.', 'Use a Linux host.'),
  INTERNAL: entry('A bug in vmwright.', 'Please report it with the stack.'),
} as const satisfies Record<string, ErrorCodeEntry>;

/** Codes of {@link VmError}. @see docs/errors.md */
export type VmErrorCode = keyof typeof ERROR_CODES;

/** Facts an error can carry besides its code. */
export interface VmErrorDetails {
  /** The lower-level error. */
  cause?: unknown;
  /** What to do about it, when more is known than the table says. */
  remedy?: string;
  hostId?: string;
  vmId?: string;
  /** The end of the guest's console, when a guest was running. */
  consoleTail?: string;
  /** Symbolic errno (`ENOENT`), when a system call failed. */
  errno?: string;
  /** The system call that failed, as its manual page names it (`open`, `KVM_RUN`). */
  call?: string;
}

const BRAND = Symbol.for('vmwright.error');

/** The error of every failed vmwright call. Test with {@link isVmError}, which works across copies of the package. */
export class VmError extends Error {
  readonly code: VmErrorCode;
  readonly remedy: string;
  hostId: string | undefined;
  vmId: string | undefined;
  consoleTail: string | undefined;
  readonly errno: string | undefined;
  readonly call: string | undefined;

  constructor(code: VmErrorCode, message: string, details: VmErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = code === 'ABORTED' ? 'AbortError' : code === 'TIMEOUT' ? 'TimeoutError' : 'VmError';
    this.code = code;
    this.remedy = details.remedy ?? ERROR_CODES[code].remedy;
    this.hostId = details.hostId;
    this.vmId = details.vmId;
    this.consoleTail = details.consoleTail;
    this.errno = details.errno;
    this.call = details.call;
    Object.defineProperty(this, BRAND, { value: true });
  }
}

/** A bad option: also a TypeError, as for any wrong argument. */
export class OptionError extends TypeError {
  readonly code = 'OPTION_INVALID' satisfies VmErrorCode;
  readonly remedy: string = ERROR_CODES.OPTION_INVALID.remedy;

  constructor(message: string) {
    super(message);
    Object.defineProperty(this, BRAND, { value: true });
  }
}

/** True for every error that vmwright throws on purpose ({@link VmError} and {@link OptionError}). */
export function isVmError(error: unknown): error is VmError | OptionError {
  return typeof error === 'object' && error !== null && BRAND in error;
}

/** The code of a Node system error (`ENOENT`), if it is one. */
export function errnoOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' && /^E[A-Z0-9]+$/.test(code) ? code : undefined;
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
