import { randomBytes } from 'node:crypto';
import { VmError } from '../../core/errors.js';
import type { SpawnRequest } from '../types.js';
import type { QemuAgent } from './agent.js';
import { endOf, exitOf, type Finished, runScript, startProgram } from './exec.js';
import { fill, readPieces } from './files.js';

/** What the environment has besides what is asked for, as the agent takes all of it or nothing. */
const USUAL_ENV = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/root',
  USER: 'root',
  LOGNAME: 'root',
  SHELL: '/bin/sh',
};

/** What a shell says of a command that it does not find. */
const NOT_FOUND = 127;

const MAKE_FOLDER = 'umask 077; mkdir -- "$1"';

/** The shell becomes the command, so that its pid and its end are those of the command. */
const RUN = `d=$1; i=$2; [ -z "$3" ] || cd -- "$3" || { : > "$d/failed"; exit 1; }
shift 3
command -v -- "$1" > /dev/null || { : > "$d/failed"; exit 127; }
exec "$@" < "$i" > "$d/out" 2> "$d/err"`;

/**
 * A command whose input and output are files in the guest: libvirt has no more to do with the agent when that answers with
 * more than 10 MiB, and the agent takes seconds to read a long command.
 */
export class RunningCommand {
  readonly pid: number;
  readonly #agent: QemuAgent;
  readonly #folder: string;

  private constructor(agent: QemuAgent, folder: string, pid: number) {
    this.#agent = agent;
    this.#folder = folder;
    this.pid = pid;
  }

  static async start(agent: QemuAgent, request: SpawnRequest, input: Buffer): Promise<RunningCommand> {
    const folder = `/tmp/.vmwright-${randomBytes(8).toString('hex')}`;
    const { exitCode, stderr } = await runScript(agent, MAKE_FOLDER, [folder]);
    if (exitCode !== 0)
      throw new VmError('GUEST_EXEC_FAILED', `in the guest: ${stderr.toString('utf8').trim()}`);
    try {
      const stdin = input.length === 0 ? '/dev/null' : `${folder}/in`;
      if (input.length > 0) await fill(agent, stdin, input, 'w', undefined);
      const { command, args, cwd = '' } = request;
      const env = Object.entries(request.env).length === 0 ? undefined : { ...USUAL_ENV, ...request.env };
      const pid = await startProgram(agent, {
        path: '/bin/sh',
        arg: ['-c', RUN, 'sh', folder, stdin, cwd, command, ...args],
        'capture-output': true,
        ...(env === undefined ? {} : { env: Object.entries(env).map(([name, value]) => `${name}=${value}`) }),
      });
      return new RunningCommand(agent, folder, pid);
    } catch (error) {
      await removeFolder(agent, folder);
      throw error;
    }
  }

  /** Its end, and what it printed, of which so many bytes are taken. */
  async finish(most: number): Promise<Finished> {
    try {
      const status = await exitOf(this.#agent, this.pid);
      if (await this.#neverRan()) {
        const said = Buffer.from(status['err-data'] ?? '', 'base64')
          .toString('utf8')
          .trim();
        throw status.exitcode === NOT_FOUND
          ? new VmError('GUEST_COMMAND_NOT_FOUND', 'in the guest: there is no such command: ENOENT', {
              errno: 'ENOENT',
            })
          : new VmError('GUEST_EXEC_FAILED', `in the guest: ${said.slice(0, 2000)}`);
      }
      const [stdout, stderr] = [await this.#output('out', most), await this.#output('err', most)];
      return { ...endOf(status), stdout, stderr };
    } finally {
      await removeFolder(this.#agent, this.#folder);
    }
  }

  async #neverRan(): Promise<boolean> {
    return (await runScript(this.#agent, '[ -e "$1/failed" ]', [this.#folder])).exitCode === 0;
  }

  async #output(name: string, most: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for await (const piece of readPieces(this.#agent, `${this.#folder}/${name}`, { length: most })) {
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  }
}

async function removeFolder(agent: QemuAgent, folder: string): Promise<void> {
  await runScript(agent, 'rm -rf -- "$1"', [folder]).catch(() => {}); // with the agent goes the guest, mostly
}
