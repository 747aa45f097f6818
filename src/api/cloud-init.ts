import { OptionError } from '../core/errors.js';
import * as is from '../core/schema.js';
import { formatSize } from '../core/size.js';
import { nocloudSeed } from '../image/index.js';

/**
 * What cloud-init in the guest finds on a small disk of its own, the VM's last: the data source NoCloud. Objects are written as JSON, which is
 * YAML as well. Each text may have 256 KiB.
 */
export interface CloudInitOptions {
  /**
   * What to set up: a `#cloud-config`, a script that begins with `#!`, any other text that cloud-init takes, MIME messages among them; an
   * object is a `#cloud-config`.
   * @default nothing
   */
  userData?: string | Record<string, unknown>;
  /**
   * What the guest is: members beside `instance-id`, which is the VM's id unless given, and `local-hostname`, its name. cloud-init sets
   * up a disk anew when it meets an `instance-id` that it does not know.
   */
  metaData?: Record<string, unknown>;
  /** Network configuration of cloud-init's, version 1 or 2. @default cloud-init's own: DHCP on the first interface */
  networkConfig?: string | Record<string, unknown>;
}

/** {@link CloudInitOptions} as texts; the members of the meta data still without those of the VM. */
export interface NormalCloudInit {
  readonly userData: string;
  readonly metaData: Readonly<Record<string, unknown>>;
  readonly networkConfig?: string;
}

/** Bytes. What the clouds take is less, what cloud-init reads is not limited. */
const MOST = 256 * 1024;

/** What cloud-init tells the kinds of user data by, without those that future versions may know. */
const KNOWN_START = /^(?:#[!a-z]|## ?template:|content-type:)/i;
/** Where cloud-init looks for it. */
const MIME = /mime-version:/i;
const MIME_WITHIN = 4096;

const userData: is.Check<string> = (value, path) => {
  if (typeof value !== 'string') return `#cloud-config\n${document(value, path)}`;
  const text = bounded(value, path);
  if (KNOWN_START.test(text) || MIME.test(text.slice(0, MIME_WITHIN))) return text;
  const kinds = "'#cloud-config', '#!' or another '#' that cloud-init knows, or be a MIME message";
  throw new OptionError(`${path} must begin with ${kinds}: cloud-init ignores everything else`);
};

const metaData: is.Check<Record<string, unknown>> = (value, path) => {
  document(value, path, 'a plain object');
  return value as Record<string, unknown>;
};

const networkConfig: is.Check<string> = (value, path) =>
  typeof value === 'string' ? bounded(value, path) : document(value, path);

const members = is.object({ userData, metaData, networkConfig });

/** The option `cloudInit`. Values are never shown in errors: they may be secret. */
export const CLOUD_INIT: is.Check<NormalCloudInit> = (value, path) => ({
  userData: '',
  metaData: {},
  ...members(value, path),
});

/** The bytes of the disk. */
export function seedDisk(
  options: NormalCloudInit,
  vm: { id: string; name: string; createdAt: string },
): Buffer {
  const ours = { 'instance-id': vm.id, 'local-hostname': vm.name };
  const texts = { ...options, metaData: yaml({ ...ours, ...options.metaData }) };
  return nocloudSeed(texts, new Date(vm.createdAt));
}

/** An object as text. */
function document(value: unknown, path: string, expected = 'a text or a plain object'): string {
  const proto: unknown =
    typeof value === 'object' && value !== null ? Object.getPrototypeOf(value) : undefined;
  if (proto !== Object.prototype && proto !== null) throw new OptionError(`${path} must be ${expected}`);
  let text: string;
  try {
    text = yaml(value);
  } catch {
    throw new OptionError(`${path} has values that JSON has not, or contains itself`);
  }
  return bounded(text, path);
}

function bounded(text: string, path: string): string {
  if (text === '' || text.includes('\0'))
    throw new OptionError(`${path} must be a non-empty text without NUL`);
  if (Buffer.byteLength(text) <= MOST) return text;
  throw new OptionError(`${path} has more than ${formatSize(MOST)}`);
}

/** JSON that readers of YAML 1.1 take as well: they refuse some characters, fold others, and know no pairs of surrogates. */
function yaml(value: unknown): string {
  const escaped = JSON.stringify(value, null, 2).replace(/[\x7f-\u{10ffff}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff
      ? `\\U${code.toString(16).padStart(8, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`;
  });
  return `${escaped}\n`;
}
