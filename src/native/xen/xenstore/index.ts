export { XenstoreError, type XenstoreErrorCode } from './error.js';
export type { XenstoreAccess, XenstorePermissions } from './permissions.js';
export type { TransactionOptions, XenstoreTransaction } from './transaction.js';
export type { XenstoreWatch, XenstoreWatchEvent } from './watch.js';
export { XENSTORED_SOCKET, Xenstore, type XenstoreOptions } from './xenstore.js';
