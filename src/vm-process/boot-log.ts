import { messageOf } from '../core/errors.js';
import { log } from '../core/log.js';
import type { VmConsole } from './console.js';

/** Bytes of console in which the reason of an end is looked for; a panic with its call trace has some 6 KiB. */
const WINDOW = 32 * 1024;

/** What a guest printed since it last began to boot: its last words tell why it went. */
export class BootLog {
  /** What the last look saw; all that is left when another program removed the VM. */
  last = '';
  readonly #console: VmConsole;
  /** Size of the console log when the guest last began to boot. */
  #offset = 0;

  constructor(console: VmConsole) {
    this.#console = console;
  }

  /** The guest begins to boot, or what it printed until now is no more of interest. */
  async begin(): Promise<void> {
    this.#offset = await this.#console.size();
  }

  /** Its end. Never fails: it explains other failures. */
  async read(): Promise<string> {
    try {
      const bytes = Math.min((await this.#console.size()) - this.#offset, WINDOW);
      this.last = bytes > 0 ? ((await this.#console.tail(bytes)) ?? this.last) : '';
    } catch (error) {
      log('console: %s', messageOf(error));
    }
    return this.last;
  }
}
