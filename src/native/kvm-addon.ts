import type { OptionError, VmError } from '../core/errors.js';
import type { KvmCalls } from './kvm/calls.js';
import { loadAddon } from './load-addon.js';

/** kvm.node, as native/addon exports it. */
export interface KvmAddon extends KvmCalls {
  /** Hands over the error classes; once per thread, before anything else. */
  initialize(errorClass: typeof VmError, optionErrorClass: typeof OptionError): void;
  /** The probe report as JSON; see {@link KvmProbe}. */
  probe(device: string, limitMs: number): Promise<string>;
}

/** kvm.node, loaded on first use. Throws NATIVE_UNAVAILABLE with every place tried and the fix. */
export function loadKvmAddon(): KvmAddon {
  return loadAddon<KvmAddon>('kvm');
}
