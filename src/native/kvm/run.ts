import type { CallOptions } from '../../core/operation.js';
import type { ExitAnswer } from './calls.js';
import { GUESTDBG_ENABLE, GUESTDBG_SINGLESTEP, GUESTDBG_USE_HW_BP, GUESTDBG_USE_SW_BP } from './constants.js';
import type { KvmExit, KvmExitOf } from './exit.js';

/** Options of the calls that run a vCPU. */
export type KvmRunOptions = CallOptions;

/** What to do at each kind of exit; the guest waits until the handler is done. */
export type KvmExitHandlers = {
  readonly [T in Exclude<KvmExit['type'], 'interrupted'>]?: (exit: KvmExitOf<T>) => void | Promise<void>;
};

/** Options of {@link KvmVcpu.setGuestDebug}. */
export interface KvmGuestDebug {
  /** A `debug` exit after each instruction. @default false */
  readonly singleStep?: boolean;
  /** `int3` is a `debug` exit in place of an exception of the guest. @default false */
  readonly softwareBreakpoints?: boolean;
  /** DR0 to DR7 of breakpoints that the guest does not see. @default none */
  readonly debugRegisters?: readonly bigint[];
}

const DEBUG_REGISTERS = 8;

/** @internal Control word and registers of KVM_SET_GUEST_DEBUG. */
export function guestDebug(options: KvmGuestDebug | undefined): [control: number, registers: bigint[]] {
  const { singleStep, softwareBreakpoints, debugRegisters } = options ?? {};
  let control = 0;
  if (singleStep) control |= GUESTDBG_SINGLESTEP;
  if (softwareBreakpoints) control |= GUESTDBG_USE_SW_BP;
  if (debugRegisters !== undefined) control |= GUESTDBG_USE_HW_BP;
  if (control !== 0) control |= GUESTDBG_ENABLE;
  return [control, Array.from({ length: DEBUG_REGISTERS }, (_, i) => debugRegisters?.[i] ?? 0n)];
}

/** @internal What the guest is told about an exit, once JavaScript has dealt with it. */
export function answerOf(exit: KvmExit | undefined): ExitAnswer {
  switch (exit?.type) {
    case 'io-in':
    case 'mmio-read':
      return exit.data;
    case 'msr-read':
      return exit.value;
    case 'msr-write':
      return exit.accept;
    case 'hypercall':
      return exit.result;
    default:
      return undefined;
  }
}
