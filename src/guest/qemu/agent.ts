import { VmError, type VmErrorCode } from '../../core/errors.js';
import { errnoOfText } from './errno.js';

/** What QEMU's guest agent answers to a command: see "QEMU Guest Agent Protocol Reference". */
export type QemuAgentAnswer = { readonly return: unknown } | { readonly error: string };

/** Gives the agent one command. Rejects with AGENT_LOST when none answers. */
export type QemuAgentCommand = (command: string, args: object) => Promise<QemuAgentAnswer>;

/** The commands of one guest's agent, as far as its administrator allows them. */
export class QemuAgent {
  readonly #command: QemuAgentCommand;
  readonly #allowed: ReadonlySet<string>;
  #ended: VmError | undefined;

  private constructor(command: QemuAgentCommand, allowed: ReadonlySet<string>) {
    this.#command = command;
    this.#allowed = allowed;
  }

  /** Asks it what it can do. */
  static async greet(command: QemuAgentCommand): Promise<QemuAgent> {
    const answer = await command('guest-info', {});
    const known = 'return' in answer ? (answer.return as { supported_commands?: unknown }) : {};
    const commands = Array.isArray(known.supported_commands) ? known.supported_commands : [];
    const allowed = commands.filter(({ enabled }) => enabled === true).map(({ name }) => String(name));
    return new QemuAgent(command, new Set(allowed));
  }

  can(command: string): boolean {
    return this.#allowed.has(command);
  }

  /** From now on every command fails with that. */
  end(reason: VmError): void {
    this.#ended ??= reason;
  }

  /** What a command returns; a failure in the guest gets that code. */
  async call<T>(command: string, args: object, failure: VmErrorCode): Promise<T> {
    if (this.#ended !== undefined) throw this.#ended;
    if (!this.can(command)) {
      throw new VmError('VM_UNSUPPORTED', `the QEMU guest agent of this guest may not do ${command}`, {
        remedy: `Allow it in the guest (qemu-ga: block-rpcs, allow-rpcs), or use an image with vmwright's agent.`,
      });
    }
    const answer = await this.#command(command, args);
    if (this.#ended !== undefined) throw this.#ended;
    if ('return' in answer) return answer.return as T;
    throw guestError(failure, answer.error);
  }
}

/** An error from a text of the guest, with the errno that it tells. */
export function guestError(code: VmErrorCode, text: string): VmError {
  const errno = errnoOfText(text);
  const missing = code === 'GUEST_EXEC_FAILED' && errno === 'ENOENT';
  const shown = text
    .trim()
    .slice(0, 2000)
    .replace(/\p{Cc}/gu, ' ');
  return new VmError(
    missing ? 'GUEST_COMMAND_NOT_FOUND' : code,
    `in the guest: ${shown}${errno === undefined ? '' : `: ${errno}`}`,
    errno === undefined ? {} : { errno },
  );
}
