import { VmError } from '../core/errors.js';
import { LibvirtError } from '../native/libvirt/error.js';
import type { Domain } from '../native/libvirt/generated/domain.js';
import type { QemuAgentAnswer } from '../vm-process/index.js';

/** Seconds that an agent that listens has to answer; one that does not is known earlier. */
const ANSWERS = 60;

/** Nobody listens on the channel, or nobody answers in time. */
const SILENT: ReadonlySet<string> = new Set([
  'AGENT_UNRESPONSIVE',
  'AGENT_COMMAND_TIMEOUT',
  'AGENT_UNSYNCED',
]);

/** What libvirt says when the agent answered with an error: after the colon is what that told. */
const REFUSED = /unable to execute QEMU agent command '[^']*': (.*)$/s;

/** One command to QEMU's guest agent, which libvirt is connected to. */
export async function askQemuAgent(domain: Domain, command: string, args: object): Promise<QemuAgentAnswer> {
  try {
    if (command === 'guest-shutdown') return { return: await shutDown(domain, args) };
    const answer = await domain.qemuAgentCommand(
      JSON.stringify({ execute: command, arguments: args }),
      ANSWERS,
    );
    return { return: (JSON.parse(answer) as { return: unknown }).return };
  } catch (error) {
    if (!(error instanceof LibvirtError)) throw error;
    const refusal = REFUSED.exec(error.message)?.[1];
    if (refusal !== undefined) return { error: refusal };
    if (SILENT.has(error.libvirtCode) || /agent is not (connected|available)/i.test(error.message)) {
      throw new VmError('AGENT_LOST', `the QEMU guest agent does not answer: ${error.message}`, {
        cause: error,
      });
    }
    throw error;
  }
}

/** The agent answers nothing to this when all is well, which libvirt knows. */
async function shutDown(domain: Domain, args: object): Promise<void> {
  const { mode } = args as { mode: 'powerdown' | 'reboot' };
  if (mode === 'reboot') await domain.reboot('GUEST_AGENT');
  else await domain.shutdownFlags('GUEST_AGENT');
}
