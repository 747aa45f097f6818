import type { Capability } from '../engine/engine.js';

/** What `vm.save` left becomes a new VM beside others, and its disks go with it. */
export const NO_SAVE: Capability = {
  supported: false,
  reason: 'libvirt restores a domain under its old name and UUID only, and without its disks',
  remedy: 'use the engine xen, or for a domain of your own domainOf(vm).save()',
};
