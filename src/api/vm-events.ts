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
  /** The agent in the guest died; it is restarted, and `ready` follows. */
  | { readonly type: 'agent-lost'; readonly at: Date }
  /** Last event: it was shut down from within, or destroyed. */
  | {
      readonly type: 'stopped';
      readonly at: Date;
      readonly reason: 'guest-shutdown' | 'destroyed';
      readonly detail: string;
    }
  /** Last event: the guest panicked, or its process on the host died. */
  | {
      readonly type: 'crashed';
      readonly at: Date;
      readonly reason: 'panic' | 'killed' | 'failed';
      readonly detail: string;
    };

/** Where a VM is in its life. `stopped` and `crashed` are final. */
export type VmState = 'booting' | 'running' | 'paused' | 'stopping' | 'stopped' | 'crashed';
