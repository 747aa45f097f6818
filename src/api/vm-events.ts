import type { VmError } from '../core/errors.js';

/** Something that happened to a VM. `at` is this program's clock. */
export type VmEvent =
  /** The host has the VM; its CPUs do not run yet. */
  | { readonly type: 'created'; readonly at: Date }
  | { readonly type: 'booting'; readonly at: Date }
  /** The guest answers (or, for an image without agent, its CPUs run). */
  | { readonly type: 'ready'; readonly at: Date }
  | { readonly type: 'paused'; readonly at: Date }
  | { readonly type: 'resumed'; readonly at: Date }
  /** The guest was reset; `ready` follows when it answers again. */
  | { readonly type: 'rebooted'; readonly at: Date }
  /** The guest stopped by itself and is kept as it is, as `onCrash: 'preserve'` and the like want it. */
  | {
      readonly type: 'halted';
      readonly at: Date;
      readonly reason: 'guest-shutdown' | 'guest-reset' | 'panic';
    }
  /** The guest ejected the medium of a drive, `hdc`, which is empty then: a PC of Xen's. At most once a second for each drive. */
  | { readonly type: 'disk-ejected'; readonly at: Date; readonly disk: string }
  /** The agent in the guest died; it is restarted, and `ready` follows. */
  | { readonly type: 'agent-lost'; readonly at: Date }
  /**
   * The connection to its host broke and is being made again. What was under way has failed with HOST_LOST, as does every
   * call until `host-restored`. Only for VMs that live on meanwhile: the others end, with reason `host-lost`.
   */
  | { readonly type: 'host-lost'; readonly at: Date; readonly error: VmError }
  /** The host is back and the VM is still there; `ready` follows. */
  | { readonly type: 'host-restored'; readonly at: Date }
  /**
   * Last event: it was shut down from within, or destroyed. `migrated`: it runs on elsewhere, see `vm.migrate`. `host-lost`: nobody
   * connects to its host any more; it may run on if it is detached.
   */
  | {
      readonly type: 'stopped';
      readonly at: Date;
      readonly reason: 'guest-shutdown' | 'destroyed' | 'migrated' | 'host-lost';
      readonly detail: string;
    }
  /**
   * Last event: the guest panicked, or its process on the host died. `host-lost`: the connection broke, and the host
   * ended it; or it was gone when the host came back.
   */
  | {
      readonly type: 'crashed';
      readonly at: Date;
      readonly reason: 'panic' | 'killed' | 'failed' | 'host-lost';
      readonly detail: string;
    };

/** Where a VM is in its life. `halted`: its guest has stopped for good and is kept. `unreachable`: the connection to its host is lost. `stopped` and `crashed` are final. */
export type VmState =
  | 'booting'
  | 'running'
  | 'paused'
  | 'halted'
  | 'stopping'
  | 'unreachable'
  | 'stopped'
  | 'crashed';
