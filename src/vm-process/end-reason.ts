import type { MachineEvent } from '../engine/engine.js';
import type { QmpEvent } from './qmp-types.js';
import { describeExit, type ProgramExit } from './supervisor.js';

export type EndedEvent = Extract<MachineEvent, { type: 'ended' }>;

/** How messages speak of the program that ran the VM. */
export interface EndWords {
  /** `QEMU` */
  readonly title: string;
  /** Its own last words in what it and the start script wrote to standard error. */
  message(stderr: string): string;
}

/** Everything that is known when the QMP connection of a VM is gone. */
export interface EndFacts {
  readonly program: EndWords;
  /** We destroyed it. */
  readonly destroyed: boolean;
  /** The last SHUTDOWN event, if the program could send one. */
  readonly shutdown: Extract<QmpEvent, { type: 'SHUTDOWN' }> | undefined;
  /** A panic was reported by the guest's pvpanic driver or found when it reset. */
  readonly panicked: boolean;
  /** Why a reset by the guest, which was ended for it, was no reboot. */
  readonly failure: string | undefined;
  /** Console output since the last boot, at least its end. */
  readonly console: string;
  /** Undefined when nobody here is the program's parent, or the supervisor was killed too. */
  readonly exit: ProgramExit | undefined;
  readonly stderr: string;
}

/** The kernel's last words: `Kernel panic - not syncing: ...`. */
export function findPanic(console: string): string | undefined {
  return lastMatch(console, /Kernel panic - not syncing: ?[^\r\n]*/g);
}

/** Why the guest's first program gave up: `vmwright: fatal: ...`. */
export function findFatal(console: string): string | undefined {
  return lastMatch(console, /(?<=vmwright: fatal: )[^\r\n]*/g);
}

function lastMatch(text: string, pattern: RegExp): string | undefined {
  return [...text.matchAll(pattern)].at(-1)?.[0].trim();
}

function ended(state: EndedEvent['state'], reason: EndedEvent['reason'], detail: string): EndedEvent {
  return { type: 'ended', state, reason, detail };
}

function withDetail(text: string, detail: string | undefined): string {
  return detail === undefined ? text : `${text}: ${detail}`;
}

/** Decides how a VM ended. */
export function endedEvent(facts: EndFacts): EndedEvent {
  if (facts.destroyed) return ended('stopped', 'destroyed', 'it was destroyed');
  const detail = facts.shutdown?.detail === '' ? undefined : facts.shutdown?.detail;
  if (facts.panicked) {
    const panic = findPanic(facts.console) ?? 'the guest reported a panic';
    return ended('crashed', 'panic', detail === undefined ? panic : `${panic} (${detail})`);
  }
  if (facts.failure !== undefined) return ended('crashed', 'failed', facts.failure);
  const { title } = facts.program;
  switch (facts.shutdown?.reason) {
    case undefined:
      return ended('crashed', ...unannounced(facts));
    case 'guest-shutdown': {
      const fatal = findFatal(facts.console);
      if (fatal !== undefined) return ended('crashed', 'failed', fatal);
      return ended('stopped', 'guest-shutdown', 'the guest powered off');
    }
    case 'guest-reset': // `onReboot: 'destroy'`
      return ended('stopped', 'guest-shutdown', 'the guest rebooted, with which this VM ends');
    case 'host-qmp-quit':
      return ended('stopped', 'destroyed', detail ?? 'another program destroyed it');
    case 'migrated':
      return ended('stopped', 'migrated', withDetail('it was migrated', detail));
    case 'host-signal':
      return ended('crashed', 'killed', `${title} was told to end by a signal`);
    case 'guest-triple-fault':
      return ended('crashed', 'panic', withDetail('the guest ended with a triple fault', detail));
    case 'host-error':
      return ended('crashed', 'failed', withDetail(`${title} could not run the guest on`, detail));
    default:
      return ended('crashed', 'failed', withDetail(`${title} ended: ${facts.shutdown?.reason}`, detail));
  }
}

/** What is known of a VM that ended while the connection to its host was lost. */
export interface Remains {
  readonly program: EndWords;
  /** We had told it to end before the connection broke. */
  readonly destroyed: boolean;
  /** The host booted since. */
  readonly rebooted: boolean;
  /** Console output since the last boot that we saw; empty when it was removed. */
  readonly console: string;
  /** Undefined when nobody noted it, or when nothing is left. */
  readonly exit: ProgramExit | undefined;
}

/** Decides how a VM ended that nobody could watch. */
export function endedUnseen({ program, destroyed, rebooted, console, exit }: Remains): EndedEvent {
  if (destroyed) return ended('stopped', 'destroyed', 'it was destroyed');
  const panic = findPanic(console);
  if (panic !== undefined) return ended('crashed', 'panic', panic);
  if (rebooted) return ended('crashed', 'killed', 'its host rebooted');
  if (exit === undefined) return ended('crashed', 'host-lost', 'it was gone when its host came back');
  if (exit.exitCode !== 0) return ended('crashed', 'killed', `${program.title}: ${describeExit(exit)}`);
  const fatal = findFatal(console);
  if (fatal !== undefined) return ended('crashed', 'failed', fatal);
  return ended('stopped', 'guest-shutdown', 'it ended in good order while its host was out of reach');
}

/** The program announces every orderly end, so this one was not. */
function unannounced({ program, exit, stderr }: EndFacts): ['killed' | 'failed', string] {
  const how = exit === undefined ? `${program.title} vanished` : `${program.title}: ${describeExit(exit)}`;
  if (exit === undefined || exit.signal !== null) return ['killed', how];
  return ['failed', `${how}: ${program.message(stderr)}`];
}
