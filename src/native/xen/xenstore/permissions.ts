import { OptionError, VmError } from '../../../core/errors.js';

/** What a domain may do with a node. */
export type XenstoreAccess = 'none' | 'read' | 'write' | 'both';

/** Who may do what with a node. Xen's xenstore.txt, GET_PERMS. */
export interface XenstorePermissions {
  /** The domain that may do all; only dom0 can make another the owner. */
  readonly owner: number;
  /** What domains may do that are not named. */
  readonly others: XenstoreAccess;
  /** What some domains may do. @default none are named */
  readonly domains?: readonly { readonly domid: number; readonly access: XenstoreAccess }[];
}

const LETTERS = { none: 'n', read: 'r', write: 'w', both: 'b' } as const;
const ACCESS = new Map<string, XenstoreAccess>([
  ['n', 'none'],
  ['r', 'read'],
  ['w', 'write'],
  ['b', 'both'],
]);
const MAX_DOMID = 0xffff;

function format(domid: number, access: XenstoreAccess): string {
  if (!Number.isInteger(domid) || domid < 0 || domid > MAX_DOMID) {
    throw new OptionError(`domid must be an integer from 0 to ${MAX_DOMID}, not ${domid}`);
  }
  if (!Object.hasOwn(LETTERS, access)) {
    throw new OptionError(`access must be one of ${Object.keys(LETTERS).join(', ')}, not ${String(access)}`);
  }
  return `${LETTERS[access]}${domid}`;
}

/** `n0`, `r5`: the owner with what others may do comes first. */
export function formatPermissions({ owner, others, domains = [] }: XenstorePermissions): string[] {
  return [format(owner, others), ...domains.map(({ domid, access }) => format(domid, access))];
}

/** The opposite of {@link formatPermissions}. */
export function parsePermissions(words: readonly string[]): Required<XenstorePermissions> {
  const [first, ...domains] = words.map((word) => {
    const access = ACCESS.get(word.slice(0, 1));
    const domid = /^\d+$/.test(word.slice(1)) ? Number(word.slice(1)) : undefined;
    if (access === undefined || domid === undefined) {
      throw new VmError('XENSTORE_ERROR', `xenstored told a permission that makes no sense: ${word}`);
    }
    return { domid, access };
  });
  if (first === undefined) throw new VmError('XENSTORE_ERROR', 'xenstored told no permissions at all');
  return { owner: first.domid, others: first.access, domains };
}
