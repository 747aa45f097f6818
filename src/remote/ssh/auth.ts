import type { AnyAuthMethod } from 'ssh2';
import { messageOf, VmError } from '../../core/errors.js';
import { openAgent } from './agent.js';
import type { Credentials } from './credentials.js';
import type { SshTarget } from './target.js';

/** One login: yields methods until the server accepts one, and keeps the reasons for the error message. */
export class Login {
  readonly #target: SshTarget;
  readonly #credentials: Credentials;
  readonly #methods: AsyncGenerator<AnyAuthMethod, void, readonly string[] | null>;
  /** What was tried and how it went. */
  readonly #tried: string[] = [];
  #accepted: readonly string[] = [];
  #triedPassword = false;

  constructor(target: SshTarget, credentials: Credentials) {
    this.#target = target;
    this.#credentials = credentials;
    this.#methods = this.#generate();
  }

  /** The next method, or `false` when none is left. `left` is what the server would take, once it has said so. */
  async next(left: readonly string[] | null): Promise<AnyAuthMethod | false> {
    if (left !== null) this.#accepted = left;
    const { value } = await this.#methods.next(left);
    return value ?? false;
  }

  /** A method failed on this side, for example an agent that is not there. */
  note(reason: string): void {
    this.#tried.push(reason);
  }

  failure(reason?: string): VmError {
    if (this.#triedPassword) this.#credentials.forgetPassword();
    const tried =
      this.#tried.length === 0
        ? 'nothing to try: no key, no agent, no password'
        : `tried ${this.#tried.join('; ')}`;
    const accepted = this.#accepted.length === 0 ? '' : `, it takes ${this.#accepted.join(' or ')}`;
    const end = reason === undefined ? '' : ` (${reason})`;
    return new VmError(
      'HOST_AUTH_FAILED',
      `${this.#target.label} refused the login${accepted}; ${tried}${end}`,
      {
        ...(reason !== undefined && /too many/i.test(reason)
          ? { remedy: 'Set IdentitiesOnly in ~/.ssh/config, or pass the one `privateKey`.' }
          : {}),
      },
    );
  }

  async *#generate(): AsyncGenerator<AnyAuthMethod, void, readonly string[] | null> {
    const { user: username } = this.#target;
    yield { type: 'none', username }; // the answer says which methods the server takes
    if (this.#takes('publickey')) yield* this.#keys(username);
    if (!this.#credentials.hasPassword) return;
    if (this.#takes('password')) {
      const password = await this.#credentials.password();
      this.#triedPassword = true;
      this.#tried.push('the password');
      yield { type: 'password', username, password };
    }
    if (this.#takes('keyboard-interactive')) yield* this.#interactive(username);
  }

  async *#keys(username: string): AsyncGenerator<AnyAuthMethod, void, readonly string[] | null> {
    const { agent, identitiesOnly, identityFiles } = this.#target;
    if (agent !== undefined) {
      this.#tried.push(`the agent${identitiesOnly ? ' (keys of IdentityFile only)' : ''}`);
      yield {
        type: 'agent',
        username,
        agent: await openAgent(agent, identitiesOnly ? identityFiles : undefined),
      };
    }
    for (const candidate of await this.#credentials.candidates(this.#target)) {
      if (!this.#takes('publickey')) return; // a key was good, but the server wants a second factor
      try {
        const key = await candidate.unlock();
        this.#tried.push(`the key ${candidate.label}`);
        yield { type: 'publickey', username, key };
      } catch (error) {
        this.#tried.push(messageOf(error));
      }
    }
  }

  async *#interactive(username: string): AsyncGenerator<AnyAuthMethod, void, readonly string[] | null> {
    const password = await this.#credentials.password();
    this.#triedPassword = true;
    this.#tried.push('the password at the prompt');
    yield {
      type: 'keyboard-interactive',
      username,
      prompt: (_name, _instructions, _lang, prompts, answer) => answer(prompts.map(() => password)),
    };
  }

  #takes(method: string): boolean {
    return this.#accepted.length === 0 || this.#accepted.includes(method);
  }
}
