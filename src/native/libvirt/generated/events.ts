// Made by native/libvirt/generate from libvirt's description of its API; not to be edited.

import type { TypedParams } from '../typed-params.js';
import type { Domain } from './domain.js';
import type { Network } from './network.js';
import type { StoragePool } from './storage-pool.js';
import type { NodeDevice } from './node-device.js';
import type { Secret } from './secret.js';
import type { ConnectCloseReason, ConnectDomainEventAgentLifecycleReason, ConnectDomainEventAgentLifecycleState, ConnectDomainEventBlockJobStatus, DomainBlockJobType, DomainEventType, ConnectDomainEventDiskChangeReason, DomainEventGraphicsPhase, DomainEventIOErrorAction, DomainMemoryFailureActionType, DomainMemoryFailureRecipientType, DomainEventTrayChangeReason, DomainEventWatchdogAction, NetworkEventLifecycleType, NodeDeviceEventLifecycleType, SecretEventLifecycleType, StoragePoolEventLifecycleType } from './enums.js';
import type { DomainEventGraphicsAddress } from './structs.js';

/**
 * A callback function to be registered, and called when a domain event occurs
 *
 * C: VIR_DOMAIN_EVENT_ID_LIFECYCLE, since libvirt 0.8.0.
 */
export interface DomainLifecycleEvent {
  /** The domain on which the event occurred */
  readonly domain: Domain;
  /** The specific virDomainEventType which occurred */
  readonly event: DomainEventType;
  /** event specific detail information (virDomainEvent*DetailType) */
  readonly detail: number;
}

/**
 * A generic domain event callback handler, for use with
 * virConnectDomainEventRegisterAny(). Specific events usually
 * have a customization with extra parameters, often with `opaque` being
 * passed in a different parameter position; use VIR_DOMAIN_EVENT_CALLBACK()
 * when registering an appropriate handler.
 *
 * C: VIR_DOMAIN_EVENT_ID_REBOOT, since libvirt 0.8.0.
 */
export interface DomainRebootEvent {
  /** the domain pointer */
  readonly domain: Domain;
}

/**
 * The callback signature to use when registering for an event of type
 * VIR_DOMAIN_EVENT_ID_RTC_CHANGE with virConnectDomainEventRegisterAny()
 *
 * C: VIR_DOMAIN_EVENT_ID_RTC_CHANGE, since libvirt 0.8.0.
 */
export interface DomainRtcChangeEvent {
  /** domain on which the event occurred */
  readonly domain: Domain;
  /** the new RTC offset from UTC, measured in seconds */
  readonly utcoffset: bigint;
}

/**
 * The callback signature to use when registering for an event of type
 * VIR_DOMAIN_EVENT_ID_WATCHDOG with virConnectDomainEventRegisterAny()
 *
 * C: VIR_DOMAIN_EVENT_ID_WATCHDOG, since libvirt 0.8.0.
 */
export interface DomainWatchdogEvent {
  /** domain on which the event occurred */
  readonly domain: Domain;
  /** action that is to be taken due to watchdog firing (virDomainEventWatchdogAction) */
  readonly action: DomainEventWatchdogAction;
}

/**
 * The callback signature to use when registering for an event of type
 * VIR_DOMAIN_EVENT_ID_IO_ERROR with virConnectDomainEventRegisterAny()
 *
 * C: VIR_DOMAIN_EVENT_ID_IO_ERROR, since libvirt 0.8.0.
 */
export interface DomainIoErrorEvent {
  /** domain on which the event occurred */
  readonly domain: Domain;
  /** The host file on which the IO error occurred */
  readonly srcPath: string | null;
  /** The guest device alias associated with the path */
  readonly devAlias: string | null;
  /** action that is to be taken due to the IO error (virDomainEventIOErrorAction) */
  readonly action: DomainEventIOErrorAction;
}

/**
 * The callback signature to use when registering for an event of type
 * VIR_DOMAIN_EVENT_ID_GRAPHICS with virConnectDomainEventRegisterAny()
 *
 * C: VIR_DOMAIN_EVENT_ID_GRAPHICS, since libvirt 0.8.0.
 */
export interface DomainGraphicsEvent {
  /** domain on which the event occurred */
  readonly domain: Domain;
  /** the phase of the connection (virDomainEventGraphicsPhase) */
  readonly phase: DomainEventGraphicsPhase;
  /** the local server address */
  readonly local: DomainEventGraphicsAddress | null;
  /** the remote client address */
  readonly remote: DomainEventGraphicsAddress | null;
  /** the authentication scheme activated */
  readonly authScheme: string | null;
  /** the authenticated subject (user) */
  readonly subject: { readonly type: string | null; readonly name: string | null }[];
}

/**
 * The callback signature to use when registering for an event of type
 * VIR_DOMAIN_EVENT_ID_IO_ERROR_REASON with virConnectDomainEventRegisterAny()
 *
 * If the I/O error is known to be caused by an ENOSPC condition in
 * the host (where resizing the disk to be larger will allow the guest
 * to be resumed as if nothing happened), `reason` will be "enospc".
 * Otherwise, `reason` will be "", although future strings may be added
 * if determination of other error types becomes possible.
 *
 * C: VIR_DOMAIN_EVENT_ID_IO_ERROR_REASON, since libvirt 0.8.1.
 */
export interface DomainIoErrorReasonEvent {
  /** domain on which the event occurred */
  readonly domain: Domain;
  /** The host file on which the IO error occurred */
  readonly srcPath: string | null;
  /** The guest device alias associated with the path */
  readonly devAlias: string | null;
  /** action that is to be taken due to the IO error (virDomainEventIOErrorAction) */
  readonly action: DomainEventIOErrorAction;
  /** the cause of the IO error */
  readonly reason: string | null;
}

/**
 * A generic domain event callback handler, for use with
 * virConnectDomainEventRegisterAny(). Specific events usually
 * have a customization with extra parameters, often with `opaque` being
 * passed in a different parameter position; use VIR_DOMAIN_EVENT_CALLBACK()
 * when registering an appropriate handler.
 *
 * C: VIR_DOMAIN_EVENT_ID_CONTROL_ERROR, since libvirt 0.9.2.
 */
export interface DomainControlErrorEvent {
  /** the domain pointer */
  readonly domain: Domain;
}

/**
 * The string returned for `disk` can be used in any of the libvirt API
 * that operate on a particular disk of the domain, and depends on what
 * event type was registered with virConnectDomainEventRegisterAny().
 * If the callback was registered using the older type of
 * VIR_DOMAIN_EVENT_ID_BLOCK_JOB, then `disk` contains the absolute file
 * name of the host resource for the active layer of the disk; however,
 * this name is unstable (pivoting via block copy or active block commit
 * will change which file is active, giving a different name for the two
 * events associated with the same job) and cannot be relied on if the
 * active layer is associated with a network resource.  If the callback
 * was registered using the newer type of VIR_DOMAIN_EVENT_ID_BLOCK_JOB_2,
 * then `disk` will contain the device target shorthand (the \<target
 * dev='...'/\> sub-element, such as "vda").
 *
 * C: VIR_DOMAIN_EVENT_ID_BLOCK_JOB, since libvirt 0.9.4.
 */
export interface DomainBlockJobEvent {
  /** domain on which the event occurred */
  readonly domain: Domain;
  /** name associated with the affected disk (filename or target device, depending on how the callback was registered) */
  readonly disk: string | null;
  /** type of block job (virDomainBlockJobType) */
  readonly type: DomainBlockJobType;
  /** status of the operation (virConnectDomainEventBlockJobStatus) */
  readonly status: ConnectDomainEventBlockJobStatus;
}

/**
 * This callback occurs when disk gets changed. However,
 * not all `reason` will cause both `oldSrcPath` and `newSrcPath`
 * to be non-NULL. Please see virConnectDomainEventDiskChangeReason
 * for more details.
 *
 * The callback signature to use when registering for an event of type
 * VIR_DOMAIN_EVENT_ID_DISK_CHANGE with virConnectDomainEventRegisterAny()
 *
 * C: VIR_DOMAIN_EVENT_ID_DISK_CHANGE, since libvirt 0.9.7.
 */
export interface DomainDiskChangeEvent {
  /** domain on which the event occurred */
  readonly domain: Domain;
  /** old source path */
  readonly oldSrcPath: string | null;
  /** new source path */
  readonly newSrcPath: string | null;
  /** device alias name */
  readonly devAlias: string | null;
  /** reason why this callback was called; any of virConnectDomainEventDiskChangeReason */
  readonly reason: ConnectDomainEventDiskChangeReason;
}

/**
 * This callback occurs when the tray of a removable device is moved.
 *
 * The callback signature to use when registering for an event of type
 * VIR_DOMAIN_EVENT_ID_TRAY_CHANGE with virConnectDomainEventRegisterAny()
 *
 * C: VIR_DOMAIN_EVENT_ID_TRAY_CHANGE, since libvirt 0.9.11.
 */
export interface DomainTrayChangeEvent {
  /** domain on which the event occurred */
  readonly domain: Domain;
  /** device alias */
  readonly devAlias: string | null;
  /** why the tray status was changed? (virDomainEventTrayChangeReason) */
  readonly reason: DomainEventTrayChangeReason;
}

/**
 * This callback occurs when the guest is woken up.
 *
 * The callback signature to use when registering for an event of type
 * VIR_DOMAIN_EVENT_ID_PMWAKEUP with virConnectDomainEventRegisterAny()
 *
 * C: VIR_DOMAIN_EVENT_ID_PMWAKEUP, since libvirt 0.9.11.
 */
export interface DomainPmwakeupEvent {
  /** domain on which the event occurred */
  readonly domain: Domain;
  /** reason why the callback was called, unused currently, always passes 0 */
  readonly reason: number;
}

/**
 * This callback occurs when the guest is suspended.
 *
 * The callback signature to use when registering for an event of type
 * VIR_DOMAIN_EVENT_ID_PMSUSPEND with virConnectDomainEventRegisterAny()
 *
 * C: VIR_DOMAIN_EVENT_ID_PMSUSPEND, since libvirt 0.9.11.
 */
export interface DomainPmsuspendEvent {
  /** domain on which the event occurred */
  readonly domain: Domain;
  /** reason why the callback was called, unused currently, always passes 0 */
  readonly reason: number;
}

/**
 * The callback signature to use when registering for an event of type
 * VIR_DOMAIN_EVENT_ID_BALLOON_CHANGE with virConnectDomainEventRegisterAny()
 *
 * C: VIR_DOMAIN_EVENT_ID_BALLOON_CHANGE, since libvirt 0.10.0.
 */
export interface DomainBalloonChangeEvent {
  /** domain on which the event occurred */
  readonly domain: Domain;
  /** the new balloon level measured in kibibytes(blocks of 1024 bytes) */
  readonly actual: bigint;
}

/**
 * This callback occurs when the guest is suspended to disk.
 *
 * The callback signature to use when registering for an event of type
 * VIR_DOMAIN_EVENT_ID_PMSUSPEND_DISK with virConnectDomainEventRegisterAny()
 *
 * C: VIR_DOMAIN_EVENT_ID_PMSUSPEND_DISK, since libvirt 1.0.0.
 */
export interface DomainPmsuspendDiskEvent {
  /** domain on which the event occurred */
  readonly domain: Domain;
  /** reason why the callback was called, unused currently, always passes 0 */
  readonly reason: number;
}

/**
 * This callback occurs when a device is removed from the domain.
 *
 * The callback signature to use when registering for an event of type
 * VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED with virConnectDomainEventRegisterAny()
 *
 * C: VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED, since libvirt 1.1.1.
 */
export interface DomainDeviceRemovedEvent {
  /** domain on which the event occurred */
  readonly domain: Domain;
  /** device alias */
  readonly devAlias: string | null;
}

/**
 * The string returned for `disk` can be used in any of the libvirt API
 * that operate on a particular disk of the domain, and depends on what
 * event type was registered with virConnectDomainEventRegisterAny().
 * If the callback was registered using the older type of
 * VIR_DOMAIN_EVENT_ID_BLOCK_JOB, then `disk` contains the absolute file
 * name of the host resource for the active layer of the disk; however,
 * this name is unstable (pivoting via block copy or active block commit
 * will change which file is active, giving a different name for the two
 * events associated with the same job) and cannot be relied on if the
 * active layer is associated with a network resource.  If the callback
 * was registered using the newer type of VIR_DOMAIN_EVENT_ID_BLOCK_JOB_2,
 * then `disk` will contain the device target shorthand (the \<target
 * dev='...'/\> sub-element, such as "vda").
 *
 * C: VIR_DOMAIN_EVENT_ID_BLOCK_JOB_2, since libvirt 1.2.6.
 */
export interface DomainBlockJob2Event {
  /** domain on which the event occurred */
  readonly domain: Domain;
  /** name associated with the affected disk (filename or target device, depending on how the callback was registered) */
  readonly disk: string | null;
  /** type of block job (virDomainBlockJobType) */
  readonly type: DomainBlockJobType;
  /** status of the operation (virConnectDomainEventBlockJobStatus) */
  readonly status: ConnectDomainEventBlockJobStatus;
}

/**
 * This callback occurs when tunable values are updated. The params must not
 * be freed in the callback handler as it's done internally after the callback
 * handler is executed.
 *
 * Currently supported name spaces:
 *  "cputune.*"
 *  "blkdeviotune.*"
 *
 * The callback signature to use when registering for an event of type
 * VIR_DOMAIN_EVENT_ID_TUNABLE with virConnectDomainEventRegisterAny()
 *
 * C: VIR_DOMAIN_EVENT_ID_TUNABLE, since libvirt 1.2.9.
 */
export interface DomainTunableEvent {
  /** domain on which the event occurred */
  readonly domain: Domain;
  /** changed tunable values stored as array of virTypedParameter */
  readonly params: TypedParams;
}

/**
 * This callback occurs when libvirt detects a change in the state of a guest
 * agent.
 *
 * The callback signature to use when registering for an event of type
 * VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE with virConnectDomainEventRegisterAny()
 *
 * C: VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE, since libvirt 1.2.11.
 */
export interface DomainAgentLifecycleEvent {
  /** domain on which the event occurred */
  readonly domain: Domain;
  /** new state of the guest agent, one of virConnectDomainEventAgentLifecycleState */
  readonly state: ConnectDomainEventAgentLifecycleState;
  /** reason for state change; one of virConnectDomainEventAgentLifecycleReason */
  readonly reason: ConnectDomainEventAgentLifecycleReason;
}

/**
 * This callback occurs when a device is added to the domain.
 *
 * The callback signature to use when registering for an event of type
 * VIR_DOMAIN_EVENT_ID_DEVICE_ADDED with virConnectDomainEventRegisterAny()
 *
 * C: VIR_DOMAIN_EVENT_ID_DEVICE_ADDED, since libvirt 1.2.15.
 */
export interface DomainDeviceAddedEvent {
  /** domain on which the event occurred */
  readonly domain: Domain;
  /** device alias */
  readonly devAlias: string | null;
}

/**
 * This callback occurs during live migration when a new iteration over
 * domain's memory starts. The `iteration` value is increased by one every
 * time a new iteration is started to transfer memory pages dirtied since
 * the last iteration.
 *
 * The callback signature to use when registering for an event of type
 * VIR_DOMAIN_EVENT_ID_MIGRATION_ITERATION with
 * virConnectDomainEventRegisterAny().
 *
 * C: VIR_DOMAIN_EVENT_ID_MIGRATION_ITERATION, since libvirt 1.3.2.
 */
export interface DomainMigrationIterationEvent {
  /** domain on which the event occurred */
  readonly domain: Domain;
  /** current iteration over domain's memory */
  readonly iteration: number;
}

/**
 * This callback occurs when a job (such as migration or backup) running on
 * the domain is completed.
 *
 * The params array will contain statistics of the just completed
 * job as virDomainGetJobStats would return. The callback must not free `params`
 * (the array will be freed once the callback finishes).
 *
 * The callback signature to use when registering for an event of type
 * VIR_DOMAIN_EVENT_ID_JOB_COMPLETED with
 * virConnectDomainEventRegisterAny().
 *
 * C: VIR_DOMAIN_EVENT_ID_JOB_COMPLETED, since libvirt 1.3.3.
 */
export interface DomainJobCompletedEvent {
  /** domain on which the event occurred */
  readonly domain: Domain;
  /** job statistics stored as an array of virTypedParameter */
  readonly params: TypedParams;
}

/**
 * This callback occurs when it's certain that removal of a device failed.
 *
 * The callback signature to use when registering for an event of type
 * VIR_DOMAIN_EVENT_ID_DEVICE_REMOVAL_FAILED with
 * virConnectDomainEventRegisterAny().
 *
 * C: VIR_DOMAIN_EVENT_ID_DEVICE_REMOVAL_FAILED, since libvirt 1.3.4.
 */
export interface DomainDeviceRemovalFailedEvent {
  /** domain on which the event occurred */
  readonly domain: Domain;
  /** device alias */
  readonly devAlias: string | null;
}

/**
 * This callback is triggered when the domain XML metadata is changed
 *
 * The callback signature to use when registering for an event of type
 * VIR_DOMAIN_EVENT_ID_METADATA_CHANGE with virConnectDomainEventRegisterAny().
 *
 * C: VIR_DOMAIN_EVENT_ID_METADATA_CHANGE, since libvirt 3.0.0.
 */
export interface DomainMetadataChangeEvent {
  /** domain on which the event occurred */
  readonly domain: Domain;
  /** a value from virDomainMetadataTypea */
  readonly type: number;
  /** XML namespace URI */
  readonly nsuri: string | null;
}

/**
 * The callback occurs when the hypervisor detects that the given storage
 * element was written beyond the point specified by `threshold`. The excess
 * data size written beyond `threshold` is reported by `excess` (if supported
 * by the hypervisor, 0 otherwise). The event is useful for thin-provisioned
 * storage.
 *
 * The threshold size can be set via the virDomainSetBlockThreshold API.
 *
 * The callback signature to use when registering for an event of type
 * VIR_DOMAIN_EVENT_ID_BLOCK_THRESHOLD with virConnectDomainEventRegisterAny()
 *
 * C: VIR_DOMAIN_EVENT_ID_BLOCK_THRESHOLD, since libvirt 3.2.0.
 */
export interface DomainBlockThresholdEvent {
  /** domain on which the event occurred */
  readonly domain: Domain;
  /** name associated with the affected disk or storage backing chain element */
  readonly dev: string | null;
  /** for local storage, the path of the backing chain element */
  readonly path: string | null;
  /** threshold offset in bytes */
  readonly threshold: bigint;
  /** number of bytes written beyond the threshold */
  readonly excess: bigint;
}

/**
 * The callback occurs when the hypervisor handles the hardware memory
 * corrupted event.
 *
 * The callback signature to use when registering for an event of type
 * VIR_DOMAIN_EVENT_ID_MEMORY_FAILURE with virConnectDomainEventRegisterAny()
 *
 * C: VIR_DOMAIN_EVENT_ID_MEMORY_FAILURE, since libvirt 6.9.0.
 */
export interface DomainMemoryFailureEvent {
  /** domain on which the event occurred */
  readonly domain: Domain;
  /** the recipient of hardware memory failure (virDomainMemoryFailureRecipientType) */
  readonly recipient: DomainMemoryFailureRecipientType;
  /** the action of hardware memory failure (virDomainMemoryFailureActionType) */
  readonly action: DomainMemoryFailureActionType;
  /** the flags of hardware memory failure (virDomainMemoryFailureFlags) */
  readonly flags: number;
}

/**
 * The callback occurs when the guest acknowledges request to change size of
 * memory device (so far only virtio-mem model supports this). The `size` then
 * reflects the new amount of guest visible memory (in kibibytes).
 *
 * The callback signature to use when registering for an event of type
 * VIR_DOMAIN_EVENT_ID_MEMORY_DEVICE_SIZE_CHANGE with
 * virConnectDomainEventRegisterAny().
 *
 * C: VIR_DOMAIN_EVENT_ID_MEMORY_DEVICE_SIZE_CHANGE, since libvirt 7.9.0.
 */
export interface DomainMemoryDeviceSizeChangeEvent {
  /** domain on which the event occurred */
  readonly domain: Domain;
  /** memory device alias */
  readonly alias: string | null;
  /** new current size of memory device (in KiB) */
  readonly size: bigint;
}

/**
 * This callback occurs when the network is started or stopped.
 *
 * The callback signature to use when registering for an event of type
 * VIR_NETWORK_EVENT_ID_LIFECYCLE with virConnectNetworkEventRegisterAny()
 *
 * C: VIR_NETWORK_EVENT_ID_LIFECYCLE, since libvirt 1.2.1.
 */
export interface NetworkLifecycleEvent {
  /** network on which the event occurred */
  readonly net: Network;
  /** The specific virNetworkEventLifecycleType which occurred */
  readonly event: NetworkEventLifecycleType;
  /** contains some details on the reason of the event. It will be 0 for the while. */
  readonly detail: number;
}

/**
 * This callback is called when a pool lifecycle action is performed, like start
 * or stop.
 *
 * The callback signature to use when registering for an event of type
 * VIR_STORAGE_POOL_EVENT_ID_LIFECYCLE with
 * virConnectStoragePoolEventRegisterAny()
 *
 * C: VIR_STORAGE_POOL_EVENT_ID_LIFECYCLE, since libvirt 2.0.0.
 */
export interface StoragePoolLifecycleEvent {
  /** pool on which the event occurred */
  readonly pool: StoragePool;
  /** The specific virStoragePoolEventLifecycleType which occurred */
  readonly event: StoragePoolEventLifecycleType;
  /** contains some details on the reason of the event (currently unused) */
  readonly detail: number;
}

/**
 * A generic storage pool event callback handler, for use with
 * virConnectStoragePoolEventRegisterAny(). Specific events usually
 * have a customization with extra parameters, often with `opaque` being
 * passed in a different parameter position; use
 * VIR_STORAGE_POOL_EVENT_CALLBACK() when registering an appropriate handler.
 *
 * C: VIR_STORAGE_POOL_EVENT_ID_REFRESH, since libvirt 2.0.0.
 */
export interface StoragePoolRefreshEvent {
  /** the pool pointer */
  readonly pool: StoragePool;
}

/**
 * This callback is called when a node device lifecycle action is performed,
 * like added or removed.
 *
 * The callback signature to use when registering for an event of type
 * VIR_NODE_DEVICE_EVENT_ID_LIFECYCLE with
 * virConnectNodeDeviceEventRegisterAny()
 *
 * C: VIR_NODE_DEVICE_EVENT_ID_LIFECYCLE, since libvirt 2.2.0.
 */
export interface NodeDeviceLifecycleEvent {
  /** node device on which the event occurred */
  readonly dev: NodeDevice;
  /** The specific virNodeDeviceEventLifecycleType which occurred */
  readonly event: NodeDeviceEventLifecycleType;
  /** contains some details on the reason of the event. */
  readonly detail: number;
}

/**
 * A generic node device event callback handler, for use with
 * virConnectNodeDeviceEventRegisterAny(). Specific events usually
 * have a customization with extra parameters, often with `opaque` being
 * passed in a different parameter position; use
 * VIR_NODE_DEVICE_EVENT_CALLBACK() when registering an appropriate handler.
 *
 * C: VIR_NODE_DEVICE_EVENT_ID_UPDATE, since libvirt 2.2.0.
 */
export interface NodeDeviceUpdateEvent {
  /** the node device pointer */
  readonly dev: NodeDevice;
}

/**
 * This callback is called when a secret lifecycle action is performed,
 * like added or removed.
 *
 * The callback signature to use when registering for an event of type
 * VIR_SECRET_EVENT_ID_LIFECYCLE with
 * virConnectSecretEventRegisterAny()
 *
 * C: VIR_SECRET_EVENT_ID_LIFECYCLE, since libvirt 3.0.0.
 */
export interface SecretLifecycleEvent {
  /** secret on which the event occurred */
  readonly secret: Secret;
  /** The specific virSecretEventLifecycleType which occurred */
  readonly event: SecretEventLifecycleType;
  /** contains some details on the reason of the event (currently unused) */
  readonly detail: number;
}

/**
 * A generic secret event callback handler, for use with
 * virConnectSecretEventRegisterAny(). Specific events usually
 * have a customization with extra parameters, often with `opaque` being
 * passed in a different parameter position; use
 * VIR_SECRET_EVENT_CALLBACK() when registering an appropriate handler.
 *
 * C: VIR_SECRET_EVENT_ID_VALUE_CHANGED, since libvirt 3.0.0.
 */
export interface SecretValueChangedEvent {
  /** the secret pointer */
  readonly secret: Secret;
}

/**
 * The callback signature to use when registering for a qemu monitor
 * event with virConnectDomainQemuMonitorEventRegister().
 *
 * C: virConnectDomainQemuMonitorEventRegister, since libvirt 1.2.3.
 */
export interface QemuMonitorEvent {
  /** the domain pointer */
  readonly domain: Domain;
  /** the name of the event */
  readonly event: string | null;
  /** the qemu timestamp of the event: seconds since Epoch, or -1 if not available */
  readonly seconds: bigint;
  /** the qemu timestamp of the event: microseconds within the second */
  readonly micros: number;
  /** the JSON details of the event, if any were given */
  readonly details: string | null;
}

/**
 * A callback function to be registered, and called when the connection
 * is closed.
 *
 * C: virConnectRegisterCloseCallback, since libvirt 0.10.0.
 */
export interface ConnectCloseEvent {
  /** reason why the connection was closed (one of virConnectCloseReason) */
  readonly reason: ConnectCloseReason;
}

/** Every event of a connection, by name. */
export interface LibvirtEvents {
  readonly 'domain:lifecycle': DomainLifecycleEvent;
  readonly 'domain:reboot': DomainRebootEvent;
  readonly 'domain:rtc-change': DomainRtcChangeEvent;
  readonly 'domain:watchdog': DomainWatchdogEvent;
  readonly 'domain:io-error': DomainIoErrorEvent;
  readonly 'domain:graphics': DomainGraphicsEvent;
  readonly 'domain:io-error-reason': DomainIoErrorReasonEvent;
  readonly 'domain:control-error': DomainControlErrorEvent;
  readonly 'domain:block-job': DomainBlockJobEvent;
  readonly 'domain:disk-change': DomainDiskChangeEvent;
  readonly 'domain:tray-change': DomainTrayChangeEvent;
  readonly 'domain:pmwakeup': DomainPmwakeupEvent;
  readonly 'domain:pmsuspend': DomainPmsuspendEvent;
  readonly 'domain:balloon-change': DomainBalloonChangeEvent;
  readonly 'domain:pmsuspend-disk': DomainPmsuspendDiskEvent;
  readonly 'domain:device-removed': DomainDeviceRemovedEvent;
  readonly 'domain:block-job-2': DomainBlockJob2Event;
  readonly 'domain:tunable': DomainTunableEvent;
  readonly 'domain:agent-lifecycle': DomainAgentLifecycleEvent;
  readonly 'domain:device-added': DomainDeviceAddedEvent;
  readonly 'domain:migration-iteration': DomainMigrationIterationEvent;
  readonly 'domain:job-completed': DomainJobCompletedEvent;
  readonly 'domain:device-removal-failed': DomainDeviceRemovalFailedEvent;
  readonly 'domain:metadata-change': DomainMetadataChangeEvent;
  readonly 'domain:block-threshold': DomainBlockThresholdEvent;
  readonly 'domain:memory-failure': DomainMemoryFailureEvent;
  readonly 'domain:memory-device-size-change': DomainMemoryDeviceSizeChangeEvent;
  readonly 'network:lifecycle': NetworkLifecycleEvent;
  readonly 'storage-pool:lifecycle': StoragePoolLifecycleEvent;
  readonly 'storage-pool:refresh': StoragePoolRefreshEvent;
  readonly 'node-device:lifecycle': NodeDeviceLifecycleEvent;
  readonly 'node-device:update': NodeDeviceUpdateEvent;
  readonly 'secret:lifecycle': SecretLifecycleEvent;
  readonly 'secret:value-changed': SecretValueChangedEvent;
  readonly 'qemu:monitor': QemuMonitorEvent;
  readonly 'close': ConnectCloseEvent;
}
