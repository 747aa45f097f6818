import { VmError } from '../../core/errors.js';
import { ErrorDomain, ErrorLevel, ErrorNumber } from './generated/enums.js';

/** `NO_DOMAIN`, … as in `VIR_ERR_NO_DOMAIN`; `UNKNOWN` for one that is newer than this binding. */
export type LibvirtErrorCode = keyof typeof ErrorNumber | 'UNKNOWN';
/** `QEMU`, … as in `VIR_FROM_QEMU`: the part of libvirt that failed. */
export type LibvirtErrorDomain = keyof typeof ErrorDomain | 'UNKNOWN';

const names = <T extends Record<string, number>>(values: T): ReadonlyMap<number, keyof T> =>
  new Map(Object.entries(values).map(([name, value]) => [value, name]));

const CODES = names(ErrorNumber);
const DOMAINS = names(ErrorDomain);
const LEVELS = names(ErrorLevel);

/** The fields of a virError. */
export interface LibvirtErrorFields {
  readonly number: number;
  readonly domainNumber: number;
  readonly levelNumber: number;
  /** The function of libvirt that failed. */
  readonly call: string;
  readonly str1: string;
  readonly str2: string;
  readonly str3: string;
  readonly int1: number;
  readonly int2: number;
}

/** A call that libvirt or the hypervisor behind it refused. Its {@link VmError.code | code} is LIBVIRT_ERROR. */
export class LibvirtError extends VmError {
  /** What went wrong. */
  readonly libvirtCode: LibvirtErrorCode;
  /** Where. */
  readonly libvirtDomain: LibvirtErrorDomain;
  readonly level: keyof typeof ErrorLevel;
  /** The numbers and strings of the virError, as libvirt sets them. */
  readonly fields: LibvirtErrorFields;

  constructor(message: string, fields: LibvirtErrorFields) {
    super('LIBVIRT_ERROR', message, { call: fields.call });
    this.name = 'LibvirtError';
    this.libvirtCode = CODES.get(fields.number) ?? 'UNKNOWN';
    this.libvirtDomain = DOMAINS.get(fields.domainNumber) ?? 'UNKNOWN';
    this.level = LEVELS.get(fields.levelNumber) ?? 'ERROR';
    this.fields = fields;
  }
}

/** Makes the error for libvirt.node. */
export function libvirtError(
  number: number,
  domainNumber: number,
  levelNumber: number,
  message: string,
  call: string,
  str1: string,
  str2: string,
  str3: string,
  int1: number,
  int2: number,
): LibvirtError {
  const fields = { number, domainNumber, levelNumber, call, str1, str2, str3, int1, int2 };
  return new LibvirtError(message, fields);
}
