// Made by native/libvirt/generate from libvirt's description of its API; not to be edited.

import { flagBits, type Flags } from '../flags.js';
import { Handle } from '../handle.js';
import { invoke, invokeNow } from '../invoke.js';
import { type Domain } from './domain.js';
import { DomainSnapshotDeleteFlags, DomainSnapshotListFlags, DomainSnapshotRevertFlags, DomainSnapshotXMLFlags } from './enums.js';
import { F } from './functions.js';

/** A virDomainSnapshotPtr. Made by calls of its connection; see {@link Handle} for its lifetime. */
export class DomainSnapshot extends Handle {
  /**
   * Revert the domain to a given snapshot.
   *
   * Normally, the domain will revert to the same state the domain was
   * in while the snapshot was taken (whether inactive, running, or
   * paused), except that disk snapshots default to reverting to
   * inactive state.  Including VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING in
   * `flags` overrides the snapshot state to guarantee a running domain
   * after the revert; or including VIR_DOMAIN_SNAPSHOT_REVERT_PAUSED in
   * `flags` guarantees a paused domain after the revert.  These two
   * flags are mutually exclusive.  While a persistent domain does not
   * need either flag, it is not possible to revert a transient domain
   * into an inactive state, so transient domains require the use of one
   * of these two flags.
   *
   * Reverting to any snapshot discards all configuration changes made since
   * the last snapshot.  Additionally, reverting to a snapshot from a running
   * domain is a form of data loss, since it discards whatever is in the
   * guest's RAM at the time.  Since the very nature of keeping snapshots
   * implies the intent to roll back state, no additional confirmation is
   * normally required for these lossy effects.
   *
   * Since libvirt 7.10.0 the VM process is always restarted so the following
   * paragraph is no longer valid. If the snapshot metadata lacks the full
   * VM XML it's no longer possible to revert to such snapshot.
   *
   * However, there are two particular situations where reverting will
   * be refused by default, and where `flags` must include
   * VIR_DOMAIN_SNAPSHOT_REVERT_FORCE to acknowledge the risks.  1) Any
   * attempt to revert to a snapshot that lacks the metadata to perform
   * ABI compatibility checks (generally the case for snapshots that
   * lack a full \<domain\> when listed by virDomainSnapshotGetXMLDesc(),
   * such as those created prior to libvirt 0.9.5).  2) Any attempt to
   * revert a running domain to an active state that requires starting a
   * new hypervisor instance rather than reusing the existing hypervisor
   * (since this would terminate all connections to the domain, such as
   * such as VNC or Spice graphics) - this condition arises from active
   * snapshots that are provably ABI incompatible, as well as from
   * inactive snapshots with a `flags` request to start the domain after
   * the revert.
   *
   * If `flags` includes VIR_DOMAIN_SNAPSHOT_REVERT_RESET_NVRAM, then
   * libvirt will discard any existing NVRAM file and re-initialize
   * NVRAM from the pristine template.
   *
   * C: virDomainRevertToSnapshot, since libvirt 0.8.0.
   *
   * @param flags bitwise-OR of virDomainSnapshotRevertFlags @default 0
   */
  revert(flags: Flags<typeof DomainSnapshotRevertFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainRevertToSnapshot, flagBits(DomainSnapshotRevertFlags, flags));
  }

  /**
   * Delete the snapshot.
   *
   * If `flags` is 0, then just this snapshot is deleted, and changes
   * from this snapshot are automatically merged into children
   * snapshots.  If `flags` includes VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN,
   * then this snapshot and any descendant snapshots are deleted.  If
   * `flags` includes VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN_ONLY, then any
   * descendant snapshots are deleted, but this snapshot remains.  These
   * two flags are mutually exclusive.
   *
   * If `flags` includes VIR_DOMAIN_SNAPSHOT_DELETE_METADATA_ONLY, then
   * any snapshot metadata tracked by libvirt is removed while keeping
   * the snapshot contents intact; if a hypervisor does not require any
   * libvirt metadata to track snapshots, then this flag is silently
   * ignored.
   *
   * Since libvirt 9.0.0 deletion of external snapshots is supported
   * for QEMU driver. Using `flags` VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN
   * and VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN_ONLY is not supported with
   * external snapshots. In case that daemon process is terminated
   * while the snapshot delete is in process the operation will be
   * aborted when the daemon starts again.
   *
   * C: virDomainSnapshotDelete, since libvirt 0.8.0.
   *
   * @param flags bitwise-OR of supported virDomainSnapshotDeleteFlags @default 0
   */
  delete(flags: Flags<typeof DomainSnapshotDeleteFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainSnapshotDelete, flagBits(DomainSnapshotDeleteFlags, flags));
  }

  /**
   * Provides the domain pointer associated with a snapshot.  The
   * reference counter on the domain is not increased by this
   * call.
   *
   * C: virDomainSnapshotGetDomain, since libvirt 0.9.5.
   *
   * @returns C: the domain or NULL.
   */
  getDomain(): Promise<Domain> {
    return invoke<Domain>(this, F.virDomainSnapshotGetDomain);
  }

  /**
   * Get the public name for that snapshot
   *
   * C: virDomainSnapshotGetName, since libvirt 0.9.5.
   *
   * @returns C: a pointer to the name or NULL, the string need not be deallocated as its lifetime will be the same as the snapshot object.
   */
  getName(): string {
    return invokeNow<string>(this, F.virDomainSnapshotGetName);
  }

  /**
   * Get the parent snapshot for `snapshot`, if any.
   *
   * virDomainSnapshotFree should be used to free the resources after the
   * snapshot object is no longer needed.
   *
   * C: virDomainSnapshotGetParent, since libvirt 0.9.7.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: a domain snapshot object or NULL in case of failure. If the given snapshot is a root (no parent), then the VIR_ERR_NO_DOMAIN_SNAPSHOT error is raised.
   */
  getParent(flags: number = 0): Promise<DomainSnapshot> {
    return invoke<DomainSnapshot>(this, F.virDomainSnapshotGetParent, flags);
  }

  /**
   * Provide an XML description of the domain snapshot, with a top-level
   * element of \<domainsnapshot\>.
   *
   * No security-sensitive data will be included unless `flags` contains
   * VIR_DOMAIN_SNAPSHOT_XML_SECURE; this flag is rejected on read-only
   * connections.
   *
   * C: virDomainSnapshotGetXMLDesc, since libvirt 0.8.0.
   *
   * @param flags bitwise-OR of supported virDomainSnapshotXMLFlags @default 0
   * @returns C: a 0 terminated UTF-8 encoded XML instance or NULL in case of error. The caller must free() the returned value.
   */
  getXMLDesc(flags: Flags<typeof DomainSnapshotXMLFlags> = 0): Promise<string> {
    return invoke<string>(this, F.virDomainSnapshotGetXMLDesc, flagBits(DomainSnapshotXMLFlags, flags));
  }

  /**
   * Determine if the given snapshot is associated with libvirt metadata
   * that would prevent the deletion of the domain.
   *
   * C: virDomainSnapshotHasMetadata, since libvirt 0.9.13.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: 1 if the snapshot has metadata, 0 if the snapshot exists without help from libvirt, or -1 on error.
   */
  hasMetadata(flags: number = 0): Promise<boolean> {
    return invoke<boolean>(this, F.virDomainSnapshotHasMetadata, flags);
  }

  /**
   * Determine if the given snapshot is the domain's current snapshot.  See
   * also virDomainHasCurrentSnapshot().
   *
   * C: virDomainSnapshotIsCurrent, since libvirt 0.9.13.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: 1 if current, 0 if not current, or -1 on error.
   */
  isCurrent(flags: number = 0): Promise<boolean> {
    return invoke<boolean>(this, F.virDomainSnapshotIsCurrent, flags);
  }

  /**
   * Collect the list of domain snapshots that are children of the given
   * snapshot, and allocate an array to store those objects.  This API solves
   * the race inherent in virDomainSnapshotListChildrenNames().
   *
   * If `flags` lacks VIR_DOMAIN_SNAPSHOT_LIST_DESCENDANTS or contains
   * VIR_DOMAIN_SNAPSHOT_LIST_TOPOLOGICAL, `snaps` is non-NULL, and no
   * other connection is modifying snapshots, then it is guaranteed that
   * for any snapshot in the resulting list, no snapshots later in the
   * list can be reached by a sequence of virDomainSnapshotGetParent()
   * starting from that earlier snapshot; otherwise, the order of
   * snapshots in the resulting list is unspecified.
   *
   * By default, this command covers only direct children. It is also
   * possible to expand things to cover all descendants, when `flags`
   * includes VIR_DOMAIN_SNAPSHOT_LIST_DESCENDANTS. Additional filters
   * are provided via the remaining `flags` values as documented in
   * virDomainListAllSnapshots(), with the exception that
   * VIR_DOMAIN_SNAPSHOT_LIST_ROOTS is not supported (in fact,
   * VIR_DOMAIN_SNAPSHOT_LIST_DESCENDANTS has the same bit value but
   * opposite semantics of widening rather than narrowing the listing).
   *
   * C: virDomainSnapshotListAllChildren, since libvirt 0.9.13.
   *
   * @param flags bitwise-OR of supported virDomainSnapshotListFlags @default 0
   * @returns C: the number of domain snapshots found or -1 and sets `snaps` to NULL in case of error. On success, the array stored into `snaps` is guaranteed to have an extra allocated element set to NULL but not included in the return count, to make iteration easier. The caller is responsible for calling virDomainSnapshotFree() on each array element, then calling free() on `snaps`.
   */
  listAllChildren(flags: Flags<typeof DomainSnapshotListFlags> = 0): Promise<DomainSnapshot[]> {
    return invoke<DomainSnapshot[]>(this, F.virDomainSnapshotListAllChildren, flagBits(DomainSnapshotListFlags, flags));
  }

  /**
   * Collect the list of domain snapshots that are children of the given
   * snapshot, and store their names in `names`.  The value to use for
   * `nameslen` can be determined by virDomainSnapshotNumChildren() with
   * the same `flags`.
   *
   * If `flags` lacks VIR_DOMAIN_SNAPSHOT_LIST_DESCENDANTS or contains
   * VIR_DOMAIN_SNAPSHOT_LIST_TOPOLOGICAL, and no other connection is
   * modifying snapshots, then it is guaranteed that for any snapshot in
   * the resulting list, no snapshots later in the list can be reached
   * by a sequence of virDomainSnapshotGetParent() starting from that
   * earlier snapshot; otherwise, the order of snapshots in the
   * resulting list is unspecified.
   *
   * By default, this command covers only direct children. It is also
   * possible to expand things to cover all descendants, when `flags`
   * includes VIR_DOMAIN_SNAPSHOT_LIST_DESCENDANTS. Additional filters
   * are provided via the same `flags` values as documented in
   * virDomainSnapshotListAllChildren().
   *
   * Note that this command is inherently racy: another connection can
   * define a new snapshot between a call to virDomainSnapshotNumChildren()
   * and this call.  You are only guaranteed that all currently defined
   * snapshots were listed if the return is less than `nameslen`.  Likewise,
   * you should be prepared for virDomainSnapshotLookupByName() to fail when
   * converting a name from this call into a snapshot object, if another
   * connection deletes the snapshot in the meantime.
   *
   * The use of this function is discouraged. Instead, use
   * virDomainSnapshotListAllChildren().
   *
   * C: virDomainSnapshotListChildrenNames, since libvirt 0.9.7.
   *
   * @param flags bitwise-OR of supported virDomainSnapshotListFlags @default 0
   * @returns C: the number of domain snapshots found or -1 in case of error. The caller is responsible to call free() for each member of the array.
   * @deprecated Use listAllChildren().
   */
  listChildrenNames(flags: Flags<typeof DomainSnapshotListFlags> = 0): Promise<string[]> {
    return invoke<string[]>(this, F.virDomainSnapshotListChildrenNames, flagBits(DomainSnapshotListFlags, flags));
  }

  /**
   * Provides the number of child snapshots for this domain snapshot.
   *
   * This function will accept VIR_DOMAIN_SNAPSHOT_LIST_TOPOLOGICAL in
   * `flags` only if virDomainSnapshotListChildrenNames() can honor it,
   * although the flag has no other effect here.
   *
   * By default, this command covers only direct children. It is also
   * possible to expand things to cover all descendants, when `flags`
   * includes VIR_DOMAIN_SNAPSHOT_LIST_DESCENDANTS. Additional filters
   * are provided via the same `flags` values as documented in
   * virDomainSnapshotListAllChildren().
   *
   * C: virDomainSnapshotNumChildren, since libvirt 0.9.7.
   *
   * @param flags bitwise-OR of supported virDomainSnapshotListFlags @default 0
   * @returns C: the number of domain snapshots found or -1 in case of error.
   * @deprecated Use listAllChildren().
   */
  numChildren(flags: Flags<typeof DomainSnapshotListFlags> = 0): Promise<number> {
    return invoke<number>(this, F.virDomainSnapshotNumChildren, flagBits(DomainSnapshotListFlags, flags));
  }
}
