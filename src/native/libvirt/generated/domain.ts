// Made by native/libvirt/generate from libvirt's description of its API; not to be edited.

import { type Connect } from '../connect.js';
import { flagBits, type Flags } from '../flags.js';
import { Handle, rawOf } from '../handle.js';
import { invoke, invokeNow } from '../invoke.js';
import { type Stream } from '../stream.js';
import { typedParamList, type TypedParams, type TypedParamsInput } from '../typed-params.js';
import { type VcpuWithMap, type MonitorReply } from '../types.js';
import { type DomainCheckpoint } from './domain-checkpoint.js';
import { type DomainSnapshot } from './domain-snapshot.js';
import { DomainAbortJobFlagsValues, DomainAuthorizedSSHKeysSetFlags, DomainBackupBeginFlags, DomainBlockCommitFlags, DomainBlockCopyFlags, DomainBlockJobAbortFlags, DomainBlockJobInfoFlags, DomainBlockJobSetSpeedFlags, DomainBlockPullFlags, DomainBlockRebaseFlags, DomainBlockResizeFlags, DomainChannelFlags, DomainCheckpointCreateFlags, DomainCheckpointListFlags, DomainConsoleFlags, DomainCoreDumpFlags, type DomainCoreDumpFormat, DomainCreateFlags, DomainDestroyFlagsValues, DomainDeviceModifyFlags, DomainDirtyRateCalcFlags, DomainFDAssociateFlags, DomainGetHostnameFlags, DomainGetJobStatsFlags, DomainGuestInfoTypes, type DomainInterfaceAddressesSource, type DomainJobType, type DomainLifecycle, type DomainLifecycleAction, DomainMemoryFlags, DomainMemoryModFlags, DomainMessageType, type DomainMetadataType, DomainMigrateFlags, DomainMigrateMaxSpeedFlags, DomainModificationImpact, DomainOpenGraphicsFlags, type DomainProcessSignal, DomainQemuMonitorCommandFlags, DomainRebootFlagValues, DomainSaveImageXMLFlags, DomainSaveRestoreFlags, DomainSetTimeFlags, DomainSetUserPasswordFlags, DomainShutdownFlagValues, DomainSnapshotCreateFlags, DomainSnapshotListFlags, type DomainState, DomainUndefineFlagsValues, DomainVcpuFlags, DomainXMLFlags, type KeycodeSet, type NodeSuspendTarget, TypedParameterFlags } from './enums.js';
import { F } from './functions.js';
import { type DomainBlockInfo, type DomainBlockJobInfo, type DomainBlockStats, type DomainControlInfo, type DomainDiskError, type DomainFSInfo, type DomainIOThreadInfo, type DomainInfo, type DomainInterface, type DomainInterfaceStats, type DomainJobInfo, type DomainMemoryStat, type SecurityLabel } from './structs.js';

/** A virDomainPtr. Made by calls of its connection; see {@link Handle} for its lifetime. */
export class Domain extends Handle {
  /**
   * Requests that the current background job be aborted at the
   * soonest opportunity. In case the job is a migration in a post-copy mode,
   * virDomainAbortJob will report an error (see virDomainMigrateStartPostCopy
   * for more details).
   *
   * C: virDomainAbortJob, since libvirt 0.7.7.
   *
   */
  abortJob(): Promise<void> {
    return invoke<void>(this, F.virDomainAbortJob);
  }

  /**
   * Requests that the current background job be aborted at the
   * soonest opportunity. In case the job is a migration in a post-copy mode,
   * this function will report an error unless VIR_DOMAIN_ABORT_JOB_POSTCOPY
   * flag is used (see virDomainMigrateStartPostCopy for more details).
   *
   * C: virDomainAbortJobFlags, since libvirt 8.5.0.
   *
   * @param flags bitwise-OR of virDomainAbortJobFlagsValues @default 0
   */
  abortJobFlags(flags: Flags<typeof DomainAbortJobFlagsValues> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainAbortJobFlags, flagBits(DomainAbortJobFlagsValues, flags));
  }

  /**
   * Dynamically add an IOThread to the domain. It is left up to the
   * underlying virtual hypervisor to determine the valid range for an
   * `iothread_id` and determining whether the `iothread_id` already exists.
   *
   * Note that this call can fail if the underlying virtualization hypervisor
   * does not support it or if growing the number is arbitrarily limited.
   * This function requires privileged access to the hypervisor.
   *
   * `flags` may include VIR_DOMAIN_AFFECT_LIVE or VIR_DOMAIN_AFFECT_CONFIG.
   * Both flags may be set.
   * If VIR_DOMAIN_AFFECT_LIVE is set, the change affects a running domain
   * and may fail if domain is not alive.
   * If VIR_DOMAIN_AFFECT_CONFIG is set, the change affects persistent state,
   * and will fail for transient domains. If neither flag is specified (that is,
   * `flags` is VIR_DOMAIN_AFFECT_CURRENT), then an inactive domain modifies
   * persistent setup, while an active domain is hypervisor-dependent on whether
   * just live or both live and persistent state is changed.
   *
   * C: virDomainAddIOThread, since libvirt 1.2.15.
   *
   * @param iothreadId the specific IOThread ID value to add
   * @param flags bitwise-OR of virDomainModificationImpact @default 0
   */
  addIOThread(iothreadId: number, flags: Flags<typeof DomainModificationImpact> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainAddIOThread, iothreadId, flagBits(DomainModificationImpact, flags));
  }

  /**
   * Set how long to wait for a response from guest agent commands. By default,
   * agent commands block forever waiting for a response.
   *
   * `timeout` must be a value from virDomainAgentResponseTimeoutValues or
   * positive:
   *
   *   VIR_DOMAIN_AGENT_RESPONSE_TIMEOUT_BLOCK(-2): meaning to block forever
   *      waiting for a result.
   *   VIR_DOMAIN_AGENT_RESPONSE_TIMEOUT_DEFAULT(-1): use default timeout value.
   *   VIR_DOMAIN_AGENT_RESPONSE_TIMEOUT_NOWAIT(0): does not wait.
   *   positive value: wait for `timeout` seconds
   *
   * C: virDomainAgentSetResponseTimeout, since libvirt 5.10.0.
   *
   * @param timeout timeout in seconds
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   */
  agentSetResponseTimeout(timeout: number, flags: number = 0): Promise<void> {
    return invoke<void>(this, F.virDomainAgentSetResponseTimeout, timeout, flags);
  }

  /**
   * Create a virtual device attachment to backend.  This function,
   * having hotplug semantics, is only allowed on an active domain.
   *
   * For compatibility, this method can also be used to change the media
   * in an existing CDROM/Floppy device, however, applications are
   * recommended to use the virDomainUpdateDeviceFlags method instead.
   *
   * Be aware that hotplug changes might not persist across a domain going
   * into S4 state (also known as hibernation) unless you also modify the
   * persistent domain definition.
   *
   * C: virDomainAttachDevice, since libvirt 0.1.9.
   *
   * @param xml pointer to XML description of one device
   */
  attachDevice(xml: string): Promise<void> {
    return invoke<void>(this, F.virDomainAttachDevice, xml);
  }

  /**
   * Attach a virtual device to a domain, using the flags parameter
   * to control how the device is attached.  VIR_DOMAIN_AFFECT_CURRENT
   * specifies that the device allocation is made based on current domain
   * state.  VIR_DOMAIN_AFFECT_LIVE specifies that the device shall be
   * allocated to the active domain instance only and is not added to the
   * persisted domain configuration.  VIR_DOMAIN_AFFECT_CONFIG
   * specifies that the device shall be allocated to the persisted domain
   * configuration only.  Note that the target hypervisor must return an
   * error if unable to satisfy flags.  E.g. the hypervisor driver will
   * return failure if LIVE is specified but it only supports modifying the
   * persisted device allocation.
   *
   * For compatibility, this method can also be used to change the media
   * in an existing CDROM/Floppy device, however, applications are
   * recommended to use the virDomainUpdateDeviceFlag method instead.
   *
   * Be aware that hotplug changes might not persist across a domain going
   * into S4 state (also known as hibernation) unless you also modify the
   * persistent domain definition.
   *
   * C: virDomainAttachDeviceFlags, since libvirt 0.7.7.
   *
   * @param xml pointer to XML description of one device
   * @param flags bitwise-OR of virDomainDeviceModifyFlags @default 0
   */
  attachDeviceFlags(xml: string, flags: Flags<typeof DomainDeviceModifyFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainAttachDeviceFlags, xml, flagBits(DomainDeviceModifyFlags, flags));
  }

  /**
   * For given `user` in `domain` fetch list of public SSH authorized
   * keys and store them into `keys` array which is allocated upon
   * successful return and is NULL terminated. The caller is
   * responsible for freeing `keys` when no longer needed.
   *
   * Keys are in OpenSSH format (see sshd(8)) but from libvirt's
   * point of view are opaque strings, i.e. not interpreted.
   *
   * Please note that some hypervisors may require guest agent to
   * be configured and running in order to be able to run this API.
   *
   * C: virDomainAuthorizedSSHKeysGet, since libvirt 6.10.0.
   *
   * @param user user to list keys for
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: number of keys stored in `keys`, -1 otherwise.
   */
  authorizedSSHKeysGet(user: string, flags: number = 0): Promise<string[]> {
    return invoke<string[]>(this, F.virDomainAuthorizedSSHKeysGet, user, flags);
  }

  /**
   * For given `user` in `domain` set `keys` in authorized keys file.
   * Any previous content of the file is overwritten with new keys.
   * That is, if this API is called with `nkeys` = 0, `keys` = NULL
   * and `flags` = 0 then the authorized keys file for `user` is
   * cleared out.
   *
   * Keys are in OpenSSH format (see sshd(8)) but from libvirt's
   * point of view are opaque strings, i.e. not interpreted.
   *
   * If VIR_DOMAIN_AUTHORIZED_SSH_KEYS_SET_APPEND flag is set
   * then the file is not overwritten and new `keys` are appended
   * instead.
   *
   * If VIR_DOMAIN_AUTHORIZED_SSH_KEYS_SET_REMOVE flag is set then
   * instead of adding any new keys, provided `keys` are removed
   * from the file. It's not considered error if the key doesn't
   * exist.
   *
   * Please note that some hypervisors may require guest agent to
   * be configured and running in order to be able to run this API.
   *
   * C: virDomainAuthorizedSSHKeysSet, since libvirt 6.10.0.
   *
   * @param user user to add keys for
   * @param keys authorized keys to set
   * @param flags bitwise or of virDomainAuthorizedSSHKeysSetFlags @default 0
   */
  authorizedSSHKeysSet(user: string, keys: readonly string[], flags: Flags<typeof DomainAuthorizedSSHKeysSetFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainAuthorizedSSHKeysSet, user, keys, flagBits(DomainAuthorizedSSHKeysSetFlags, flags));
  }

  /**
   * Start a point-in-time backup job for the specified disks of a
   * running domain.
   *
   * A backup job is a domain job and thus mutually exclusive with any other
   * domain job such as migration.
   *
   * For now, backup jobs are also mutually exclusive with any
   * other block job on the same device, although this restriction may
   * be lifted in a future release. Progress of the backup job can be
   * tracked via virDomainGetJobStats(). Completion of the job is also announced
   * asynchronously via VIR_DOMAIN_EVENT_ID_JOB_COMPLETED event.
   *
   * There are two fundamental backup approaches. The first, called a
   * push model, instructs the hypervisor to copy the state of the guest
   * disk to the designated storage destination (which may be on the
   * local file system or a network device). In this mode, the
   * hypervisor writes the content of the guest disk to the destination,
   * then emits VIR_DOMAIN_EVENT_ID_JOB_COMPLETED when the backup is
   * either complete or failed (the backup image is invalid if the job
   * fails or virDomainAbortJob() is used prior to the event being
   * emitted). This kind of the job finishes automatically. Users can
   * determine success by using virDomainGetJobStats() with
   * VIR_DOMAIN_JOB_STATS_COMPLETED flag.
   *
   * The second, called a pull model, instructs the hypervisor to expose
   * the state of the guest disk over an NBD export. A third-party
   * client can then connect to this export and read whichever portions
   * of the disk it desires.  In this mode libvirt has to be informed via
   * virDomainAbortJob() when the third-party NBD client is done and the backup
   * resources can be released.
   *
   * The `backupXML` parameter contains details about the backup in the top-level
   * element \<domainbackup\>, including which backup mode to use, whether the
   * backup is incremental from a previous checkpoint, which disks
   * participate in the backup, the destination for a push model backup,
   * and the temporary storage and NBD server details for a pull model
   * backup.
   *
   * virDomainBackupGetXMLDesc() can be called to learn actual
   * values selected.  For more information, see
   * https://www.libvirt.org/formatbackup.html#backup-xml
   *
   * The `checkpointXML` parameter is optional; if non-NULL, then libvirt
   * behaves as if virDomainCheckpointCreateXML() were called to create
   * a checkpoint atomically covering the same point in time as the
   * backup.
   *
   * The VIR_DOMAIN_BACKUP_BEGIN_REUSE_EXTERNAL specifies that the output or
   * temporary files described by the `backupXML` document were created by the
   * caller with correct format and size to hold the backup or temporary data.
   *
   * The creation of a new checkpoint allows for future incremental backups.
   * Note that some hypervisors may require a particular disk format, such as
   * qcow2, in order to take advantage of checkpoints, while allowing arbitrary
   * formats if checkpoints are not involved.
   *
   * C: virDomainBackupBegin, since libvirt 6.0.0.
   *
   * @param backupXML description of the requested backup
   * @param checkpointXML description of a checkpoint to create or NULL @default null
   * @param flags bitwise or of virDomainBackupBeginFlags @default 0
   */
  backupBegin(backupXML: string, checkpointXML: string | null = null, flags: Flags<typeof DomainBackupBeginFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainBackupBegin, backupXML, checkpointXML, flagBits(DomainBackupBeginFlags, flags));
  }

  /**
   * Queries the configuration of the active backup job.
   *
   * In some cases, a user can start a backup job without supplying all
   * details and rely on libvirt to fill in the rest (for example,
   * selecting the port used for an NBD export). This API can then be
   * used to learn what default values were chosen.
   *
   * C: virDomainBackupGetXMLDesc, since libvirt 6.0.0.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: a NUL-terminated UTF-8 encoded XML instance or NULL in case of error. The caller must free() the returned value.
   */
  backupGetXMLDesc(flags: number = 0): Promise<string> {
    return invoke<string>(this, F.virDomainBackupGetXMLDesc, flags);
  }

  /**
   * Commit changes that were made to temporary top-level files within a disk
   * image backing file chain into a lower-level base file.  In other words,
   * take all the difference between `base` and `top`, and update `base` to contain
   * that difference; after the commit, any portion of the chain that previously
   * depended on `top` will now depend on `base`, and all files after `base` up
   * to and including `top` will now be invalidated.  A typical use of this
   * command is to reduce the length of a backing file chain after taking an
   * external disk snapshot.  To move data in the opposite direction, see
   * virDomainBlockPull().
   *
   * This command starts a long-running commit block job, whose status may
   * be tracked by virDomainBlockJobInfo() with a job type of
   * VIR_DOMAIN_BLOCK_JOB_TYPE_COMMIT, and the operation can be aborted with
   * virDomainBlockJobAbort().  When finished, an asynchronous event is
   * raised to indicate the final status, and the job no longer exists.  If
   * the job is aborted, it is up to the hypervisor whether starting a new
   * job will resume from the same point, or start over.
   *
   * As a special case, if `top` is the active image (or NULL), and `flags`
   * includes VIR_DOMAIN_BLOCK_COMMIT_ACTIVE, the block job will have a type
   * of VIR_DOMAIN_BLOCK_JOB_TYPE_ACTIVE_COMMIT, and operates in two phases.
   * In the first phase, the contents are being committed into `base`, and the
   * job can only be canceled.  The job transitions to the second phase when
   * the block job event with state VIR_DOMAIN_BLOCK_JOB_READY is
   * emitted for the given device. This information is also visible in the
   * live XML as 'ready="yes"' attribute of the corresponding \<mirror\> element.
   * Once in the second phase, the user must choose whether to cancel the job
   * (keeping `top` as the active image, but now containing only the changes
   * since the time the job ended) or to pivot the job (adjusting to `base` as
   * the active image, and invalidating `top`).
   *
   * Be aware that this command may invalidate files even if it is aborted;
   * the user is cautioned against relying on the contents of invalidated
   * intermediate files such as `top` (when `top` is not the active image)
   * without manually rebasing those files to use a backing file of a
   * read-only copy of `base` prior to the point where the commit operation
   * was started (and such a rebase cannot be safely done until the commit
   * has successfully completed).  However, the domain itself will not have
   * any issues; the active layer remains valid throughout the entire commit
   * operation.
   *
   * Some hypervisors may support a shortcut where if `flags` contains
   * VIR_DOMAIN_BLOCK_COMMIT_DELETE, then this command will unlink all files
   * that were invalidated, after the commit successfully completes.
   *
   * If `flags` contains VIR_DOMAIN_BLOCK_COMMIT_RELATIVE, the name recorded
   * into the overlay of the `top` image (if there is such image) as the
   * path to the new backing file will be kept relative to other images.
   * The operation will fail if libvirt can't infer the name.
   *
   * By default, if `base` is NULL, the commit target will be the bottom of
   * the backing chain; if `flags` contains VIR_DOMAIN_BLOCK_COMMIT_SHALLOW,
   * then the immediate backing file of `top` will be used instead.  If `top`
   * is NULL, the active image at the top of the chain will be used.  Some
   * hypervisors place restrictions on how much can be committed, and might
   * fail if `base` is not the immediate backing file of `top`, or if `top` is
   * the active layer in use by a running domain but `flags` did not include
   * VIR_DOMAIN_BLOCK_COMMIT_ACTIVE, or if `top` is not the top-most file;
   * restrictions may differ for online vs. offline domains.
   *
   * The `disk` parameter is either an unambiguous source name of the
   * block device (the \<source file='...'/\> sub-element, such as
   * "/path/to/image"), or the device target shorthand (the
   * \<target dev='...'/\> sub-element, such as "vda").  Valid names
   * can be found by calling virDomainGetXMLDesc() and inspecting
   * elements within //domain/devices/disk.
   *
   * The `base` and `top` parameters can be either paths to files within the
   * backing chain, or the device target shorthand (the \<target dev='...'/\>
   * sub-element, such as "vda") followed by an index to the backing chain
   * enclosed in square brackets. Backing chain indexes can be found by
   * inspecting //disk//backingStore/`index` in the domain XML. Thus, for
   * example, "vda[3]" refers to the backing store with index equal to "3"
   * in the chain of disk "vda".
   *
   * The maximum bandwidth that will be used to do the commit can be
   * specified with the `bandwidth` parameter.  If set to 0, there is no
   * limit.  If `flags` includes VIR_DOMAIN_BLOCK_COMMIT_BANDWIDTH_BYTES,
   * `bandwidth` is in bytes/second; otherwise, it is in MiB/second.
   * Values larger than 2^52 bytes/sec may be rejected due to overflow
   * considerations based on the word size of both client and server,
   * and values larger than 2^31 bytes/sec may cause overflow problems
   * if later queried by virDomainGetBlockJobInfo() without scaling.
   * Hypervisors may further restrict the range of valid bandwidth
   * values.  Some hypervisors do not support this feature and will
   * return an error if bandwidth is not 0; in this case, it might still
   * be possible for a later call to virDomainBlockJobSetSpeed() to
   * succeed.  The actual speed can be determined with
   * virDomainGetBlockJobInfo().
   *
   * C: virDomainBlockCommit, since libvirt 0.10.2.
   *
   * @param disk path to the block device, or device shorthand
   * @param base path to backing file to merge into, or device shorthand, or NULL for default @default null
   * @param top path to file within backing chain that contains data to be merged, or device shorthand, or NULL to merge all possible data @default null
   * @param bandwidth (optional) specify bandwidth limit; flags determine the unit
   * @param flags bitwise-OR of virDomainBlockCommitFlags @default 0
   */
  blockCommit(disk: string, base: string | null, top: string | null, bandwidth: number | bigint, flags: Flags<typeof DomainBlockCommitFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainBlockCommit, disk, base, top, bandwidth, flagBits(DomainBlockCommitFlags, flags));
  }

  /**
   * Copy the guest-visible contents of a disk image to a new file described
   * by `destxml`.  The destination XML has a top-level element of \<disk\>, and
   * resembles what is used when hot-plugging a disk via virDomainAttachDevice(),
   * except that only sub-elements related to describing the new host resource
   * are necessary (sub-elements related to the guest view, such as \<target\>,
   * are ignored).  It is strongly recommended to include a \<driver type='...'/\>
   * format designation for the destination, to avoid the potential of any
   * security problem that might be caused by probing a file for its format.
   *
   * This command starts a long-running copy.  By default, the copy will pull
   * the entire source chain into the destination file, but if `flags` also
   * contains VIR_DOMAIN_BLOCK_COPY_SHALLOW, then only the top of the source
   * chain will be copied (the source and destination have a common backing
   * file).  The format of the destination file is controlled by the \<driver\>
   * sub-element of the XML.  The destination will be created unless the
   * VIR_DOMAIN_BLOCK_COPY_REUSE_EXT flag is present stating that the file
   * was pre-created with the correct format and metadata and sufficient
   * size to hold the copy. In case the VIR_DOMAIN_BLOCK_COPY_SHALLOW flag
   * is used the pre-created file has to exhibit the same guest visible contents
   * as the backing file of the original image. This allows a management app to
   * pre-create files with relative backing file names, rather than the default
   * of absolute backing file names.
   *
   * A copy job has two parts; in the first phase, the source is copied into
   * the destination, and the job can only be canceled by reverting to the
   * source file; progress in this phase can be tracked via the
   * virDomainBlockJobInfo() command, with a job type of
   * VIR_DOMAIN_BLOCK_JOB_TYPE_COPY.  The job transitions to the second
   * phase when the block job event with state VIR_DOMAIN_BLOCK_JOB_READY is
   * emitted for the given device. This information is also visible in the
   * live XML as 'ready="yes"' attribute of the corresponding \<mirror\> element.
   * All further changes are saved to both source and destination.  The user must
   * call virDomainBlockJobAbort() to end the mirroring while choosing
   * whether to revert to source or pivot to the destination.  An event is
   * issued when the job ends, and depending on the hypervisor, an event may
   * also be issued when the job transitions from pulling to mirroring.  If
   * the job is aborted, a new job will have to start over from the beginning
   * of the first phase.
   *
   * Some hypervisors will restrict certain actions, such as virDomainSave()
   * or virDomainDetachDevice(), while a copy job is active; they may
   * also restrict a copy job to transient domains.
   *
   * If `flags` contains VIR_DOMAIN_BLOCK_COPY_TRANSIENT_JOB the job will not be
   * recoverable if the VM is turned off while job is active. This flag will
   * remove the restriction of copy jobs to transient domains. Note that this flag
   * is automatically implied if the VM is transient at the time it's started.
   *
   * If `flags` contains VIR_DOMAIN_BLOCK_COPY_SYNCHRONOUS_WRITES the job will wait
   * for guest writes to be propagated both to the original image and to the
   * destination of the copy so that it's guaranteed that the job converges if
   * the destination storage is slower. This may impact performance of writes
   * while the blockjob is running.
   *
   * The `disk` parameter is either an unambiguous source name of the
   * block device (the \<source file='...'/\> sub-element, such as
   * "/path/to/image"), or the device target shorthand (the
   * \<target dev='...'/\> sub-element, such as "vda").  Valid names
   * can be found by calling virDomainGetXMLDesc() and inspecting
   * elements within //domain/devices/disk.
   *
   * The `params` and `nparams` arguments can be used to set hypervisor-specific
   * tuning parameters, such as maximum bandwidth or granularity.  For a
   * parameter that the hypervisor understands, explicitly specifying 0
   * behaves the same as omitting the parameter, to use the hypervisor
   * default; however, omitting a parameter is less likely to fail.
   *
   * This command is a superset of the older virDomainBlockRebase() when used
   * with the VIR_DOMAIN_BLOCK_REBASE_COPY flag, and offers better control
   * over the destination format, the ability to copy to a destination that
   * is not a local file, and the possibility of additional tuning parameters.
   *
   * C: virDomainBlockCopy, since libvirt 1.2.8.
   *
   * @param disk path to the block device, or device shorthand
   * @param destxml XML description of the copy destination
   * @param params Pointer to block copy parameter objects, or NULL
   * @param flags bitwise-OR of virDomainBlockCopyFlags @default 0
   */
  blockCopy(disk: string, destxml: string, params: TypedParamsInput, flags: Flags<typeof DomainBlockCopyFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainBlockCopy, disk, destxml, typedParamList(params), flagBits(DomainBlockCopyFlags, flags));
  }

  /**
   * Cancel the active block job on the given disk.
   *
   * The `disk` parameter is either an unambiguous source name of the
   * block device (the \<source file='...'/\> sub-element, such as
   * "/path/to/image"), or (since 0.9.5) the device target shorthand
   * (the \<target dev='...'/\> sub-element, such as "vda").  Valid names
   * can be found by calling virDomainGetXMLDesc() and inspecting
   * elements within //domain/devices/disk.
   *
   * If the current block job for `disk` is VIR_DOMAIN_BLOCK_JOB_TYPE_PULL, then
   * by default, this function performs a synchronous operation and the caller
   * may assume that the operation has completed when 0 is returned.  However,
   * BlockJob operations may take a long time to cancel, and during this time
   * further domain interactions may be unresponsive.  To avoid this problem,
   * pass VIR_DOMAIN_BLOCK_JOB_ABORT_ASYNC in the `flags` argument to enable
   * asynchronous behavior, returning as soon as possible.  When the job has
   * been canceled, a BlockJob event will be emitted, with status
   * VIR_DOMAIN_BLOCK_JOB_CANCELED (even if the ABORT_ASYNC flag was not
   * used); it is also possible to poll virDomainBlockJobInfo() to see if
   * the job cancellation is still pending.  This type of job can be restarted
   * to pick up from where it left off.
   *
   * If the current block job for `disk` is VIR_DOMAIN_BLOCK_JOB_TYPE_COPY, then
   * the default is to abort the mirroring and revert to the source disk;
   * likewise, if the current job is VIR_DOMAIN_BLOCK_JOB_TYPE_ACTIVE_COMMIT,
   * the default is to abort without changing the active layer of `disk`.
   * Adding `flags` of VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT causes this call to
   * fail with VIR_ERR_BLOCK_COPY_ACTIVE if the copy or commit is not yet
   * ready; otherwise it will swap the disk over to the new active image
   * to end the mirroring or active commit.  An event will be issued when the
   * job is ended, and it is possible to use VIR_DOMAIN_BLOCK_JOB_ABORT_ASYNC
   * to control whether this command waits for the completion of the job.
   * Restarting a copy or active commit job requires starting over from the
   * beginning of the first phase.
   *
   * C: virDomainBlockJobAbort, since libvirt 0.9.4.
   *
   * @param disk path to the block device, or device shorthand
   * @param flags bitwise-OR of virDomainBlockJobAbortFlags @default 0
   */
  blockJobAbort(disk: string, flags: Flags<typeof DomainBlockJobAbortFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainBlockJobAbort, disk, flagBits(DomainBlockJobAbortFlags, flags));
  }

  /**
   * Set the maximum allowable bandwidth that a block job may consume.  If
   * bandwidth is 0, the limit will revert to the hypervisor default of
   * unlimited.
   *
   * If `flags` contains VIR_DOMAIN_BLOCK_JOB_SPEED_BANDWIDTH_BYTES, `bandwidth`
   * is in bytes/second; otherwise, it is in MiB/second.  Values larger than
   * 2^52 bytes/sec may be rejected due to overflow considerations based on
   * the word size of both client and server, and values larger than 2^31
   * bytes/sec may cause overflow problems if later queried by
   * virDomainGetBlockJobInfo() without scaling.  Hypervisors may further
   * restrict the range of valid bandwidth values.
   *
   * The `disk` parameter is either an unambiguous source name of the
   * block device (the \<source file='...'/\> sub-element, such as
   * "/path/to/image"), or (since 0.9.5) the device target shorthand
   * (the \<target dev='...'/\> sub-element, such as "vda").  Valid names
   * can be found by calling virDomainGetXMLDesc() and inspecting
   * elements within //domain/devices/disk.
   *
   * C: virDomainBlockJobSetSpeed, since libvirt 0.9.4.
   *
   * @param disk path to the block device, or device shorthand
   * @param bandwidth specify bandwidth limit; flags determine the unit
   * @param flags bitwise-OR of virDomainBlockJobSetSpeedFlags @default 0
   */
  blockJobSetSpeed(disk: string, bandwidth: number | bigint, flags: Flags<typeof DomainBlockJobSetSpeedFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainBlockJobSetSpeed, disk, bandwidth, flagBits(DomainBlockJobSetSpeedFlags, flags));
  }

  /**
   * This function allows you to read the contents of a domain's
   * disk device.
   *
   * Typical uses for this are to determine if the domain has
   * written a Master Boot Record (indicating that the domain
   * has completed installation), or to try to work out the state
   * of the domain's filesystems.
   *
   * (Note that in the local case you might try to open the
   * block device or file directly, but that won't work in the
   * remote case, nor if you don't have sufficient permission.
   * Hence the need for this call).
   *
   * The `disk` parameter is either an unambiguous source name of the
   * block device (the \<source file='...'/\> sub-element, such as
   * "/path/to/image"), or (since 0.9.5) the device target shorthand
   * (the \<target dev='...'/\> sub-element, such as "vda").  Valid names
   * can be found by calling virDomainGetXMLDesc() and inspecting
   * elements within //domain/devices/disk.
   *
   * 'offset' and 'size' represent an area which must lie entirely
   * within the device or file.  'size' may be 0 to test if the
   * call would succeed.
   *
   * 'buffer' is the return buffer and must be at least 'size' bytes.
   *
   * NB. The remote driver imposes a 64K byte limit on 'size'.
   * For your program to be able to work reliably over a remote
   * connection you should split large requests to \<= 65536 bytes.
   * However, with 0.9.13 this RPC limit has been raised to 1M byte.
   * Starting with version 1.0.6 the RPC limit has been raised again.
   * Now large requests up to 16M byte are supported.
   *
   * C: virDomainBlockPeek, since libvirt 0.4.2.
   *
   * @param disk path to the block device, or device shorthand
   * @param offset offset within block device
   * @param size size to read
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: 0 in case of success or -1 in case of failure.
   */
  blockPeek(disk: string, offset: number | bigint, size: number | bigint, flags: number = 0): Promise<Uint8Array<ArrayBuffer>> {
    return invoke<Uint8Array<ArrayBuffer>>(this, F.virDomainBlockPeek, disk, offset, size, flags);
  }

  /**
   * Populate a disk image with data from its backing image.  Once all data from
   * its backing image has been pulled, the disk no longer depends on a backing
   * image.  This function pulls data for the entire device in the background.
   * Progress of the operation can be checked with virDomainGetBlockJobInfo() and
   * the operation can be aborted with virDomainBlockJobAbort().  When finished,
   * an asynchronous event is raised to indicate the final status.  To move
   * data in the opposite direction, see virDomainBlockCommit().
   *
   * The `disk` parameter is either an unambiguous source name of the
   * block device (the \<source file='...'/\> sub-element, such as
   * "/path/to/image"), or (since 0.9.5) the device target shorthand
   * (the \<target dev='...'/\> sub-element, such as "vda").  Valid names
   * can be found by calling virDomainGetXMLDesc() and inspecting
   * elements within //domain/devices/disk.
   *
   * The maximum bandwidth that will be used to do the copy can be
   * specified with the `bandwidth` parameter.  If set to 0, there is no
   * limit.  If `flags` includes VIR_DOMAIN_BLOCK_PULL_BANDWIDTH_BYTES,
   * `bandwidth` is in bytes/second; otherwise, it is in MiB/second.
   * Values larger than 2^52 bytes/sec may be rejected due to overflow
   * considerations based on the word size of both client and server,
   * and values larger than 2^31 bytes/sec may cause overflow problems
   * if later queried by virDomainGetBlockJobInfo() without scaling.
   * Hypervisors may further restrict the range of valid bandwidth
   * values.  Some hypervisors do not support this feature and will
   * return an error if bandwidth is not 0; in this case, it might still
   * be possible for a later call to virDomainBlockJobSetSpeed() to
   * succeed.  The actual speed can be determined with
   * virDomainGetBlockJobInfo().
   *
   * This is shorthand for virDomainBlockRebase() with a NULL base.
   *
   * C: virDomainBlockPull, since libvirt 0.9.4.
   *
   * @param disk path to the block device, or device shorthand
   * @param bandwidth (optional) specify bandwidth limit; flags determine the unit
   * @param flags bitwise-OR of virDomainBlockPullFlags @default 0
   */
  blockPull(disk: string, bandwidth: number | bigint, flags: Flags<typeof DomainBlockPullFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainBlockPull, disk, bandwidth, flagBits(DomainBlockPullFlags, flags));
  }

  /**
   * Populate a disk image with data from its backing image chain, and
   * setting the backing image to `base`, or alternatively copy an entire
   * backing chain to a new file `base`.
   *
   * When `flags` is 0, this starts a pull, where `base` must be the absolute
   * path of one of the backing images further up the chain, or NULL to
   * convert the disk image so that it has no backing image.  Once all
   * data from its backing image chain has been pulled, the disk no
   * longer depends on those intermediate backing images.  This function
   * pulls data for the entire device in the background.  Progress of
   * the operation can be checked with virDomainGetBlockJobInfo() with a
   * job type of VIR_DOMAIN_BLOCK_JOB_TYPE_PULL, and the operation can be
   * aborted with virDomainBlockJobAbort().  When finished, an asynchronous
   * event is raised to indicate the final status, and the job no longer
   * exists.  If the job is aborted, a new one can be started later to
   * resume from the same point.
   *
   * If `flags` contains VIR_DOMAIN_BLOCK_REBASE_RELATIVE, the name recorded
   * into the active disk as the location for `base` will be kept relative.
   * The operation will fail if libvirt can't infer the name.
   *
   * When `flags` includes VIR_DOMAIN_BLOCK_REBASE_COPY, this starts a copy,
   * where `base` must be the name of a new file to copy the chain to.  By
   * default, the copy will pull the entire source chain into the destination
   * file, but if `flags` also contains VIR_DOMAIN_BLOCK_REBASE_SHALLOW, then
   * only the top of the source chain will be copied (the source and
   * destination have a common backing file).  By default, `base` will be
   * created with the same file format as the source, but this can be altered
   * by adding VIR_DOMAIN_BLOCK_REBASE_COPY_RAW to force the copy to be raw
   * (does not make sense with the shallow flag unless the source is also raw),
   * or by using VIR_DOMAIN_BLOCK_REBASE_REUSE_EXT to reuse an existing file
   * which was pre-created with the correct format and metadata and sufficient
   * size to hold the copy. In case the VIR_DOMAIN_BLOCK_REBASE_SHALLOW flag
   * is used the pre-created file has to exhibit the same guest visible contents
   * as the backing file of the original image. This allows a management app to
   * pre-create files with relative backing file names, rather than the default
   * of absolute backing file names; as a security precaution, you should
   * generally only use reuse_ext with the shallow flag and a non-raw
   * destination file.  By default, the copy destination will be treated as
   * type='file', but using VIR_DOMAIN_BLOCK_REBASE_COPY_DEV treats the
   * destination as type='block' (affecting how virDomainGetBlockInfo() will
   * report allocation after pivoting).
   *
   * A copy job has two parts; in the first phase, the `bandwidth` parameter
   * affects how fast the source is pulled into the destination, and the job
   * can only be canceled by reverting to the source file; progress in this
   * phase can be tracked via the virDomainBlockJobInfo() command, with a
   * job type of VIR_DOMAIN_BLOCK_JOB_TYPE_COPY.  The job transitions to the
   * second phase when the job info states cur == end, and remains alive to
   * mirror all further changes to both source and destination.  The user
   * must call virDomainBlockJobAbort() to end the mirroring while choosing
   * whether to revert to source or pivot to the destination.  An event is
   * issued when the job ends, and depending on the hypervisor, an event may
   * also be issued when the job transitions from pulling to mirroring.  If
   * the job is aborted, a new job will have to start over from the beginning
   * of the first phase.
   *
   * Some hypervisors will restrict certain actions, such as virDomainSave()
   * or virDomainDetachDevice(), while a copy job is active; they may
   * also restrict a copy job to transient domains.
   *
   * The `disk` parameter is either an unambiguous source name of the
   * block device (the \<source file='...'/\> sub-element, such as
   * "/path/to/image"), or the device target shorthand (the
   * \<target dev='...'/\> sub-element, such as "vda").  Valid names
   * can be found by calling virDomainGetXMLDesc() and inspecting
   * elements within //domain/devices/disk.
   *
   * The `base` parameter can be either a path to a file within the backing
   * chain, or the device target shorthand (the \<target dev='...'/\>
   * sub-element, such as "vda") followed by an index to the backing chain
   * enclosed in square brackets. Backing chain indexes can be found by
   * inspecting //disk//backingStore/`index` in the domain XML. Thus, for
   * example, "vda[3]" refers to the backing store with index equal to "3"
   * in the chain of disk "vda".
   *
   * The maximum bandwidth that will be used to do the copy can be
   * specified with the `bandwidth` parameter.  If set to 0, there is no
   * limit.  If `flags` includes VIR_DOMAIN_BLOCK_REBASE_BANDWIDTH_BYTES,
   * `bandwidth` is in bytes/second; otherwise, it is in MiB/second.
   * Values larger than 2^52 bytes/sec may be rejected due to overflow
   * considerations based on the word size of both client and server,
   * and values larger than 2^31 bytes/sec may cause overflow problems
   * if later queried by virDomainGetBlockJobInfo() without scaling.
   * Hypervisors may further restrict the range of valid bandwidth
   * values.  Some hypervisors do not support this feature and will
   * return an error if bandwidth is not 0; in this case, it might still
   * be possible for a later call to virDomainBlockJobSetSpeed() to
   * succeed.  The actual speed can be determined with
   * virDomainGetBlockJobInfo().
   *
   * When `base` is NULL and `flags` is 0, this is identical to
   * virDomainBlockPull().  When `flags` contains VIR_DOMAIN_BLOCK_REBASE_COPY,
   * this command is shorthand for virDomainBlockCopy() where the destination
   * XML encodes `base` as a \<disk type='file'\>, `bandwidth` is properly scaled
   * and passed as a typed parameter, the shallow and reuse external flags
   * are preserved, and remaining flags control whether the XML encodes a
   * destination format of raw instead of leaving the destination identical
   * to the source format or probed from the reused file.
   *
   * C: virDomainBlockRebase, since libvirt 0.9.10.
   *
   * @param disk path to the block device, or device shorthand
   * @param base path to backing file to keep, or device shorthand, or NULL for no backing file @default null
   * @param bandwidth (optional) specify bandwidth limit; flags determine the unit
   * @param flags bitwise-OR of virDomainBlockRebaseFlags @default 0
   */
  blockRebase(disk: string, base: string | null, bandwidth: number | bigint, flags: Flags<typeof DomainBlockRebaseFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainBlockRebase, disk, base, bandwidth, flagBits(DomainBlockRebaseFlags, flags));
  }

  /**
   * Resize a block device of domain while the domain is running.  If
   * `flags` is 0, then `size` is in kibibytes (blocks of 1024 bytes);
   * since 0.9.11, if `flags` includes VIR_DOMAIN_BLOCK_RESIZE_BYTES,
   * `size` is in bytes instead.  `size` is taken directly as the new
   * size.  Depending on the file format, the hypervisor may round up
   * to the next alignment boundary.
   *
   * The `disk` parameter is either an unambiguous source name of the
   * block device (the \<source file='...'/\> sub-element, such as
   * "/path/to/image"), or (since 0.9.5) the device target shorthand
   * (the \<target dev='...'/\> sub-element, such as "vda").  Valid names
   * can be found by calling virDomainGetXMLDesc() and inspecting
   * elements within //domain/devices/disk.
   *
   * Note that this call may fail if the underlying virtualization hypervisor
   * does not support it; this call requires privileged access to the
   * hypervisor.
   *
   * C: virDomainBlockResize, since libvirt 0.9.8.
   *
   * @param disk path to the block image, or shorthand
   * @param size new size of the block image, see below for unit
   * @param flags bitwise-OR of virDomainBlockResizeFlags @default 0
   */
  blockResize(disk: string, size: number | bigint, flags: Flags<typeof DomainBlockResizeFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainBlockResize, disk, size, flagBits(DomainBlockResizeFlags, flags));
  }

  /**
   * This function returns block device (disk) stats for block
   * devices attached to the domain.
   *
   * The `disk` parameter is either the device target shorthand (the
   * \<target dev='...'/\> sub-element, such as "vda"), or (since 0.9.8)
   * an unambiguous source name of the block device (the \<source
   * file='...'/\> sub-element, such as "/path/to/image").  Valid names
   * can be found by calling virDomainGetXMLDesc() and inspecting
   * elements within //domain/devices/disk. Some drivers might also
   * accept the empty string for the `disk` parameter, and then yield
   * summary stats for the entire domain.
   *
   * Domains may have more than one block device.  To get stats for
   * each you should make multiple calls to this function.
   *
   * Individual fields within the stats structure may be returned
   * as -1, which indicates that the hypervisor does not support
   * that particular statistic.
   *
   * C: virDomainBlockStats, since libvirt 0.3.2.
   *
   * @param disk path to the block device, or device shorthand
   * @returns C: 0 in case of success or -1 in case of failure.
   */
  blockStats(disk: string): Promise<DomainBlockStats> {
    return invoke<DomainBlockStats>(this, F.virDomainBlockStats, disk);
  }

  /**
   * This function is to get block stats parameters for block
   * devices attached to the domain.
   *
   * The `disk` parameter is either the device target shorthand (the
   * \<target dev='...'/\> sub-element, such as "vda"), or (since 0.9.8)
   * an unambiguous source name of the block device (the \<source
   * file='...'/\> sub-element, such as "/path/to/image").  Valid names
   * can be found by calling virDomainGetXMLDesc() and inspecting
   * elements within //domain/devices/disk. Some drivers might also
   * accept the empty string for the `disk` parameter, and then yield
   * summary stats for the entire domain.
   *
   * Domains may have more than one block device.  To get stats for
   * each you should make multiple calls to this function.
   *
   * On input, `nparams` gives the size of the `params` array; on output,
   * `nparams` gives how many slots were filled with parameter
   * information, which might be less but will not exceed the input
   * value.
   *
   * As a special case, calling with `params` as NULL and `nparams` as 0 on
   * input will cause `nparams` on output to contain the number of parameters
   * supported by the hypervisor. (Note that block devices of different types
   * might support different parameters, so it might be necessary to compute
   * `nparams` for each block device). The caller should then allocate `params`
   * array, i.e. (sizeof(`virTypedParameter`) * `nparams`) bytes and call the API
   * again. See virDomainGetMemoryParameters() for more details.
   *
   * C: virDomainBlockStatsFlags, since libvirt 0.9.5.
   *
   * @param disk path to the block device, or device shorthand
   * @param flags bitwise-OR of virTypedParameterFlags @default 0
   * @returns C: -1 in case of error, 0 in case of success.
   */
  blockStatsFlags(disk: string, flags: Flags<typeof TypedParameterFlags> = 0): Promise<TypedParams> {
    return invoke<TypedParams>(this, F.virDomainBlockStatsFlags, disk, flagBits(TypedParameterFlags, flags));
  }

  /**
   * Create a new checkpoint using `xmlDesc`, with a top-level
   * \<domaincheckpoint\> element, on a running `domain`.  Note that
   * `xmlDesc` must validate against the \<domaincheckpoint\> XML schema.
   * Typically, it is more common to create a new checkpoint as part of
   * kicking off a backup job with virDomainBackupBegin(); however, it
   * is also possible to start a checkpoint without a backup.
   *
   * See https://www.libvirt.org/formatcheckpoint.html#checkpoint-xml
   * for more details on `xmlDesc`. In particular, some hypervisors may require
   * particular disk formats, such as qcow2, in order to support this
   * command; where `xmlDesc` can be used to limit the checkpoint to a working
   * subset of the domain's disks.
   *
   * If `flags` includes VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE, then this
   * is a request to reinstate checkpoint metadata that was previously
   * captured from virDomainCheckpointGetXMLDesc() before removing that
   * metadata, rather than creating a new checkpoint.  Note that while
   * original creation can omit a number of elements from `xmlDesc` (and
   * libvirt will supply sane defaults based on the domain state at that
   * point in time), a redefinition must supply more elements (as the
   * domain may have changed in the meantime, so that libvirt no longer
   * has a way to resupply correct defaults).  Not all hypervisors support
   * this flag.
   *
   * If `flags` includes VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE_VALIDATE along with
   * VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE the state of the metadata related
   * to the disk state of the redefined checkpoint is validated. Note that
   * hypervisors may require that the `domain` is running to perform validation.
   *
   * If `flags` includes VIR_DOMAIN_CHECKPOINT_CREATE_QUIESCE, then the
   * libvirt will attempt to use guest agent to freeze and thaw all file
   * systems in use within domain OS. However, if the guest agent is not
   * present, an error is thrown. This flag is incompatible with
   * VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE.
   *
   * Note: A checkpoint represents point in time after which blocks changed by
   * the hypervisor are tracked. The tracking of changed blocks notes only whether
   * a block was modified, but does not preserve the old contents.
   * The main purpose of checkpoints is to enable incremental backups. But for a
   * checkpoint to be useful for this purpose, a backup must be performed at the
   * same time as the checkpoint is created.
   * This is done via the virDomainBackupBegin API, which also allows to create a
   * checkpoint at the same time. Creating checkpoints with
   * virDomainCheckpointCreateXML is generally only useful for re-creating the
   * libvirt metadata.
   *
   * C: virDomainCheckpointCreateXML, since libvirt 5.6.0.
   *
   * @param xmlDesc description of the checkpoint to create
   * @param flags bitwise-OR of supported virDomainCheckpointCreateFlags @default 0
   * @returns C: an (opaque) new virDomainCheckpointPtr on success or NULL on failure.
   */
  checkpointCreateXML(xmlDesc: string, flags: Flags<typeof DomainCheckpointCreateFlags> = 0): Promise<DomainCheckpoint> {
    return invoke<DomainCheckpoint>(this, F.virDomainCheckpointCreateXML, xmlDesc, flagBits(DomainCheckpointCreateFlags, flags));
  }

  /**
   * Try to lookup a domain checkpoint based on its name.
   *
   * C: virDomainCheckpointLookupByName, since libvirt 5.6.0.
   *
   * @param name name for the domain checkpoint
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: a domain checkpoint object or NULL in case of failure. If the domain checkpoint cannot be found, then the VIR_ERR_NO_DOMAIN_CHECKPOINT error is raised.
   */
  checkpointLookupByName(name: string, flags: number = 0): Promise<DomainCheckpoint> {
    return invoke<DomainCheckpoint>(this, F.virDomainCheckpointLookupByName, name, flags);
  }

  /**
   * This method will dump the core of a domain on a given file for analysis.
   * Note that for remote Xen Daemon the file path will be interpreted in
   * the remote host. Hypervisors may require  the user to manually ensure
   * proper permissions on the file named by `to`.
   *
   * If `flags` includes VIR_DUMP_CRASH, then leave the guest shut off with
   * a crashed state after the dump completes.  If `flags` includes
   * VIR_DUMP_LIVE, then make the core dump while continuing to allow
   * the guest to run; otherwise, the guest is suspended during the dump.
   * VIR_DUMP_RESET flag forces reset of the guest after dump.
   * The above three flags are mutually exclusive.
   *
   * Additionally, if `flags` includes VIR_DUMP_BYPASS_CACHE, then libvirt
   * will attempt to bypass the file system cache while creating the file,
   * or fail if it cannot do so for the given system; this can allow less
   * pressure on file system cache, but also risks slowing saves to NFS.
   *
   * For more control over the output format, see virDomainCoreDumpWithFormat().
   *
   * C: virDomainCoreDump, since libvirt 0.1.9.
   *
   * @param to path for the core file
   * @param flags bitwise-OR of virDomainCoreDumpFlags @default 0
   */
  coreDump(to: string, flags: Flags<typeof DomainCoreDumpFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainCoreDump, to, flagBits(DomainCoreDumpFlags, flags));
  }

  /**
   * This method will dump the core of a domain on a given file for analysis.
   * Note that for remote Xen Daemon the file path will be interpreted in
   * the remote host. Hypervisors may require  the user to manually ensure
   * proper permissions on the file named by `to`.
   *
   * `dumpformat` controls which format the dump will have; use of
   * VIR_DOMAIN_CORE_DUMP_FORMAT_RAW mirrors what virDomainCoreDump() will
   * perform.  Not all hypervisors are able to support all formats.
   *
   * If `flags` includes VIR_DUMP_CRASH, then leave the guest shut off with
   * a crashed state after the dump completes.  If `flags` includes
   * VIR_DUMP_LIVE, then make the core dump while continuing to allow
   * the guest to run; otherwise, the guest is suspended during the dump.
   * VIR_DUMP_RESET flag forces reset of the guest after dump.
   * The above three flags are mutually exclusive.
   *
   * Additionally, if `flags` includes VIR_DUMP_BYPASS_CACHE, then libvirt
   * will attempt to bypass the file system cache while creating the file,
   * or fail if it cannot do so for the given system; this can allow less
   * pressure on file system cache, but also risks slowing saves to NFS.
   *
   * C: virDomainCoreDumpWithFormat, since libvirt 1.2.3.
   *
   * @param to path for the core file
   * @param dumpformat format of domain memory's dump (one of virDomainCoreDumpFormat enum)
   * @param flags bitwise-OR of virDomainCoreDumpFlags @default 0
   */
  coreDumpWithFormat(to: string, dumpformat: DomainCoreDumpFormat, flags: Flags<typeof DomainCoreDumpFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainCoreDumpWithFormat, to, dumpformat, flagBits(DomainCoreDumpFlags, flags));
  }

  /**
   * Launch a defined domain. If the call succeeds the domain moves from the
   * defined to the running domains pools.  The domain will be paused only
   * if restoring from managed state created from a paused domain.  For more
   * control, see virDomainCreateWithFlags().
   *
   * C: virDomainCreate, since libvirt 0.1.1.
   *
   */
  create(): Promise<void> {
    return invoke<void>(this, F.virDomainCreate);
  }

  /**
   * Launch a defined domain. If the call succeeds the domain moves from the
   * defined to the running domains pools.
   *
   * `files` provides an array of file descriptors which will be
   * made available to the 'init' process of the guest. The file
   * handles exposed to the guest will be renumbered to start
   * from 3 (ie immediately following stderr). This is only
   * supported for guests which use container based virtualization
   * technology.
   *
   * If the VIR_DOMAIN_START_PAUSED flag is set, or if the guest domain
   * has a managed save image that requested paused state (see
   * virDomainManagedSave()) the guest domain will be started, but its
   * CPUs will remain paused. The CPUs can later be manually started
   * using virDomainResume().  In all other cases, the guest domain will
   * be running.
   *
   * If the VIR_DOMAIN_START_AUTODESTROY flag is set, the guest
   * domain will be automatically destroyed when the virConnectPtr
   * object is finally released. This will also happen if the
   * client application crashes / loses its connection to the
   * libvirtd daemon. Any domains marked for auto destroy will
   * block attempts at migration, save-to-file, or snapshots.
   *
   * If the VIR_DOMAIN_START_BYPASS_CACHE flag is set, and there is a
   * managed save file for this domain (created by virDomainManagedSave()),
   * then libvirt will attempt to bypass the file system cache while restoring
   * the file, or fail if it cannot do so for the given system; this can allow
   * less pressure on file system cache, but also risks slowing loads from NFS.
   *
   * If the VIR_DOMAIN_START_FORCE_BOOT flag is set, then any managed save
   * file for this domain is discarded, and the domain boots from scratch.
   *
   * If `flags` includes VIR_DOMAIN_START_RESET_NVRAM, then libvirt will
   * discard any existing NVRAM file and re-initialize NVRAM from the
   * pristine template.
   *
   * C: virDomainCreateWithFiles, since libvirt 1.1.1.
   *
   * @param files list of file descriptors passed
   * @param flags bitwise-OR of supported virDomainCreateFlags @default 0
   */
  createWithFiles(files: readonly number[], flags: Flags<typeof DomainCreateFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainCreateWithFiles, files, flagBits(DomainCreateFlags, flags));
  }

  /**
   * Launch a defined domain. If the call succeeds the domain moves from the
   * defined to the running domains pools.
   *
   * If the VIR_DOMAIN_START_PAUSED flag is set, or if the guest domain
   * has a managed save image that requested paused state (see
   * virDomainManagedSave()) the guest domain will be started, but its
   * CPUs will remain paused. The CPUs can later be manually started
   * using virDomainResume().  In all other cases, the guest domain will
   * be running.
   *
   * If the VIR_DOMAIN_START_AUTODESTROY flag is set, the guest
   * domain will be automatically destroyed when the virConnectPtr
   * object is finally released. This will also happen if the
   * client application crashes / loses its connection to the
   * libvirtd daemon. Any domains marked for auto destroy will
   * block attempts at migration. Hypervisors may also block save-to-file,
   * or snapshots.
   *
   * If the VIR_DOMAIN_START_BYPASS_CACHE flag is set, and there is a
   * managed save file for this domain (created by virDomainManagedSave()),
   * then libvirt will attempt to bypass the file system cache while restoring
   * the file, or fail if it cannot do so for the given system; this can allow
   * less pressure on file system cache, but also risks slowing loads from NFS.
   *
   * If the VIR_DOMAIN_START_FORCE_BOOT flag is set, then any managed save
   * file for this domain is discarded, and the domain boots from scratch.
   *
   * If `flags` includes VIR_DOMAIN_START_RESET_NVRAM, then libvirt will
   * discard any existing NVRAM file and re-initialize NVRAM from the
   * pristine template.
   *
   * C: virDomainCreateWithFlags, since libvirt 0.8.2.
   *
   * @param flags bitwise-OR of supported virDomainCreateFlags @default 0
   */
  createWithFlags(flags: Flags<typeof DomainCreateFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainCreateWithFlags, flagBits(DomainCreateFlags, flags));
  }

  /**
   * Dynamically delete an IOThread from the domain. The `iothread_id` to be
   * deleted must not have a resource associated with it and can be any of
   * the currently valid IOThread ID's.
   *
   * Note that this call can fail if the underlying virtualization hypervisor
   * does not support it or if reducing the number is arbitrarily limited.
   * This function requires privileged access to the hypervisor.
   *
   * `flags` may include VIR_DOMAIN_AFFECT_LIVE or VIR_DOMAIN_AFFECT_CONFIG.
   * Both flags may be set.
   * If VIR_DOMAIN_AFFECT_LIVE is set, the change affects a running domain
   * and may fail if domain is not alive.
   * If VIR_DOMAIN_AFFECT_CONFIG is set, the change affects persistent state,
   * and will fail for transient domains. If neither flag is specified (that is,
   * `flags` is VIR_DOMAIN_AFFECT_CURRENT), then an inactive domain modifies
   * persistent setup, while an active domain is hypervisor-dependent on whether
   * just live or both live and persistent state is changed.
   *
   * C: virDomainDelIOThread, since libvirt 1.2.15.
   *
   * @param iothreadId the specific IOThread ID value to delete
   * @param flags bitwise-OR of virDomainModificationImpact @default 0
   */
  delIOThread(iothreadId: number, flags: Flags<typeof DomainModificationImpact> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainDelIOThread, iothreadId, flagBits(DomainModificationImpact, flags));
  }

  /**
   * Destroy the domain object. The running instance is shutdown if not down
   * already and all resources used by it are given back to the hypervisor. This
   * does not free the associated virDomainPtr object.
   * This function may require privileged access.
   *
   * virDomainDestroy first requests that a guest terminate
   * (e.g. SIGTERM), then waits for it to comply. After a reasonable
   * timeout, if the guest still exists, virDomainDestroy will
   * forcefully terminate the guest (e.g. SIGKILL) if necessary (which
   * may produce undesirable results, for example unflushed disk cache
   * in the guest). To avoid this possibility, it's recommended to
   * instead call virDomainDestroyFlags, sending the
   * VIR_DOMAIN_DESTROY_GRACEFUL flag.
   *
   * If the domain is transient and has any snapshot metadata (see
   * virDomainSnapshotNum()), then that metadata will automatically
   * be deleted when the domain quits.
   *
   * C: virDomainDestroy, since libvirt 0.0.3.
   *
   */
  destroy(): Promise<void> {
    return invoke<void>(this, F.virDomainDestroy);
  }

  /**
   * Destroy the domain object. The running instance is shutdown if not down
   * already and all resources used by it are given back to the hypervisor.
   * This does not free the associated virDomainPtr object.
   * This function may require privileged access.
   *
   * Calling this function with no `flags` set (equal to zero) is
   * equivalent to calling virDomainDestroy, and after a reasonable
   * timeout will forcefully terminate the guest (e.g. SIGKILL) if
   * necessary (which may produce undesirable results, for example
   * unflushed disk cache in the guest). Including
   * VIR_DOMAIN_DESTROY_GRACEFUL in the flags will prevent the forceful
   * termination of the guest, and virDomainDestroyFlags will instead
   * return an error if the guest doesn't terminate by the end of the
   * timeout; at that time, the management application can decide if
   * calling again without VIR_DOMAIN_DESTROY_GRACEFUL is appropriate.
   *
   * If VIR_DOMAIN_DESTROY_REMOVE_LOGS flag is set then domain specific
   * logs will be deleted as well if there are any. Note that not all
   * deployments are be supported. For example in case of QEMU driver
   * this flags is noop if virtlogd is not used for handling QEMU
   * process output.
   *
   * Another alternative which may produce cleaner results for the
   * guest's disks is to use virDomainShutdown() instead, but that
   * depends on guest support (some hypervisor/guest combinations may
   * ignore the shutdown request).
   *
   * C: virDomainDestroyFlags, since libvirt 0.9.4.
   *
   * @param flags bitwise-OR of virDomainDestroyFlagsValues @default 0
   */
  destroyFlags(flags: Flags<typeof DomainDestroyFlagsValues> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainDestroyFlags, flagBits(DomainDestroyFlagsValues, flags));
  }

  /**
   * This is an equivalent of virDomainDetachDeviceFlags() when called with
   * `flags` parameter set to VIR_DOMAIN_AFFECT_LIVE.
   *
   * See virDomainDetachDeviceFlags() for more details.
   *
   * C: virDomainDetachDevice, since libvirt 0.1.9.
   *
   * @param xml pointer to XML description of one device
   */
  detachDevice(xml: string): Promise<void> {
    return invoke<void>(this, F.virDomainDetachDevice, xml);
  }

  /**
   * Detach a virtual device from a domain, using the alias to
   * specify the device. The value of `flags` should be either
   * VIR_DOMAIN_AFFECT_CURRENT, or a bitwise-or of values from
   * VIR_DOMAIN_AFFECT_LIVE and VIR_DOMAIN_AFFECT_CURRENT, although
   * hypervisors vary in which flags are supported.
   *
   * In contrast to virDomainDetachDeviceFlags() this API is
   * asynchronous - it returns immediately after sending the detach
   * request to the hypervisor. It's caller's responsibility to
   * wait for VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED event to signal
   * actual device removal or for
   * VIR_DOMAIN_EVENT_ID_DEVICE_REMOVAL_FAILED to signal rejected
   * device removal.
   *
   * C: virDomainDetachDeviceAlias, since libvirt 4.4.0.
   *
   * @param alias device alias
   * @param flags bitwise-OR of virDomainDeviceModifyFlags @default 0
   */
  detachDeviceAlias(alias: string, flags: Flags<typeof DomainDeviceModifyFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainDetachDeviceAlias, alias, flagBits(DomainDeviceModifyFlags, flags));
  }

  /**
   * Detach a virtual device from a domain, using the flags parameter
   * to control how the device is detached.  VIR_DOMAIN_AFFECT_CURRENT
   * specifies that the device allocation is removed based on current domain
   * state.  VIR_DOMAIN_AFFECT_LIVE specifies that the device shall be
   * deallocated from the active domain instance only and is not from the
   * persisted domain configuration.  VIR_DOMAIN_AFFECT_CONFIG
   * specifies that the device shall be deallocated from the persisted domain
   * configuration only.  Note that the target hypervisor must return an
   * error if unable to satisfy flags.  E.g. the hypervisor driver will
   * return failure if LIVE is specified but it only supports removing the
   * persisted device allocation.
   *
   * Some hypervisors may prevent this operation if there is a current
   * block job running operation on the device being detached; in that case,
   * use virDomainBlockJobAbort() to stop the block job first.
   *
   * Beware that depending on the hypervisor and device type, detaching a device
   * from a running domain may be asynchronous. That is, calling
   * virDomainDetachDeviceFlags may just request device removal while the device
   * is actually removed later (in cooperation with a guest OS). Previously,
   * this fact was ignored and the device could have been removed from domain
   * configuration before it was actually removed by the hypervisor causing
   * various failures on subsequent operations. To check whether the device was
   * successfully removed, either recheck domain configuration using
   * virDomainGetXMLDesc() or add a handler for the VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED
   * event. In case the device is already gone when virDomainDetachDeviceFlags
   * returns, the event is delivered before this API call ends. To help existing
   * clients work better in most cases, this API will try to transform an
   * asynchronous device removal that finishes shortly after the request into
   * a synchronous removal. In other words, this API may wait a bit for the
   * removal to complete in case it was not synchronous.
   *
   * Be aware that hotplug changes might not persist across a domain going
   * into S4 state (also known as hibernation) unless you also modify the
   * persistent domain definition.
   *
   * The supplied XML description of the device should be as specific
   * as its definition in the domain XML. The set of attributes used
   * to match the device are internal to the drivers. Using a partial definition,
   * or attempting to detach a device that is not present in the domain XML,
   * but shares some specific attributes with one that is present,
   * may lead to unexpected results.
   *
   * C: virDomainDetachDeviceFlags, since libvirt 0.7.7.
   *
   * @param xml pointer to XML description of one device
   * @param flags bitwise-OR of virDomainDeviceModifyFlags @default 0
   */
  detachDeviceFlags(xml: string, flags: Flags<typeof DomainDeviceModifyFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainDetachDeviceFlags, xml, flagBits(DomainDeviceModifyFlags, flags));
  }

  /**
   * Associate the FDs in `fd` with `domain` under `name`. The FDs are associated as
   * long as the connection used to associated exists and are disposed of
   * afterwards. FD may still be kept open by the hypervisor for as long as it's
   * needed.
   *
   * Security labelling (e.g. via the selinux) may be applied on the passed FDs
   * when required for usage by the VM. By default libvirt does not restore the
   * seclabels on the FDs afterwards to avoid keeping it open unnecessarily.
   *
   * Restoring of the security label can be requested by passing either
   * VIR_DOMAIN_FD_ASSOCIATE_SECLABEL_RESTORE for a best-effort attempt to restore
   * the security label after use.
   * Requesting the restore of security label will require that the file
   * descriptors are kept open for the whole time they are used by the hypervisor,
   * or other additional overhead.
   *
   * In certain cases usage of the fd group would imply read-only access. Passing
   * VIR_DOMAIN_FD_ASSOCIATE_SECLABEL_WRITABLE in `flags` ensures that a writable
   * security label is picked in case when the file represented by the fds may
   * be used in write mode.
   *
   * C: virDomainFDAssociate, since libvirt 9.0.0.
   *
   * @param name name for the file descriptor group
   * @param fds file descriptors to associate with domain
   * @param flags optional flags; bitwise-OR of supported virDomainFDAssociateFlags @default 0
   */
  fdAssociate(name: string, fds: readonly number[], flags: Flags<typeof DomainFDAssociateFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainFDAssociate, name, fds, flagBits(DomainFDAssociateFlags, flags));
  }

  /**
   * Freeze specified filesystems within the guest (hence guest agent
   * may be required depending on hypervisor used). If `mountpoints` is NULL and
   * `nmountpoints` is 0, every mounted filesystem on the guest is frozen.
   * In some environments (e.g. QEMU guest with guest agent which doesn't
   * support mountpoints argument), `mountpoints` may need to be NULL.
   *
   * C: virDomainFSFreeze, since libvirt 1.2.5.
   *
   * @param mountpoints list of mount points to be frozen @default null
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: the number of frozen filesystems on success, -1 otherwise.
   */
  fsFreeze(mountpoints: readonly string[] | null = null, flags: number = 0): Promise<number> {
    return invoke<number>(this, F.virDomainFSFreeze, mountpoints, flags);
  }

  /**
   * Thaw specified filesystems within the guest. If `mountpoints` is NULL and
   * `nmountpoints` is 0, every mounted filesystem on the guest is thawed.
   * In some drivers (e.g. QEMU driver), `mountpoints` may need to be NULL.
   *
   * C: virDomainFSThaw, since libvirt 1.2.5.
   *
   * @param mountpoints list of mount points to be thawed @default null
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: the number of thawed filesystems on success, -1 otherwise.
   */
  fsThaw(mountpoints: readonly string[] | null = null, flags: number = 0): Promise<number> {
    return invoke<number>(this, F.virDomainFSThaw, mountpoints, flags);
  }

  /**
   * Calls FITRIM within the guest (hence guest agent may be
   * required depending on hypervisor used). Either call it on each
   * mounted filesystem (`mountPoint` is NULL) or just on specified
   * `mountPoint`. `minimum` hints that free ranges smaller than this
   * may be ignored (this is a hint and the guest may not respect
   * it).  By increasing this value, the fstrim operation will
   * complete more quickly for filesystems with badly fragmented
   * free space, although not all blocks will be discarded.
   * If `minimum` is not zero, the command may fail.
   *
   * C: virDomainFSTrim, since libvirt 1.0.1.
   *
   * @param mountPoint which mount point to trim @default null
   * @param minimum Minimum contiguous free range to discard in bytes
   * @param flags extra flags, not used yet, so callers should always pass 0 @default 0
   */
  fsTrim(mountPoint: string | null, minimum: number | bigint, flags: number = 0): Promise<void> {
    return invoke<void>(this, F.virDomainFSTrim, mountPoint, minimum, flags);
  }

  /**
   * Provides a boolean value indicating whether the domain
   * configured to be automatically started when the host
   * machine boots.
   *
   * C: virDomainGetAutostart, since libvirt 0.2.1.
   *
   * @returns C: -1 in case of error, 0 in case of success
   */
  getAutostart(): Promise<boolean> {
    return invoke<boolean>(this, F.virDomainGetAutostart);
  }

  /**
   * Get all blkio parameters.  On input, `nparams` gives the size of the
   * `params` array; on output, `nparams` gives how many slots were filled
   * with parameter information, which might be less but will not exceed
   * the input value.
   *
   * As a special case, calling with `params` as NULL and `nparams` as 0 on
   * input will cause `nparams` on output to contain the number of parameters
   * supported by the hypervisor. The caller should then allocate `params`
   * array, i.e. (sizeof(`virTypedParameter`) * `nparams`) bytes and call the API
   * again.
   *
   * See virDomainGetMemoryParameters() for an equivalent usage example.
   *
   * This function may require privileged access to the hypervisor. This function
   * expects the caller to allocate the `params`.
   *
   * C: virDomainGetBlkioParameters, since libvirt 0.9.0.
   *
   * @param flags bitwise-OR of virDomainModificationImpact and virTypedParameterFlags @default 0
   * @returns C: -1 in case of error, 0 in case of success.
   */
  getBlkioParameters(flags: Flags<typeof DomainModificationImpact> = 0): Promise<TypedParams> {
    return invoke<TypedParams>(this, F.virDomainGetBlkioParameters, flagBits(DomainModificationImpact, flags));
  }

  /**
   * Extract information about a domain's block device.
   *
   * The `disk` parameter is either an unambiguous source name of the
   * block device (the \<source file='...'/\> sub-element, such as
   * "/path/to/image"), or (since 0.9.5) the device target shorthand
   * (the \<target dev='...'/\> sub-element, such as "vda").  Valid names
   * can be found by calling virDomainGetXMLDesc() and inspecting
   * elements within //domain/devices/disk.
   *
   * For QEMU domains, the allocation and physical virDomainBlockInfo
   * values returned will generally be the same, except when using a
   * non raw, block backing device, such as qcow2 for an active domain.
   * When the persistent domain is not active, QEMU will return the
   * default which is the same value for allocation and physical.
   *
   * Active QEMU domains can return an allocation value which is more
   * representative of the currently used blocks by the device compared
   * to the physical size of the device. Applications can use/monitor
   * the allocation value with the understanding that if the domain
   * becomes inactive during an attempt to get the value, the default
   * values will be returned. Thus, the application should check
   * after the call for the domain being inactive if the values are
   * the same. Optionally, the application could be watching for a
   * shutdown event and then ignore any values received afterwards.
   * This can be an issue when a domain is being migrated and the
   * exact timing of the domain being made inactive and check of
   * the allocation value results the default being returned. For
   * a transient domain in the similar situation, this call will return
   * -1 and an error message indicating the "domain is not running".
   *
   * The following is some pseudo code illustrating the call sequence:
   *
   *   ...
   *   virDomainPtr dom;
   *   virDomainBlockInfo info;
   *   char *device;
   *   ...
   *   // Either get a list of all domains or a specific domain
   *   // via a virDomainLookupBy*() call.
   *   //
   *   // It's also required to fill in the device pointer, but that's
   *   // specific to the implementation. For the purposes of this example
   *   // a qcow2 backed device name string would need to be provided.
   *   ...
   *   // If the following call is made on a persistent domain with a
   *   // qcow2 block backed block device, then it's possible the returned
   *   // allocation equals the physical value. In that case, the domain
   *   // that may have been active prior to calling has become inactive,
   *   // such as is the case during a domain migration. Thus once we
   *   // get data returned, check for active domain when the values are
   *   // the same.
   *   if (virDomainGetBlockInfo(dom, device, &info, 0) \< 0)
   *       goto failure;
   *   if (info.allocation == info.physical) \{
   *       // If the domain is no longer active,
   *       // then the defaults are being returned.
   *       if (!virDomainIsActive())
   *               goto ignore_return;
   *   \}
   *   // Do something with the allocation and physical values
   *   ...
   *
   * C: virDomainGetBlockInfo, since libvirt 0.8.1.
   *
   * @param disk path to the block device, or device shorthand
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: 0 in case of success and -1 in case of failure.
   */
  getBlockInfo(disk: string, flags: number = 0): Promise<DomainBlockInfo> {
    return invoke<DomainBlockInfo>(this, F.virDomainGetBlockInfo, disk, flags);
  }

  /**
   * Get all block IO tunable parameters for a given device.  On input,
   * `nparams` gives the size of the `params` array; on output, `nparams`
   * gives how many slots were filled with parameter information, which
   * might be less but will not exceed the input value.
   *
   * As a special case, calling with `params` as NULL and `nparams` as 0
   * on input will cause `nparams` on output to contain the number of
   * parameters supported by the hypervisor, either for the given `disk`
   * (note that block devices of different types might support different
   * parameters), or if `disk` is NULL, for all possible disks. The
   * caller should then allocate `params` array,
   * i.e. (sizeof(`virTypedParameter`) * `nparams`) bytes and call the API
   * again.  See virDomainGetMemoryParameters() for more details.
   *
   * The `disk` parameter is either an unambiguous source name of the
   * block device (the \<source file='...'/\> sub-element, such as
   * "/path/to/image"), or the device target shorthand (the \<target
   * dev='...'/\> sub-element, such as "xvda").  Valid names can be found
   * by calling virDomainGetXMLDesc() and inspecting elements
   * within //domain/devices/disk.  This parameter cannot be NULL
   * unless `nparams` is 0 on input.
   *
   * C: virDomainGetBlockIoTune, since libvirt 0.9.8.
   *
   * @param disk path to the block device, or device shorthand @default null
   * @param flags bitwise-OR of virDomainModificationImpact and virTypedParameterFlags @default 0
   * @returns C: -1 in case of error, 0 in case of success.
   */
  getBlockIoTune(disk: string | null = null, flags: Flags<typeof DomainModificationImpact> = 0): Promise<TypedParams> {
    return invoke<TypedParams>(this, F.virDomainGetBlockIoTune, disk, flagBits(DomainModificationImpact, flags));
  }

  /**
   * Request block job information for the given disk.  If an operation is active
   * `info` will be updated with the current progress.  The units used for the
   * bandwidth field of `info` depends on `flags`.  If `flags` includes
   * VIR_DOMAIN_BLOCK_JOB_INFO_BANDWIDTH_BYTES, bandwidth is in bytes/second
   * (although this mode can risk failure due to overflow, depending on both
   * client and server word size); otherwise, the value is rounded up to MiB/s.
   *
   * The `disk` parameter is either an unambiguous source name of the
   * block device (the \<source file='...'/\> sub-element, such as
   * "/path/to/image"), or (since 0.9.5) the device target shorthand
   * (the \<target dev='...'/\> sub-element, such as "vda").  Valid names
   * can be found by calling virDomainGetXMLDesc() and inspecting
   * elements within //domain/devices/disk.
   *
   * In cases when libvirt can't determine actual progress of the block job from
   * the underlying hypervisor due to corner cases such as the job wasn't yet
   * fully initialized, or finalized and thus the progress can't be queried,
   * libvirt reports 'cur = 0, end = 1'.
   *
   * For jobs requiring finalizing via qemuDomainBlockJobAbort() with
   * VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT flag which reached synchronised phase, but
   * were empty, or the progress can't be determined libvirt returns
   * 'cur = 1, end = 1'.
   *
   * Users thus should not consider any data where 'end = 1' as absolute progress
   * value.
   *
   * Applications looking for a reliable and low-overhead way to determine whether
   * a block job already finished or reached synchronised phase should register a
   * handler for the VIR_DOMAIN_EVENT_ID_BLOCK_JOB_2 event instead of polling this
   * API.
   *
   * Note that the progress reported for blockjobs corresponding to a pull-mode
   * backup don't report progress of the backup but rather usage of temporary
   * space required for the backup.
   *
   * C: virDomainGetBlockJobInfo, since libvirt 0.9.4.
   *
   * @param disk path to the block device, or device shorthand
   * @param flags bitwise-OR of virDomainBlockJobInfoFlags @default 0
   * @returns C: -1 in case of failure, 0 when nothing found, 1 when info was found.
   */
  getBlockJobInfo(disk: string, flags: Flags<typeof DomainBlockJobInfoFlags> = 0): Promise<DomainBlockJobInfo | null> {
    return invoke<DomainBlockJobInfo | null>(this, F.virDomainGetBlockJobInfo, disk, flagBits(DomainBlockJobInfoFlags, flags));
  }

  /**
   * Get statistics relating to CPU usage attributable to a single
   * domain (in contrast to the statistics returned by
   * virNodeGetCPUStats() for all processes on the host).  `dom`
   * must be running (an inactive domain has no attributable cpu
   * usage).  On input, `params` must contain at least `nparams` * `ncpus`
   * entries, allocated by the caller.
   *
   * If `start_cpu` is -1, then `ncpus` must be 1, and the returned
   * results reflect the statistics attributable to the entire
   * domain (such as user and system time for the process as a
   * whole).  Otherwise, `start_cpu` represents which cpu to start
   * with, and `ncpus` represents how many consecutive processors to
   * query, with statistics attributable per processor (such as
   * per-cpu usage).  If `ncpus` is larger than the number of cpus
   * available to query, then the trailing part of the array will
   * be unpopulated.
   *
   * The remote driver imposes a limit of 128 `ncpus` and 16 `nparams`;
   * the number of parameters per cpu should not exceed 16, but if you
   * have a host with more than 128 CPUs, your program should split
   * the request into multiple calls.
   *
   * As special cases, if `params` is NULL and `nparams` is 0 and
   * `ncpus` is 1, and the return value will be how many
   * statistics are available for the given `start_cpu`.  This number
   * may be different for `start_cpu` of -1 than for any non-negative
   * value, but will be the same for all non-negative `start_cpu`.
   * Likewise, if `params` is NULL and `nparams` is 0 and `ncpus` is 0,
   * the number of cpus available to query is returned.  From the
   * host perspective, this would typically match the cpus member
   * of virNodeGetInfo(), but might be less due to host cpu hotplug.
   *
   * For now, `flags` is unused, and the statistics all relate to the
   * usage from the host perspective.  It is possible that a future
   * version will support a flag that queries the cpu usage from the
   * guest's perspective, where the maximum cpu to query would be
   * related to virDomainGetVcpusFlags() rather than virNodeGetInfo().
   * An individual guest vcpu cannot be reliably mapped back to a
   * specific host cpu unless a single-processor vcpu pinning was used,
   * but when `start_cpu` is -1, any difference in usage between a host
   * and guest perspective would serve as a measure of hypervisor overhead.
   *
   * Typical use sequence is below.
   *
   * getting total stats: set start_cpu as -1, ncpus 1
   *
   *   virDomainGetCPUStats(dom, NULL, 0, -1, 1, 0); // nparams
   *   params = calloc(nparams, sizeof(virTypedParameter))
   *   virDomainGetCPUStats(dom, params, nparams, -1, 1, 0); // total stats.
   *
   * getting per-cpu stats:
   *
   *   virDomainGetCPUStats(dom, NULL, 0, 0, 0, 0); // ncpus
   *   virDomainGetCPUStats(dom, NULL, 0, 0, 1, 0); // nparams
   *   params = calloc(ncpus * nparams, sizeof(virTypedParameter));
   *   virDomainGetCPUStats(dom, params, nparams, 0, ncpus, 0); // per-cpu stats
   *
   * C: virDomainGetCPUStats, since libvirt 0.9.10.
   *
   * @param startCpu which cpu to start with, or -1 for summary
   * @param ncpus how many cpus to query
   * @param flags bitwise-OR of virTypedParameterFlags @default 0
   * @returns C: -1 on failure, or the number of statistics that were populated per cpu on success (this will be less than the total number of populated `params`, unless `ncpus` was 1; and may be less than `nparams`). The populated parameters start at each stride of `nparams`, which means the results may be discontiguous; any unpopulated parameters will be zeroed on success (this includes skipped elements if `nparams` is too large, and tail elements if `ncpus` is too large). The caller is responsible for freeing any returned string parameters.
   */
  getCPUStats(startCpu: number, ncpus: number, flags: Flags<typeof TypedParameterFlags> = 0): Promise<TypedParams[]> {
    return invoke<TypedParams[]>(this, F.virDomainGetCPUStats, startCpu, ncpus, flagBits(TypedParameterFlags, flags));
  }

  /**
   * Extract details about current state of control interface to a domain.
   *
   * C: virDomainGetControlInfo, since libvirt 0.9.3.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: 0 in case of success and -1 in case of failure.
   */
  getControlInfo(flags: number = 0): Promise<DomainControlInfo> {
    return invoke<DomainControlInfo>(this, F.virDomainGetControlInfo, flags);
  }

  /**
   * The function populates `errors` array with all disks that encountered an
   * I/O error.  Disks with no error will not be returned in the `errors` array.
   * Each disk is identified by its target (the dev attribute of target
   * subelement in domain XML), such as "vda", and accompanied with the error
   * that was seen on it.  The caller is also responsible for calling free()
   * on each disk name returned.
   *
   * In a special case when `errors` is NULL and `maxerrors` is 0, the function
   * returns preferred size of `errors` that the caller should use to get all
   * disk errors.
   *
   * Since calling virDomainGetDiskErrors(dom, NULL, 0, 0) to get preferred size
   * of `errors` array and getting the errors are two separate operations, new
   * disks may be hotplugged to the domain and new errors may be encountered
   * between the two calls.  Thus, this function may not return all disk errors
   * because the supplied array is not large enough.  Such errors may, however,
   * be detected by listening to domain events.
   *
   * C: virDomainGetDiskErrors, since libvirt 0.9.10.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: number of disks with errors filled in the `errors` array or -1 on error.
   */
  getDiskErrors(flags: number = 0): Promise<DomainDiskError[]> {
    return invoke<DomainDiskError[]>(this, F.virDomainGetDiskErrors, flags);
  }

  /**
   * Query the CPU affinity setting of all emulator threads of domain, store
   * it in cpumap.
   *
   * C: virDomainGetEmulatorPinInfo, since libvirt 0.10.0.
   *
   * @param flags bitwise-OR of virDomainModificationImpact Must not be VIR_DOMAIN_AFFECT_LIVE and VIR_DOMAIN_AFFECT_CONFIG concurrently. @default 0
   * @returns C: 1 in case of success, 0 in case of no emulator threads are pined to pcpus, -1 in case of failure.
   */
  getEmulatorPinInfo(flags: Flags<typeof DomainModificationImpact> = 0): Promise<number[]> {
    return invoke<number[]>(this, F.virDomainGetEmulatorPinInfo, flagBits(DomainModificationImpact, flags));
  }

  /**
   * Get a list of mapping information for each mounted file systems within the
   * specified guest and the disks.
   *
   * C: virDomainGetFSInfo, since libvirt 1.2.11.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: the number of returned mount points, or -1 in case of error. On success, the array of the information is stored into `info`. The caller is responsible for calling virDomainFSInfoFree() on each array element, then calling free() on `info`. On error, `info` is set to NULL.
   */
  getFSInfo(flags: number = 0): Promise<DomainFSInfo[]> {
    return invoke<DomainFSInfo[]>(this, F.virDomainGetFSInfo, flags);
  }

  /**
   * Queries the guest agent for the various information about the guest system.
   * The reported data depends on the guest agent implementation. The information
   * is returned as an array of typed parameters containing the individual
   * parameters. The parameter name for each information field consists of a
   * dot-separated string containing the name of the requested group followed by
   * a group-specific description of the statistic value.
   *
   * The information groups are enabled using the `types` parameter which is a
   * binary-OR of enum virDomainGuestInfoTypes. The following groups are available
   * (although not necessarily implemented for each hypervisor):
   *
   * VIR_DOMAIN_GUEST_INFO_USERS:
   *  returns information about users that are currently logged in within the
   *  guest domain. The typed parameter keys are in this format:
   *
   *      "user.count" - the number of active users on this domain as an
   *                     unsigned int
   *      "user.\<num\>.name" - username of the user as a string
   *      "user.\<num\>.domain" - domain of the user as a string (may only be
   *                            present on certain guest types)
   *      "user.\<num\>.login-time" - the login time of a user in milliseconds
   *                                since the epoch as unsigned long long
   *
   * VIR_DOMAIN_GUEST_INFO_OS:
   *  Return information about the operating system running within the guest. The
   *  typed parameter keys are in this format:
   *
   *      "os.id" - a string identifying the operating system
   *      "os.name" - the name of the operating system, suitable for presentation
   *                  to a user, as a string
   *      "os.pretty-name" - a pretty name for the operating system, suitable for
   *                         presentation to a user, as a string
   *      "os.version" - the version of the operating system suitable for
   *                     presentation to a user, as a string
   *      "os.version-id" - the version id of the operating system suitable for
   *                        processing by scripts, as a string
   *      "os.kernel-release" - the release of the operating system kernel, as a
   *                            string
   *      "os.kernel-version" - the version of the operating system kernel, as a
   *                            string
   *      "os.machine" - the machine hardware name as a string
   *      "os.variant" - a specific variant or edition of the operating system
   *                     suitable for presentation to a user, as a string
   *      "os.variant-id" - the id for a specific variant or edition of the
   *                        operating system, as a string
   *
   * VIR_DOMAIN_GUEST_INFO_TIMEZONE:
   *  Returns information about the timezone within the domain. The typed
   *  parameter keys are in this format:
   *
   *      "timezone.name" - the name of the timezone as a string
   *      "timezone.offset" - the offset to UTC in seconds as an int
   *
   * VIR_DOMAIN_GUEST_INFO_FILESYSTEM:
   *  Returns information about the filesystems within the domain.  The typed
   *  parameter keys are in this format:
   *
   *      "fs.count" - the number of filesystems defined on this domain
   *                   as an unsigned int
   *      "fs.\<num\>.mountpoint" - the path to the mount point for the filesystem
   *      "fs.\<num\>.name" - device name in the guest (e.g. "sda1")
   *      "fs.\<num\>.fstype" - the type of filesystem
   *      "fs.\<num\>.total-bytes" - the total size of the filesystem
   *      "fs.\<num\>.used-bytes" - the number of bytes used in the filesystem
   *      "fs.\<num\>.disk.count" - the number of disks targeted by this filesystem
   *      "fs.\<num\>.disk.\<num\>.alias" - the device alias of the disk (e.g. sda)
   *      "fs.\<num\>.disk.\<num\>.serial" - the serial number of the disk
   *      "fs.\<num\>.disk.\<num\>.device" - the device node of the disk
   *
   * VIR_DOMAIN_GUEST_INFO_DISKS:
   *  Returns information about the disks within the domain.  The typed
   *  parameter keys are in this format:
   *
   *      "disk.count" - the number of disks defined on this domain
   *                      as an unsigned int
   *      "disk.\<num\>.name" - device node (Linux) or device UNC (Windows)
   *      "disk.\<num\>.partition" - whether this is a partition or disk
   *      "disk.\<num\>.dependency.count" - the number of device dependencies
   *                      e.g. for LVs of the LVM this will
   *                      hold the list of PVs, for LUKS encrypted volume this will
   *                      contain the disk where the volume is placed. (Linux)
   *      "disk.\<num\>.dependency.\<num\>.name" - a dependency
   *      "disk.\<num\>.serial" - optional disk serial number (as string)
   *      "disk.\<num\>.alias" - the device alias of the disk (e.g. sda)
   *      "disk.\<num\>.guest_alias" - optional alias assigned to the disk, on Linux
   *                      this is a name assigned by device mapper
   *
   * VIR_DOMAIN_GUEST_INFO_HOSTNAME:
   *  Returns information about the hostname of the domain. The typed
   *  parameter keys are in this format:
   *
   *      "hostname" - the hostname of the domain
   *
   * VIR_DOMAIN_GUEST_INFO_INTERFACES:
   *  Returns information about the interfaces within the domain. The typed
   *  parameter keys are in this format:
   *
   *      "if.count" - the number of interfaces defined on this domain
   *      "if.\<num\>.name" - name in the guest (e.g. ``eth0``) for interface \<num\>
   *      "if.\<num\>.hwaddr" - hardware address in the guest for interface \<num\>
   *      "if.\<num\>.addr.count - the number of IP addresses of interface \<num\>
   *      "if.\<num\>.addr.\<num1\>.type" - the IP address type of addr \<num1\> (e.g. ipv4)
   *      "if.\<num\>.addr.\<num1\>.addr" - the IP address of addr \<num1\>
   *      "if.\<num\>.addr.\<num1\>.prefix" - the prefix of IP address of addr \<num1\>
   *
   * Using 0 for `types` returns all information groups supported by the given
   * hypervisor.
   *
   * This API requires the VM to run. The caller is responsible for calling
   * virTypedParamsFree to free memory returned in `params`.
   *
   * C: virDomainGetGuestInfo, since libvirt 5.7.0.
   *
   * @param types types of information to return, binary-OR of virDomainGuestInfoTypes
   * @param flags currently unused, set to 0 @default 0
   * @returns C: 0 on success, -1 on error.
   */
  getGuestInfo(types: Flags<typeof DomainGuestInfoTypes>, flags: number = 0): Promise<TypedParams> {
    return invoke<TypedParams>(this, F.virDomainGetGuestInfo, flagBits(DomainGuestInfoTypes, types), flags);
  }

  /**
   * Queries the guest agent for state and information regarding vCPUs from
   * guest's perspective. The reported data depends on the guest agent
   * implementation.
   *
   * Reported fields stored in `params`:
   * 'vcpus': string containing bitmap representing vCPU ids as reported by the
   *          guest
   * 'online': string containing bitmap representing online vCPUs as reported
   *           by the guest agent.
   * 'offlinable': string containing bitmap representing ids of vCPUs that can be
   *               offlined
   *
   * This API requires the VM to run. The caller is responsible for calling
   * virTypedParamsFree to free memory returned in `params`.
   *
   * C: virDomainGetGuestVcpus, since libvirt 2.0.0.
   *
   * @param flags currently unused, callers shall pass 0 @default 0
   * @returns C: 0 on success, -1 on error.
   */
  getGuestVcpus(flags: number = 0): Promise<TypedParams> {
    return invoke<TypedParams>(this, F.virDomainGetGuestVcpus, flags);
  }

  /**
   * Get the hostname for that domain. If no hostname is found,
   * then an error is raised with VIR_ERR_NO_HOSTNAME code.
   *
   * Dependent on hypervisor and `flags` used, this may require a
   * guest agent to be available.
   *
   * C: virDomainGetHostname, since libvirt 0.10.0.
   *
   * @param flags bitwise-OR of virDomainGetHostnameFlags @default 0
   * @returns C: the hostname which must be freed by the caller, or NULL if there was an error.
   */
  getHostname(flags: Flags<typeof DomainGetHostnameFlags> = 0): Promise<string> {
    return invoke<string>(this, F.virDomainGetHostname, flagBits(DomainGetHostnameFlags, flags));
  }

  /**
   * Get the hypervisor ID number for the domain
   *
   * C: virDomainGetID, since libvirt 0.0.3.
   *
   * @returns C: the domain ID number or (unsigned int) -1 in case of error
   */
  getID(): number | null {
    return invokeNow<number | null>(this, F.virDomainGetID);
  }

  /**
   * Fetch IOThreads of an active domain including the cpumap information to
   * determine on which CPU the IOThread has affinity to run.
   *
   * C: virDomainGetIOThreadInfo, since libvirt 1.2.14.
   *
   * @param flags bitwise-OR of virDomainModificationImpact Must not be VIR_DOMAIN_AFFECT_LIVE and VIR_DOMAIN_AFFECT_CONFIG concurrently. @default 0
   * @returns C: the number of IOThreads or -1 in case of error. On success, the array of information is stored into `info`. The caller is responsible for calling virDomainIOThreadInfoFree() on each array element, then calling free() on `info`. On error, `info` is set to NULL.
   */
  getIOThreadInfo(flags: Flags<typeof DomainModificationImpact> = 0): Promise<DomainIOThreadInfo[]> {
    return invoke<DomainIOThreadInfo[]>(this, F.virDomainGetIOThreadInfo, flagBits(DomainModificationImpact, flags));
  }

  /**
   * Extract information about a domain. Note that if the connection
   * used to get the domain is limited only a partial set of the information
   * can be extracted.
   *
   * C: virDomainGetInfo, since libvirt 0.0.3.
   *
   * @returns C: 0 in case of success and -1 in case of failure.
   */
  getInfo(): Promise<DomainInfo> {
    return invoke<DomainInfo>(this, F.virDomainGetInfo);
  }

  /**
   * Get all interface parameters. On input, `nparams` gives the size of
   * the `params` array; on output, `nparams` gives how many slots were
   * filled with parameter information, which might be less but will not
   * exceed the input value.
   *
   * As a special case, calling with `params` as NULL and `nparams` as 0 on
   * input will cause `nparams` on output to contain the number of parameters
   * supported by the hypervisor. The caller should then allocate `params`
   * array, i.e. (sizeof(`virTypedParameter`) * `nparams`) bytes and call the
   * API again. See virDomainGetMemoryParameters() for an equivalent usage
   * example.
   *
   * This function may require privileged access to the hypervisor. This function
   * expects the caller to allocate the `params`.
   *
   * C: virDomainGetInterfaceParameters, since libvirt 0.9.9.
   *
   * @param device the interface name or mac address
   * @param flags bitwise-OR of virDomainModificationImpact and virTypedParameterFlags @default 0
   * @returns C: -1 in case of error, 0 in case of success.
   */
  getInterfaceParameters(device: string, flags: Flags<typeof DomainModificationImpact> = 0): Promise<TypedParams> {
    return invoke<TypedParams>(this, F.virDomainGetInterfaceParameters, device, flagBits(DomainModificationImpact, flags));
  }

  /**
   * Extract information about progress of a background job on a domain.
   * Will return an error if the domain is not active.
   *
   * This function returns a limited amount of information in comparison
   * to virDomainGetJobStats().
   *
   * C: virDomainGetJobInfo, since libvirt 0.7.7.
   *
   * @returns C: 0 in case of success and -1 in case of failure.
   */
  getJobInfo(): Promise<DomainJobInfo> {
    return invoke<DomainJobInfo>(this, F.virDomainGetJobInfo);
  }

  /**
   * Extract information about progress of a background job on a domain.
   * Will return an error if the domain is not active. The function returns
   * a superset of progress information provided by virDomainGetJobInfo.
   * Possible fields returned in `params` are defined by VIR_DOMAIN_JOB_*
   * macros and new fields will likely be introduced in the future so callers
   * may receive fields that they do not understand in case they talk to a
   * newer server.
   *
   * When `flags` contains VIR_DOMAIN_JOB_STATS_COMPLETED, the function will
   * return statistics about a recently completed job. Specifically, this
   * flag may be used to query statistics of a completed incoming pre-copy
   * migration (statistics for post-copy migration are only available on the
   * source host). Statistics of a completed job are automatically destroyed
   * once read (unless the VIR_DOMAIN_JOB_STATS_COMPLETED_KEEP is used as well)
   * or when libvirtd is restarted. Note that time information
   * returned for completed migrations may be completely irrelevant unless both
   * source and destination hosts have synchronized time (i.e., NTP daemon is
   * running on both of them). The statistics of a completed job can also be
   * obtained by listening to a VIR_DOMAIN_EVENT_ID_JOB_COMPLETED event (on the
   * source host in case of a migration job).
   *
   * C: virDomainGetJobStats, since libvirt 1.0.3.
   *
   * @param flags bitwise-OR of virDomainGetJobStatsFlags @default 0
   * @returns C: 0 in case of success and -1 in case of failure.
   */
  getJobStats(flags: Flags<typeof DomainGetJobStatsFlags> = 0): Promise<{ type: DomainJobType; params: TypedParams }> {
    return invoke<{ type: DomainJobType; params: TypedParams }>(this, F.virDomainGetJobStats, flagBits(DomainGetJobStatsFlags, flags));
  }

  /**
   * Get the launch security info. In case of the SEV guest, this will
   * return the launch measurement.
   *
   * C: virDomainGetLaunchSecurityInfo, since libvirt 4.5.0.
   *
   * @param flags currently used, set to 0. @default 0
   * @returns C: -1 in case of failure, 0 in case of success.
   */
  getLaunchSecurityInfo(flags: number = 0): Promise<TypedParams> {
    return invoke<TypedParams>(this, F.virDomainGetLaunchSecurityInfo, flags);
  }

  /**
   * Retrieve the maximum amount of physical memory allocated to a
   * domain. If domain is NULL, then this get the amount of memory reserved
   * to Domain0 i.e. the domain where the application runs.
   *
   * C: virDomainGetMaxMemory, since libvirt 0.0.3.
   *
   * @returns C: the memory size in kibibytes (blocks of 1024 bytes), or 0 in case of error.
   */
  getMaxMemory(): Promise<bigint> {
    return invoke<bigint>(this, F.virDomainGetMaxMemory);
  }

  /**
   * Provides the maximum number of virtual CPUs supported for
   * the guest VM. If the guest is inactive, this is basically
   * the same as virConnectGetMaxVcpus(). If the guest is running
   * this will reflect the maximum number of virtual CPUs the
   * guest was booted with.  For more details, see virDomainGetVcpusFlags().
   *
   * C: virDomainGetMaxVcpus, since libvirt 0.2.1.
   *
   * @returns C: the maximum of virtual CPU or -1 in case of error.
   */
  getMaxVcpus(): Promise<number> {
    return invoke<number>(this, F.virDomainGetMaxVcpus);
  }

  /**
   * Get all memory parameters.  On input, `nparams` gives the size of the
   * `params` array; on output, `nparams` gives how many slots were filled
   * with parameter information, which might be less but will not exceed
   * the input value.
   *
   * As a special case, calling with `params` as NULL and `nparams` as 0 on
   * input will cause `nparams` on output to contain the number of parameters
   * supported by the hypervisor. The caller should then allocate `params`
   * array, i.e. (sizeof(`virTypedParameter`) * `nparams`) bytes and call the API
   * again.
   *
   * Here is a sample code snippet:
   *
   *   if (virDomainGetMemoryParameters(dom, NULL, &nparams, 0) == 0 &&
   *       nparams != 0) \{
   *       if ((params = malloc(sizeof(*params) * nparams)) == NULL)
   *           goto error;
   *       memset(params, 0, sizeof(*params) * nparams);
   *       if (virDomainGetMemoryParameters(dom, params, &nparams, 0))
   *           goto error;
   *   \}
   *
   * This function may require privileged access to the hypervisor. This function
   * expects the caller to allocate the `params`.
   *
   * C: virDomainGetMemoryParameters, since libvirt 0.8.5.
   *
   * @param flags bitwise-OR of virDomainModificationImpact and virTypedParameterFlags @default 0
   * @returns C: -1 in case of error, 0 in case of success.
   */
  getMemoryParameters(flags: Flags<typeof DomainModificationImpact> = 0): Promise<TypedParams> {
    return invoke<TypedParams>(this, F.virDomainGetMemoryParameters, flagBits(DomainModificationImpact, flags));
  }

  /**
   * Fetch a list of all messages recorded against the VM and
   * store them into `msgs` array which is allocated upon
   * successful return and is NULL terminated. The caller is
   * responsible for freeing `msgs` when no longer needed.
   *
   * If `flags` is zero then all messages are reported. The
   * virDomainMessageType constants can be used to restrict
   * results to certain types of message.
   *
   * Note it is hypervisor dependent whether messages are
   * available for shutoff guests, or running guests, or
   * both. Thus a client should be prepared to re-fetch
   * messages when a guest transitions between running
   * and shutoff states.
   *
   * C: virDomainGetMessages, since libvirt 7.1.0.
   *
   * @param flags zero or more virDomainMessageType flags @default 0
   * @returns C: number of messages stored in `msgs`, -1 otherwise.
   */
  getMessages(flags: Flags<typeof DomainMessageType> = 0): Promise<string[]> {
    return invoke<string[]>(this, F.virDomainGetMessages, flagBits(DomainMessageType, flags));
  }

  /**
   * Retrieves the appropriate domain element given by `type`.
   * If VIR_DOMAIN_METADATA_ELEMENT is requested parameter `uri`
   * must be set to the name of the namespace the requested elements
   * belong to, otherwise must be NULL.
   *
   * If an element of the domain XML is not present, the resulting
   * error will be VIR_ERR_NO_DOMAIN_METADATA.  This method forms
   * a shortcut for seeing information from virDomainSetMetadata()
   * without having to go through virDomainGetXMLDesc().
   *
   * `flags` controls whether the live domain or persistent
   * configuration will be queried.
   *
   * C: virDomainGetMetadata, since libvirt 0.9.10.
   *
   * @param type type of metadata, from virDomainMetadataType
   * @param uri XML namespace identifier @default null
   * @param flags bitwise-OR of virDomainModificationImpact @default 0
   * @returns C: the metadata string on success (caller must free), or NULL in case of failure.
   */
  getMetadata(type: DomainMetadataType, uri: string | null = null, flags: Flags<typeof DomainModificationImpact> = 0): Promise<string> {
    return invoke<string>(this, F.virDomainGetMetadata, type, uri, flagBits(DomainModificationImpact, flags));
  }

  /**
   * Get the public name for that domain
   *
   * C: virDomainGetName, since libvirt 0.0.3.
   *
   * @returns C: a pointer to the name or NULL, the string need not be deallocated its lifetime will be the same as the domain object.
   */
  getName(): string {
    return invokeNow<string>(this, F.virDomainGetName);
  }

  /**
   * Get all numa parameters.  On input, `nparams` gives the size of the
   * `params` array; on output, `nparams` gives how many slots were filled
   * with parameter information, which might be less but will not exceed
   * the input value.
   *
   * As a special case, calling with `params` as NULL and `nparams` as 0 on
   * input will cause `nparams` on output to contain the number of parameters
   * supported by the hypervisor. The caller should then allocate `params`
   * array, i.e. (sizeof(`virTypedParameter`) * `nparams`) bytes and call the API
   * again.
   *
   * See virDomainGetMemoryParameters() for an equivalent usage example.
   *
   * This function may require privileged access to the hypervisor. This function
   * expects the caller to allocate the `params`.
   *
   * C: virDomainGetNumaParameters, since libvirt 0.9.9.
   *
   * @param flags bitwise-OR of virDomainModificationImpact and virTypedParameterFlags @default 0
   * @returns C: -1 in case of error, 0 in case of success.
   */
  getNumaParameters(flags: Flags<typeof DomainModificationImpact> = 0): Promise<TypedParams> {
    return invoke<TypedParams>(this, F.virDomainGetNumaParameters, flagBits(DomainModificationImpact, flags));
  }

  /**
   * Get the type of domain operation system.
   *
   * C: virDomainGetOSType, since libvirt 0.0.3.
   *
   * @returns C: the new string or NULL in case of error, the string must be freed by the caller.
   */
  getOSType(): Promise<string> {
    return invoke<string>(this, F.virDomainGetOSType);
  }

  /**
   * Get all Linux perf events setting. Possible fields returned in
   * `params` are defined by VIR_PERF_EVENT_* macros and new fields
   * will likely be introduced in the future.
   *
   * Linux perf events are performance analyzing tool in Linux.
   *
   * C: virDomainGetPerfEvents, since libvirt 1.3.3.
   *
   * @param flags bitwise-OR of virDomainModificationImpact and virTypedParameterFlags @default 0
   * @returns C: -1 in case of failure, 0 in case of success.
   */
  getPerfEvents(flags: Flags<typeof DomainModificationImpact> = 0): Promise<TypedParams> {
    return invoke<TypedParams>(this, F.virDomainGetPerfEvents, flagBits(DomainModificationImpact, flags));
  }

  /**
   * Get all scheduler parameters.  On input, `nparams` gives the size of the
   * `params` array; on output, `nparams` gives how many slots were filled
   * with parameter information, which might be less but will not exceed
   * the input value.  `nparams` cannot be 0.
   *
   * It is hypervisor specific whether this returns the live or
   * persistent state; for more control, use
   * virDomainGetSchedulerParametersFlags().
   *
   * C: virDomainGetSchedulerParameters, since libvirt 0.2.3.
   *
   * @returns C: -1 in case of error, 0 in case of success.
   */
  getSchedulerParameters(): Promise<TypedParams> {
    return invoke<TypedParams>(this, F.virDomainGetSchedulerParameters);
  }

  /**
   * Get all scheduler parameters.  On input, `nparams` gives the size of the
   * `params` array; on output, `nparams` gives how many slots were filled
   * with parameter information, which might be less but will not exceed
   * the input value.  `nparams` cannot be 0.
   *
   * The value of `flags` can be exactly VIR_DOMAIN_AFFECT_CURRENT,
   * VIR_DOMAIN_AFFECT_LIVE, or VIR_DOMAIN_AFFECT_CONFIG.
   *
   * Here is a sample code snippet:
   *
   *   char *ret = virDomainGetSchedulerType(dom, &nparams);
   *   if (ret && nparams != 0) \{
   *       if ((params = malloc(sizeof(*params) * nparams)) == NULL)
   *           goto error;
   *       memset(params, 0, sizeof(*params) * nparams);
   *       if (virDomainGetSchedulerParametersFlags(dom, params, &nparams, 0))
   *           goto error;
   *   \}
   *
   * C: virDomainGetSchedulerParametersFlags, since libvirt 0.9.2.
   *
   * @param flags bitwise-OR of virDomainModificationImpact and virTypedParameterFlags @default 0
   * @returns C: -1 in case of error, 0 in case of success.
   */
  getSchedulerParametersFlags(flags: Flags<typeof DomainModificationImpact> = 0): Promise<TypedParams> {
    return invoke<TypedParams>(this, F.virDomainGetSchedulerParametersFlags, flagBits(DomainModificationImpact, flags));
  }

  /**
   * Get the scheduler type and the number of scheduler parameters.
   *
   * C: virDomainGetSchedulerType, since libvirt 0.2.3.
   *
   * @returns C: NULL in case of error. The caller must free the returned string.
   */
  getSchedulerType(): Promise<{ type: string; nparams: number }> {
    return invoke<{ type: string; nparams: number }>(this, F.virDomainGetSchedulerType);
  }

  /**
   * Extract security label of an active domain. The 'label' field
   * in the `seclabel` argument will be initialized to the empty
   * string if the domain is not running under a security model.
   *
   * C: virDomainGetSecurityLabel, since libvirt 0.6.1.
   *
   * @returns C: 0 in case of success, -1 in case of failure
   */
  getSecurityLabel(): Promise<SecurityLabel> {
    return invoke<SecurityLabel>(this, F.virDomainGetSecurityLabel);
  }

  /**
   * Extract the security labels of an active domain. The 'label' field
   * in the `seclabels` argument will be initialized to the empty
   * string if the domain is not running under a security model.
   *
   * C: virDomainGetSecurityLabelList, since libvirt 0.10.0.
   *
   * @returns C: number of elements in `seclabels` on success, -1 in case of failure.
   */
  getSecurityLabelList(): Promise<SecurityLabel[]> {
    return invoke<SecurityLabel[]>(this, F.virDomainGetSecurityLabelList);
  }

  /**
   * Extract domain state. Each state can be accompanied with a reason (if known)
   * which led to the state.
   *
   * C: virDomainGetState, since libvirt 0.9.2.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: 0 in case of success and -1 in case of failure.
   */
  getState(flags: number = 0): Promise<{ state: DomainState; reason: number }> {
    return invoke<{ state: DomainState; reason: number }>(this, F.virDomainGetState, flags);
  }

  /**
   * Extract information about guest time and store it into
   * `seconds` and `nseconds`. The `seconds` represents the number of
   * seconds since the UNIX Epoch of 1970-01-01 00:00:00 in UTC.
   *
   * Please note that some hypervisors may require guest agent to
   * be configured and running in order to run this API.
   *
   * C: virDomainGetTime, since libvirt 1.2.5.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: 0 on success, -1 otherwise.
   */
  getTime(flags: number = 0): Promise<{ seconds: bigint; nseconds: number }> {
    return invoke<{ seconds: bigint; nseconds: number }>(this, F.virDomainGetTime, flags);
  }

  /**
   * Get the UUID for a domain
   *
   * C: virDomainGetUUID, since libvirt 0.0.5.
   *
   * @returns C: -1 in case of error, 0 in case of success
   */
  getUUID(): Uint8Array<ArrayBuffer> {
    return invokeNow<Uint8Array<ArrayBuffer>>(this, F.virDomainGetUUID);
  }

  /**
   * Get the UUID for a domain as string. For more information about
   * UUID see RFC4122.
   *
   * C: virDomainGetUUIDString, since libvirt 0.1.1.
   *
   * @returns C: -1 in case of error, 0 in case of success
   */
  getUUIDString(): string {
    return invokeNow<string>(this, F.virDomainGetUUIDString);
  }

  /**
   * Query the CPU affinity setting of all virtual CPUs of domain, store it
   * in cpumaps.
   *
   * C: virDomainGetVcpuPinInfo, since libvirt 0.9.3.
   *
   * @param flags bitwise-OR of virDomainModificationImpact Must not be VIR_DOMAIN_AFFECT_LIVE and VIR_DOMAIN_AFFECT_CONFIG concurrently. @default 0
   * @returns C: the number of virtual CPUs in case of success, -1 in case of failure.
   */
  getVcpuPinInfo(flags: Flags<typeof DomainModificationImpact> = 0): Promise<number[][]> {
    return invoke<number[][]>(this, F.virDomainGetVcpuPinInfo, flagBits(DomainModificationImpact, flags));
  }

  /**
   * Extract information about virtual CPUs of domain, store it in info array
   * and also in cpumaps if this pointer isn't NULL.  This call may fail
   * on an inactive domain.
   *
   * See also virDomainGetVcpuPinInfo for querying just cpumaps, including on
   * an inactive domain.
   *
   * C: virDomainGetVcpus, since libvirt 0.1.4.
   *
   * @returns C: the number of info filled in case of success, -1 in case of failure.
   */
  getVcpus(): Promise<VcpuWithMap[]> {
    return invoke<VcpuWithMap[]>(this, F.virDomainGetVcpus);
  }

  /**
   * Query the number of virtual CPUs used by the domain.  Note that
   * this call may fail if the underlying virtualization hypervisor does
   * not support it.  This function may require privileged access to the
   * hypervisor.
   *
   * If `flags` includes VIR_DOMAIN_AFFECT_LIVE, this will query a
   * running domain (which will fail if domain is not active); if
   * it includes VIR_DOMAIN_AFFECT_CONFIG, this will query the XML
   * description of the domain.  It is an error to set both flags.
   * If neither flag is set (that is, VIR_DOMAIN_AFFECT_CURRENT),
   * then the configuration queried depends on whether the domain
   * is currently running.
   *
   * If `flags` includes VIR_DOMAIN_VCPU_MAXIMUM, then the maximum
   * virtual CPU limit is queried.  Otherwise, this call queries the
   * current virtual CPU count.
   *
   * If `flags` includes VIR_DOMAIN_VCPU_GUEST, then the state of the processors
   * is queried in the guest instead of the hypervisor. This flag is only usable
   * on live domains. Guest agent may be needed for this flag to be available.
   *
   * C: virDomainGetVcpusFlags, since libvirt 0.8.5.
   *
   * @param flags bitwise-OR of virDomainVcpuFlags @default 0
   * @returns C: the number of vCPUs in case of success, -1 in case of failure.
   */
  getVcpusFlags(flags: Flags<typeof DomainVcpuFlags> = 0): Promise<number> {
    return invoke<number>(this, F.virDomainGetVcpusFlags, flagBits(DomainVcpuFlags, flags));
  }

  /**
   * Provide an XML description of the domain. The description may be reused
   * later to relaunch the domain with virDomainCreateXML().
   *
   * No security-sensitive data will be included unless `flags` contains
   * VIR_DOMAIN_XML_SECURE; this flag is rejected on read-only
   * connections.  If `flags` includes VIR_DOMAIN_XML_INACTIVE, then the
   * XML represents the configuration that will be used on the next boot
   * of a persistent domain; otherwise, the configuration represents the
   * currently running domain.  If `flags` contains
   * VIR_DOMAIN_XML_UPDATE_CPU, then the portion of the domain XML
   * describing CPU capabilities is modified to match actual
   * capabilities of the host.
   *
   * If `flags` contains VIR_DOMAIN_XML_MIGRATABLE, the XML is altered to
   * assist in migrations, since the source and destination may be
   * running different libvirt versions.  This may include trimming
   * redundant or default information that might confuse an older
   * recipient, or exposing internal details that aid a newer recipient;
   * this flag is rejected on read-only connections, and the resulting
   * XML might not validate against the schema, so it is mainly for
   * internal use.
   *
   * C: virDomainGetXMLDesc, since libvirt 0.0.3.
   *
   * @param flags bitwise-OR of virDomainXMLFlags @default 0
   * @returns C: a 0 terminated UTF-8 encoded XML instance, or NULL in case of error. The caller must free() the returned value.
   */
  getXMLDesc(flags: Flags<typeof DomainXMLFlags> = 0): Promise<string> {
    return invoke<string>(this, F.virDomainGetXMLDesc, flagBits(DomainXMLFlags, flags));
  }

  /**
   * Determine if the domain has a current snapshot.
   *
   * C: virDomainHasCurrentSnapshot, since libvirt 0.8.0.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: 1 if such snapshot exists, 0 if it doesn't, -1 on error.
   */
  hasCurrentSnapshot(flags: number = 0): Promise<boolean> {
    return invoke<boolean>(this, F.virDomainHasCurrentSnapshot, flags);
  }

  /**
   * Check if a domain has a managed save image as created by
   * virDomainManagedSave(). Note that any running domain should not have
   * such an image, as it should have been removed on restart.
   *
   * C: virDomainHasManagedSaveImage, since libvirt 0.8.0.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: 0 if no image is present, 1 if an image is present, and -1 in case of error
   */
  hasManagedSaveImage(flags: number = 0): Promise<boolean> {
    return invoke<boolean>(this, F.virDomainHasManagedSaveImage, flags);
  }

  /**
   * Send NMI to the guest
   *
   * C: virDomainInjectNMI, since libvirt 0.9.2.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   */
  injectNMI(flags: number = 0): Promise<void> {
    return invoke<void>(this, F.virDomainInjectNMI, flags);
  }

  /**
   * Return a pointer to the allocated array of pointers to interfaces
   * present in given domain along with their IP and MAC addresses. Note that
   * single interface can have multiple or even 0 IP addresses.
   *
   * This API dynamically allocates the virDomainInterfacePtr struct based on
   * how many interfaces domain `dom` has, usually there's 1:1 correlation. The
   * count of the interfaces is returned as the return value.
   *
   * If `source` is VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LEASE, the DHCP lease
   * file associated with any virtual networks will be examined to obtain
   * the interface addresses. This only returns data for interfaces which
   * are connected to virtual networks managed by libvirt.
   *
   * If `source` is VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_AGENT, a configured
   * guest agent is needed for successful return from this API. Moreover, if
   * guest agent is used then the interface name is the one seen by guest OS.
   * To match such interface with the one from `dom` XML use MAC address or IP
   * range.
   *
   * If `source` is VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_ARP, the host
   * ARP table will be check to obtain the interface addresses. As
   * the arp cache refreshes in time, the returned ip address may
   * be unreachable. Depending on the route table config of the
   * guest, the returned mac address may be duplicated.
   *
   * Note that for some `source` values some pieces of returned `ifaces`
   * might be unset (e.g. VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_ARP does not
   * set IP address prefix as ARP table does not have any notion of that).
   *
   * `ifaces`-\>name and `ifaces`-\>hwaddr are never NULL.
   *
   * The caller *must* free `ifaces` when no longer needed. Usual use case
   * looks like this:
   *
   *   virDomainInterfacePtr *ifaces = NULL;
   *   int ifaces_count = 0;
   *   size_t i, j;
   *   virDomainPtr dom = ... obtain a domain here ...;
   *
   *   if ((ifaces_count = virDomainInterfaceAddresses(dom, &ifaces,
   *            VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LEASE)) \< 0)
   *       goto cleanup;
   *
   *  ... do something with returned values, for example:
   *
   *   for (i = 0; i \< ifaces_count; i++) \{
   *       printf("name: %s", ifaces[i]-\>name);
   *       if (ifaces[i]-\>hwaddr)
   *           printf(" hwaddr: %s", ifaces[i]-\>hwaddr);
   *
   *       for (j = 0; j \< ifaces[i]-\>naddrs; j++) \{
   *           virDomainIPAddressPtr ip_addr = ifaces[i]-\>addrs + j;
   *           printf("[addr: %s prefix: %d type: %d]",
   *                  ip_addr-\>addr, ip_addr-\>prefix, ip_addr-\>type);
   *       \}
   *       printf("\n");
   *   \}
   *
   *   cleanup:
   *       if (ifaces && ifaces_count \> 0)
   *           for (i = 0; i \< ifaces_count; i++)
   *               virDomainInterfaceFree(ifaces[i]);
   *       free(ifaces);
   *
   * C: virDomainInterfaceAddresses, since libvirt 1.2.14.
   *
   * @param source one of the virDomainInterfaceAddressesSource constants
   * @param flags currently unused, pass zero @default 0
   * @returns C: the number of interfaces on success, -1 in case of error.
   */
  interfaceAddresses(source: DomainInterfaceAddressesSource, flags: number = 0): Promise<DomainInterface[]> {
    return invoke<DomainInterface[]>(this, F.virDomainInterfaceAddresses, source, flags);
  }

  /**
   * This function returns network interface stats for interfaces
   * attached to the domain.
   *
   * The `device` parameter is the network interface either by name or MAC
   * address.
   *
   * Domains may have more than one network interface.  To get stats for
   * each you should make multiple calls to this function.
   *
   * Individual fields within the stats structure may be returned
   * as -1, which indicates that the hypervisor does not support
   * that particular statistic.
   *
   * The returned stats are from domain's point of view.
   *
   * C: virDomainInterfaceStats, since libvirt 0.3.2.
   *
   * @param device the interface name or MAC address
   * @returns C: 0 in case of success or -1 in case of failure.
   */
  interfaceStats(device: string): Promise<DomainInterfaceStats> {
    return invoke<DomainInterfaceStats>(this, F.virDomainInterfaceStats, device);
  }

  /**
   * Determine if the domain is currently running
   *
   * C: virDomainIsActive, since libvirt 0.7.3.
   *
   * @returns C: 1 if running, 0 if inactive, -1 on error
   */
  isActive(): Promise<boolean> {
    return invoke<boolean>(this, F.virDomainIsActive);
  }

  /**
   * Determine if the domain has a persistent configuration
   * which means it will still exist after shutting down
   *
   * C: virDomainIsPersistent, since libvirt 0.7.3.
   *
   * @returns C: 1 if persistent, 0 if transient, -1 on error
   */
  isPersistent(): Promise<boolean> {
    return invoke<boolean>(this, F.virDomainIsPersistent);
  }

  /**
   * Determine if the domain has been updated.
   *
   * C: virDomainIsUpdated, since libvirt 0.8.6.
   *
   * @returns C: 1 if updated, 0 if not, -1 on error
   */
  isUpdated(): Promise<boolean> {
    return invoke<boolean>(this, F.virDomainIsUpdated);
  }

  /**
   * Collect the list of domain checkpoints for the given domain and allocate
   * an array to store those objects.
   *
   * If `flags` contains VIR_DOMAIN_CHECKPOINT_LIST_TOPOLOGICAL,
   * `checkpoints` is non-NULL, and no other connection is modifying
   * checkpoints, then it is guaranteed that for any checkpoint in the
   * resulting list, no checkpoints later in the list can be reached by
   * a sequence of virDomainCheckpointGetParent() starting from that
   * earlier checkpoint; otherwise, the order of checkpoints in the
   * resulting list is unspecified.
   *
   * By default, this command covers all checkpoints. It is also
   * possible to limit things to just checkpoints with no parents, when
   * `flags` includes VIR_DOMAIN_CHECKPOINT_LIST_ROOTS.  Additional
   * filters are provided in groups listed below. Within a group, bits
   * are mutually exclusive, where all possible checkpoints are
   * described by exactly one bit from the group. Some hypervisors might
   * reject particular flags where it cannot make a distinction for
   * filtering. If the set of filter flags selected forms an impossible
   * combination, the hypervisor may return either 0 or an error.
   *
   * The first group of `flags` is VIR_DOMAIN_CHECKPOINT_LIST_LEAVES and
   * VIR_DOMAIN_CHECKPOINT_LIST_NO_LEAVES, to filter based on checkpoints that
   * have no further children (a leaf checkpoint).
   *
   * C: virDomainListAllCheckpoints, since libvirt 5.6.0.
   *
   * @param flags bitwise-OR of supported virDomainCheckpointListFlags @default 0
   * @returns C: the number of domain checkpoints found or -1 and sets `checkpoints` to NULL in case of error. On success, the array stored into `checkpoints` is guaranteed to have an extra allocated element set to NULL but not included in the return count, to make iteration easier. The caller is responsible for calling virDomainCheckpointFree() on each array element, then calling free() on `checkpoints`.
   */
  listAllCheckpoints(flags: Flags<typeof DomainCheckpointListFlags> = 0): Promise<DomainCheckpoint[]> {
    return invoke<DomainCheckpoint[]>(this, F.virDomainListAllCheckpoints, flagBits(DomainCheckpointListFlags, flags));
  }

  /**
   * Collect the list of domain snapshots for the given domain and allocate
   * an array to store those objects.  This API solves the race inherent in
   * virDomainSnapshotListNames().
   *
   * If `flags` contains VIR_DOMAIN_SNAPSHOT_LIST_TOPOLOGICAL and `snaps`
   * is non-NULL, and no other connection is modifying snapshots, then
   * it is guaranteed that for any snapshot in the resulting list, no
   * snapshots later in the list can be reached by a sequence of
   * virDomainSnapshotGetParent() starting from that earlier snapshot;
   * otherwise, the order of snapshots in the resulting list is
   * unspecified.
   *
   * By default, this command covers all snapshots. It is also possible
   * to limit things to just snapshots with no parents, when `flags`
   * includes VIR_DOMAIN_SNAPSHOT_LIST_ROOTS.  Additional filters are
   * provided in groups listed below. Within a group, bits are mutually
   * exclusive, where all possible snapshots are described by exactly
   * one bit from the group. Some hypervisors might reject particular
   * flags where it cannot make a distinction for filtering. If the set
   * of filter flags selected forms an impossible combination, the
   * hypervisor may return either 0 or an error.
   *
   * The first group of `flags` is VIR_DOMAIN_SNAPSHOT_LIST_LEAVES and
   * VIR_DOMAIN_SNAPSHOT_LIST_NO_LEAVES, to filter based on snapshots that
   * have no further children (a leaf snapshot).
   *
   * The next group of `flags` is VIR_DOMAIN_SNAPSHOT_LIST_METADATA and
   * VIR_DOMAIN_SNAPSHOT_LIST_NO_METADATA, for filtering snapshots based on
   * whether they have metadata that would prevent the removal of the last
   * reference to a domain.
   *
   * The next group of `flags` is VIR_DOMAIN_SNAPSHOT_LIST_INACTIVE,
   * VIR_DOMAIN_SNAPSHOT_LIST_ACTIVE, and VIR_DOMAIN_SNAPSHOT_LIST_DISK_ONLY,
   * for filtering snapshots based on what domain state is tracked by the
   * snapshot.
   *
   * The next group of `flags` is VIR_DOMAIN_SNAPSHOT_LIST_INTERNAL and
   * VIR_DOMAIN_SNAPSHOT_LIST_EXTERNAL, for filtering snapshots based on
   * whether the snapshot is stored inside the disk images or as
   * additional files.
   *
   * C: virDomainListAllSnapshots, since libvirt 0.9.13.
   *
   * @param flags bitwise-OR of supported virDomainSnapshotListFlags @default 0
   * @returns C: the number of domain snapshots found or -1 and sets `snaps` to NULL in case of error. On success, the array stored into `snaps` is guaranteed to have an extra allocated element set to NULL but not included in the return count, to make iteration easier. The caller is responsible for calling virDomainSnapshotFree() on each array element, then calling free() on `snaps`.
   */
  listAllSnapshots(flags: Flags<typeof DomainSnapshotListFlags> = 0): Promise<DomainSnapshot[]> {
    return invoke<DomainSnapshot[]>(this, F.virDomainListAllSnapshots, flagBits(DomainSnapshotListFlags, flags));
  }

  /**
   * This method will suspend a domain and save its memory contents to
   * a file on disk. After the call, if successful, the domain is not
   * listed as running anymore.
   * The difference from virDomainSave() is that libvirt is keeping track of
   * the saved state itself, and will reuse it once the domain is being
   * restarted (automatically or via an explicit libvirt call).
   * As a result any running domain is sure to not have a managed saved image.
   * This also implies that managed save only works on persistent domains,
   * since the domain must still exist in order to use virDomainCreate() to
   * restart it.
   *
   * If `flags` includes VIR_DOMAIN_SAVE_BYPASS_CACHE, then libvirt will
   * attempt to bypass the file system cache while creating the file, or
   * fail if it cannot do so for the given system; this can allow less
   * pressure on file system cache, but also risks slowing saves to NFS.
   *
   * Normally, the managed saved state will remember whether the domain
   * was running or paused, and start will resume to the same state.
   * Specifying VIR_DOMAIN_SAVE_RUNNING or VIR_DOMAIN_SAVE_PAUSED in
   * `flags` will override the default saved into the file.  These two
   * flags are mutually exclusive.
   *
   * C: virDomainManagedSave, since libvirt 0.8.0.
   *
   * @param flags bitwise-OR of virDomainSaveRestoreFlags @default 0
   */
  managedSave(flags: Flags<typeof DomainSaveRestoreFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainManagedSave, flagBits(DomainSaveRestoreFlags, flags));
  }

  /**
   * This updates the definition of a domain stored in a saved state
   * file.
   *
   * `dxml` can be used to alter host-specific portions of the domain XML
   * that will be used on the next start of the domain. For example, it is
   * possible to alter the backing filename that is associated with a
   * disk device.
   *
   * Normally, the saved state file will remember whether the domain was
   * running or paused, and restore defaults to the same state.
   * Specifying VIR_DOMAIN_SAVE_RUNNING or VIR_DOMAIN_SAVE_PAUSED in
   * `flags` will override the default saved into the file; omitting both
   * leaves the file's default unchanged.  These two flags are mutually
   * exclusive.
   *
   * C: virDomainManagedSaveDefineXML, since libvirt 3.7.0.
   *
   * @param dxml XML config for adjusting guest xml used on restore
   * @param flags bitwise-OR of virDomainSaveRestoreFlags @default 0
   */
  managedSaveDefineXML(dxml: string, flags: Flags<typeof DomainSaveRestoreFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainManagedSaveDefineXML, dxml, flagBits(DomainSaveRestoreFlags, flags));
  }

  /**
   * This method will extract the XML description of the managed save
   * state file of a domain.
   *
   * No security-sensitive data will be included unless `flags` contains
   * VIR_DOMAIN_SAVE_IMAGE_XML_SECURE; this flag is rejected on read-only
   * connections.
   *
   * C: virDomainManagedSaveGetXMLDesc, since libvirt 3.7.0.
   *
   * @param flags bitwise-OR of supported virDomainSaveImageXMLFlags @default 0
   * @returns C: a 0 terminated UTF-8 encoded XML instance, or NULL in case of error. The caller must free() the returned value.
   */
  managedSaveGetXMLDesc(flags: Flags<typeof DomainSaveImageXMLFlags> = 0): Promise<string> {
    return invoke<string>(this, F.virDomainManagedSaveGetXMLDesc, flagBits(DomainSaveImageXMLFlags, flags));
  }

  /**
   * Remove any managed save image for this domain.
   *
   * C: virDomainManagedSaveRemove, since libvirt 0.8.0.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   */
  managedSaveRemove(flags: number = 0): Promise<void> {
    return invoke<void>(this, F.virDomainManagedSaveRemove, flags);
  }

  /**
   * This function allows you to read the contents of a domain's
   * memory.
   *
   * The memory which is read is controlled by the 'start', 'size'
   * and 'flags' parameters.
   *
   * If 'flags' is VIR_MEMORY_VIRTUAL then the 'start' and 'size'
   * parameters are interpreted as virtual memory addresses for
   * whichever task happens to be running on the domain at the
   * moment.  Although this sounds haphazard it is in fact what
   * you want in order to read Linux kernel state, because it
   * ensures that pointers in the kernel image can be interpreted
   * coherently.
   *
   * 'buffer' is the return buffer and must be at least 'size' bytes.
   * 'size' may be 0 to test if the call would succeed.
   *
   * NB. The remote driver imposes a 64K byte limit on 'size'.
   * For your program to be able to work reliably over a remote
   * connection you should split large requests to \<= 65536 bytes.
   * However, with 0.9.13 this RPC limit has been raised to 1M byte.
   * Starting with version 1.0.6 the RPC limit has been raised again.
   * Now large requests up to 16M byte are supported.
   *
   * C: virDomainMemoryPeek, since libvirt 0.4.2.
   *
   * @param start start of memory to peek
   * @param size size of memory to peek
   * @param flags bitwise-OR of virDomainMemoryFlags @default 0
   * @returns C: 0 in case of success or -1 in case of failure.
   */
  memoryPeek(start: number | bigint, size: number | bigint, flags: Flags<typeof DomainMemoryFlags> = 0): Promise<Uint8Array<ArrayBuffer>> {
    return invoke<Uint8Array<ArrayBuffer>>(this, F.virDomainMemoryPeek, start, size, flagBits(DomainMemoryFlags, flags));
  }

  /**
   * This function provides memory statistics for the domain.
   *
   * Up to 'nr_stats' elements of 'stats' will be populated with memory statistics
   * from the domain.  Only statistics supported by the domain, the driver, and
   * this version of libvirt will be returned.
   *
   * Memory Statistics:
   *
   * VIR_DOMAIN_MEMORY_STAT_SWAP_IN:
   *     The total amount of data read from swap space (in kb).
   * VIR_DOMAIN_MEMORY_STAT_SWAP_OUT:
   *     The total amount of memory written out to swap space (in kb).
   * VIR_DOMAIN_MEMORY_STAT_MAJOR_FAULT:
   *     The number of page faults that required disk IO to service.
   * VIR_DOMAIN_MEMORY_STAT_MINOR_FAULT:
   *     The number of page faults serviced without disk IO.
   * VIR_DOMAIN_MEMORY_STAT_UNUSED:
   *     The amount of memory which is not being used for any purpose (in kb).
   * VIR_DOMAIN_MEMORY_STAT_AVAILABLE:
   *     The total amount of memory available to the domain's OS (in kb).
   * VIR_DOMAIN_MEMORY_STAT_USABLE:
   *     How much the balloon can be inflated without pushing the guest system
   *     to swap, corresponds to 'Available' in /proc/meminfo
   * VIR_DOMAIN_MEMORY_STAT_ACTUAL_BALLOON:
   *     Current balloon value (in kb).
   * VIR_DOMAIN_MEMORY_STAT_LAST_UPDATE
   *     Timestamp of the last statistic
   * VIR_DOMAIN_MEMORY_STAT_DISK_CACHES
   *     Memory that can be reclaimed without additional I/O, typically disk
   *     caches (in kb).
   * VIR_DOMAIN_MEMORY_STAT_HUGETLB_PGALLOC
   *     The number of successful huge page allocations from inside the domain
   * VIR_DOMAIN_MEMORY_STAT_HUGETLB_PGFAIL
   *     The number of failed huge page allocations from inside the domain
   *
   * C: virDomainMemoryStats, since libvirt 0.7.5.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: The number of stats provided or -1 in case of failure.
   */
  memoryStats(flags: number = 0): Promise<DomainMemoryStat[]> {
    return invoke<DomainMemoryStat[]>(this, F.virDomainMemoryStats, flags);
  }

  /**
   * Migrate the domain object from its current host to the destination
   * host given by dconn (a connection to the destination host).
   *
   * This function is similar to virDomainMigrate3, but it only supports a fixed
   * set of parameters: `dname` corresponds to VIR_MIGRATE_PARAM_DEST_NAME, `uri`
   * is VIR_MIGRATE_PARAM_URI, and `bandwidth` is VIR_MIGRATE_PARAM_BANDWIDTH.
   *
   * virDomainFree should be used to free the resources after the
   * returned domain object is no longer needed.
   *
   * C: virDomainMigrate, since libvirt 0.3.2.
   *
   * @param dconn destination host (a connection object)
   * @param flags bitwise-OR of virDomainMigrateFlags @default 0
   * @param dname (optional) rename domain to this at destination @default null
   * @param uri (optional) dest hostname/URI as seen from the source host @default null
   * @param bandwidth (optional) specify migration bandwidth limit in MiB/s
   * @returns C: the new domain object if the migration was successful, or NULL in case of error. Note that the new domain object exists in the scope of the destination connection (dconn).
   */
  migrate(dconn: Connect, flags: Flags<typeof DomainMigrateFlags>, dname: string | null, uri: string | null, bandwidth: number | bigint): Promise<Domain> {
    return invoke<Domain>(this, F.virDomainMigrate, rawOf(dconn), flagBits(DomainMigrateFlags, flags), dname, uri, bandwidth);
  }

  /**
   * Migrate the domain object from its current host to the destination
   * host given by dconn (a connection to the destination host).
   *
   * This function is similar to virDomainMigrate3, but it only supports a fixed
   * set of parameters: `dxml` corresponds to VIR_MIGRATE_PARAM_DEST_XML, `dname`
   * is VIR_MIGRATE_PARAM_DEST_NAME, `uri` is VIR_MIGRATE_PARAM_URI, and
   * `bandwidth` is VIR_MIGRATE_PARAM_BANDWIDTH.
   *
   * virDomainFree should be used to free the resources after the
   * returned domain object is no longer needed.
   *
   * C: virDomainMigrate2, since libvirt 0.9.2.
   *
   * @param dconn destination host (a connection object)
   * @param dxml (optional) XML config for launching guest on target @default null
   * @param flags bitwise-OR of virDomainMigrateFlags @default 0
   * @param dname (optional) rename domain to this at destination @default null
   * @param uri (optional) dest hostname/URI as seen from the source host @default null
   * @param bandwidth (optional) specify migration bandwidth limit in MiB/s
   * @returns C: the new domain object if the migration was successful, or NULL in case of error. Note that the new domain object exists in the scope of the destination connection (dconn).
   */
  migrate2(dconn: Connect, dxml: string | null, flags: Flags<typeof DomainMigrateFlags>, dname: string | null, uri: string | null, bandwidth: number | bigint): Promise<Domain> {
    return invoke<Domain>(this, F.virDomainMigrate2, rawOf(dconn), dxml, flagBits(DomainMigrateFlags, flags), dname, uri, bandwidth);
  }

  /**
   * Migrate the domain object from its current host to the destination host
   * given by dconn (a connection to the destination host).
   *
   * See VIR_MIGRATE_PARAM_* and virDomainMigrateFlags for detailed description
   * of accepted migration parameters and flags.
   *
   * See virDomainMigrateFlags documentation for description of individual flags.
   *
   * VIR_MIGRATE_TUNNELLED and VIR_MIGRATE_PEER2PEER are not supported by this
   * API, use virDomainMigrateToURI3 instead.
   *
   * There are many limitations on migration imposed by the underlying
   * technology - for example it may not be possible to migrate between
   * different processors even with the same architecture, or between
   * different types of hypervisor.
   *
   * virDomainFree should be used to free the resources after the
   * returned domain object is no longer needed.
   *
   * C: virDomainMigrate3, since libvirt 1.1.0.
   *
   * @param dconn destination host (a connection object)
   * @param params (optional) migration parameters
   * @param flags bitwise-OR of virDomainMigrateFlags @default 0
   * @returns C: the new domain object if the migration was successful, or NULL in case of error. Note that the new domain object exists in the scope of the destination connection (dconn).
   */
  migrate3(dconn: Connect, params: TypedParamsInput, flags: Flags<typeof DomainMigrateFlags> = 0): Promise<Domain> {
    return invoke<Domain>(this, F.virDomainMigrate3, rawOf(dconn), typedParamList(params), flagBits(DomainMigrateFlags, flags));
  }

  /**
   * Gets current size of the cache (in bytes) used for compressing repeatedly
   * transferred memory pages during live migration.
   *
   * C: virDomainMigrateGetCompressionCache, since libvirt 1.0.3.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: 0 in case of success, -1 otherwise.
   */
  migrateGetCompressionCache(flags: number = 0): Promise<bigint> {
    return invoke<bigint>(this, F.virDomainMigrateGetCompressionCache, flags);
  }

  /**
   * Gets current maximum tolerable time for which the domain may be paused
   * at the end of live migration.
   *
   * C: virDomainMigrateGetMaxDowntime, since libvirt 3.7.0.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: 0 in case of success, -1 otherwise.
   */
  migrateGetMaxDowntime(flags: number = 0): Promise<bigint> {
    return invoke<bigint>(this, F.virDomainMigrateGetMaxDowntime, flags);
  }

  /**
   * Get the current maximum bandwidth (in MiB/s) that will be used if the
   * domain is migrated.  Not all hypervisors will support a bandwidth limit.
   * When VIR_DOMAIN_MIGRATE_MAX_SPEED_POSTCOPY is set in `flags`, this API
   * gets the current maximum bandwidth for the post-copy phase of the
   * migration.
   *
   * C: virDomainMigrateGetMaxSpeed, since libvirt 0.9.5.
   *
   * @param flags bitwise-OR of virDomainMigrateMaxSpeedFlags @default 0
   * @returns C: 0 in case of success, -1 otherwise.
   */
  migrateGetMaxSpeed(flags: Flags<typeof DomainMigrateMaxSpeedFlags> = 0): Promise<bigint> {
    return invoke<bigint>(this, F.virDomainMigrateGetMaxSpeed, flagBits(DomainMigrateMaxSpeedFlags, flags));
  }

  /**
   * Sets size of the cache (in bytes) used for compressing repeatedly
   * transferred memory pages during live migration. It's supposed to be called
   * while the domain is being live-migrated as a reaction to migration progress
   * and increasing number of compression cache misses obtained from
   * virDomainGetJobStats.
   *
   * C: virDomainMigrateSetCompressionCache, since libvirt 1.0.3.
   *
   * @param cacheSize size of the cache (in bytes) used for compression
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   */
  migrateSetCompressionCache(cacheSize: number | bigint, flags: number = 0): Promise<void> {
    return invoke<void>(this, F.virDomainMigrateSetCompressionCache, cacheSize, flags);
  }

  /**
   * Sets maximum tolerable time for which the domain is allowed to be paused
   * at the end of live migration. It's supposed to be called while the domain is
   * being live-migrated as a reaction to migration progress.
   *
   * C: virDomainMigrateSetMaxDowntime, since libvirt 0.8.0.
   *
   * @param downtime maximum tolerable downtime for live migration, in milliseconds
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   */
  migrateSetMaxDowntime(downtime: number | bigint, flags: number = 0): Promise<void> {
    return invoke<void>(this, F.virDomainMigrateSetMaxDowntime, downtime, flags);
  }

  /**
   * The maximum bandwidth (in MiB/s) that will be used to do migration
   * can be specified with the bandwidth parameter. Not all hypervisors
   * will support a bandwidth cap. When VIR_DOMAIN_MIGRATE_MAX_SPEED_POSTCOPY
   * is set in `flags`, this API sets the maximum bandwidth for the post-copy
   * phase of the migration.
   *
   * C: virDomainMigrateSetMaxSpeed, since libvirt 0.9.0.
   *
   * @param bandwidth migration bandwidth limit in MiB/s
   * @param flags bitwise-OR of virDomainMigrateMaxSpeedFlags @default 0
   */
  migrateSetMaxSpeed(bandwidth: number | bigint, flags: Flags<typeof DomainMigrateMaxSpeedFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainMigrateSetMaxSpeed, bandwidth, flagBits(DomainMigrateMaxSpeedFlags, flags));
  }

  /**
   * Starts post-copy migration. This function has to be called while
   * migration (initiated with VIR_MIGRATE_POSTCOPY flag) is in progress.
   *
   * Traditional pre-copy migration iteratively walks through guest memory
   * pages and migrates those that changed since the previous iteration. The
   * iterative phase stops when the number of dirty pages is low enough so that
   * the virtual CPUs can be paused, all dirty pages transferred to the
   * destination, where the virtual CPUs are unpaused, and all this can happen
   * within a predefined downtime period. It's clear that this process may never
   * converge if downtime is too short and/or the guest keeps changing a lot of
   * memory pages.
   *
   * When migration is switched to post-copy mode, the virtual CPUs are paused
   * immediately, only a minimum set of pages is transferred, and the CPUs are
   * unpaused on destination. The source keeps sending all remaining memory pages
   * to the destination while the guest is already running there. Whenever the
   * guest tries to read a memory page which has not been migrated yet, the
   * hypervisor has to tell the source to transfer that page in a priority
   * channel. To minimize such page faults, it is a good idea to run at least one
   * iteration of pre-copy migration before switching to post-copy.
   *
   * Post-copy migration is guaranteed to converge since each page is transferred
   * at most once no matter how fast it changes. On the other hand once the
   * guest is running on the destination host, the migration can no longer be
   * rolled back because none of the hosts has complete state. If this happens,
   * libvirt will leave the domain paused on the source host with
   * VIR_DOMAIN_PAUSED_POSTCOPY_FAILED reason. The domain on the destination host
   * will remain running with VIR_DOMAIN_RUNNING_POSTCOPY_FAILED reason.
   * It's up to the upper layer to decide what to do in such case. Because of
   * this, libvirt will refuse to cancel post-copy migration via
   * virDomainAbortJobFlags unless it is called with
   * VIR_DOMAIN_ABORT_JOB_POSTCOPY, in which case the post-copy migration will be
   * paused.
   *
   * Failed post-copy migration can be recovered once the cause for the failure
   * (e.g., a network issue) is resolved by repeating the migration with an
   * additional VIR_MIGRATE_POSTCOPY_RESUME flag. This will recreate the
   * connection and resume migration from the point where it failed. This step
   * can be repeated in case the migration breaks again.
   *
   * The following domain life cycle events are emitted during post-copy
   * migration:
   *  VIR_DOMAIN_EVENT_SUSPENDED_POSTCOPY (on the source) -- migration entered
   *      post-copy mode.
   *  VIR_DOMAIN_EVENT_RESUMED_POSTCOPY (on the destination) -- the guest is
   *      running on the destination host while some of its memory pages still
   *      remain on the source host; neither the source nor the destination host
   *      contain a complete guest state from this point until migration
   *      finishes.
   *  VIR_DOMAIN_EVENT_RESUMED_MIGRATED (on the destination),
   *  VIR_DOMAIN_EVENT_STOPPED_MIGRATED (on the source) -- migration finished
   *      successfully and the destination host holds a complete guest state.
   *  VIR_DOMAIN_EVENT_SUSPENDED_POSTCOPY_FAILED (on the source),
   *  VIR_DOMAIN_EVENT_RESUMED_POSTCOPY_FAILED (on the destination) -- emitted
   *      when migration fails in post-copy mode and it's unclear whether any of
   *      the hosts has a complete guest state. Virtual CPUs on the destination
   *      are still running.
   *
   * The progress of a post-copy migration can be monitored normally using
   * virDomainGetJobStats on the source host. Fetching statistics of a completed
   * post-copy migration can also be done on the source host (by calling
   * virDomainGetJobStats or listening to VIR_DOMAIN_EVENT_ID_JOB_COMPLETED
   * event, but (in contrast to pre-copy migration) the statistics are not
   * available on the destination host. Thus, VIR_DOMAIN_EVENT_ID_JOB_COMPLETED
   * event is the only way of getting statistics of a completed post-copy
   * migration of a transient domain (because the domain is removed after
   * migration and there's no domain to run virDomainGetJobStats on).
   *
   * C: virDomainMigrateStartPostCopy, since libvirt 1.3.3.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   */
  migrateStartPostCopy(flags: number = 0): Promise<void> {
    return invoke<void>(this, F.virDomainMigrateStartPostCopy, flags);
  }

  /**
   * Migrate the domain object from its current host to the destination
   * host given by duri.
   *
   * This function is similar to virDomainMigrateToURI3, but it only supports a
   * fixed set of parameters: `dname` corresponds to VIR_MIGRATE_PARAM_DEST_NAME,
   * and `bandwidth` corresponds to VIR_MIGRATE_PARAM_BANDWIDTH.
   *
   * The operation of this API hinges on the VIR_MIGRATE_PEER2PEER flag.
   *
   * If the VIR_MIGRATE_PEER2PEER flag IS set, the `duri` parameter must be a
   * valid libvirt connection URI, by which the source libvirt driver can connect
   * to the destination libvirt. In other words, `duri` corresponds to `dconnuri`
   * of virDomainMigrateToURI3.
   *
   * If the VIR_MIGRATE_PEER2PEER flag is NOT set, the `duri` parameter takes a
   * hypervisor specific URI used to initiate the migration. In this case `duri`
   * corresponds to VIR_MIGRATE_PARAM_URI of virDomainMigrateToURI3.
   *
   * C: virDomainMigrateToURI, since libvirt 0.7.2.
   *
   * @param duri mandatory URI for the destination host
   * @param flags bitwise-OR of virDomainMigrateFlags @default 0
   * @param dname (optional) rename domain to this at destination @default null
   * @param bandwidth (optional) specify migration bandwidth limit in MiB/s
   */
  migrateToURI(duri: string, flags: Flags<typeof DomainMigrateFlags>, dname: string | null, bandwidth: number | bigint): Promise<void> {
    return invoke<void>(this, F.virDomainMigrateToURI, duri, flagBits(DomainMigrateFlags, flags), dname, bandwidth);
  }

  /**
   * Migrate the domain object from its current host to the destination
   * host given by `dconnuri`.
   *
   * This function is similar to virDomainMigrateToURI3, but it only supports a
   * fixed set of parameters: `miguri` corresponds to VIR_MIGRATE_PARAM_URI, `dxml`
   * is VIR_MIGRATE_PARAM_DEST_XML, `dname` is VIR_MIGRATE_PARAM_DEST_NAME, and
   * `bandwidth` corresponds to VIR_MIGRATE_PARAM_BANDWIDTH.
   *
   * The operation of this API hinges on the VIR_MIGRATE_PEER2PEER flag.
   *
   * If the VIR_MIGRATE_PEER2PEER flag IS set, the `dconnuri` parameter must be a
   * valid libvirt connection URI, by which the source libvirt driver can connect
   * to the destination libvirt. In other words, `dconnuri` has the same semantics
   * as in virDomainMigrateToURI3.
   *
   * If the VIR_MIGRATE_PEER2PEER flag is NOT set, the `dconnuri` must be NULL
   * and the `miguri` parameter takes a hypervisor specific URI used to initiate
   * the migration. In this case `miguri` corresponds to VIR_MIGRATE_PARAM_URI of
   * virDomainMigrateToURI3.
   *
   * C: virDomainMigrateToURI2, since libvirt 0.9.2.
   *
   * @param dconnuri (optional) URI for target libvirtd if `flags` includes VIR_MIGRATE_PEER2PEER @default null
   * @param miguri (optional) URI for invoking the migration, not if `flags` includs VIR_MIGRATE_TUNNELLED @default null
   * @param dxml (optional) XML config for launching guest on target @default null
   * @param flags bitwise-OR of virDomainMigrateFlags @default 0
   * @param dname (optional) rename domain to this at destination @default null
   * @param bandwidth (optional) specify migration bandwidth limit in MiB/s
   */
  migrateToURI2(dconnuri: string | null, miguri: string | null, dxml: string | null, flags: Flags<typeof DomainMigrateFlags>, dname: string | null, bandwidth: number | bigint): Promise<void> {
    return invoke<void>(this, F.virDomainMigrateToURI2, dconnuri, miguri, dxml, flagBits(DomainMigrateFlags, flags), dname, bandwidth);
  }

  /**
   * Migrate the domain object from its current host to the destination host
   * given by URI.
   *
   * See VIR_MIGRATE_PARAM_* and virDomainMigrateFlags for detailed description
   * of accepted migration parameters and flags.
   *
   * The operation of this API hinges on the VIR_MIGRATE_PEER2PEER flag.
   *
   * If the VIR_MIGRATE_PEER2PEER flag is set, the `dconnuri` parameter must be a
   * valid libvirt connection URI, by which the source libvirt daemon can connect
   * to the destination libvirt.
   *
   * If the VIR_MIGRATE_PEER2PEER flag is NOT set, then `dconnuri` must be NULL
   * and VIR_MIGRATE_PARAM_URI migration parameter must be filled in with
   * hypervisor specific URI used to initiate the migration. The uri_transports
   * element of the hypervisor capabilities XML includes supported URI schemes.
   * This is called "direct" migration. Not all hypervisors support this mode of
   * migration, so if the VIR_MIGRATE_PEER2PEER flag is not set, then it may be
   * necessary to use the alternative virDomainMigrate3 API providing an explicit
   * virConnectPtr for the destination host.
   *
   * There are many limitations on migration imposed by the underlying
   * technology - for example it may not be possible to migrate between
   * different processors even with the same architecture, or between
   * different types of hypervisor.
   *
   * C: virDomainMigrateToURI3, since libvirt 1.1.0.
   *
   * @param dconnuri (optional) URI for target libvirtd if `flags` includes VIR_MIGRATE_PEER2PEER @default null
   * @param params (optional) migration parameters
   * @param flags bitwise-OR of virDomainMigrateFlags @default 0
   */
  migrateToURI3(dconnuri: string | null, params: TypedParamsInput, flags: Flags<typeof DomainMigrateFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainMigrateToURI3, dconnuri, typedParamList(params), flagBits(DomainMigrateFlags, flags));
  }

  /**
   * This opens the host interface associated with a channel device on a
   * guest, if the host interface is supported.  If `name` is given, it
   * can match either the device alias (e.g. "channel0"), or the virtio
   * target name (e.g. "org.qemu.guest_agent.0").  If `name` is omitted,
   * then the first channel is opened. The channel is associated with
   * the passed in `st` stream, which should have been opened in
   * non-blocking mode for bi-directional I/O.
   *
   * By default, when `flags` is 0, the open will fail if libvirt detects
   * that the channel is already in use by another client; passing
   * VIR_DOMAIN_CHANNEL_FORCE will cause libvirt to forcefully remove the
   * other client prior to opening this channel.
   *
   * C: virDomainOpenChannel, since libvirt 1.0.2.
   *
   * @param name the channel name, or NULL @default null
   * @param st a stream to associate with the channel
   * @param flags bitwise-OR of virDomainChannelFlags @default 0
   */
  openChannel(name: string | null, st: Stream, flags: Flags<typeof DomainChannelFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainOpenChannel, name, rawOf(st), flagBits(DomainChannelFlags, flags));
  }

  /**
   * This opens the backend associated with a console, serial or
   * parallel port device on a guest, if the backend is supported.
   * If the `dev_name` is omitted, then the first console or serial
   * device is opened. The console is associated with the passed
   * in `st` stream, which should have been opened in non-blocking
   * mode for bi-directional I/O.
   *
   * By default, when `flags` is 0, the open will fail if libvirt
   * detects that the console is already in use by another client;
   * passing VIR_DOMAIN_CONSOLE_FORCE will cause libvirt to forcefully
   * remove the other client prior to opening this console.
   *
   * If flag VIR_DOMAIN_CONSOLE_SAFE the console is opened only in the
   * case where the hypervisor driver supports safe (mutually exclusive)
   * console handling.
   *
   * Older servers did not support either flag, and also did not forbid
   * simultaneous clients on a console, with potentially confusing results.
   * When passing `flags` of 0 in order to support a wider range of server
   * versions, it is up to the client to ensure mutual exclusion.
   *
   * C: virDomainOpenConsole, since libvirt 0.8.6.
   *
   * @param devName the console, serial or parallel port device alias, or NULL @default null
   * @param st a stream to associate with the console
   * @param flags bitwise-OR of virDomainConsoleFlags @default 0
   */
  openConsole(devName: string | null, st: Stream, flags: Flags<typeof DomainConsoleFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainOpenConsole, devName, rawOf(st), flagBits(DomainConsoleFlags, flags));
  }

  /**
   * This will attempt to connect the file descriptor `fd`, to
   * the graphics backend of `dom`. If `dom` has multiple graphics
   * backends configured, then `idx` will determine which one is
   * opened, starting from `idx` 0.
   *
   * To disable any authentication, pass the VIR_DOMAIN_OPEN_GRAPHICS_SKIPAUTH
   * constant for `flags`.
   *
   * The caller should use an anonymous socketpair to open
   * `fd` before invocation.
   *
   * This method can only be used when connected to a local
   * libvirt hypervisor, over a UNIX domain socket. Attempts
   * to use this method over a TCP connection will always fail
   *
   * C: virDomainOpenGraphics, since libvirt 0.9.7.
   *
   * @param idx index of graphics config to open
   * @param fd file descriptor to attach graphics to
   * @param flags bitwise-OR of virDomainOpenGraphicsFlags @default 0
   */
  openGraphics(idx: number, fd: number, flags: Flags<typeof DomainOpenGraphicsFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainOpenGraphics, idx, fd, flagBits(DomainOpenGraphicsFlags, flags));
  }

  /**
   * This will create a socket pair connected to the graphics backend of `dom`.
   * One end of the socket will be returned on success, and the other end is
   * handed to the hypervisor.
   * If `dom` has multiple graphics backends configured, then `idx` will determine
   * which one is opened, starting from `idx` 0.
   *
   * To disable any authentication, pass the VIR_DOMAIN_OPEN_GRAPHICS_SKIPAUTH
   * constant for `flags`.
   *
   * This method can only be used when connected to a local
   * libvirt hypervisor, over a UNIX domain socket. Attempts
   * to use this method over a TCP connection will always fail.
   *
   * C: virDomainOpenGraphicsFD, since libvirt 1.2.8.
   *
   * @param idx index of graphics config to open
   * @param flags bitwise-OR of virDomainOpenGraphicsFlags @default 0
   * @returns C: an fd on success, -1 on failure
   */
  openGraphicsFD(idx: number, flags: Flags<typeof DomainOpenGraphicsFlags> = 0): Promise<number> {
    return invoke<number>(this, F.virDomainOpenGraphicsFD, idx, flagBits(DomainOpenGraphicsFlags, flags));
  }

  /**
   * Attempt to have the guest enter the given `target` power management
   * suspension level.  If `duration` is non-zero, also schedule the guest to
   * resume normal operation after that many seconds, if nothing else has
   * resumed it earlier.  Some hypervisors require that `duration` be 0, for
   * an indefinite suspension.
   *
   * Dependent on hypervisor used, this may require a
   * guest agent to be available, e.g. QEMU.
   *
   * Beware that at least for QEMU, the domain's process will be terminated
   * when VIR_NODE_SUSPEND_TARGET_DISK is used and a new process will be
   * launched when libvirt is asked to wake up the domain. As a result of
   * this, any runtime changes, such as device hotplug or memory settings,
   * are lost unless such changes were made with VIR_DOMAIN_AFFECT_CONFIG
   * flag.
   *
   * C: virDomainPMSuspendForDuration, since libvirt 0.9.10.
   *
   * @param target a value from virNodeSuspendTarget
   * @param duration duration in seconds to suspend, or 0 for indefinite
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   */
  pmSuspendForDuration(target: NodeSuspendTarget, duration: number | bigint, flags: number = 0): Promise<void> {
    return invoke<void>(this, F.virDomainPMSuspendForDuration, target, duration, flags);
  }

  /**
   * Inject a wakeup into the guest that previously used
   * virDomainPMSuspendForDuration, rather than waiting for the
   * previously requested duration (if any) to elapse.
   *
   * C: virDomainPMWakeup, since libvirt 0.9.11.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   */
  pmWakeup(flags: number = 0): Promise<void> {
    return invoke<void>(this, F.virDomainPMWakeup, flags);
  }

  /**
   * Dynamically change the real CPUs which can be allocated to all emulator
   * threads. This function may require privileged access to the hypervisor.
   *
   * `flags` may include VIR_DOMAIN_AFFECT_LIVE or VIR_DOMAIN_AFFECT_CONFIG.
   * Both flags may be set.
   * If VIR_DOMAIN_AFFECT_LIVE is set, the change affects a running domain
   * and may fail if domain is not alive.
   * If VIR_DOMAIN_AFFECT_CONFIG is set, the change affects persistent state,
   * and will fail for transient domains. If neither flag is specified (that is,
   * `flags` is VIR_DOMAIN_AFFECT_CURRENT), then an inactive domain modifies
   * persistent setup, while an active domain is hypervisor-dependent on whether
   * just live or both live and persistent state is changed.
   * Not all hypervisors can support all flag combinations.
   *
   * See also virDomainGetEmulatorPinInfo for querying this information.
   *
   * C: virDomainPinEmulator, since libvirt 0.10.0.
   *
   * @param cpumap pointer to a bit map of real CPUs (in 8-bit bytes) (IN) Each bit set to 1 means that corresponding CPU is usable. Bytes are stored in little-endian order: CPU0-7, 8-15... In each byte, lowest CPU number is least significant bit.
   * @param flags bitwise-OR of virDomainModificationImpact @default 0
   */
  pinEmulator(cpumap: readonly number[], flags: Flags<typeof DomainModificationImpact> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainPinEmulator, cpumap, flagBits(DomainModificationImpact, flags));
  }

  /**
   * Dynamically change the real CPUs which can be allocated to an IOThread.
   * This function may require privileged access to the hypervisor.
   *
   * `flags` may include VIR_DOMAIN_AFFECT_LIVE or VIR_DOMAIN_AFFECT_CONFIG.
   * Both flags may be set.
   * If VIR_DOMAIN_AFFECT_LIVE is set, the change affects a running domain
   * and may fail if domain is not alive.
   * If VIR_DOMAIN_AFFECT_CONFIG is set, the change affects persistent state,
   * and will fail for transient domains. If neither flag is specified (that is,
   * `flags` is VIR_DOMAIN_AFFECT_CURRENT), then an inactive domain modifies
   * persistent setup, while an active domain is hypervisor-dependent on whether
   * just live or both live and persistent state is changed.
   * Not all hypervisors can support all flag combinations.
   *
   * See also virDomainGetIOThreadInfo for querying this information.
   *
   * C: virDomainPinIOThread, since libvirt 1.2.14.
   *
   * @param iothreadId the IOThread ID to set the CPU affinity
   * @param cpumap pointer to a bit map of real CPUs (in 8-bit bytes) (IN) Each bit set to 1 means that corresponding CPU is usable. Bytes are stored in little-endian order: CPU0-7, 8-15... In each byte, lowest CPU number is least significant bit.
   * @param flags bitwise-OR of virDomainModificationImpact @default 0
   */
  pinIOThread(iothreadId: number, cpumap: readonly number[], flags: Flags<typeof DomainModificationImpact> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainPinIOThread, iothreadId, cpumap, flagBits(DomainModificationImpact, flags));
  }

  /**
   * Dynamically change the real CPUs which can be allocated to a virtual CPU.
   * This function may require privileged access to the hypervisor.
   *
   * This command only changes the runtime configuration of the domain,
   * so can only be called on an active domain.
   *
   * C: virDomainPinVcpu, since libvirt 0.1.4.
   *
   * @param vcpu virtual CPU number
   * @param cpumap pointer to a bit map of real CPUs (in 8-bit bytes) (IN) Each bit set to 1 means that corresponding CPU is usable. Bytes are stored in little-endian order: CPU0-7, 8-15... In each byte, lowest CPU number is least significant bit.
   */
  pinVcpu(vcpu: number, cpumap: readonly number[]): Promise<void> {
    return invoke<void>(this, F.virDomainPinVcpu, vcpu, cpumap);
  }

  /**
   * Dynamically change the real CPUs which can be allocated to a virtual CPU.
   * This function may require privileged access to the hypervisor.
   *
   * `flags` may include VIR_DOMAIN_AFFECT_LIVE or VIR_DOMAIN_AFFECT_CONFIG.
   * Both flags may be set.
   * If VIR_DOMAIN_AFFECT_LIVE is set, the change affects a running domain
   * and may fail if domain is not alive.
   * If VIR_DOMAIN_AFFECT_CONFIG is set, the change affects persistent state,
   * and will fail for transient domains. If neither flag is specified (that is,
   * `flags` is VIR_DOMAIN_AFFECT_CURRENT), then an inactive domain modifies
   * persistent setup, while an active domain is hypervisor-dependent on whether
   * just live or both live and persistent state is changed.
   * Not all hypervisors can support all flag combinations.
   *
   * See also virDomainGetVcpuPinInfo for querying this information.
   *
   * C: virDomainPinVcpuFlags, since libvirt 0.9.3.
   *
   * @param vcpu virtual CPU number
   * @param cpumap pointer to a bit map of real CPUs (in 8-bit bytes) (IN) Each bit set to 1 means that corresponding CPU is usable. Bytes are stored in little-endian order: CPU0-7, 8-15... In each byte, lowest CPU number is least significant bit.
   * @param flags bitwise-OR of virDomainModificationImpact @default 0
   */
  pinVcpuFlags(vcpu: number, cpumap: readonly number[], flags: Flags<typeof DomainModificationImpact> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainPinVcpuFlags, vcpu, cpumap, flagBits(DomainModificationImpact, flags));
  }

  /**
   * Reboot a domain, the domain object is still usable thereafter, but
   * the domain OS is being stopped for a restart.
   * Note that the guest OS may ignore the request.
   * Additionally, the hypervisor may check and support the domain
   * 'on_reboot' XML setting resulting in a domain that shuts down instead
   * of rebooting.
   *
   * If `flags` is set to zero, then the hypervisor will choose the
   * method of shutdown it considers best. To have greater control
   * pass one or more of the virDomainRebootFlagValues. The order
   * in which the hypervisor tries each shutdown method is undefined,
   * and a hypervisor is not required to support all methods.
   *
   * To use guest agent (VIR_DOMAIN_REBOOT_GUEST_AGENT) the domain XML
   * must have \<channel\> configured.
   *
   * Due to implementation limitations in some drivers (the qemu driver,
   * for instance) it is not advised to migrate or save a guest that is
   * rebooting as a result of this API. Migrating such a guest can lead
   * to a plain shutdown on the destination.
   *
   * C: virDomainReboot, since libvirt 0.1.0.
   *
   * @param flags bitwise-OR of virDomainRebootFlagValues @default 0
   */
  reboot(flags: Flags<typeof DomainRebootFlagValues> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainReboot, flagBits(DomainRebootFlagValues, flags));
  }

  /**
   * Rename a domain. New domain name is specified in the second
   * argument. Depending on each driver implementation it may be
   * required that domain is in a specific state.
   *
   * There might be some attributes and/or elements in domain XML that if no
   * value provided at XML defining time, libvirt will derive their value from
   * the domain name. These are not updated by this API. Users are strongly
   * advised to change these after the rename was successful.
   *
   * C: virDomainRename, since libvirt 1.2.19.
   *
   * @param newName new domain name
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   */
  rename(newName: string, flags: number = 0): Promise<void> {
    return invoke<void>(this, F.virDomainRename, newName, flags);
  }

  /**
   * Reset a domain immediately without any guest OS shutdown.
   * Reset emulates the power reset button on a machine, where all
   * hardware sees the RST line set and reinitializes internal state.
   *
   * Note that there is a risk of data loss caused by reset without any
   * guest OS shutdown.
   *
   * C: virDomainReset, since libvirt 0.9.7.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   */
  reset(flags: number = 0): Promise<void> {
    return invoke<void>(this, F.virDomainReset, flags);
  }

  /**
   * Resume a suspended domain, the process is restarted from the state where
   * it was frozen by calling virDomainSuspend().
   * This function may require privileged access
   * Moreover, resume may not be supported if domain is in some
   * special state like VIR_DOMAIN_PMSUSPENDED.
   *
   * C: virDomainResume, since libvirt 0.0.3.
   *
   */
  resume(): Promise<void> {
    return invoke<void>(this, F.virDomainResume);
  }

  /**
   * This method will suspend a domain and save its memory contents to
   * a file on disk. After the call, if successful, the domain is not
   * listed as running anymore (this ends the life of a transient domain).
   * Use virDomainRestore() to restore a domain after saving.
   *
   * See virDomainSaveFlags() and virDomainSaveParams() for more control.
   * Also, a save file can be inspected or modified slightly with
   * virDomainSaveImageGetXMLDesc() and virDomainSaveImageDefineXML().
   *
   * C: virDomainSave, since libvirt 0.0.3.
   *
   * @param to path for the output file
   */
  save(to: string): Promise<void> {
    return invoke<void>(this, F.virDomainSave, to);
  }

  /**
   * This method will suspend a domain and save its memory contents to
   * a file on disk. After the call, if successful, the domain is not
   * listed as running anymore (this ends the life of a transient domain).
   * Use virDomainRestore() to restore a domain after saving.
   *
   * If the hypervisor supports it, `dxml` can be used to alter
   * host-specific portions of the domain XML that will be used when
   * restoring an image.  For example, it is possible to alter the
   * backing filename that is associated with a disk device, in order to
   * prepare for file renaming done as part of backing up the disk
   * device while the domain is stopped.
   *
   * If `flags` includes VIR_DOMAIN_SAVE_BYPASS_CACHE, then libvirt will
   * attempt to bypass the file system cache while creating the file, or
   * fail if it cannot do so for the given system; this can allow less
   * pressure on file system cache, but also risks slowing saves to NFS.
   *
   * Normally, the saved state file will remember whether the domain was
   * running or paused, and restore defaults to the same state.
   * Specifying VIR_DOMAIN_SAVE_RUNNING or VIR_DOMAIN_SAVE_PAUSED in
   * `flags` will override what state gets saved into the file.  These
   * two flags are mutually exclusive.
   *
   * A save file can be inspected or modified slightly with
   * virDomainSaveImageGetXMLDesc() and virDomainSaveImageDefineXML().
   *
   * Some hypervisors may prevent this operation if there is a current
   * block job running; in that case, use virDomainBlockJobAbort()
   * to stop the block job first.
   *
   * C: virDomainSaveFlags, since libvirt 0.9.4.
   *
   * @param to path for the output file
   * @param dxml (optional) XML config for adjusting guest xml used on restore @default null
   * @param flags bitwise-OR of virDomainSaveRestoreFlags @default 0
   */
  saveFlags(to: string, dxml: string | null = null, flags: Flags<typeof DomainSaveRestoreFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainSaveFlags, to, dxml, flagBits(DomainSaveRestoreFlags, flags));
  }

  /**
   * This method extends virDomainSaveFlags by adding parameters.
   * If VIR_DOMAIN_SAVE_PARAM_FILE is not provided then a managed save is
   * performed (see virDomainManagedSave).
   *
   * C: virDomainSaveParams, since libvirt 8.4.0.
   *
   * @param params save parameters
   * @param flags bitwise-OR of virDomainSaveRestoreFlags @default 0
   */
  saveParams(params: TypedParamsInput, flags: Flags<typeof DomainSaveRestoreFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainSaveParams, typedParamList(params), flagBits(DomainSaveRestoreFlags, flags));
  }

  /**
   * Take a screenshot of current domain console as a stream. The image format
   * is hypervisor specific. Moreover, some hypervisors supports multiple
   * displays per domain. These can be distinguished by `screen` argument.
   *
   * This call sets up a stream; subsequent use of stream API is necessary
   * to transfer actual data, determine how much data is successfully
   * transferred, and detect any errors.
   *
   * The screen ID is the sequential number of screen. In case of multiple
   * graphics cards, heads are enumerated before devices, e.g. having
   * two graphics cards, both with four heads, screen ID 5 addresses
   * the second head on the second card.
   *
   * C: virDomainScreenshot, since libvirt 0.9.2.
   *
   * @param stream stream to use as output
   * @param screen monitor ID to take screenshot from
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: a string representing the mime-type of the image format, or NULL upon error. The caller must free() the returned value.
   */
  screenshot(stream: Stream, screen: number, flags: number = 0): Promise<string> {
    return invoke<string>(this, F.virDomainScreenshot, rawOf(stream), screen, flags);
  }

  /**
   * Send key(s) to the guest.
   *
   * C: virDomainSendKey, since libvirt 0.9.3.
   *
   * @param codeset the code set of keycodes, from virKeycodeSet
   * @param holdtime the duration (in milliseconds) that the keys will be held
   * @param keycodes array of keycodes
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   */
  sendKey(codeset: KeycodeSet, holdtime: number, keycodes: readonly number[], flags: number = 0): Promise<void> {
    return invoke<void>(this, F.virDomainSendKey, codeset, holdtime, keycodes, flags);
  }

  /**
   * Send a signal to the designated process in the guest
   *
   * The signal numbers must be taken from the virDomainProcessSignal
   * enum. These will be translated to the corresponding signal
   * number for the guest OS, by the guest agent delivering the
   * signal. If there is no mapping from virDomainProcessSignal to
   * the native OS signals, this API will report an error.
   *
   * If `pid_value` is an integer greater than zero, it is
   * treated as a process ID. If `pid_value` is an integer
   * less than zero, it is treated as a process group ID.
   * All the `pid_value` numbers are from the container/guest
   * namespace. The value zero is not valid.
   *
   * Not all hypervisors will support sending signals to
   * arbitrary processes or process groups. If this API is
   * implemented the minimum requirement is to be able to
   * use `pid_value` == 1 (i.e. kill init). No other value is
   * required to be supported.
   *
   * If the `signum` is VIR_DOMAIN_PROCESS_SIGNAL_NOP then this
   * API will simply report whether the process is running in
   * the container/guest.
   *
   * C: virDomainSendProcessSignal, since libvirt 1.0.1.
   *
   * @param pidValue a positive integer process ID, or negative integer process group ID
   * @param signum a signal from the virDomainProcessSignal enum
   * @param flags currently unused, pass 0 @default 0
   */
  sendProcessSignal(pidValue: number | bigint, signum: DomainProcessSignal, flags: number = 0): Promise<void> {
    return invoke<void>(this, F.virDomainSendProcessSignal, pidValue, signum, flags);
  }

  /**
   * Configure the domain to be automatically started
   * when the host machine boots.
   *
   * C: virDomainSetAutostart, since libvirt 0.2.1.
   *
   * @param autostart whether the domain should be automatically started 0 or 1
   */
  setAutostart(autostart: boolean): Promise<void> {
    return invoke<void>(this, F.virDomainSetAutostart, autostart);
  }

  /**
   * Change all or a subset of the blkio tunables.
   * This function may require privileged access to the hypervisor.
   *
   * C: virDomainSetBlkioParameters, since libvirt 0.9.0.
   *
   * @param params pointer to blkio parameter objects
   * @param flags bitwise-OR of virDomainModificationImpact @default 0
   */
  setBlkioParameters(params: TypedParamsInput, flags: Flags<typeof DomainModificationImpact> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainSetBlkioParameters, typedParamList(params), flagBits(DomainModificationImpact, flags));
  }

  /**
   * Change all or a subset of the per-device block IO tunables.
   *
   * The `disk` parameter is either an unambiguous source name of the
   * block device (the \<source file='...'/\> sub-element, such as
   * "/path/to/image"), or the device target shorthand (the \<target
   * dev='...'/\> sub-element, such as "xvda").  Valid names can be found
   * by calling virDomainGetXMLDesc() and inspecting elements
   * within //domain/devices/disk.
   *
   * C: virDomainSetBlockIoTune, since libvirt 0.9.8.
   *
   * @param disk path to the block device, or device shorthand
   * @param params Pointer to blkio parameter objects
   * @param flags bitwise-OR of virDomainModificationImpact @default 0
   */
  setBlockIoTune(disk: string, params: TypedParamsInput, flags: Flags<typeof DomainModificationImpact> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainSetBlockIoTune, disk, typedParamList(params), flagBits(DomainModificationImpact, flags));
  }

  /**
   * Set the threshold level for delivering the
   * VIR_DOMAIN_EVENT_ID_BLOCK_THRESHOLD if the device or backing chain element
   * described by `dev` is written beyond the set threshold level. The threshold
   * level is unset once the event fires. The event might not be delivered at all
   * if libvirtd was not running at the moment when the threshold was reached.
   * Note that if the threshold level is reached for a top level image, the event
   * is emitted for `dev` corresponding to the disk target, and may also be reported
   * with `dev` corresponding to the disk target with an index corresponding to the
   * 'index' attribute of 'source' in the live VM XML if the attribute is present.
   *
   * `dev` can either be a disk target name (vda, sda) or disk target with index (
   * vda[4]). Without the index the top image in the backing chain will have the
   * threshold set. The index corresponds to the 'index' attribute reported in the
   * live VM XML for 'backingStore' or 'source' elements of a disk. If index is
   * given the threshold is set for the corresponding image.
   *
   * In case when `dev` does not contain index the
   * VIR_DOMAIN_EVENT_ID_BLOCK_THRESHOLD event may be emitted twice, once for the
   * disk device target without index and once containing the index.
   *
   * Note that the threshold event can be registered also for destinations of a
   * 'virDomainBlockCopy' destination by using the 'index' of the 'mirror' source.
   *
   * Hypervisors report the last written sector of an image in the bulk stats API
   * (virConnectGetAllDomainStats/virDomainListGetStats) as
   * "block.\<num\>.allocation" in the VIR_DOMAIN_STATS_BLOCK group. The current
   * threshold value is reported as "block.\<num\>.threshold".
   *
   * This event allows to use thin-provisioned storage which needs management
   * tools to grow it without the need for polling of the data.
   *
   * C: virDomainSetBlockThreshold, since libvirt 3.1.0.
   *
   * @param dev string specifying the block device or backing chain element
   * @param threshold threshold in bytes when to fire the event
   * @param flags currently unused, callers should pass 0 @default 0
   */
  setBlockThreshold(dev: string, threshold: number | bigint, flags: number = 0): Promise<void> {
    return invoke<void>(this, F.virDomainSetBlockThreshold, dev, threshold, flags);
  }

  /**
   * Sets state of individual vcpus described by `cpumap` via guest agent. Other
   * vcpus are not modified.
   *
   * This API requires the VM to run. Various hypervisors or guest agent
   * implementation may limit to operate on just 1 vCPU per call.
   *
   * `cpumap` is a list of vCPU numbers. Its syntax is a comma separated list and
   * a special markup using '-' and '^' (ex. '0-4', '0-3,^2'). The '-' denotes
   * the range and the '^' denotes exclusive. The expression is sequentially
   * evaluated, so "0-15,^8" is identical to "9-14,0-7,15" but not identical to
   * "^8,0-15".
   *
   * Note that OSes (notably Linux) may require vCPU 0 to stay online to support
   * low-level features a S3 sleep.
   *
   * C: virDomainSetGuestVcpus, since libvirt 2.0.0.
   *
   * @param cpumap text representation of a bitmap of vcpus to set
   * @param state 0 to disable/1 to enable cpus described by `cpumap`
   * @param flags currently unused, callers shall pass 0 @default 0
   */
  setGuestVcpus(cpumap: string, state: number, flags: number = 0): Promise<void> {
    return invoke<void>(this, F.virDomainSetGuestVcpus, cpumap, state, flags);
  }

  /**
   * Dynamically set IOThread parameters to the domain. It is left up to
   * the underlying virtual hypervisor to determine the valid range for an
   * `iothread_id`, determining whether the `iothread_id` already exists, and
   * determining the validity of the provided param values.
   *
   * See VIR_DOMAIN_IOTHREAD_* for detailed description of accepted IOThread
   * parameters.
   *
   * Since the purpose of this API is to dynamically modify the IOThread
   * `flags` should only include the VIR_DOMAIN_AFFECT_CURRENT and/or
   * VIR_DOMAIN_AFFECT_LIVE virDomainMemoryModFlags. Setting other flags
   * may cause errors from the hypervisor.
   *
   * Note that this call can fail if the underlying virtualization hypervisor
   * does not support it or does not support setting the provided values.
   *
   * This function requires privileged access to the hypervisor.
   *
   * C: virDomainSetIOThreadParams, since libvirt 4.10.0.
   *
   * @param iothreadId the specific IOThread ID value to add
   * @param params pointer to IOThread parameter objects
   * @param flags bitwise-OR of virDomainModificationImpact and virTypedParameterFlags @default 0
   */
  setIOThreadParams(iothreadId: number, params: TypedParamsInput, flags: Flags<typeof DomainModificationImpact> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainSetIOThreadParams, iothreadId, typedParamList(params), flagBits(DomainModificationImpact, flags));
  }

  /**
   * Change a subset or all parameters of interface; currently this
   * includes bandwidth parameters.  The value of `flags` should be
   * either VIR_DOMAIN_AFFECT_CURRENT, or a bitwise-or of values
   * VIR_DOMAIN_AFFECT_LIVE and VIR_DOMAIN_AFFECT_CONFIG, although
   * hypervisors vary in which flags are supported.
   *
   * This function may require privileged access to the hypervisor.
   *
   * C: virDomainSetInterfaceParameters, since libvirt 0.9.9.
   *
   * @param device the interface name or mac address
   * @param params pointer to interface parameter objects
   * @param flags bitwise-OR of virDomainModificationImpact @default 0
   */
  setInterfaceParameters(device: string, params: TypedParamsInput, flags: Flags<typeof DomainModificationImpact> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainSetInterfaceParameters, device, typedParamList(params), flagBits(DomainModificationImpact, flags));
  }

  /**
   * Set a launch security secret in the guest's memory. The guest must be
   * in a paused state, e.g. in state VIR_DOMIAN_PAUSED as reported by
   * virDomainGetState. On success, the guest can be transitioned to a
   * running state. On failure, the guest should be destroyed.
   *
   * A basic guest attestation process can be achieved by:
   * - Start a secure guest in the paused state by passing VIR_DOMAIN_START_PAUSED
   *   to one of the virDomainCreate APIs
   * - Retrieve the guest launch measurement with virDomainGetLaunchSecurityInfo
   * - Verify launch measurement and generate a secret for the guest
   * - Set the secret in the guest's memory with virDomainSetLaunchSecurityState
   * - Start running the guest with virDomainResume
   *
   * See VIR_DOMAIN_LAUNCH_SECURITY_* for a detailed description of accepted
   * launch security parameters.
   *
   * C: virDomainSetLaunchSecurityState, since libvirt 8.0.0.
   *
   * @param params pointer to launch security parameter objects
   * @param flags currently used, set to 0. @default 0
   */
  setLaunchSecurityState(params: TypedParamsInput, flags: number = 0): Promise<void> {
    return invoke<void>(this, F.virDomainSetLaunchSecurityState, typedParamList(params), flags);
  }

  /**
   * Changes the actions of lifecycle events for domain represented as
   * \<on_$type\>$action\</on_$type\> in the domain XML.
   *
   * QEMU driver has a limitation that if all lifecycle events are set
   * to destroy when the domain is started, it's not possible to change
   * any action for running domain.
   *
   * C: virDomainSetLifecycleAction, since libvirt 3.9.0.
   *
   * @param type the lifecycle type from virDomainLifecycle
   * @param action the action type from virDomainLifecycleAction
   * @param flags bitwise-OR of virDomainModificationImpact @default 0
   */
  setLifecycleAction(type: DomainLifecycle, action: DomainLifecycleAction, flags: Flags<typeof DomainModificationImpact> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainSetLifecycleAction, type, action, flagBits(DomainModificationImpact, flags));
  }

  /**
   * Dynamically change the maximum amount of physical memory allocated to a
   * domain. If domain is NULL, then this change the amount of memory reserved
   * to Domain0 i.e. the domain where the application runs.
   * This function may require privileged access to the hypervisor.
   *
   * This command is hypervisor-specific for whether active, persistent,
   * or both configurations are changed; for more control, use
   * virDomainSetMemoryFlags().
   *
   * C: virDomainSetMaxMemory, since libvirt 0.0.3.
   *
   * @param memory the memory size in kibibytes (blocks of 1024 bytes)
   */
  setMaxMemory(memory: number | bigint): Promise<void> {
    return invoke<void>(this, F.virDomainSetMaxMemory, memory);
  }

  /**
   * Dynamically change the target amount of physical memory allocated to a
   * domain. If domain is NULL, then this change the amount of memory reserved
   * to Domain0 i.e. the domain where the application runs.
   * This function may require privileged access to the hypervisor.
   *
   * This command is hypervisor-specific for whether active, persistent,
   * or both configurations are changed; for more control, use
   * virDomainSetMemoryFlags().
   *
   * C: virDomainSetMemory, since libvirt 0.1.1.
   *
   * @param memory the memory size in kibibytes (blocks of 1024 bytes)
   */
  setMemory(memory: number | bigint): Promise<void> {
    return invoke<void>(this, F.virDomainSetMemory, memory);
  }

  /**
   * Dynamically change the target amount of physical memory allocated to a
   * domain. If domain is NULL, then this change the amount of memory reserved
   * to Domain0 i.e. the domain where the application runs.
   * This function may require privileged access to the hypervisor.
   *
   * `flags` may include VIR_DOMAIN_AFFECT_LIVE or VIR_DOMAIN_AFFECT_CONFIG.
   * Both flags may be set. If VIR_DOMAIN_AFFECT_LIVE is set, the change affects
   * a running domain and will fail if domain is not active.
   * If VIR_DOMAIN_AFFECT_CONFIG is set, the change affects persistent state,
   * and will fail for transient domains. If neither flag is specified
   * (that is, `flags` is VIR_DOMAIN_AFFECT_CURRENT), then an inactive domain
   * modifies persistent setup, while an active domain is hypervisor-dependent
   * on whether just live or both live and persistent state is changed.
   * If VIR_DOMAIN_MEM_MAXIMUM is set, the change affects domain's maximum memory
   * size rather than current memory size.
   * Not all hypervisors can support all flag combinations.
   *
   * C: virDomainSetMemoryFlags, since libvirt 0.9.0.
   *
   * @param memory the memory size in kibibytes (blocks of 1024 bytes)
   * @param flags bitwise-OR of virDomainMemoryModFlags @default 0
   */
  setMemoryFlags(memory: number | bigint, flags: Flags<typeof DomainMemoryModFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainSetMemoryFlags, memory, flagBits(DomainMemoryModFlags, flags));
  }

  /**
   * Change all or a subset of the memory tunables.
   * This function may require privileged access to the hypervisor.
   *
   * Possible values for all *_limit memory tunables are in range from 0 to
   * VIR_DOMAIN_MEMORY_PARAM_UNLIMITED.
   *
   * C: virDomainSetMemoryParameters, since libvirt 0.8.5.
   *
   * @param params pointer to memory parameter objects
   * @param flags bitwise-OR of virDomainModificationImpact @default 0
   */
  setMemoryParameters(params: TypedParamsInput, flags: Flags<typeof DomainModificationImpact> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainSetMemoryParameters, typedParamList(params), flagBits(DomainModificationImpact, flags));
  }

  /**
   * Dynamically change the domain memory balloon driver statistics collection
   * period. Use 0 to disable and a positive value to enable.
   *
   * `flags` may include VIR_DOMAIN_AFFECT_LIVE or VIR_DOMAIN_AFFECT_CONFIG.
   * Both flags may be set. If VIR_DOMAIN_AFFECT_LIVE is set, the change affects
   * a running domain and will fail if domain is not active.
   * If VIR_DOMAIN_AFFECT_CONFIG is set, the change affects persistent state,
   * and will fail for transient domains. If neither flag is specified
   * (that is, `flags` is VIR_DOMAIN_AFFECT_CURRENT), then an inactive domain
   * modifies persistent setup, while an active domain is hypervisor-dependent
   * on whether just live or both live and persistent state is changed.
   *
   * Not all hypervisors can support all flag combinations.
   *
   * C: virDomainSetMemoryStatsPeriod, since libvirt 1.1.1.
   *
   * @param period the period in seconds for stats collection
   * @param flags bitwise-OR of virDomainMemoryModFlags @default 0
   */
  setMemoryStatsPeriod(period: number, flags: Flags<typeof DomainMemoryModFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainSetMemoryStatsPeriod, period, flagBits(DomainMemoryModFlags, flags));
  }

  /**
   * Sets the appropriate domain element given by `type` to the
   * value of `metadata`.  A `type` of VIR_DOMAIN_METADATA_DESCRIPTION
   * is free-form text; VIR_DOMAIN_METADATA_TITLE is free-form, but no
   * newlines are permitted, and should be short (although the length is
   * not enforced). For these two options `key` and `uri` are irrelevant and
   * must be set to NULL.
   *
   * For type VIR_DOMAIN_METADATA_ELEMENT `metadata`  must be well-formed
   * XML belonging to namespace defined by `uri` with local name `key`.
   *
   * Passing NULL for `metadata` says to remove that element from the
   * domain XML (passing the empty string leaves the element present).
   *
   * The resulting metadata will be present in virDomainGetXMLDesc(),
   * as well as quick access through virDomainGetMetadata().
   *
   * `flags` controls whether the live domain, persistent configuration,
   * or both will be modified.
   *
   * C: virDomainSetMetadata, since libvirt 0.9.10.
   *
   * @param type type of metadata, from virDomainMetadataType
   * @param metadata new metadata text @default null
   * @param key XML namespace key, or NULL @default null
   * @param uri XML namespace URI, or NULL @default null
   * @param flags bitwise-OR of virDomainModificationImpact @default 0
   */
  setMetadata(type: DomainMetadataType, metadata: string | null = null, key: string | null = null, uri: string | null = null, flags: Flags<typeof DomainModificationImpact> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainSetMetadata, type, metadata, key, uri, flagBits(DomainModificationImpact, flags));
  }

  /**
   * Change all or a subset of the numa tunables.
   * This function may require privileged access to the hypervisor.
   *
   * Changing live configuration may be possible only in some cases. For
   * instance, for QEMU driver the mode (VIR_DOMAIN_NUMA_MODE) can not be
   * changed, and changing the nodeset (VIR_DOMAIN_NUMA_NODESET) is possible
   * only for VIR_DOMAIN_NUMATUNE_MEM_RESTRICTIVE mode.
   *
   * Changing persistent configuration does not pose such limitations.
   *
   * C: virDomainSetNumaParameters, since libvirt 0.9.9.
   *
   * @param params pointer to numa parameter objects
   * @param flags bitwise-OR of virDomainModificationImpact @default 0
   */
  setNumaParameters(params: TypedParamsInput, flags: Flags<typeof DomainModificationImpact> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainSetNumaParameters, typedParamList(params), flagBits(DomainModificationImpact, flags));
  }

  /**
   * Enable or disable the particular list of Linux perf events you
   * care about. The `params` argument should contain any subset of
   * VIR_PERF_EVENT_ macros.
   *
   * Linux perf events are performance analyzing tool in Linux.
   *
   * C: virDomainSetPerfEvents, since libvirt 1.3.3.
   *
   * @param params pointer to perf events parameter object
   * @param flags bitwise-OR of virDomainModificationImpact @default 0
   */
  setPerfEvents(params: TypedParamsInput, flags: Flags<typeof DomainModificationImpact> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainSetPerfEvents, typedParamList(params), flagBits(DomainModificationImpact, flags));
  }

  /**
   * Change all or a subset or the scheduler parameters.  It is
   * hypervisor-specific whether this sets live, persistent, or both
   * settings; for more control, use
   * virDomainSetSchedulerParametersFlags.
   *
   * C: virDomainSetSchedulerParameters, since libvirt 0.2.3.
   *
   * @param params pointer to scheduler parameter objects
   */
  setSchedulerParameters(params: TypedParamsInput): Promise<void> {
    return invoke<void>(this, F.virDomainSetSchedulerParameters, typedParamList(params));
  }

  /**
   * Change a subset or all scheduler parameters.  The value of `flags`
   * should be either VIR_DOMAIN_AFFECT_CURRENT, or a bitwise-or of
   * values from VIR_DOMAIN_AFFECT_LIVE and
   * VIR_DOMAIN_AFFECT_CURRENT, although hypervisors vary in which
   * flags are supported.
   *
   * C: virDomainSetSchedulerParametersFlags, since libvirt 0.9.2.
   *
   * @param params pointer to scheduler parameter objects
   * @param flags bitwise-OR of virDomainModificationImpact @default 0
   */
  setSchedulerParametersFlags(params: TypedParamsInput, flags: Flags<typeof DomainModificationImpact> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainSetSchedulerParametersFlags, typedParamList(params), flagBits(DomainModificationImpact, flags));
  }

  /**
   * When a domain is suspended or restored from a file the
   * domain's OS has no idea that there was a big gap in the time.
   * Depending on how long the gap was, NTP might not be able to
   * resynchronize the guest.
   *
   * This API tries to set guest time to the given value. The time
   * to set (`seconds` and `nseconds`) should be in seconds relative
   * to the Epoch of 1970-01-01 00:00:00 in UTC.
   *
   * Please note that some hypervisors may require guest agent to
   * be configured and running in order to be able to run this API.
   *
   * C: virDomainSetTime, since libvirt 1.2.5.
   *
   * @param seconds time to set
   * @param nseconds the nanosecond part of `seconds`
   * @param flags bitwise-OR of virDomainSetTimeFlags @default 0
   */
  setTime(seconds: number | bigint, nseconds: number, flags: Flags<typeof DomainSetTimeFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainSetTime, seconds, nseconds, flagBits(DomainSetTimeFlags, flags));
  }

  /**
   * Sets the `user` password to the value specified by `password`.
   * If `flags` contain VIR_DOMAIN_PASSWORD_ENCRYPTED, the password
   * is assumed to be encrypted by the method required by the guest OS.
   *
   * Please note that some hypervisors may require guest agent to
   * be configured and running in order to be able to run this API.
   *
   * C: virDomainSetUserPassword, since libvirt 1.2.16.
   *
   * @param user the username that will get a new password
   * @param password the password to set
   * @param flags bitwise-OR of virDomainSetUserPasswordFlags @default 0
   */
  setUserPassword(user: string, password: string, flags: Flags<typeof DomainSetUserPasswordFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainSetUserPassword, user, password, flagBits(DomainSetUserPasswordFlags, flags));
  }

  /**
   * Enables/disables individual vcpus described by `vcpumap` in the hypervisor.
   *
   * Various hypervisor implementations may limit to operate on just 1
   * hotpluggable entity (which may contain multiple vCPUs on certain platforms).
   *
   * Note that OSes and hypervisors may require vCPU 0 to stay online.
   *
   * C: virDomainSetVcpu, since libvirt 3.1.0.
   *
   * @param vcpumap text representation of a bitmap of vcpus to set
   * @param state 0 to disable/1 to enable cpus described by `vcpumap`
   * @param flags bitwise-OR of virDomainModificationImpact @default 0
   */
  setVcpu(vcpumap: string, state: number, flags: Flags<typeof DomainModificationImpact> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainSetVcpu, vcpumap, state, flagBits(DomainModificationImpact, flags));
  }

  /**
   * Dynamically change the number of virtual CPUs used by the domain.
   * Note that this call may fail if the underlying virtualization hypervisor
   * does not support it or if growing the number is arbitrarily limited.
   * This function may require privileged access to the hypervisor.
   *
   * Note that if this call is executed before the guest has finished booting,
   * the guest may fail to process the change.
   *
   * This command only changes the runtime configuration of the domain,
   * so can only be called on an active domain.  It is hypervisor-dependent
   * whether it also affects persistent configuration; for more control,
   * use virDomainSetVcpusFlags().
   *
   * C: virDomainSetVcpus, since libvirt 0.1.4.
   *
   * @param nvcpus the new number of virtual CPUs for this domain
   */
  setVcpus(nvcpus: number): Promise<void> {
    return invoke<void>(this, F.virDomainSetVcpus, nvcpus);
  }

  /**
   * Dynamically change the number of virtual CPUs used by the domain.
   * Note that this call may fail if the underlying virtualization hypervisor
   * does not support it or if growing the number is arbitrarily limited.
   * This function may require privileged access to the hypervisor.
   *
   * `flags` may include VIR_DOMAIN_AFFECT_LIVE to affect a running
   * domain (which may fail if domain is not active), or
   * VIR_DOMAIN_AFFECT_CONFIG to affect the next boot via the XML
   * description of the domain.  Both flags may be set.
   * If neither flag is specified (that is, `flags` is VIR_DOMAIN_AFFECT_CURRENT),
   * then an inactive domain modifies persistent setup, while an active domain
   * is hypervisor-dependent on whether just live or both live and persistent
   * state is changed.
   *
   * Note that if this call is executed before the guest has finished booting,
   * the guest may fail to process the change.
   *
   * If `flags` includes VIR_DOMAIN_VCPU_MAXIMUM, then
   * VIR_DOMAIN_AFFECT_LIVE must be clear, and only the maximum virtual
   * CPU limit is altered; generally, this value must be less than or
   * equal to virConnectGetMaxVcpus().  Otherwise, this call affects the
   * current virtual CPU limit, which must be less than or equal to the
   * maximum limit. Note that hypervisors may not allow changing the maximum
   * vcpu count if processor topology is specified.
   *
   * If `flags` includes VIR_DOMAIN_VCPU_GUEST, then the state of processors is
   * modified inside the guest instead of the hypervisor. This flag can only
   * be used with live guests and is incompatible with VIR_DOMAIN_VCPU_MAXIMUM.
   * The usage of this flag may require a guest agent configured.
   *
   * Not all hypervisors can support all flag combinations.
   *
   * C: virDomainSetVcpusFlags, since libvirt 0.8.5.
   *
   * @param nvcpus the new number of virtual CPUs for this domain, must be at least 1
   * @param flags bitwise-OR of virDomainVcpuFlags @default 0
   */
  setVcpusFlags(nvcpus: number, flags: Flags<typeof DomainVcpuFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainSetVcpusFlags, nvcpus, flagBits(DomainVcpuFlags, flags));
  }

  /**
   * Shutdown a domain, the domain object is still usable thereafter, but
   * the domain OS is being stopped. Note that the guest OS may ignore the
   * request. Additionally, the hypervisor may check and support the domain
   * 'on_poweroff' XML setting resulting in a domain that reboots instead of
   * shutting down. For guests that react to a shutdown request, the differences
   * from virDomainDestroy() are that the guests disk storage will be in a
   * stable state rather than having the (virtual) power cord pulled, and
   * this command returns as soon as the shutdown request is issued rather
   * than blocking until the guest is no longer running.
   *
   * If the domain is transient and has any snapshot metadata (see
   * virDomainSnapshotNum()), then that metadata will automatically
   * be deleted when the domain quits.
   *
   * C: virDomainShutdown, since libvirt 0.0.3.
   *
   */
  shutdown(): Promise<void> {
    return invoke<void>(this, F.virDomainShutdown);
  }

  /**
   * Shutdown a domain, the domain object is still usable thereafter but
   * the domain OS is being stopped. Note that the guest OS may ignore the
   * request. Additionally, the hypervisor may check and support the domain
   * 'on_poweroff' XML setting resulting in a domain that reboots instead of
   * shutting down. For guests that react to a shutdown request, the differences
   * from virDomainDestroy() are that the guest's disk storage will be in a
   * stable state rather than having the (virtual) power cord pulled, and
   * this command returns as soon as the shutdown request is issued rather
   * than blocking until the guest is no longer running.
   *
   * If the domain is transient and has any snapshot metadata (see
   * virDomainSnapshotNum()), then that metadata will automatically
   * be deleted when the domain quits.
   *
   * If `flags` is set to zero, then the hypervisor will choose the
   * method of shutdown it considers best. To have greater control
   * pass one or more of the virDomainShutdownFlagValues. The order
   * in which the hypervisor tries each shutdown method is undefined,
   * and a hypervisor is not required to support all methods.
   *
   * To use guest agent (VIR_DOMAIN_SHUTDOWN_GUEST_AGENT) the domain XML
   * must have \<channel\> configured.
   *
   * C: virDomainShutdownFlags, since libvirt 0.9.10.
   *
   * @param flags bitwise-OR of virDomainShutdownFlagValues @default 0
   */
  shutdownFlags(flags: Flags<typeof DomainShutdownFlagValues> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainShutdownFlags, flagBits(DomainShutdownFlagValues, flags));
  }

  /**
   * Creates a new snapshot of a domain based on the snapshot xml
   * contained in xmlDesc, with a top-level element \<domainsnapshot\>.
   *
   * If `flags` is 0, the domain can be active, in which case the
   * snapshot will be a full system snapshot (capturing both disk state,
   * and runtime VM state such as RAM contents), where reverting to the
   * snapshot is
   * the same as resuming from hibernation (TCP connections may have
   * timed out, but everything else picks up where it left off); or
   * the domain can be inactive, in which case the snapshot includes
   * just the disk state prior to booting.  The newly created snapshot
   * becomes current (see virDomainSnapshotCurrent()), and is a child
   * of any previous current snapshot.
   *
   * If `flags` includes VIR_DOMAIN_SNAPSHOT_CREATE_VALIDATE, then `xmlDesc`
   * is validated against the \<domainsnapshot\> XML schema.
   *
   * If `flags` includes VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE, then this
   * is a request to reinstate snapshot metadata that was previously
   * captured from virDomainSnapshotGetXMLDesc() before removing that
   * metadata, rather than creating a new snapshot.  This can be used to
   * recreate a snapshot hierarchy on a destination, then remove it on
   * the source, in order to allow migration (since migration normally
   * fails if snapshot metadata still remains on the source machine).
   * Note that while original creation can omit a number of elements
   * from `xmlDesc` (and libvirt will supply sane defaults based on the
   * domain state at that point in time), a redefinition must supply
   * more elements (as the domain may have changed in the meantime, so
   * that libvirt no longer has a way to resupply correct
   * defaults). When redefining snapshot metadata, the domain's current
   * snapshot will not be altered unless the
   * VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT flag is also present.  It is an
   * error to request the VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT flag
   * without VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE.  On some hypervisors,
   * redefining an existing snapshot can be used to alter host-specific
   * portions of the domain XML to be used during revert (such as
   * backing filenames associated with disk devices), but must not alter
   * guest-visible layout.  When redefining a snapshot name that does
   * not exist, the hypervisor may validate that reverting to the
   * snapshot appears to be possible (for example, disk images have
   * snapshot contents by the requested name).  Not all hypervisors
   * support these flags.
   *
   * If `flags` includes VIR_DOMAIN_SNAPSHOT_CREATE_NO_METADATA, then the
   * domain's disk images are modified according to `xmlDesc`, but
   * libvirt does not track any metadata (similar to immediately calling
   * virDomainSnapshotDelete() with
   * VIR_DOMAIN_SNAPSHOT_DELETE_METADATA_ONLY).  This flag is
   * incompatible with VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE.
   *
   * If `flags` includes VIR_DOMAIN_SNAPSHOT_CREATE_HALT, then the domain
   * will be inactive after the snapshot completes, regardless of whether
   * it was active before; otherwise, a running domain will still be
   * running after the snapshot.  This flag is invalid on transient domains,
   * and is incompatible with VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE.
   *
   * If `flags` includes VIR_DOMAIN_SNAPSHOT_CREATE_LIVE, then the domain
   * is not paused while creating the snapshot. This increases the size
   * of the memory dump file, but reduces downtime of the guest while
   * taking the snapshot. Some hypervisors only support this flag during
   * external snapshots.
   *
   * If `flags` includes VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY, then the
   * snapshot will be limited to the disks described in `xmlDesc`, and no
   * VM state will be saved.  For an active guest, the disk image may be
   * inconsistent (as if power had been pulled), and specifying this
   * with the VIR_DOMAIN_SNAPSHOT_CREATE_HALT flag risks data loss.
   *
   * If `flags` includes VIR_DOMAIN_SNAPSHOT_CREATE_QUIESCE, then the
   * libvirt will attempt to use guest agent to freeze and thaw all
   * file systems in use within domain OS. However, if the guest agent
   * is not present, an error is thrown. Moreover, this flag requires
   * VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY to be passed as well.
   * For better control and error recovery users should invoke virDomainFSFreeze
   * manually before taking the snapshot and then virDomainFSThaw to restore the
   * VM rather than using VIR_DOMAIN_SNAPSHOT_CREATE_QUIESCE.
   *
   * By default, if the snapshot involves external files, and any of the
   * destination files already exist as a non-empty regular file, the
   * snapshot is rejected to avoid losing contents of those files.
   * However, if `flags` includes VIR_DOMAIN_SNAPSHOT_CREATE_REUSE_EXT,
   * then the destination files must be pre-created manually with
   * the correct image format and metadata including backing store path
   * (this allows a management app to pre-create files with relative backing
   * file names, rather than the default of creating with absolute backing
   * file names). Note that only the file specified in the snapshot XML is
   * inserted as a snapshot thus setting incorrect metadata in the pre-created
   * image may lead to the VM being unable to start or other block jobs may fail.
   *
   * Be aware that although libvirt prefers to report errors up front with
   * no other effect, some hypervisors have certain types of failures where
   * the overall command can easily fail even though the guest configuration
   * was partially altered (for example, if a disk snapshot request for two
   * disks fails on the second disk, but the first disk alteration cannot be
   * rolled back).  If this API call fails, it is therefore normally
   * necessary to follow up with virDomainGetXMLDesc() and check each disk
   * to determine if any partial changes occurred.  However, if `flags`
   * contains VIR_DOMAIN_SNAPSHOT_CREATE_ATOMIC, then libvirt guarantees
   * that this command will not alter any disks unless the entire set of
   * changes can be done atomically, making failure recovery simpler (note
   * that it is still possible to fail after disks have changed, but only
   * in the much rarer cases of running out of memory or disk space).
   *
   * Some hypervisors may prevent this operation if there is a current
   * block copy operation; in that case, use virDomainBlockJobAbort()
   * to stop the block copy first.
   *
   * virDomainSnapshotFree should be used to free the resources after the
   * snapshot object is no longer needed.
   *
   * C: virDomainSnapshotCreateXML, since libvirt 0.8.0.
   *
   * @param xmlDesc string containing an XML description of the domain snapshot
   * @param flags bitwise-OR of virDomainSnapshotCreateFlags @default 0
   * @returns C: an (opaque) new virDomainSnapshotPtr on success or NULL on failure.
   */
  snapshotCreateXML(xmlDesc: string, flags: Flags<typeof DomainSnapshotCreateFlags> = 0): Promise<DomainSnapshot> {
    return invoke<DomainSnapshot>(this, F.virDomainSnapshotCreateXML, xmlDesc, flagBits(DomainSnapshotCreateFlags, flags));
  }

  /**
   * Get the current snapshot for a domain, if any.
   *
   * virDomainSnapshotFree should be used to free the resources after the
   * snapshot object is no longer needed.
   *
   * C: virDomainSnapshotCurrent, since libvirt 0.8.0.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: a domain snapshot object or NULL in case of failure. If the current domain snapshot cannot be found, then the VIR_ERR_NO_DOMAIN_SNAPSHOT error is raised.
   */
  snapshotCurrent(flags: number = 0): Promise<DomainSnapshot> {
    return invoke<DomainSnapshot>(this, F.virDomainSnapshotCurrent, flags);
  }

  /**
   * Collect the list of domain snapshots for the given domain, and store
   * their names in `names`.  The value to use for `nameslen` can be determined
   * by virDomainSnapshotNum() with the same `flags`.
   *
   * If `flags` contains VIR_DOMAIN_SNAPSHOT_LIST_TOPOLOGICAL, and no
   * other connection is modifying snapshots, then it is guaranteed that
   * for any snapshot in the resulting list, no snapshots later in the
   * list can be reached by a sequence of virDomainSnapshotGetParent()
   * starting from that earlier snapshot; otherwise, the order of
   * snapshots in the resulting list is unspecified.
   *
   * By default, this command covers all snapshots. It is also possible
   * to limit things to just snapshots with no parents, when `flags`
   * includes VIR_DOMAIN_SNAPSHOT_LIST_ROOTS.  Additional filters are
   * provided via the same `flags` values as documented in
   * virDomainListAllSnapshots().
   *
   * Note that this command is inherently racy: another connection can
   * define a new snapshot between a call to virDomainSnapshotNum() and
   * this call.  You are only guaranteed that all currently defined
   * snapshots were listed if the return is less than `nameslen`.  Likewise,
   * you should be prepared for virDomainSnapshotLookupByName() to fail when
   * converting a name from this call into a snapshot object, if another
   * connection deletes the snapshot in the meantime.
   *
   * The use of this function is discouraged. Instead, use
   * virDomainListAllSnapshots().
   *
   * C: virDomainSnapshotListNames, since libvirt 0.8.0.
   *
   * @param flags bitwise-OR of supported virDomainSnapshotListFlags @default 0
   * @returns C: the number of domain snapshots found or -1 in case of error. The caller is responsible to call free() for each member of the array.
   * @deprecated Use listAllSnapshots().
   */
  snapshotListNames(flags: Flags<typeof DomainSnapshotListFlags> = 0): Promise<string[]> {
    return invoke<string[]>(this, F.virDomainSnapshotListNames, flagBits(DomainSnapshotListFlags, flags));
  }

  /**
   * Try to lookup a domain snapshot based on its name.
   *
   * C: virDomainSnapshotLookupByName, since libvirt 0.8.0.
   *
   * @param name name for the domain snapshot
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: a domain snapshot object or NULL in case of failure. If the domain snapshot cannot be found, then the VIR_ERR_NO_DOMAIN_SNAPSHOT error is raised.
   */
  snapshotLookupByName(name: string, flags: number = 0): Promise<DomainSnapshot> {
    return invoke<DomainSnapshot>(this, F.virDomainSnapshotLookupByName, name, flags);
  }

  /**
   * Provides the number of domain snapshots for this domain.
   *
   * This function will accept VIR_DOMAIN_SNAPSHOT_LIST_TOPOLOGICAL in
   * `flags` only if virDomainSnapshotListNames() can honor it, although
   * the flag has no other effect here.
   *
   * By default, this command covers all snapshots. It is also possible
   * to limit things to just snapshots with no parents, when `flags`
   * includes VIR_DOMAIN_SNAPSHOT_LIST_ROOTS.  Additional filters are
   * provided via the same `flags` values as documented in
   * virDomainListAllSnapshots().
   *
   * C: virDomainSnapshotNum, since libvirt 0.8.0.
   *
   * @param flags bitwise-OR of supported virDomainSnapshotListFlags @default 0
   * @returns C: the number of domain snapshots found or -1 in case of error.
   * @deprecated Use listAllSnapshots().
   */
  snapshotNum(flags: Flags<typeof DomainSnapshotListFlags> = 0): Promise<number> {
    return invoke<number>(this, F.virDomainSnapshotNum, flagBits(DomainSnapshotListFlags, flags));
  }

  /**
   * Calculate the current domain's memory dirty rate in next `seconds`.
   * The calculated dirty rate information is available by calling
   * virConnectGetAllDomainStats.
   *
   * C: virDomainStartDirtyRateCalc, since libvirt 7.2.0.
   *
   * @param seconds specified calculating time in seconds
   * @param flags bitwise-OR of supported virDomainDirtyRateCalcFlags @default 0
   */
  startDirtyRateCalc(seconds: number, flags: Flags<typeof DomainDirtyRateCalcFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainStartDirtyRateCalc, seconds, flagBits(DomainDirtyRateCalcFlags, flags));
  }

  /**
   * Suspends an active domain, the process is frozen without further access
   * to CPU resources and I/O but the memory used by the domain at the
   * hypervisor level will stay allocated. Use virDomainResume() to reactivate
   * the domain.
   * This function may require privileged access.
   * Moreover, suspend may not be supported if domain is in some
   * special state like VIR_DOMAIN_PMSUSPENDED.
   *
   * C: virDomainSuspend, since libvirt 0.0.3.
   *
   */
  suspend(): Promise<void> {
    return invoke<void>(this, F.virDomainSuspend);
  }

  /**
   * Undefine a domain. If the domain is running, it's converted to
   * transient domain, without stopping it. If the domain is inactive,
   * the domain configuration is removed.
   *
   * If the domain has a managed save image (see
   * virDomainHasManagedSaveImage()), or if it is inactive and has any
   * snapshot metadata (see virDomainSnapshotNum()) or checkpoint
   * metadata (see virDomainListAllCheckpoints()), then the undefine
   * will fail. See virDomainUndefineFlags() for more control.
   *
   * C: virDomainUndefine, since libvirt 0.1.1.
   *
   */
  undefine(): Promise<void> {
    return invoke<void>(this, F.virDomainUndefine);
  }

  /**
   * Undefine a domain. If the domain is running, it's converted to
   * transient domain, without stopping it. If the domain is inactive,
   * the domain configuration is removed.
   *
   * If the domain has a managed save image (see virDomainHasManagedSaveImage()),
   * then including VIR_DOMAIN_UNDEFINE_MANAGED_SAVE in `flags` will also remove
   * that file, and omitting the flag will cause the undefine process to fail.
   *
   * If the domain is inactive and has any snapshot metadata (see
   * virDomainSnapshotNum()), then including
   * VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA in `flags` will also remove
   * that metadata.  Omitting the flag will cause the undefine of an
   * inactive domain with snapshots to fail.  Active domains will retain
   * snapshot metadata until the (now-transient) domain halts,
   * regardless of whether this flag is present.  On hypervisors that
   * support snapshots, but where snapshots do not use libvirt metadata,
   * this flag has no effect.
   *
   * If the domain is inactive and has any checkpoint metadata (see
   * virDomainListAllCheckpoints()), then including
   * VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA in `flags` will also remove
   * that metadata. Omitting the flag will cause the undefine of an
   * inactive domain with checkpoints to fail. Active domains will
   * retain checkpoint metadata until the (now-transient) domain halts,
   * regardless of whether this flag is present. On hypervisors that
   * support checkpoints, but where checkpoints do not use libvirt
   * metadata, this flag has no effect.
   *
   * If the domain has any nvram specified, the undefine process will fail
   * unless VIR_DOMAIN_UNDEFINE_KEEP_NVRAM is specified, or if
   * VIR_DOMAIN_UNDEFINE_NVRAM is specified to remove the nvram file.
   *
   * C: virDomainUndefineFlags, since libvirt 0.9.4.
   *
   * @param flags bitwise-OR of supported virDomainUndefineFlagsValues @default 0
   */
  undefineFlags(flags: Flags<typeof DomainUndefineFlagsValues> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainUndefineFlags, flagBits(DomainUndefineFlagsValues, flags));
  }

  /**
   * Change a virtual device on a domain, using the flags parameter
   * to control how the device is changed.  VIR_DOMAIN_AFFECT_CURRENT
   * specifies that the device change is made based on current domain
   * state.  VIR_DOMAIN_AFFECT_LIVE specifies that the device shall be
   * changed on the active domain instance only and is not added to the
   * persisted domain configuration. VIR_DOMAIN_AFFECT_CONFIG
   * specifies that the device shall be changed on the persisted domain
   * configuration only.  Note that the target hypervisor must return an
   * error if unable to satisfy flags.  E.g. the hypervisor driver will
   * return failure if LIVE is specified but it only supports modifying the
   * persisted device allocation.
   *
   * This method is used for actions such changing CDROM/Floppy device
   * media, altering the graphics configuration such as password,
   * reconfiguring the NIC device backend connectivity, etc.
   *
   * The supplied XML description of the device should contain all
   * the information that is found in the corresponding domain XML.
   * Leaving out any piece of information may be treated as a
   * request for its removal, which may be denied. For instance,
   * when users want to change CDROM media only for live XML, they
   * must provide live disk XML as found in the corresponding live
   * domain XML with only the disk path changed.
   *
   * C: virDomainUpdateDeviceFlags, since libvirt 0.8.0.
   *
   * @param xml pointer to XML description of one device
   * @param flags bitwise-OR of virDomainDeviceModifyFlags @default 0
   */
  updateDeviceFlags(xml: string, flags: Flags<typeof DomainDeviceModifyFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virDomainUpdateDeviceFlags, xml, flagBits(DomainDeviceModifyFlags, flags));
  }

  /**
   * Execute an arbitrary Guest Agent command.
   *
   * Issue `cmd` to the guest agent running in `domain`.
   * `timeout` must be -2, -1, 0 or positive.
   * VIR_DOMAIN_QEMU_AGENT_COMMAND_BLOCK(-2): meaning to block forever waiting for
   * a result.
   * VIR_DOMAIN_QEMU_AGENT_COMMAND_DEFAULT(-1): use default timeout value.
   * VIR_DOMAIN_QEMU_AGENT_COMMAND_NOWAIT(0): does not wait.
   * positive value: wait for `timeout` seconds
   *
   * C: virDomainQemuAgentCommand, since libvirt 0.10.0.
   *
   * @param cmd the guest agent command string
   * @param timeout timeout seconds
   * @param flags execution flags @default 0
   * @returns C: strings if success, NULL in failure.
   */
  qemuAgentCommand(cmd: string, timeout: number, flags: number = 0): Promise<string> {
    return invoke<string>(this, F.virDomainQemuAgentCommand, cmd, timeout, flags);
  }

  /**
   * This API is QEMU specific, so it will only work with hypervisor
   * connections to the QEMU driver.
   *
   * Send an arbitrary monitor command `cmd` to `domain` through the
   * QEMU monitor. There are several requirements to safely and
   * successfully use this API:
   *
   *   - A `cmd` that queries state without making any modifications is safe
   *   - A `cmd` that alters state that is also tracked by libvirt is unsafe,
   *     and may cause libvirtd to crash
   *   - A `cmd` that alters state not tracked by the current version of
   *     libvirt is possible as a means to test new QEMU features before
   *     they have support in libvirt, but no guarantees are made to safety
   *
   * If VIR_DOMAIN_QEMU_MONITOR_COMMAND_HMP is set, the command is
   * considered to be a human monitor command and libvirt will automatically
   * convert it into QMP if needed.  In that case the `result` will also
   * be converted back from QMP.
   *
   * If successful, `result` will be filled with the string output of the
   * `cmd`, and the caller must free this string.
   *
   * C: virDomainQemuMonitorCommand, since libvirt 0.8.3.
   *
   * @param cmd the QEMU monitor command string
   * @param flags bitwise-or of supported virDomainQemuMonitorCommandFlags @default 0
   * @returns C: 0 in case of success, -1 in case of failure
   */
  qemuMonitorCommand(cmd: string, flags: Flags<typeof DomainQemuMonitorCommandFlags> = 0): Promise<string> {
    return invoke<string>(this, F.virDomainQemuMonitorCommand, cmd, flagBits(DomainQemuMonitorCommandFlags, flags));
  }

  /**
   * This API is QEMU specific, so it will only work with hypervisor
   * connections to the QEMU driver with local connections using the unix socket.
   *
   * Send an arbitrary monitor command `cmd` with file descriptors `infiles` to
   * `domain` through the QEMU monitor and optionally return file descriptors via
   * `outfiles`. There are several requirements to safely and successfully use
   * this API:
   *
   *   - A `cmd` that queries state without making any modifications is safe
   *   - A `cmd` that alters state that is also tracked by libvirt is unsafe,
   *     and may cause libvirtd to crash
   *   - A `cmd` that alters state not tracked by the current version of
   *     libvirt is possible as a means to test new QEMU features before
   *     they have support in libvirt, but no guarantees are made to safety
   *
   * If VIR_DOMAIN_QEMU_MONITOR_COMMAND_HMP is set, the command is
   * considered to be a human monitor command and libvirt will automatically
   * convert it into QMP if needed.  In that case the `result` will also
   * be converted back from QMP.
   *
   * If successful, `result` will be filled with the string output of the
   * `cmd`, and the caller must free this string.
   *
   * C: virDomainQemuMonitorCommandWithFiles, since libvirt 8.2.0.
   *
   * @param cmd the QEMU monitor command string
   * @param infiles filedescriptors to be passed to QEMU with the command
   * @param flags bitwise-or of supported virDomainQemuMonitorCommandFlags @default 0
   * @returns C: 0 in case of success, -1 in case of failure
   */
  qemuMonitorCommandWithFiles(cmd: string, infiles: readonly number[], flags: Flags<typeof DomainQemuMonitorCommandFlags> = 0): Promise<MonitorReply> {
    return invoke<MonitorReply>(this, F.virDomainQemuMonitorCommandWithFiles, cmd, infiles, flagBits(DomainQemuMonitorCommandFlags, flags));
  }
}
