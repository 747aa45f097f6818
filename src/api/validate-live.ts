import { OptionError } from '../core/errors.js';
import * as is from '../core/schema.js';
import type { CpuShare } from '../engine/live-controls.js';
import type { MigrateOptions } from './migrate.js';
import type { BridgeOptions, DiskOptions } from './options.js';
import type { RestoreOptions } from './restore.js';
import { CALL, CPU_LIMIT, CPU_SHARES, DISK, INTERFACE, NAME, type NormalBridge } from './validate.js';
import type { SaveOptions } from './vm-live.js';

const cpuShare = is.object({ cpuShares: CPU_SHARES, cpuLimit: CPU_LIMIT });
const networkInterface = is.object(INTERFACE);
const LONG = { ...CALL, onProgress: is.callback };
const save = is.object(LONG);
const migrate = is.object({ ...LONG, name: NAME, onEvent: is.callback });
const restore = is.object({ ...LONG, name: NAME, detached: is.flag, onEvent: is.callback });

/** CPUs for a running guest that was created with `most`. */
export const validateCpus = (count: unknown, most: number): number => is.integer(1, most)(count, 'count');

export function validateCpuShare(share: CpuShare): CpuShare {
  const checked = cpuShare(share, 'share');
  if (checked.cpuShares === undefined && checked.cpuLimit === undefined)
    throw new OptionError('share needs cpuShares or cpuLimit');
  return checked as CpuShare;
}

export function validateDisk(options: DiskOptions): DiskOptions & { size?: number } {
  const checked = DISK(options, 'options');
  if (checked.path === undefined) throw new OptionError('path is missing');
  return checked as DiskOptions & { size?: number };
}

export function validateInterface(options: BridgeOptions): NormalBridge {
  const checked = networkInterface(options, 'options');
  if (checked.bridge === undefined) throw new OptionError('bridge is missing');
  return checked as NormalBridge;
}

export const validateSave = (options: SaveOptions): SaveOptions => save(options, 'options') as SaveOptions;

export const validateRestore = (options: RestoreOptions): RestoreOptions =>
  restore(options, 'options') as RestoreOptions;

export const validateMigrate = (options: MigrateOptions): MigrateOptions =>
  migrate(options, 'options') as MigrateOptions;
