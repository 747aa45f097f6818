import { createInterface } from 'node:readline';
import { messageOf, VmError } from '../core/errors.js';
import { log } from '../core/log.js';
import type { HostProcess, Runner } from '../remote/runner.js';
import type { EngineReport } from './engine.js';
import { PerRunner } from './per-runner.js';
import { unusableReport } from './unusable.js';
import type { EngineName } from './vm-spec.js';

/**
 * Makes a unix socket in a new folder of $1 and tells its path, until standard input ends. Whoever runs sshd mostly has
 * ssh-agent, which listens without any key. Says nothing where a program can carry the bytes of sockets, so that they are
 * reached whatever sshd allows (see remote/ssh/bridge-script.ts), and where there is no ssh-agent. Folders of dead clients
 * go after minutes.
 */
const LISTEN = `for program in perl python3 socat ssh-agent; do if command -v "$program" >/dev/null; then break; fi; program=; done
if [ "$program" != ssh-agent ]; then exit 0; fi
umask 077
mkdir -p "$1" || exit 0
find "$1" -maxdepth 1 -name 'reach-*' -mmin +5 -exec rm -rf {} + 2>/dev/null
folder=$(mktemp -d "$1/reach-XXXXXX") || exit 0
ssh-agent -D -a "$folder/socket" </dev/null >/dev/null 2>&1 & agent=$!
tries=50
while [ ! -S "$folder/socket" ] && [ "$tries" -gt 0 ]; do sleep 0.1; tries=$((tries - 1)); done
if [ -S "$folder/socket" ]; then echo "$folder/socket"; read -r _; fi
kill "$agent"; wait "$agent"
rm -rf "$folder"
`;

/** Milliseconds for which it is believed that sockets are reached, and that they are not. */
const GOOD_AGE = 600_000;
const BAD_AGE = 1000;

const answers = new PerRunner(trySocket, (error) => (error === undefined ? GOOD_AGE : BAD_AGE));

/**
 * Why no unix socket of a host can be reached, if so: those of a VM's agent and console, so that no VM can be used there.
 * sshd does not tell what it forbids, so a socket is made and tried where nothing but sshd can lead to it.
 */
export async function whyNoSockets(runner: Runner): Promise<VmError | undefined> {
  return runner.hostId === 'local' ? undefined : answers.get(runner);
}

/** The same, told by a socket that listens on the host. */
export async function whyOutOfReach(runner: Runner, socket: string): Promise<VmError | undefined> {
  try {
    (await runner.connectUnix(socket)).destroy();
  } catch (error) {
    if (error instanceof VmError && error.code === 'HOST_UNSUPPORTED') return error;
    log('%s is out of reach: %s', socket, messageOf(error));
  }
  return undefined;
}

/** What an engine reports then. */
export function outOfReach(engine: EngineName, { message, remedy }: VmError): EngineReport {
  return unusableReport(engine, `agent and console of a VM are out of reach: ${message}`, remedy);
}

async function trySocket(runner: Runner): Promise<VmError | undefined> {
  const { runtimeDir } = await runner.facts();
  const argv = ['sh', '-c', LISTEN, 'vmwright-reach', runtimeDir];
  const child = await runner.spawn(argv, { keepAlive: false });
  child.stdin.on('error', () => {}); // it ended by itself
  child.stderr.resume();
  try {
    const socket = await firstLine(child);
    return socket === '' ? undefined : await whyOutOfReach(runner, socket);
  } finally {
    child.stdin.end();
    await child.exited;
  }
}

/** Empty when there is none. */
function firstLine({ stdout }: HostProcess): Promise<string> {
  return new Promise((resolve) => {
    const lines = createInterface({ input: stdout });
    lines.once('line', resolve);
    lines.once('close', () => resolve(''));
  });
}
