import type { VmError } from '../core/errors.js';
import { loadAddon } from './load-addon.js';

/** kvm.node, as native/addon/kvm.cc exports it. */
export interface KvmAddon {
  /** Hands over the error class; once per thread, before anything else. */
  initialize(errorClass: typeof VmError): void;
  /** The probe report as JSON; see {@link KvmProbe}. */
  probe(device: string, limitMs: number): Promise<string>;
}

/** kvm.node, loaded on first use. Throws NATIVE_UNAVAILABLE with every place tried and the fix. */
export function loadKvmAddon(): KvmAddon {
  return loadAddon<KvmAddon>('kvm');
}
