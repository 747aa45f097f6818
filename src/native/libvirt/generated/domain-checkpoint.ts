// Made by native/libvirt/generate from libvirt's description of its API; not to be edited.

import { flagBits, type Flags } from '../flags.js';
import { Handle } from '../handle.js';
import { invoke, invokeNow } from '../invoke.js';
import { type Domain } from './domain.js';
import { DomainCheckpointDeleteFlags, DomainCheckpointListFlags, DomainCheckpointXMLFlags } from './enums.js';
import { F } from './functions.js';

/** A virDomainCheckpointPtr. Made by calls of its connection; see {@link Handle} for its lifetime. */
export class DomainCheckpoint extends Handle {
  /**
   * Removes a checkpoint from the domain.
   *
   * When removing a checkpoint, the record of which portions of the
   * disk were dirtied after the checkpoint will be merged into the
   * record tracked by the parent checkpoint, if any.
   *
   * If `flags` includes VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN, then any
   * descendant checkpoints are also deleted. If `flags` includes
   * VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN_ONLY, then any descendant
   * checkepoints are deleted, but this checkpoint remains. These two
   * flags are mutually exclusive.
   *
   * If `flags` includes VIR_DOMAIN_CHECKPOINT_DELETE_METADATA_ONLY, then
   * any checkpoint metadata tracked by libvirt is removed while keeping
   * the checkpoint contents intact; if a hypervisor does not require
   * any libvirt metadata to track checkpoints, then this flag is
   * silently ignored.
   *
   * C: virDomainCheckpointDelete, since libvirt 5.6.0.
   *
   * @param flags bitwise-OR of supported virDomainCheckpointDeleteFlags @default 0
   */
  delete(flags: Flags<typeof DomainCheckpointDeleteFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainCheckpointDelete, flagBits(DomainCheckpointDeleteFlags, flags));
  }

  /**
   * Provides the domain pointer associated with a checkpoint.  The
   * reference counter on the domain is not increased by this
   * call.
   *
   * C: virDomainCheckpointGetDomain, since libvirt 5.6.0.
   *
   * @returns C: the domain or NULL.
   */
  getDomain(): Promise<Domain> {
    return invoke<Domain>(this, F.virDomainCheckpointGetDomain);
  }

  /**
   * Get the public name for that checkpoint
   *
   * C: virDomainCheckpointGetName, since libvirt 5.6.0.
   *
   * @returns C: a pointer to the name or NULL, the string need not be deallocated as its lifetime will be the same as the checkpoint object.
   */
  getName(): string {
    return invokeNow<string>(this, F.virDomainCheckpointGetName);
  }

  /**
   * Get the parent checkpoint for `checkpoint`, if any.
   *
   * virDomainCheckpointFree should be used to free the resources after the
   * checkpoint object is no longer needed.
   *
   * C: virDomainCheckpointGetParent, since libvirt 5.6.0.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: a domain checkpoint object or NULL in case of failure. If the given checkpoint is a root (no parent), then the VIR_ERR_NO_DOMAIN_CHECKPOINT error is raised.
   */
  getParent(flags: number = 0): Promise<DomainCheckpoint> {
    return invoke<DomainCheckpoint>(this, F.virDomainCheckpointGetParent, flags);
  }

  /**
   * Provide an XML description of the domain checkpoint.
   *
   * No security-sensitive data will be included unless `flags` contains
   * VIR_DOMAIN_CHECKPOINT_XML_SECURE; this flag is rejected on read-only
   * connections.
   *
   * Normally, the XML description includes an element giving a full
   * description of the domain at the time the checkpoint was created; to
   * reduce parsing time, it will be suppressed when `flags` contains
   * VIR_DOMAIN_CHECKPOINT_XML_NO_DOMAIN.
   *
   * By default, the XML description contains only static information that
   * does not change over time. However, when `flags` contains
   * VIR_DOMAIN_CHECKPOINT_XML_SIZE, each \<disk\> listing adds an additional
   * attribute that shows an estimate of the current size in bytes that
   * have been dirtied between the time the checkpoint was created and the
   * current point in time. Note that updating the size may be expensive and
   * data will be inaccurate once guest OS writes to the disk. Also note that
   * hypervisors may require that the domain associated with `checkpoint` is
   * running when VIR_DOMAIN_CHECKPOINT_XML_SIZE is used.
   *
   * C: virDomainCheckpointGetXMLDesc, since libvirt 5.6.0.
   *
   * @param flags bitwise-OR of supported virDomainCheckpointXMLFlags @default 0
   * @returns C: a 0 terminated UTF-8 encoded XML instance or NULL in case of error. The caller must free() the returned value.
   */
  getXMLDesc(flags: Flags<typeof DomainCheckpointXMLFlags> = 0): Promise<string> {
    return invoke<string>(this, F.virDomainCheckpointGetXMLDesc, flagBits(DomainCheckpointXMLFlags, flags));
  }

  /**
   * Collect the list of domain checkpoints that are children of the given
   * checkpoint, and allocate an array to store those objects.
   *
   * If `flags` contains VIR_DOMAIN_CHECKPOINT_LIST_TOPOLOGICAL,
   * `checkpoints` is non-NULL, and no other connection is modifying
   * checkpoints, then it is guaranteed that for any checkpoint in the
   * resulting list, no checkpoints later in the list can be reached by
   * a sequence of virDomainCheckpointGetParent() starting from that
   * earlier checkpoint; otherwise, the order of checkpoints in the
   * resulting list is unspecified.
   *
   * By default, this command covers only direct children. It is also
   * possible to expand things to cover all descendants, when `flags`
   * includes VIR_DOMAIN_CHECKPOINT_LIST_DESCENDANTS.  Additional
   * are provided via the remaining `flags` values as documented in
   * virDomainListAllCheckpoints(), with the exception that
   * VIR_DOMAIN_CHECKPOINT_LIST_ROOTS is not supported (in fact,
   * VIR_DOMAIN_CHECKPOINT_LIST_DESCENDANTS has the same bit value but
   * opposite semantics of widening rather than narrowing the listing).
   *
   * C: virDomainCheckpointListAllChildren, since libvirt 5.6.0.
   *
   * @param flags bitwise-OR of supported virDomainCheckpointListFlags @default 0
   * @returns C: the number of domain checkpoints found or -1 and sets `children` to NULL in case of error. On success, the array stored into `children` is guaranteed to have an extra allocated element set to NULL but not included in the return count, to make iteration easier. The caller is responsible for calling virDomainCheckpointFree() on each array element, then calling free() on `children`.
   */
  listAllChildren(flags: Flags<typeof DomainCheckpointListFlags> = 0): Promise<DomainCheckpoint[]> {
    return invoke<DomainCheckpoint[]>(this, F.virDomainCheckpointListAllChildren, flagBits(DomainCheckpointListFlags, flags));
  }
}
