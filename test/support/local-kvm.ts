import { accessSync, constants } from 'node:fs';

/** Why tiny guests cannot run on this machine; undefined when they can. Linux needs more, see the probe. */
export function kvmMissing(): string | undefined {
  try {
    accessSync('/dev/kvm', constants.R_OK | constants.W_OK);
    return undefined;
  } catch {
    return '/dev/kvm does not open here';
  }
}
