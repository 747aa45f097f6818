/** One step of long work. A `step` is announced once when it starts, then again as `completed` grows. */
export interface ProgressEvent {
  readonly type: 'progress';
  /** Stable name of the step, e.g. `kernel.download`, `rootfs.build`. */
  readonly step: string;
  /** The same for people. */
  readonly message: string;
  readonly completed?: number;
  /** Absent when unknown. */
  readonly total?: number;
  readonly unit?: 'bytes' | 'items';
  /** True on the last event of a step. */
  readonly done?: boolean;
}

export type ProgressListener = (event: ProgressEvent) => void;
