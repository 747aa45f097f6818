// Made by native/libvirt/generate from libvirt's description of its API; not to be edited.

/** `virBlkioParameterType` */
export const BlkioParameterType = {
  /** VIR_DOMAIN_BLKIO_PARAM_INT. Since libvirt 0.9.0. */
  INT: 1,
  /** VIR_DOMAIN_BLKIO_PARAM_UINT. Since libvirt 0.9.0. */
  UINT: 2,
  /** VIR_DOMAIN_BLKIO_PARAM_LLONG. Since libvirt 0.9.0. */
  LLONG: 3,
  /** VIR_DOMAIN_BLKIO_PARAM_ULLONG. Since libvirt 0.9.0. */
  ULLONG: 4,
  /** VIR_DOMAIN_BLKIO_PARAM_DOUBLE. Since libvirt 0.9.0. */
  DOUBLE: 5,
  /** VIR_DOMAIN_BLKIO_PARAM_BOOLEAN. Since libvirt 0.9.0. */
  BOOLEAN: 6,
} as const;
/** A value of {@link BlkioParameterType}. */
export type BlkioParameterType = (typeof BlkioParameterType)[keyof typeof BlkioParameterType];

/** `virCPUCompareResult` */
export const CPUCompareResult = {
  /** VIR_CPU_COMPARE_ERROR. Since libvirt 0.7.5. */
  ERROR: -1,
  /** VIR_CPU_COMPARE_INCOMPATIBLE. Since libvirt 0.7.5. */
  INCOMPATIBLE: 0,
  /** VIR_CPU_COMPARE_IDENTICAL. Since libvirt 0.7.5. */
  IDENTICAL: 1,
  /** VIR_CPU_COMPARE_SUPERSET. Since libvirt 0.7.5. */
  SUPERSET: 2,
} as const;
/** A value of {@link CPUCompareResult}. */
export type CPUCompareResult = (typeof CPUCompareResult)[keyof typeof CPUCompareResult];

/** `virConnectBaselineCPUFlags` */
export const ConnectBaselineCPUFlags = {
  /** VIR_CONNECT_BASELINE_CPU_EXPAND_FEATURES. show all features Since libvirt 1.1.2. */
  EXPAND_FEATURES: 1,
  /** VIR_CONNECT_BASELINE_CPU_MIGRATABLE. filter out non-migratable features Since libvirt 1.2.14. */
  MIGRATABLE: 2,
} as const;
/** A value of {@link ConnectBaselineCPUFlags}. */
export type ConnectBaselineCPUFlags = (typeof ConnectBaselineCPUFlags)[keyof typeof ConnectBaselineCPUFlags];

/** `virConnectCloseReason` */
export const ConnectCloseReason = {
  /** VIR_CONNECT_CLOSE_REASON_ERROR. Misc I/O error Since libvirt 0.10.0. */
  ERROR: 0,
  /** VIR_CONNECT_CLOSE_REASON_EOF. End-of-file from server Since libvirt 0.10.0. */
  EOF: 1,
  /** VIR_CONNECT_CLOSE_REASON_KEEPALIVE. Keepalive timer triggered Since libvirt 0.10.0. */
  KEEPALIVE: 2,
  /** VIR_CONNECT_CLOSE_REASON_CLIENT. Client requested it Since libvirt 0.10.0. */
  CLIENT: 3,
} as const;
/** A value of {@link ConnectCloseReason}. */
export type ConnectCloseReason = (typeof ConnectCloseReason)[keyof typeof ConnectCloseReason];

/** `virConnectCompareCPUFlags` */
export const ConnectCompareCPUFlags = {
  /** VIR_CONNECT_COMPARE_CPU_FAIL_INCOMPATIBLE. treat incompatible CPUs as failure Since libvirt 1.2.6. */
  FAIL_INCOMPATIBLE: 1,
  /** VIR_CONNECT_COMPARE_CPU_VALIDATE_XML. validate the xml document Since libvirt 6.9.0. */
  VALIDATE_XML: 2,
} as const;
/** A value of {@link ConnectCompareCPUFlags}. */
export type ConnectCompareCPUFlags = (typeof ConnectCompareCPUFlags)[keyof typeof ConnectCompareCPUFlags];

/** `virConnectCredentialType` */
export const ConnectCredentialType = {
  /** VIR_CRED_USERNAME. Identity to act as Since libvirt 0.4.1. */
  USERNAME: 1,
  /** VIR_CRED_AUTHNAME. Identify to authorize as Since libvirt 0.4.1. */
  AUTHNAME: 2,
  /** VIR_CRED_LANGUAGE. RFC 1766 languages, comma separated Since libvirt 0.4.1. */
  LANGUAGE: 3,
  /** VIR_CRED_CNONCE. client supplies a nonce Since libvirt 0.4.1. */
  CNONCE: 4,
  /** VIR_CRED_PASSPHRASE. Passphrase secret Since libvirt 0.4.1. */
  PASSPHRASE: 5,
  /** VIR_CRED_ECHOPROMPT. Challenge response Since libvirt 0.4.1. */
  ECHOPROMPT: 6,
  /** VIR_CRED_NOECHOPROMPT. Challenge response Since libvirt 0.4.1. */
  NOECHOPROMPT: 7,
  /** VIR_CRED_REALM. Authentication realm Since libvirt 0.4.1. */
  REALM: 8,
  /** VIR_CRED_EXTERNAL. Externally managed credential Since libvirt 0.4.1. */
  EXTERNAL: 9,
} as const;
/** A value of {@link ConnectCredentialType}. */
export type ConnectCredentialType = (typeof ConnectCredentialType)[keyof typeof ConnectCredentialType];

/** `virConnectDomainEventAgentLifecycleReason` */
export const ConnectDomainEventAgentLifecycleReason = {
  /** VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_REASON_UNKNOWN. unknown state change reason Since libvirt 1.2.11. */
  UNKNOWN: 0,
  /** VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_REASON_DOMAIN_STARTED. state changed due to domain start Since libvirt 1.2.11. */
  DOMAIN_STARTED: 1,
  /** VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_REASON_CHANNEL. channel state changed Since libvirt 1.2.11. */
  CHANNEL: 2,
} as const;
/** A value of {@link ConnectDomainEventAgentLifecycleReason}. */
export type ConnectDomainEventAgentLifecycleReason = (typeof ConnectDomainEventAgentLifecycleReason)[keyof typeof ConnectDomainEventAgentLifecycleReason];

/** `virConnectDomainEventAgentLifecycleState` */
export const ConnectDomainEventAgentLifecycleState = {
  /** VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_CONNECTED. agent connected Since libvirt 1.2.11. */
  CONNECTED: 1,
  /** VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_DISCONNECTED. agent disconnected Since libvirt 1.2.11. */
  DISCONNECTED: 2,
} as const;
/** A value of {@link ConnectDomainEventAgentLifecycleState}. */
export type ConnectDomainEventAgentLifecycleState = (typeof ConnectDomainEventAgentLifecycleState)[keyof typeof ConnectDomainEventAgentLifecycleState];

/** `virConnectDomainEventBlockJobStatus` */
export const ConnectDomainEventBlockJobStatus = {
  /** VIR_DOMAIN_BLOCK_JOB_COMPLETED. Since libvirt 0.9.4. */
  COMPLETED: 0,
  /** VIR_DOMAIN_BLOCK_JOB_FAILED. Since libvirt 0.9.4. */
  FAILED: 1,
  /** VIR_DOMAIN_BLOCK_JOB_CANCELED. Since libvirt 0.9.12. */
  CANCELED: 2,
  /** VIR_DOMAIN_BLOCK_JOB_READY. Since libvirt 1.0.0. */
  READY: 3,
} as const;
/** A value of {@link ConnectDomainEventBlockJobStatus}. */
export type ConnectDomainEventBlockJobStatus = (typeof ConnectDomainEventBlockJobStatus)[keyof typeof ConnectDomainEventBlockJobStatus];

/** `virConnectDomainEventDiskChangeReason` */
export const ConnectDomainEventDiskChangeReason = {
  /** VIR_DOMAIN_EVENT_DISK_CHANGE_MISSING_ON_START. Removable media changed to empty according to startup policy as source was missing. oldSrcPath is set, newSrcPath is NULL Since libvirt 0.9.7. */
  CHANGE_MISSING_ON_START: 0,
  /** VIR_DOMAIN_EVENT_DISK_DROP_MISSING_ON_START. Disk was dropped from domain as source file was missing. oldSrcPath is set, newSrcPath is NULL Since libvirt 1.1.2. */
  DROP_MISSING_ON_START: 1,
} as const;
/** A value of {@link ConnectDomainEventDiskChangeReason}. */
export type ConnectDomainEventDiskChangeReason = (typeof ConnectDomainEventDiskChangeReason)[keyof typeof ConnectDomainEventDiskChangeReason];

/** `virConnectDomainQemuMonitorEventRegisterFlags` */
export const ConnectDomainQemuMonitorEventRegisterFlags = {
  /** VIR_CONNECT_DOMAIN_QEMU_MONITOR_EVENT_REGISTER_REGEX. Event filter is a regex rather than a literal string Since libvirt 1.2.3. */
  REGEX: 1,
  /** VIR_CONNECT_DOMAIN_QEMU_MONITOR_EVENT_REGISTER_NOCASE. Event filter is case insensitive Since libvirt 1.2.3. */
  NOCASE: 2,
} as const;
/** A value of {@link ConnectDomainQemuMonitorEventRegisterFlags}. */
export type ConnectDomainQemuMonitorEventRegisterFlags = (typeof ConnectDomainQemuMonitorEventRegisterFlags)[keyof typeof ConnectDomainQemuMonitorEventRegisterFlags];

/** `virConnectFlags` */
export const ConnectFlags = {
  /** VIR_CONNECT_RO. A readonly connection Since libvirt 0.4.1. */
  RO: 1,
  /** VIR_CONNECT_NO_ALIASES. Don't try to resolve URI aliases Since libvirt 0.9.7. */
  NO_ALIASES: 2,
} as const;
/** A value of {@link ConnectFlags}. */
export type ConnectFlags = (typeof ConnectFlags)[keyof typeof ConnectFlags];

/** `virConnectGetAllDomainStatsFlags` */
export const ConnectGetAllDomainStatsFlags = {
  /** VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE. Since libvirt 1.2.8. */
  ACTIVE: 1,
  /** VIR_CONNECT_GET_ALL_DOMAINS_STATS_INACTIVE. Since libvirt 1.2.8. */
  INACTIVE: 2,
  /** VIR_CONNECT_GET_ALL_DOMAINS_STATS_PERSISTENT. Since libvirt 1.2.8. */
  PERSISTENT: 4,
  /** VIR_CONNECT_GET_ALL_DOMAINS_STATS_TRANSIENT. Since libvirt 1.2.8. */
  TRANSIENT: 8,
  /** VIR_CONNECT_GET_ALL_DOMAINS_STATS_RUNNING. Since libvirt 1.2.8. */
  RUNNING: 16,
  /** VIR_CONNECT_GET_ALL_DOMAINS_STATS_PAUSED. Since libvirt 1.2.8. */
  PAUSED: 32,
  /** VIR_CONNECT_GET_ALL_DOMAINS_STATS_SHUTOFF. Since libvirt 1.2.8. */
  SHUTOFF: 64,
  /** VIR_CONNECT_GET_ALL_DOMAINS_STATS_OTHER. Since libvirt 1.2.8. */
  OTHER: 128,
  /** VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT. report statistics that can be obtained immediately without any blocking Since libvirt 4.5.0. */
  NOWAIT: 536870912,
  /** VIR_CONNECT_GET_ALL_DOMAINS_STATS_BACKING. include backing chain for block stats Since libvirt 1.2.12. */
  BACKING: 1073741824,
  /** VIR_CONNECT_GET_ALL_DOMAINS_STATS_ENFORCE_STATS. enforce requested stats Since libvirt 1.2.8. */
  ENFORCE_STATS: 2147483648,
} as const;
/** A value of {@link ConnectGetAllDomainStatsFlags}. */
export type ConnectGetAllDomainStatsFlags = (typeof ConnectGetAllDomainStatsFlags)[keyof typeof ConnectGetAllDomainStatsFlags];

/** `virConnectListAllDomainsFlags` */
export const ConnectListAllDomainsFlags = {
  /** VIR_CONNECT_LIST_DOMAINS_ACTIVE. Since libvirt 0.9.13. */
  ACTIVE: 1,
  /** VIR_CONNECT_LIST_DOMAINS_INACTIVE. Since libvirt 0.9.13. */
  INACTIVE: 2,
  /** VIR_CONNECT_LIST_DOMAINS_PERSISTENT. Since libvirt 0.9.13. */
  PERSISTENT: 4,
  /** VIR_CONNECT_LIST_DOMAINS_TRANSIENT. Since libvirt 0.9.13. */
  TRANSIENT: 8,
  /** VIR_CONNECT_LIST_DOMAINS_RUNNING. Since libvirt 0.9.13. */
  RUNNING: 16,
  /** VIR_CONNECT_LIST_DOMAINS_PAUSED. Since libvirt 0.9.13. */
  PAUSED: 32,
  /** VIR_CONNECT_LIST_DOMAINS_SHUTOFF. Since libvirt 0.9.13. */
  SHUTOFF: 64,
  /** VIR_CONNECT_LIST_DOMAINS_OTHER. Since libvirt 0.9.13. */
  OTHER: 128,
  /** VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE. Since libvirt 0.9.13. */
  MANAGEDSAVE: 256,
  /** VIR_CONNECT_LIST_DOMAINS_NO_MANAGEDSAVE. Since libvirt 0.9.13. */
  NO_MANAGEDSAVE: 512,
  /** VIR_CONNECT_LIST_DOMAINS_AUTOSTART. Since libvirt 0.9.13. */
  AUTOSTART: 1024,
  /** VIR_CONNECT_LIST_DOMAINS_NO_AUTOSTART. Since libvirt 0.9.13. */
  NO_AUTOSTART: 2048,
  /** VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT. Since libvirt 0.9.13. */
  HAS_SNAPSHOT: 4096,
  /** VIR_CONNECT_LIST_DOMAINS_NO_SNAPSHOT. Since libvirt 0.9.13. */
  NO_SNAPSHOT: 8192,
  /** VIR_CONNECT_LIST_DOMAINS_HAS_CHECKPOINT. Since libvirt 5.6.0. */
  HAS_CHECKPOINT: 16384,
  /** VIR_CONNECT_LIST_DOMAINS_NO_CHECKPOINT. Since libvirt 5.6.0. */
  NO_CHECKPOINT: 32768,
} as const;
/** A value of {@link ConnectListAllDomainsFlags}. */
export type ConnectListAllDomainsFlags = (typeof ConnectListAllDomainsFlags)[keyof typeof ConnectListAllDomainsFlags];

/** `virConnectListAllInterfacesFlags` */
export const ConnectListAllInterfacesFlags = {
  /** VIR_CONNECT_LIST_INTERFACES_INACTIVE. Since libvirt 0.10.2. */
  INACTIVE: 1,
  /** VIR_CONNECT_LIST_INTERFACES_ACTIVE. Since libvirt 0.10.2. */
  ACTIVE: 2,
} as const;
/** A value of {@link ConnectListAllInterfacesFlags}. */
export type ConnectListAllInterfacesFlags = (typeof ConnectListAllInterfacesFlags)[keyof typeof ConnectListAllInterfacesFlags];

/** `virConnectListAllNetworksFlags` */
export const ConnectListAllNetworksFlags = {
  /** VIR_CONNECT_LIST_NETWORKS_INACTIVE. Since libvirt 0.10.2. */
  INACTIVE: 1,
  /** VIR_CONNECT_LIST_NETWORKS_ACTIVE. Since libvirt 0.10.2. */
  ACTIVE: 2,
  /** VIR_CONNECT_LIST_NETWORKS_PERSISTENT. Since libvirt 0.10.2. */
  PERSISTENT: 4,
  /** VIR_CONNECT_LIST_NETWORKS_TRANSIENT. Since libvirt 0.10.2. */
  TRANSIENT: 8,
  /** VIR_CONNECT_LIST_NETWORKS_AUTOSTART. Since libvirt 0.10.2. */
  AUTOSTART: 16,
  /** VIR_CONNECT_LIST_NETWORKS_NO_AUTOSTART. Since libvirt 0.10.2. */
  NO_AUTOSTART: 32,
} as const;
/** A value of {@link ConnectListAllNetworksFlags}. */
export type ConnectListAllNetworksFlags = (typeof ConnectListAllNetworksFlags)[keyof typeof ConnectListAllNetworksFlags];

/** `virConnectListAllNodeDeviceFlags` */
export const ConnectListAllNodeDeviceFlags = {
  /** VIR_CONNECT_LIST_NODE_DEVICES_CAP_SYSTEM. System capability Since libvirt 0.10.2. */
  CAP_SYSTEM: 1,
  /** VIR_CONNECT_LIST_NODE_DEVICES_CAP_PCI_DEV. PCI device Since libvirt 0.10.2. */
  CAP_PCI_DEV: 2,
  /** VIR_CONNECT_LIST_NODE_DEVICES_CAP_USB_DEV. USB device Since libvirt 0.10.2. */
  CAP_USB_DEV: 4,
  /** VIR_CONNECT_LIST_NODE_DEVICES_CAP_USB_INTERFACE. USB interface Since libvirt 0.10.2. */
  CAP_USB_INTERFACE: 8,
  /** VIR_CONNECT_LIST_NODE_DEVICES_CAP_NET. Network device Since libvirt 0.10.2. */
  CAP_NET: 16,
  /** VIR_CONNECT_LIST_NODE_DEVICES_CAP_SCSI_HOST. SCSI Host Bus Adapter Since libvirt 0.10.2. */
  CAP_SCSI_HOST: 32,
  /** VIR_CONNECT_LIST_NODE_DEVICES_CAP_SCSI_TARGET. SCSI Target Since libvirt 0.10.2. */
  CAP_SCSI_TARGET: 64,
  /** VIR_CONNECT_LIST_NODE_DEVICES_CAP_SCSI. SCSI device Since libvirt 0.10.2. */
  CAP_SCSI: 128,
  /** VIR_CONNECT_LIST_NODE_DEVICES_CAP_STORAGE. Storage device Since libvirt 0.10.2. */
  CAP_STORAGE: 256,
  /** VIR_CONNECT_LIST_NODE_DEVICES_CAP_FC_HOST. FC Host Bus Adapter Since libvirt 1.0.4. */
  CAP_FC_HOST: 512,
  /** VIR_CONNECT_LIST_NODE_DEVICES_CAP_VPORTS. Capable of vport Since libvirt 1.0.4. */
  CAP_VPORTS: 1024,
  /** VIR_CONNECT_LIST_NODE_DEVICES_CAP_SCSI_GENERIC. Capable of scsi_generic Since libvirt 1.1.0. */
  CAP_SCSI_GENERIC: 2048,
  /** VIR_CONNECT_LIST_NODE_DEVICES_CAP_DRM. DRM device Since libvirt 3.1.0. */
  CAP_DRM: 4096,
  /** VIR_CONNECT_LIST_NODE_DEVICES_CAP_MDEV_TYPES. Capable of mediated devices Since libvirt 3.4.0. */
  CAP_MDEV_TYPES: 8192,
  /** VIR_CONNECT_LIST_NODE_DEVICES_CAP_MDEV. Mediated device Since libvirt 3.4.0. */
  CAP_MDEV: 16384,
  /** VIR_CONNECT_LIST_NODE_DEVICES_CAP_CCW_DEV. CCW device Since libvirt 3.4.0. */
  CAP_CCW_DEV: 32768,
  /** VIR_CONNECT_LIST_NODE_DEVICES_CAP_CSS_DEV. CSS device Since libvirt 6.8.0. */
  CAP_CSS_DEV: 65536,
  /** VIR_CONNECT_LIST_NODE_DEVICES_CAP_VDPA. vDPA device Since libvirt 6.9.0. */
  CAP_VDPA: 131072,
  /** VIR_CONNECT_LIST_NODE_DEVICES_CAP_AP_CARD. s390 AP Card device Since libvirt 7.0.0. */
  CAP_AP_CARD: 262144,
  /** VIR_CONNECT_LIST_NODE_DEVICES_CAP_AP_QUEUE. s390 AP Queue Since libvirt 7.0.0. */
  CAP_AP_QUEUE: 524288,
  /** VIR_CONNECT_LIST_NODE_DEVICES_CAP_AP_MATRIX. s390 AP Matrix Since libvirt 7.0.0. */
  CAP_AP_MATRIX: 1048576,
  /** VIR_CONNECT_LIST_NODE_DEVICES_CAP_VPD. Device with VPD Since libvirt 7.9.0. */
  CAP_VPD: 2097152,
  /** VIR_CONNECT_LIST_NODE_DEVICES_INACTIVE. Inactive devices Since libvirt 7.3.0. */
  INACTIVE: 1073741824,
  /** VIR_CONNECT_LIST_NODE_DEVICES_ACTIVE. Active devices Since libvirt 7.3.0. */
  ACTIVE: 2147483648,
} as const;
/** A value of {@link ConnectListAllNodeDeviceFlags}. */
export type ConnectListAllNodeDeviceFlags = (typeof ConnectListAllNodeDeviceFlags)[keyof typeof ConnectListAllNodeDeviceFlags];

/** `virConnectListAllSecretsFlags` */
export const ConnectListAllSecretsFlags = {
  /** VIR_CONNECT_LIST_SECRETS_EPHEMERAL. kept in memory, never stored persistently Since libvirt 0.10.2. */
  EPHEMERAL: 1,
  /** VIR_CONNECT_LIST_SECRETS_NO_EPHEMERAL. Since libvirt 0.10.2. */
  NO_EPHEMERAL: 2,
  /** VIR_CONNECT_LIST_SECRETS_PRIVATE. not revealed to any caller of libvirt, nor to any other node Since libvirt 0.10.2. */
  PRIVATE: 4,
  /** VIR_CONNECT_LIST_SECRETS_NO_PRIVATE. Since libvirt 0.10.2. */
  NO_PRIVATE: 8,
} as const;
/** A value of {@link ConnectListAllSecretsFlags}. */
export type ConnectListAllSecretsFlags = (typeof ConnectListAllSecretsFlags)[keyof typeof ConnectListAllSecretsFlags];

/** `virConnectListAllStoragePoolsFlags` */
export const ConnectListAllStoragePoolsFlags = {
  /** VIR_CONNECT_LIST_STORAGE_POOLS_INACTIVE. Since libvirt 0.10.2. */
  INACTIVE: 1,
  /** VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE. Since libvirt 0.10.2. */
  ACTIVE: 2,
  /** VIR_CONNECT_LIST_STORAGE_POOLS_PERSISTENT. Since libvirt 0.10.2. */
  PERSISTENT: 4,
  /** VIR_CONNECT_LIST_STORAGE_POOLS_TRANSIENT. Since libvirt 0.10.2. */
  TRANSIENT: 8,
  /** VIR_CONNECT_LIST_STORAGE_POOLS_AUTOSTART. Since libvirt 0.10.2. */
  AUTOSTART: 16,
  /** VIR_CONNECT_LIST_STORAGE_POOLS_NO_AUTOSTART. Since libvirt 0.10.2. */
  NO_AUTOSTART: 32,
  /** VIR_CONNECT_LIST_STORAGE_POOLS_DIR. Since libvirt 0.10.2. */
  DIR: 64,
  /** VIR_CONNECT_LIST_STORAGE_POOLS_FS. Since libvirt 0.10.2. */
  FS: 128,
  /** VIR_CONNECT_LIST_STORAGE_POOLS_NETFS. Since libvirt 0.10.2. */
  NETFS: 256,
  /** VIR_CONNECT_LIST_STORAGE_POOLS_LOGICAL. Since libvirt 0.10.2. */
  LOGICAL: 512,
  /** VIR_CONNECT_LIST_STORAGE_POOLS_DISK. Since libvirt 0.10.2. */
  DISK: 1024,
  /** VIR_CONNECT_LIST_STORAGE_POOLS_ISCSI. Since libvirt 0.10.2. */
  ISCSI: 2048,
  /** VIR_CONNECT_LIST_STORAGE_POOLS_SCSI. Since libvirt 0.10.2. */
  SCSI: 4096,
  /** VIR_CONNECT_LIST_STORAGE_POOLS_MPATH. Since libvirt 0.10.2. */
  MPATH: 8192,
  /** VIR_CONNECT_LIST_STORAGE_POOLS_RBD. Since libvirt 0.10.2. */
  RBD: 16384,
  /** VIR_CONNECT_LIST_STORAGE_POOLS_SHEEPDOG. Since libvirt 0.10.2. */
  SHEEPDOG: 32768,
  /** VIR_CONNECT_LIST_STORAGE_POOLS_GLUSTER. Since libvirt 1.2.1. */
  GLUSTER: 65536,
  /** VIR_CONNECT_LIST_STORAGE_POOLS_ZFS. Since libvirt 1.2.8. */
  ZFS: 131072,
  /** VIR_CONNECT_LIST_STORAGE_POOLS_VSTORAGE. Since libvirt 3.1.0. */
  VSTORAGE: 262144,
  /** VIR_CONNECT_LIST_STORAGE_POOLS_ISCSI_DIRECT. Since libvirt 5.6.0. */
  ISCSI_DIRECT: 524288,
} as const;
/** A value of {@link ConnectListAllStoragePoolsFlags}. */
export type ConnectListAllStoragePoolsFlags = (typeof ConnectListAllStoragePoolsFlags)[keyof typeof ConnectListAllStoragePoolsFlags];

/** `virDomainAbortJobFlagsValues` */
export const DomainAbortJobFlagsValues = {
  /** VIR_DOMAIN_ABORT_JOB_POSTCOPY. Interrupt post-copy migration. Since migration in a post-copy phase cannot be aborted without losing the domain (none of the hosts involved in migration has a complete state of the domain), the migration will be suspended and it can later be resumed using virDomainMigrate* APIs with VIR_MIGRATE_POSTCOPY_RESUME flag. Since libvirt 8.5.0. */
  POSTCOPY: 1,
} as const;
/** A value of {@link DomainAbortJobFlagsValues}. */
export type DomainAbortJobFlagsValues = (typeof DomainAbortJobFlagsValues)[keyof typeof DomainAbortJobFlagsValues];

/** `virDomainAgentResponseTimeoutValues` */
export const DomainAgentResponseTimeoutValues = {
  /** VIR_DOMAIN_AGENT_RESPONSE_TIMEOUT_BLOCK. Since libvirt 5.10.0. */
  BLOCK: -2,
  /** VIR_DOMAIN_AGENT_RESPONSE_TIMEOUT_DEFAULT. Since libvirt 5.10.0. */
  DEFAULT: -1,
  /** VIR_DOMAIN_AGENT_RESPONSE_TIMEOUT_NOWAIT. Since libvirt 5.10.0. */
  NOWAIT: 0,
} as const;
/** A value of {@link DomainAgentResponseTimeoutValues}. */
export type DomainAgentResponseTimeoutValues = (typeof DomainAgentResponseTimeoutValues)[keyof typeof DomainAgentResponseTimeoutValues];

/** `virDomainAuthorizedSSHKeysSetFlags` */
export const DomainAuthorizedSSHKeysSetFlags = {
  /** VIR_DOMAIN_AUTHORIZED_SSH_KEYS_SET_APPEND. don't truncate file, just append Since libvirt 6.10.0. */
  APPEND: 1,
  /** VIR_DOMAIN_AUTHORIZED_SSH_KEYS_SET_REMOVE. remove keys, instead of adding them Since libvirt 6.10.0. */
  REMOVE: 2,
} as const;
/** A value of {@link DomainAuthorizedSSHKeysSetFlags}. */
export type DomainAuthorizedSSHKeysSetFlags = (typeof DomainAuthorizedSSHKeysSetFlags)[keyof typeof DomainAuthorizedSSHKeysSetFlags];

/** `virDomainBackupBeginFlags` */
export const DomainBackupBeginFlags = {
  /** VIR_DOMAIN_BACKUP_BEGIN_REUSE_EXTERNAL. reuse separately provided images Since libvirt 6.0.0. */
  REUSE_EXTERNAL: 1,
} as const;
/** A value of {@link DomainBackupBeginFlags}. */
export type DomainBackupBeginFlags = (typeof DomainBackupBeginFlags)[keyof typeof DomainBackupBeginFlags];

/** `virDomainBlockCommitFlags` */
export const DomainBlockCommitFlags = {
  /** VIR_DOMAIN_BLOCK_COMMIT_SHALLOW. NULL base means next backing file, not whole chain Since libvirt 0.10.2. */
  SHALLOW: 1,
  /** VIR_DOMAIN_BLOCK_COMMIT_DELETE. Delete any files that are now invalid after their contents have been committed Since libvirt 0.10.2. */
  DELETE: 2,
  /** VIR_DOMAIN_BLOCK_COMMIT_ACTIVE. Allow a two-phase commit when top is the active layer Since libvirt 1.2.6. */
  ACTIVE: 4,
  /** VIR_DOMAIN_BLOCK_COMMIT_RELATIVE. keep the backing chain referenced using relative names Since libvirt 1.2.7. */
  RELATIVE: 8,
  /** VIR_DOMAIN_BLOCK_COMMIT_BANDWIDTH_BYTES. bandwidth in bytes/s instead of MiB/s Since libvirt 1.2.9. */
  BANDWIDTH_BYTES: 16,
} as const;
/** A value of {@link DomainBlockCommitFlags}. */
export type DomainBlockCommitFlags = (typeof DomainBlockCommitFlags)[keyof typeof DomainBlockCommitFlags];

/** `virDomainBlockCopyFlags` */
export const DomainBlockCopyFlags = {
  /** VIR_DOMAIN_BLOCK_COPY_SHALLOW. Limit copy to top of source backing chain Since libvirt 1.2.8. */
  SHALLOW: 1,
  /** VIR_DOMAIN_BLOCK_COPY_REUSE_EXT. Reuse existing external file for a copy Since libvirt 1.2.8. */
  REUSE_EXT: 2,
  /** VIR_DOMAIN_BLOCK_COPY_TRANSIENT_JOB. Don't force usage of recoverable job for the copy operation Since libvirt 3.5.0. */
  TRANSIENT_JOB: 4,
  /** VIR_DOMAIN_BLOCK_COPY_SYNCHRONOUS_WRITES. Force the copy job to synchronously propagate guest writes into the destination image, so that the copy is guaranteed to converge Since libvirt 8.0.0. */
  SYNCHRONOUS_WRITES: 8,
} as const;
/** A value of {@link DomainBlockCopyFlags}. */
export type DomainBlockCopyFlags = (typeof DomainBlockCopyFlags)[keyof typeof DomainBlockCopyFlags];

/** `virDomainBlockJobAbortFlags` */
export const DomainBlockJobAbortFlags = {
  /** VIR_DOMAIN_BLOCK_JOB_ABORT_ASYNC. Since libvirt 0.9.12. */
  ASYNC: 1,
  /** VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT. Since libvirt 0.9.12. */
  PIVOT: 2,
} as const;
/** A value of {@link DomainBlockJobAbortFlags}. */
export type DomainBlockJobAbortFlags = (typeof DomainBlockJobAbortFlags)[keyof typeof DomainBlockJobAbortFlags];

/** `virDomainBlockJobInfoFlags` */
export const DomainBlockJobInfoFlags = {
  /** VIR_DOMAIN_BLOCK_JOB_INFO_BANDWIDTH_BYTES. bandwidth in bytes/s instead of MiB/s Since libvirt 1.2.9. */
  BANDWIDTH_BYTES: 1,
} as const;
/** A value of {@link DomainBlockJobInfoFlags}. */
export type DomainBlockJobInfoFlags = (typeof DomainBlockJobInfoFlags)[keyof typeof DomainBlockJobInfoFlags];

/** `virDomainBlockJobSetSpeedFlags` */
export const DomainBlockJobSetSpeedFlags = {
  /** VIR_DOMAIN_BLOCK_JOB_SPEED_BANDWIDTH_BYTES. bandwidth in bytes/s instead of MiB/s Since libvirt 1.2.9. */
  DOMAIN_BLOCK_JOB_SPEED_BANDWIDTH_BYTES: 1,
} as const;
/** A value of {@link DomainBlockJobSetSpeedFlags}. */
export type DomainBlockJobSetSpeedFlags = (typeof DomainBlockJobSetSpeedFlags)[keyof typeof DomainBlockJobSetSpeedFlags];

/** `virDomainBlockJobType` */
export const DomainBlockJobType = {
  /** VIR_DOMAIN_BLOCK_JOB_TYPE_UNKNOWN. Placeholder Since libvirt 0.9.4. */
  TYPE_UNKNOWN: 0,
  /** VIR_DOMAIN_BLOCK_JOB_TYPE_PULL. Block Pull (virDomainBlockPull, or virDomainBlockRebase without flags), job ends on completion Since libvirt 0.9.4. */
  TYPE_PULL: 1,
  /** VIR_DOMAIN_BLOCK_JOB_TYPE_COPY. Block Copy (virDomainBlockCopy, or virDomainBlockRebase with flags), job exists as long as mirroring is active Since libvirt 0.9.12. */
  TYPE_COPY: 2,
  /** VIR_DOMAIN_BLOCK_JOB_TYPE_COMMIT. Block Commit (virDomainBlockCommit without flags), job ends on completion Since libvirt 0.10.2. */
  TYPE_COMMIT: 3,
  /** VIR_DOMAIN_BLOCK_JOB_TYPE_ACTIVE_COMMIT. Active Block Commit (virDomainBlockCommit with flags), job exists as long as sync is active Since libvirt 1.2.6. */
  TYPE_ACTIVE_COMMIT: 4,
  /** VIR_DOMAIN_BLOCK_JOB_TYPE_BACKUP. Backup (virDomainBackupBegin) Since libvirt 6.0.0. */
  TYPE_BACKUP: 5,
} as const;
/** A value of {@link DomainBlockJobType}. */
export type DomainBlockJobType = (typeof DomainBlockJobType)[keyof typeof DomainBlockJobType];

/** `virDomainBlockPullFlags` */
export const DomainBlockPullFlags = {
  /** VIR_DOMAIN_BLOCK_PULL_BANDWIDTH_BYTES. bandwidth in bytes/s instead of MiB/s Since libvirt 1.2.9. */
  BANDWIDTH_BYTES: 64,
} as const;
/** A value of {@link DomainBlockPullFlags}. */
export type DomainBlockPullFlags = (typeof DomainBlockPullFlags)[keyof typeof DomainBlockPullFlags];

/** `virDomainBlockRebaseFlags` */
export const DomainBlockRebaseFlags = {
  /** VIR_DOMAIN_BLOCK_REBASE_SHALLOW. Limit copy to top of source backing chain Since libvirt 0.9.12. */
  SHALLOW: 1,
  /** VIR_DOMAIN_BLOCK_REBASE_REUSE_EXT. Reuse existing external file for a copy Since libvirt 0.9.12. */
  REUSE_EXT: 2,
  /** VIR_DOMAIN_BLOCK_REBASE_COPY_RAW. Make destination file raw Since libvirt 0.9.12. */
  COPY_RAW: 4,
  /** VIR_DOMAIN_BLOCK_REBASE_COPY. Start a copy job Since libvirt 0.9.12. */
  COPY: 8,
  /** VIR_DOMAIN_BLOCK_REBASE_RELATIVE. Keep backing chain referenced using relative names Since libvirt 1.2.7. */
  RELATIVE: 16,
  /** VIR_DOMAIN_BLOCK_REBASE_COPY_DEV. Treat destination as block device instead of file Since libvirt 1.2.9. */
  COPY_DEV: 32,
  /** VIR_DOMAIN_BLOCK_REBASE_BANDWIDTH_BYTES. bandwidth in bytes/s instead of MiB/s Since libvirt 1.2.9. */
  BANDWIDTH_BYTES: 64,
} as const;
/** A value of {@link DomainBlockRebaseFlags}. */
export type DomainBlockRebaseFlags = (typeof DomainBlockRebaseFlags)[keyof typeof DomainBlockRebaseFlags];

/** `virDomainBlockResizeFlags` */
export const DomainBlockResizeFlags = {
  /** VIR_DOMAIN_BLOCK_RESIZE_BYTES. size in bytes instead of KiB Since libvirt 0.9.11. */
  BYTES: 1,
} as const;
/** A value of {@link DomainBlockResizeFlags}. */
export type DomainBlockResizeFlags = (typeof DomainBlockResizeFlags)[keyof typeof DomainBlockResizeFlags];

/** `virDomainBlockedReason` */
export const DomainBlockedReason = {
  /** VIR_DOMAIN_BLOCKED_UNKNOWN. the reason is unknown Since libvirt 0.9.2. */
  DOMAIN_BLOCKED_UNKNOWN: 0,
} as const;
/** A value of {@link DomainBlockedReason}. */
export type DomainBlockedReason = (typeof DomainBlockedReason)[keyof typeof DomainBlockedReason];

/** `virDomainChannelFlags` */
export const DomainChannelFlags = {
  /** VIR_DOMAIN_CHANNEL_FORCE. abort a (possibly) active channel connection to force a new connection Since libvirt 1.0.2. */
  FORCE: 1,
} as const;
/** A value of {@link DomainChannelFlags}. */
export type DomainChannelFlags = (typeof DomainChannelFlags)[keyof typeof DomainChannelFlags];

/** `virDomainCheckpointCreateFlags` */
export const DomainCheckpointCreateFlags = {
  /** VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE. Restore or alter metadata Since libvirt 5.6.0. */
  REDEFINE: 1,
  /** VIR_DOMAIN_CHECKPOINT_CREATE_QUIESCE. use guest agent to quiesce all mounted file systems within the domain Since libvirt 5.6.0. */
  QUIESCE: 2,
  /** VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE_VALIDATE. validate disk data state when redefining a checkpoint Since libvirt 6.10.0. */
  REDEFINE_VALIDATE: 4,
} as const;
/** A value of {@link DomainCheckpointCreateFlags}. */
export type DomainCheckpointCreateFlags = (typeof DomainCheckpointCreateFlags)[keyof typeof DomainCheckpointCreateFlags];

/** `virDomainCheckpointDeleteFlags` */
export const DomainCheckpointDeleteFlags = {
  /** VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN. Also delete children Since libvirt 5.6.0. */
  CHILDREN: 1,
  /** VIR_DOMAIN_CHECKPOINT_DELETE_METADATA_ONLY. Delete just metadata Since libvirt 5.6.0. */
  METADATA_ONLY: 2,
  /** VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN_ONLY. Delete just children Since libvirt 5.6.0. */
  CHILDREN_ONLY: 4,
} as const;
/** A value of {@link DomainCheckpointDeleteFlags}. */
export type DomainCheckpointDeleteFlags = (typeof DomainCheckpointDeleteFlags)[keyof typeof DomainCheckpointDeleteFlags];

/** `virDomainCheckpointListFlags` */
export const DomainCheckpointListFlags = {
  /** VIR_DOMAIN_CHECKPOINT_LIST_DESCENDANTS. List all descendants, not just children, when listing a checkpoint Since libvirt 5.6.0. */
  DESCENDANTS: 1,
  /** VIR_DOMAIN_CHECKPOINT_LIST_ROOTS. Filter by checkpoints with no parents, when listing a domain Since libvirt 5.6.0. */
  ROOTS: 1,
  /** VIR_DOMAIN_CHECKPOINT_LIST_TOPOLOGICAL. Ensure parents occur before children in the resulting list Since libvirt 5.6.0. */
  TOPOLOGICAL: 2,
  /** VIR_DOMAIN_CHECKPOINT_LIST_LEAVES. Filter by checkpoints with no children Since libvirt 5.6.0. */
  LEAVES: 4,
  /** VIR_DOMAIN_CHECKPOINT_LIST_NO_LEAVES. Filter by checkpoints that have children Since libvirt 5.6.0. */
  NO_LEAVES: 8,
} as const;
/** A value of {@link DomainCheckpointListFlags}. */
export type DomainCheckpointListFlags = (typeof DomainCheckpointListFlags)[keyof typeof DomainCheckpointListFlags];

/** `virDomainCheckpointXMLFlags` */
export const DomainCheckpointXMLFlags = {
  /** VIR_DOMAIN_CHECKPOINT_XML_SECURE. Include sensitive data Since libvirt 5.6.0. */
  SECURE: 1,
  /** VIR_DOMAIN_CHECKPOINT_XML_NO_DOMAIN. Suppress \<domain\> subelement Since libvirt 5.6.0. */
  NO_DOMAIN: 2,
  /** VIR_DOMAIN_CHECKPOINT_XML_SIZE. Include dynamic per-\<disk\> size Since libvirt 5.6.0. */
  SIZE: 4,
} as const;
/** A value of {@link DomainCheckpointXMLFlags}. */
export type DomainCheckpointXMLFlags = (typeof DomainCheckpointXMLFlags)[keyof typeof DomainCheckpointXMLFlags];

/** `virDomainConsoleFlags` */
export const DomainConsoleFlags = {
  /** VIR_DOMAIN_CONSOLE_FORCE. abort a (possibly) active console connection to force a new connection Since libvirt 0.9.11. */
  FORCE: 1,
  /** VIR_DOMAIN_CONSOLE_SAFE. check if the console driver supports safe console operations Since libvirt 0.9.11. */
  SAFE: 2,
} as const;
/** A value of {@link DomainConsoleFlags}. */
export type DomainConsoleFlags = (typeof DomainConsoleFlags)[keyof typeof DomainConsoleFlags];

/** `virDomainControlErrorReason` */
export const DomainControlErrorReason = {
  /** VIR_DOMAIN_CONTROL_ERROR_REASON_NONE. server didn't provide a reason Since libvirt 1.2.14. */
  NONE: 0,
  /** VIR_DOMAIN_CONTROL_ERROR_REASON_UNKNOWN. unknown reason for the error Since libvirt 1.2.14. */
  UNKNOWN: 1,
  /** VIR_DOMAIN_CONTROL_ERROR_REASON_MONITOR. monitor connection is broken Since libvirt 1.2.14. */
  MONITOR: 2,
  /** VIR_DOMAIN_CONTROL_ERROR_REASON_INTERNAL. error caused due to internal failure in libvirt Since libvirt 1.2.14. */
  INTERNAL: 3,
} as const;
/** A value of {@link DomainControlErrorReason}. */
export type DomainControlErrorReason = (typeof DomainControlErrorReason)[keyof typeof DomainControlErrorReason];

/** `virDomainControlState` */
export const DomainControlState = {
  /** VIR_DOMAIN_CONTROL_OK. operational, ready to accept commands Since libvirt 0.9.3. */
  OK: 0,
  /** VIR_DOMAIN_CONTROL_JOB. background job is running (can be monitored by virDomainGetJobInfo); only limited set of commands may be allowed Since libvirt 0.9.3. */
  JOB: 1,
  /** VIR_DOMAIN_CONTROL_OCCUPIED. occupied by a running command Since libvirt 0.9.3. */
  OCCUPIED: 2,
  /** VIR_DOMAIN_CONTROL_ERROR. unusable, domain cannot be fully operated, possible reason is provided in the details field Since libvirt 0.9.3. */
  ERROR: 3,
} as const;
/** A value of {@link DomainControlState}. */
export type DomainControlState = (typeof DomainControlState)[keyof typeof DomainControlState];

/** `virDomainCoreDumpFlags` */
export const DomainCoreDumpFlags = {
  /** VIR_DUMP_CRASH. crash after dump Since libvirt 0.7.5. */
  CRASH: 1,
  /** VIR_DUMP_LIVE. live dump Since libvirt 0.7.5. */
  LIVE: 2,
  /** VIR_DUMP_BYPASS_CACHE. avoid file system cache pollution Since libvirt 0.9.4. */
  BYPASS_CACHE: 4,
  /** VIR_DUMP_RESET. reset domain after dump finishes Since libvirt 0.9.7. */
  RESET: 8,
  /** VIR_DUMP_MEMORY_ONLY. use dump-guest-memory Since libvirt 0.9.13. */
  MEMORY_ONLY: 16,
} as const;
/** A value of {@link DomainCoreDumpFlags}. */
export type DomainCoreDumpFlags = (typeof DomainCoreDumpFlags)[keyof typeof DomainCoreDumpFlags];

/** `virDomainCoreDumpFormat` */
export const DomainCoreDumpFormat = {
  /** VIR_DOMAIN_CORE_DUMP_FORMAT_RAW. dump guest memory in raw format Since libvirt 1.2.3. */
  RAW: 0,
  /** VIR_DOMAIN_CORE_DUMP_FORMAT_KDUMP_ZLIB. kdump-compressed format, with zlib compression Since libvirt 1.2.3. */
  KDUMP_ZLIB: 1,
  /** VIR_DOMAIN_CORE_DUMP_FORMAT_KDUMP_LZO. kdump-compressed format, with lzo compression Since libvirt 1.2.3. */
  KDUMP_LZO: 2,
  /** VIR_DOMAIN_CORE_DUMP_FORMAT_KDUMP_SNAPPY. kdump-compressed format, with snappy compression Since libvirt 1.2.3. */
  KDUMP_SNAPPY: 3,
  /** VIR_DOMAIN_CORE_DUMP_FORMAT_WIN_DMP. Windows full crashdump format Since libvirt 7.4.0. */
  WIN_DMP: 4,
} as const;
/** A value of {@link DomainCoreDumpFormat}. */
export type DomainCoreDumpFormat = (typeof DomainCoreDumpFormat)[keyof typeof DomainCoreDumpFormat];

/** `virDomainCrashedReason` */
export const DomainCrashedReason = {
  /** VIR_DOMAIN_CRASHED_UNKNOWN. crashed for unknown reason Since libvirt 0.9.2. */
  UNKNOWN: 0,
  /** VIR_DOMAIN_CRASHED_PANICKED. domain panicked Since libvirt 1.1.1. */
  PANICKED: 1,
} as const;
/** A value of {@link DomainCrashedReason}. */
export type DomainCrashedReason = (typeof DomainCrashedReason)[keyof typeof DomainCrashedReason];

/** `virDomainCreateFlags` */
export const DomainCreateFlags = {
  /** VIR_DOMAIN_NONE. Default behavior Since libvirt 0.0.1. */
  NONE: 0,
  /** VIR_DOMAIN_START_PAUSED. Launch guest in paused state Since libvirt 0.8.2. */
  START_PAUSED: 1,
  /** VIR_DOMAIN_START_AUTODESTROY. Automatically kill guest when virConnectPtr is closed Since libvirt 0.9.3. */
  START_AUTODESTROY: 2,
  /** VIR_DOMAIN_START_BYPASS_CACHE. Avoid file system cache pollution Since libvirt 0.9.4. */
  START_BYPASS_CACHE: 4,
  /** VIR_DOMAIN_START_FORCE_BOOT. Boot, discarding any managed save Since libvirt 0.9.5. */
  START_FORCE_BOOT: 8,
  /** VIR_DOMAIN_START_VALIDATE. Validate the XML document against schema Since libvirt 1.2.12. */
  START_VALIDATE: 16,
  /** VIR_DOMAIN_START_RESET_NVRAM. Re-initialize NVRAM from template Since libvirt 8.1.0. */
  START_RESET_NVRAM: 32,
} as const;
/** A value of {@link DomainCreateFlags}. */
export type DomainCreateFlags = (typeof DomainCreateFlags)[keyof typeof DomainCreateFlags];

/** `virDomainDefineFlags` */
export const DomainDefineFlags = {
  /** VIR_DOMAIN_DEFINE_VALIDATE. Validate the XML document against schema Since libvirt 1.2.12. */
  VALIDATE: 1,
} as const;
/** A value of {@link DomainDefineFlags}. */
export type DomainDefineFlags = (typeof DomainDefineFlags)[keyof typeof DomainDefineFlags];

/** `virDomainDestroyFlagsValues` */
export const DomainDestroyFlagsValues = {
  /** VIR_DOMAIN_DESTROY_DEFAULT. Default behavior - could lead to data loss!! Since libvirt 0.9.10. */
  DEFAULT: 0,
  /** VIR_DOMAIN_DESTROY_GRACEFUL. only SIGTERM, no SIGKILL Since libvirt 0.9.10. */
  GRACEFUL: 1,
  /** VIR_DOMAIN_DESTROY_REMOVE_LOGS. remove VM logs on destroy Since libvirt 8.3.0. */
  REMOVE_LOGS: 2,
} as const;
/** A value of {@link DomainDestroyFlagsValues}. */
export type DomainDestroyFlagsValues = (typeof DomainDestroyFlagsValues)[keyof typeof DomainDestroyFlagsValues];

/** `virDomainDeviceModifyFlags` */
export const DomainDeviceModifyFlags = {
  /** VIR_DOMAIN_DEVICE_MODIFY_CURRENT. See virDomainModificationImpact Since libvirt 0.7.7. */
  CURRENT: 0,
  /** VIR_DOMAIN_DEVICE_MODIFY_LIVE. See virDomainModificationImpact Since libvirt 0.7.7. */
  LIVE: 1,
  /** VIR_DOMAIN_DEVICE_MODIFY_CONFIG. See virDomainModificationImpact Since libvirt 0.7.7. */
  CONFIG: 2,
  /** VIR_DOMAIN_DEVICE_MODIFY_FORCE. Forcibly modify device (ex. force eject a cdrom) Since libvirt 0.8.6. */
  FORCE: 4,
} as const;
/** A value of {@link DomainDeviceModifyFlags}. */
export type DomainDeviceModifyFlags = (typeof DomainDeviceModifyFlags)[keyof typeof DomainDeviceModifyFlags];

/** `virDomainDirtyRateCalcFlags` */
export const DomainDirtyRateCalcFlags = {
  /** VIR_DOMAIN_DIRTYRATE_MODE_PAGE_SAMPLING. default mode - page-sampling Since libvirt 8.1.0. */
  PAGE_SAMPLING: 0,
  /** VIR_DOMAIN_DIRTYRATE_MODE_DIRTY_BITMAP. dirty-bitmap mode Since libvirt 8.1.0. */
  DIRTY_BITMAP: 1,
  /** VIR_DOMAIN_DIRTYRATE_MODE_DIRTY_RING. dirty-ring mode Since libvirt 8.1.0. */
  DIRTY_RING: 2,
} as const;
/** A value of {@link DomainDirtyRateCalcFlags}. */
export type DomainDirtyRateCalcFlags = (typeof DomainDirtyRateCalcFlags)[keyof typeof DomainDirtyRateCalcFlags];

/** `virDomainDirtyRateStatus` */
export const DomainDirtyRateStatus = {
  /** VIR_DOMAIN_DIRTYRATE_UNSTARTED. the dirtyrate calculation has not been started Since libvirt 7.2.0. */
  UNSTARTED: 0,
  /** VIR_DOMAIN_DIRTYRATE_MEASURING. the dirtyrate calculation is measuring Since libvirt 7.2.0. */
  MEASURING: 1,
  /** VIR_DOMAIN_DIRTYRATE_MEASURED. the dirtyrate calculation is completed Since libvirt 7.2.0. */
  MEASURED: 2,
} as const;
/** A value of {@link DomainDirtyRateStatus}. */
export type DomainDirtyRateStatus = (typeof DomainDirtyRateStatus)[keyof typeof DomainDirtyRateStatus];

/** `virDomainDiskErrorCode` */
export const DomainDiskErrorCode = {
  /** VIR_DOMAIN_DISK_ERROR_NONE. no error Since libvirt 0.9.10. */
  NONE: 0,
  /** VIR_DOMAIN_DISK_ERROR_UNSPEC. unspecified I/O error Since libvirt 0.9.10. */
  UNSPEC: 1,
  /** VIR_DOMAIN_DISK_ERROR_NO_SPACE. no space left on the device Since libvirt 0.9.10. */
  NO_SPACE: 2,
} as const;
/** A value of {@link DomainDiskErrorCode}. */
export type DomainDiskErrorCode = (typeof DomainDiskErrorCode)[keyof typeof DomainDiskErrorCode];

/** `virDomainEventCrashedDetailType` */
export const DomainEventCrashedDetailType = {
  /** VIR_DOMAIN_EVENT_CRASHED_PANICKED. Guest was panicked Since libvirt 1.1.1. */
  PANICKED: 0,
  /** VIR_DOMAIN_EVENT_CRASHED_CRASHLOADED. Guest was crashloaded Since libvirt 6.1.0. */
  CRASHLOADED: 1,
} as const;
/** A value of {@link DomainEventCrashedDetailType}. */
export type DomainEventCrashedDetailType = (typeof DomainEventCrashedDetailType)[keyof typeof DomainEventCrashedDetailType];

/** `virDomainEventDefinedDetailType` */
export const DomainEventDefinedDetailType = {
  /** VIR_DOMAIN_EVENT_DEFINED_ADDED. Newly created config file Since libvirt 0.5.0. */
  ADDED: 0,
  /** VIR_DOMAIN_EVENT_DEFINED_UPDATED. Changed config file Since libvirt 0.5.0. */
  UPDATED: 1,
  /** VIR_DOMAIN_EVENT_DEFINED_RENAMED. Domain was renamed Since libvirt 1.2.19. */
  RENAMED: 2,
  /** VIR_DOMAIN_EVENT_DEFINED_FROM_SNAPSHOT. Config was restored from a snapshot Since libvirt 1.3.3. */
  FROM_SNAPSHOT: 3,
} as const;
/** A value of {@link DomainEventDefinedDetailType}. */
export type DomainEventDefinedDetailType = (typeof DomainEventDefinedDetailType)[keyof typeof DomainEventDefinedDetailType];

/** `virDomainEventGraphicsAddressType` */
export const DomainEventGraphicsAddressType = {
  /** VIR_DOMAIN_EVENT_GRAPHICS_ADDRESS_IPV4. IPv4 address Since libvirt 0.8.0. */
  IPV4: 0,
  /** VIR_DOMAIN_EVENT_GRAPHICS_ADDRESS_IPV6. IPv6 address Since libvirt 0.8.0. */
  IPV6: 1,
  /** VIR_DOMAIN_EVENT_GRAPHICS_ADDRESS_UNIX. UNIX socket path Since libvirt 0.9.7. */
  UNIX: 2,
} as const;
/** A value of {@link DomainEventGraphicsAddressType}. */
export type DomainEventGraphicsAddressType = (typeof DomainEventGraphicsAddressType)[keyof typeof DomainEventGraphicsAddressType];

/** `virDomainEventGraphicsPhase` */
export const DomainEventGraphicsPhase = {
  /** VIR_DOMAIN_EVENT_GRAPHICS_CONNECT. Initial socket connection established Since libvirt 0.8.0. */
  CONNECT: 0,
  /** VIR_DOMAIN_EVENT_GRAPHICS_INITIALIZE. Authentication & setup completed Since libvirt 0.8.0. */
  INITIALIZE: 1,
  /** VIR_DOMAIN_EVENT_GRAPHICS_DISCONNECT. Final socket disconnection Since libvirt 0.8.0. */
  DISCONNECT: 2,
} as const;
/** A value of {@link DomainEventGraphicsPhase}. */
export type DomainEventGraphicsPhase = (typeof DomainEventGraphicsPhase)[keyof typeof DomainEventGraphicsPhase];

/** `virDomainEventID` */
export const DomainEventID = {
  /** VIR_DOMAIN_EVENT_ID_LIFECYCLE. virConnectDomainEventCallback Since libvirt 0.8.0. */
  LIFECYCLE: 0,
  /** VIR_DOMAIN_EVENT_ID_REBOOT. virConnectDomainEventGenericCallback Since libvirt 0.8.0. */
  REBOOT: 1,
  /** VIR_DOMAIN_EVENT_ID_RTC_CHANGE. virConnectDomainEventRTCChangeCallback Since libvirt 0.8.0. */
  RTC_CHANGE: 2,
  /** VIR_DOMAIN_EVENT_ID_WATCHDOG. virConnectDomainEventWatchdogCallback Since libvirt 0.8.0. */
  WATCHDOG: 3,
  /** VIR_DOMAIN_EVENT_ID_IO_ERROR. virConnectDomainEventIOErrorCallback Since libvirt 0.8.0. */
  IO_ERROR: 4,
  /** VIR_DOMAIN_EVENT_ID_GRAPHICS. virConnectDomainEventGraphicsCallback Since libvirt 0.8.0. */
  GRAPHICS: 5,
  /** VIR_DOMAIN_EVENT_ID_IO_ERROR_REASON. virConnectDomainEventIOErrorReasonCallback Since libvirt 0.8.1. */
  IO_ERROR_REASON: 6,
  /** VIR_DOMAIN_EVENT_ID_CONTROL_ERROR. virConnectDomainEventGenericCallback Since libvirt 0.9.2. */
  CONTROL_ERROR: 7,
  /** VIR_DOMAIN_EVENT_ID_BLOCK_JOB. virConnectDomainEventBlockJobCallback Since libvirt 0.9.4. */
  BLOCK_JOB: 8,
  /** VIR_DOMAIN_EVENT_ID_DISK_CHANGE. virConnectDomainEventDiskChangeCallback Since libvirt 0.9.7. */
  DISK_CHANGE: 9,
  /** VIR_DOMAIN_EVENT_ID_TRAY_CHANGE. virConnectDomainEventTrayChangeCallback Since libvirt 0.9.11. */
  TRAY_CHANGE: 10,
  /** VIR_DOMAIN_EVENT_ID_PMWAKEUP. virConnectDomainEventPMWakeupCallback Since libvirt 0.9.11. */
  PMWAKEUP: 11,
  /** VIR_DOMAIN_EVENT_ID_PMSUSPEND. virConnectDomainEventPMSuspendCallback Since libvirt 0.9.11. */
  PMSUSPEND: 12,
  /** VIR_DOMAIN_EVENT_ID_BALLOON_CHANGE. virConnectDomainEventBalloonChangeCallback Since libvirt 0.10.0. */
  BALLOON_CHANGE: 13,
  /** VIR_DOMAIN_EVENT_ID_PMSUSPEND_DISK. virConnectDomainEventPMSuspendDiskCallback Since libvirt 1.0.0. */
  PMSUSPEND_DISK: 14,
  /** VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED. virConnectDomainEventDeviceRemovedCallback Since libvirt 1.1.1. */
  DEVICE_REMOVED: 15,
  /** VIR_DOMAIN_EVENT_ID_BLOCK_JOB_2. virConnectDomainEventBlockJobCallback Since libvirt 1.2.6. */
  BLOCK_JOB_2: 16,
  /** VIR_DOMAIN_EVENT_ID_TUNABLE. virConnectDomainEventTunableCallback Since libvirt 1.2.9. */
  TUNABLE: 17,
  /** VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE. virConnectDomainEventAgentLifecycleCallback Since libvirt 1.2.11. */
  AGENT_LIFECYCLE: 18,
  /** VIR_DOMAIN_EVENT_ID_DEVICE_ADDED. virConnectDomainEventDeviceAddedCallback Since libvirt 1.2.15. */
  DEVICE_ADDED: 19,
  /** VIR_DOMAIN_EVENT_ID_MIGRATION_ITERATION. virConnectDomainEventMigrationIterationCallback Since libvirt 1.3.2. */
  MIGRATION_ITERATION: 20,
  /** VIR_DOMAIN_EVENT_ID_JOB_COMPLETED. virConnectDomainEventJobCompletedCallback Since libvirt 1.3.3. */
  JOB_COMPLETED: 21,
  /** VIR_DOMAIN_EVENT_ID_DEVICE_REMOVAL_FAILED. virConnectDomainEventDeviceRemovalFailedCallback Since libvirt 1.3.4. */
  DEVICE_REMOVAL_FAILED: 22,
  /** VIR_DOMAIN_EVENT_ID_METADATA_CHANGE. virConnectDomainEventMetadataChangeCallback Since libvirt 3.0.0. */
  METADATA_CHANGE: 23,
  /** VIR_DOMAIN_EVENT_ID_BLOCK_THRESHOLD. virConnectDomainEventBlockThresholdCallback Since libvirt 3.2.0. */
  BLOCK_THRESHOLD: 24,
  /** VIR_DOMAIN_EVENT_ID_MEMORY_FAILURE. virConnectDomainEventMemoryFailureCallback Since libvirt 6.9.0. */
  MEMORY_FAILURE: 25,
  /** VIR_DOMAIN_EVENT_ID_MEMORY_DEVICE_SIZE_CHANGE. virConnectDomainEventMemoryDeviceSizeChangeCallback Since libvirt 7.9.0. */
  MEMORY_DEVICE_SIZE_CHANGE: 26,
} as const;
/** A value of {@link DomainEventID}. */
export type DomainEventID = (typeof DomainEventID)[keyof typeof DomainEventID];

/** `virDomainEventIOErrorAction` */
export const DomainEventIOErrorAction = {
  /** VIR_DOMAIN_EVENT_IO_ERROR_NONE. No action, IO error ignored Since libvirt 0.8.0. */
  NONE: 0,
  /** VIR_DOMAIN_EVENT_IO_ERROR_PAUSE. Guest CPUs are paused Since libvirt 0.8.0. */
  PAUSE: 1,
  /** VIR_DOMAIN_EVENT_IO_ERROR_REPORT. IO error reported to guest OS Since libvirt 0.8.0. */
  REPORT: 2,
} as const;
/** A value of {@link DomainEventIOErrorAction}. */
export type DomainEventIOErrorAction = (typeof DomainEventIOErrorAction)[keyof typeof DomainEventIOErrorAction];

/** `virDomainEventPMSuspendedDetailType` */
export const DomainEventPMSuspendedDetailType = {
  /** VIR_DOMAIN_EVENT_PMSUSPENDED_MEMORY. Guest was PM suspended to memory Since libvirt 0.10.2. */
  MEMORY: 0,
  /** VIR_DOMAIN_EVENT_PMSUSPENDED_DISK. Guest was PM suspended to disk Since libvirt 1.0.0. */
  DISK: 1,
} as const;
/** A value of {@link DomainEventPMSuspendedDetailType}. */
export type DomainEventPMSuspendedDetailType = (typeof DomainEventPMSuspendedDetailType)[keyof typeof DomainEventPMSuspendedDetailType];

/** `virDomainEventResumedDetailType` */
export const DomainEventResumedDetailType = {
  /** VIR_DOMAIN_EVENT_RESUMED_UNPAUSED. Normal resume due to admin unpause Since libvirt 0.5.0. */
  UNPAUSED: 0,
  /** VIR_DOMAIN_EVENT_RESUMED_MIGRATED. Resumed for completion of migration Since libvirt 0.5.0. */
  MIGRATED: 1,
  /** VIR_DOMAIN_EVENT_RESUMED_FROM_SNAPSHOT. Resumed from snapshot Since libvirt 0.9.5. */
  FROM_SNAPSHOT: 2,
  /** VIR_DOMAIN_EVENT_RESUMED_POSTCOPY. Resumed, but migration is still running in post-copy mode Since libvirt 1.3.3. */
  POSTCOPY: 3,
  /** VIR_DOMAIN_EVENT_RESUMED_POSTCOPY_FAILED. Running, but migration failed in post-copy Since libvirt 8.5.0. */
  POSTCOPY_FAILED: 4,
} as const;
/** A value of {@link DomainEventResumedDetailType}. */
export type DomainEventResumedDetailType = (typeof DomainEventResumedDetailType)[keyof typeof DomainEventResumedDetailType];

/** `virDomainEventShutdownDetailType` */
export const DomainEventShutdownDetailType = {
  /** VIR_DOMAIN_EVENT_SHUTDOWN_FINISHED. Guest finished shutdown sequence Since libvirt 0.9.8. */
  FINISHED: 0,
  /** VIR_DOMAIN_EVENT_SHUTDOWN_GUEST. Domain finished shutting down after request from the guest itself (e.g. hardware-specific action) Since libvirt 3.4.0. */
  GUEST: 1,
  /** VIR_DOMAIN_EVENT_SHUTDOWN_HOST. Domain finished shutting down after request from the host (e.g. killed by a signal) Since libvirt 3.4.0. */
  HOST: 2,
} as const;
/** A value of {@link DomainEventShutdownDetailType}. */
export type DomainEventShutdownDetailType = (typeof DomainEventShutdownDetailType)[keyof typeof DomainEventShutdownDetailType];

/** `virDomainEventStartedDetailType` */
export const DomainEventStartedDetailType = {
  /** VIR_DOMAIN_EVENT_STARTED_BOOTED. Normal startup from boot Since libvirt 0.5.0. */
  BOOTED: 0,
  /** VIR_DOMAIN_EVENT_STARTED_MIGRATED. Incoming migration from another host Since libvirt 0.5.0. */
  MIGRATED: 1,
  /** VIR_DOMAIN_EVENT_STARTED_RESTORED. Restored from a state file Since libvirt 0.5.0. */
  RESTORED: 2,
  /** VIR_DOMAIN_EVENT_STARTED_FROM_SNAPSHOT. Restored from snapshot Since libvirt 0.8.0. */
  FROM_SNAPSHOT: 3,
  /** VIR_DOMAIN_EVENT_STARTED_WAKEUP. Started due to wakeup event Since libvirt 0.9.11. */
  WAKEUP: 4,
} as const;
/** A value of {@link DomainEventStartedDetailType}. */
export type DomainEventStartedDetailType = (typeof DomainEventStartedDetailType)[keyof typeof DomainEventStartedDetailType];

/** `virDomainEventStoppedDetailType` */
export const DomainEventStoppedDetailType = {
  /** VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN. Normal shutdown Since libvirt 0.5.0. */
  SHUTDOWN: 0,
  /** VIR_DOMAIN_EVENT_STOPPED_DESTROYED. Forced poweroff from host Since libvirt 0.5.0. */
  DESTROYED: 1,
  /** VIR_DOMAIN_EVENT_STOPPED_CRASHED. Guest crashed Since libvirt 0.5.0. */
  CRASHED: 2,
  /** VIR_DOMAIN_EVENT_STOPPED_MIGRATED. Migrated off to another host Since libvirt 0.5.0. */
  MIGRATED: 3,
  /** VIR_DOMAIN_EVENT_STOPPED_SAVED. Saved to a state file Since libvirt 0.5.0. */
  SAVED: 4,
  /** VIR_DOMAIN_EVENT_STOPPED_FAILED. Host emulator/mgmt failed Since libvirt 0.5.0. */
  FAILED: 5,
  /** VIR_DOMAIN_EVENT_STOPPED_FROM_SNAPSHOT. offline snapshot loaded Since libvirt 0.8.0. */
  FROM_SNAPSHOT: 6,
} as const;
/** A value of {@link DomainEventStoppedDetailType}. */
export type DomainEventStoppedDetailType = (typeof DomainEventStoppedDetailType)[keyof typeof DomainEventStoppedDetailType];

/** `virDomainEventSuspendedDetailType` */
export const DomainEventSuspendedDetailType = {
  /** VIR_DOMAIN_EVENT_SUSPENDED_PAUSED. Normal suspend due to admin pause Since libvirt 0.5.0. */
  PAUSED: 0,
  /** VIR_DOMAIN_EVENT_SUSPENDED_MIGRATED. Suspended for offline migration Since libvirt 0.5.0. */
  MIGRATED: 1,
  /** VIR_DOMAIN_EVENT_SUSPENDED_IOERROR. Suspended due to a disk I/O error Since libvirt 0.8.0. */
  IOERROR: 2,
  /** VIR_DOMAIN_EVENT_SUSPENDED_WATCHDOG. Suspended due to a watchdog firing Since libvirt 0.8.0. */
  WATCHDOG: 3,
  /** VIR_DOMAIN_EVENT_SUSPENDED_RESTORED. Restored from paused state file Since libvirt 0.9.5. */
  RESTORED: 4,
  /** VIR_DOMAIN_EVENT_SUSPENDED_FROM_SNAPSHOT. Restored from paused snapshot Since libvirt 0.9.5. */
  FROM_SNAPSHOT: 5,
  /** VIR_DOMAIN_EVENT_SUSPENDED_API_ERROR. suspended after failure during libvirt API call Since libvirt 1.0.1. */
  API_ERROR: 6,
  /** VIR_DOMAIN_EVENT_SUSPENDED_POSTCOPY. suspended for post-copy migration Since libvirt 1.3.3. */
  POSTCOPY: 7,
  /** VIR_DOMAIN_EVENT_SUSPENDED_POSTCOPY_FAILED. suspended after failed post-copy Since libvirt 1.3.3. */
  POSTCOPY_FAILED: 8,
} as const;
/** A value of {@link DomainEventSuspendedDetailType}. */
export type DomainEventSuspendedDetailType = (typeof DomainEventSuspendedDetailType)[keyof typeof DomainEventSuspendedDetailType];

/** `virDomainEventTrayChangeReason` */
export const DomainEventTrayChangeReason = {
  /** VIR_DOMAIN_EVENT_TRAY_CHANGE_OPEN. Since libvirt 0.9.11. */
  OPEN: 0,
  /** VIR_DOMAIN_EVENT_TRAY_CHANGE_CLOSE. Since libvirt 0.9.11. */
  CLOSE: 1,
} as const;
/** A value of {@link DomainEventTrayChangeReason}. */
export type DomainEventTrayChangeReason = (typeof DomainEventTrayChangeReason)[keyof typeof DomainEventTrayChangeReason];

/** `virDomainEventType` */
export const DomainEventType = {
  /** VIR_DOMAIN_EVENT_DEFINED. Since libvirt 0.5.0. */
  DEFINED: 0,
  /** VIR_DOMAIN_EVENT_UNDEFINED. Since libvirt 0.5.0. */
  UNDEFINED: 1,
  /** VIR_DOMAIN_EVENT_STARTED. Since libvirt 0.5.0. */
  STARTED: 2,
  /** VIR_DOMAIN_EVENT_SUSPENDED. Since libvirt 0.5.0. */
  SUSPENDED: 3,
  /** VIR_DOMAIN_EVENT_RESUMED. Since libvirt 0.5.0. */
  RESUMED: 4,
  /** VIR_DOMAIN_EVENT_STOPPED. Since libvirt 0.5.0. */
  STOPPED: 5,
  /** VIR_DOMAIN_EVENT_SHUTDOWN. Since libvirt 0.9.8. */
  SHUTDOWN: 6,
  /** VIR_DOMAIN_EVENT_PMSUSPENDED. Since libvirt 0.10.2. */
  PMSUSPENDED: 7,
  /** VIR_DOMAIN_EVENT_CRASHED. Since libvirt 1.1.1. */
  CRASHED: 8,
} as const;
/** A value of {@link DomainEventType}. */
export type DomainEventType = (typeof DomainEventType)[keyof typeof DomainEventType];

/** `virDomainEventUndefinedDetailType` */
export const DomainEventUndefinedDetailType = {
  /** VIR_DOMAIN_EVENT_UNDEFINED_REMOVED. Deleted the config file Since libvirt 0.5.0. */
  REMOVED: 0,
  /** VIR_DOMAIN_EVENT_UNDEFINED_RENAMED. Domain was renamed Since libvirt 1.2.19. */
  RENAMED: 1,
} as const;
/** A value of {@link DomainEventUndefinedDetailType}. */
export type DomainEventUndefinedDetailType = (typeof DomainEventUndefinedDetailType)[keyof typeof DomainEventUndefinedDetailType];

/** `virDomainEventWatchdogAction` */
export const DomainEventWatchdogAction = {
  /** VIR_DOMAIN_EVENT_WATCHDOG_NONE. No action, watchdog ignored Since libvirt 0.8.0. */
  NONE: 0,
  /** VIR_DOMAIN_EVENT_WATCHDOG_PAUSE. Guest CPUs are paused Since libvirt 0.8.0. */
  PAUSE: 1,
  /** VIR_DOMAIN_EVENT_WATCHDOG_RESET. Guest CPUs are reset Since libvirt 0.8.0. */
  RESET: 2,
  /** VIR_DOMAIN_EVENT_WATCHDOG_POWEROFF. Guest is forcibly powered off Since libvirt 0.8.0. */
  POWEROFF: 3,
  /** VIR_DOMAIN_EVENT_WATCHDOG_SHUTDOWN. Guest is requested to gracefully shutdown Since libvirt 0.8.0. */
  SHUTDOWN: 4,
  /** VIR_DOMAIN_EVENT_WATCHDOG_DEBUG. No action, a debug message logged Since libvirt 0.8.0. */
  DEBUG: 5,
  /** VIR_DOMAIN_EVENT_WATCHDOG_INJECTNMI. Inject a non-maskable interrupt into guest Since libvirt 1.2.17. */
  INJECTNMI: 6,
} as const;
/** A value of {@link DomainEventWatchdogAction}. */
export type DomainEventWatchdogAction = (typeof DomainEventWatchdogAction)[keyof typeof DomainEventWatchdogAction];

/** `virDomainFDAssociateFlags` */
export const DomainFDAssociateFlags = {
  /** VIR_DOMAIN_FD_ASSOCIATE_SECLABEL_RESTORE. Attempt a best-effort restore of security labels after use Since libvirt 9.0.0. */
  SECLABEL_RESTORE: 1,
  /** VIR_DOMAIN_FD_ASSOCIATE_SECLABEL_WRITABLE. Use a seclabel allowing writes for the FD even if usage implies read-only mode Since libvirt 9.0.0. */
  SECLABEL_WRITABLE: 2,
} as const;
/** A value of {@link DomainFDAssociateFlags}. */
export type DomainFDAssociateFlags = (typeof DomainFDAssociateFlags)[keyof typeof DomainFDAssociateFlags];

/** `virDomainGetHostnameFlags` */
export const DomainGetHostnameFlags = {
  /** VIR_DOMAIN_GET_HOSTNAME_LEASE. Parse DHCP lease file Since libvirt 6.1.0. */
  LEASE: 1,
  /** VIR_DOMAIN_GET_HOSTNAME_AGENT. Query qemu guest agent Since libvirt 6.1.0. */
  AGENT: 2,
} as const;
/** A value of {@link DomainGetHostnameFlags}. */
export type DomainGetHostnameFlags = (typeof DomainGetHostnameFlags)[keyof typeof DomainGetHostnameFlags];

/** `virDomainGetJobStatsFlags` */
export const DomainGetJobStatsFlags = {
  /** VIR_DOMAIN_JOB_STATS_COMPLETED. return stats of a recently completed job Since libvirt 1.2.9. */
  COMPLETED: 1,
  /** VIR_DOMAIN_JOB_STATS_KEEP_COMPLETED. don't remove completed stats when reading them Since libvirt 6.0.0. */
  KEEP_COMPLETED: 2,
} as const;
/** A value of {@link DomainGetJobStatsFlags}. */
export type DomainGetJobStatsFlags = (typeof DomainGetJobStatsFlags)[keyof typeof DomainGetJobStatsFlags];

/** `virDomainGuestInfoTypes` */
export const DomainGuestInfoTypes = {
  /** VIR_DOMAIN_GUEST_INFO_USERS. return active users Since libvirt 5.7.0. */
  USERS: 1,
  /** VIR_DOMAIN_GUEST_INFO_OS. return OS information Since libvirt 5.7.0. */
  OS: 2,
  /** VIR_DOMAIN_GUEST_INFO_TIMEZONE. return timezone information Since libvirt 5.7.0. */
  TIMEZONE: 4,
  /** VIR_DOMAIN_GUEST_INFO_HOSTNAME. return hostname information Since libvirt 5.7.0. */
  HOSTNAME: 8,
  /** VIR_DOMAIN_GUEST_INFO_FILESYSTEM. return filesystem information Since libvirt 5.7.0. */
  FILESYSTEM: 16,
  /** VIR_DOMAIN_GUEST_INFO_DISKS. return disks information Since libvirt 7.0.0. */
  DISKS: 32,
  /** VIR_DOMAIN_GUEST_INFO_INTERFACES. return interfaces information Since libvirt 7.10.0. */
  INTERFACES: 64,
} as const;
/** A value of {@link DomainGuestInfoTypes}. */
export type DomainGuestInfoTypes = (typeof DomainGuestInfoTypes)[keyof typeof DomainGuestInfoTypes];

/** `virDomainInterfaceAddressesSource` */
export const DomainInterfaceAddressesSource = {
  /** VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LEASE. Parse DHCP lease file Since libvirt 1.2.14. */
  LEASE: 0,
  /** VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_AGENT. Query qemu guest agent Since libvirt 1.2.14. */
  AGENT: 1,
  /** VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_ARP. Query ARP tables Since libvirt 4.2.0. */
  ARP: 2,
} as const;
/** A value of {@link DomainInterfaceAddressesSource}. */
export type DomainInterfaceAddressesSource = (typeof DomainInterfaceAddressesSource)[keyof typeof DomainInterfaceAddressesSource];

/** `virDomainJobOperation` */
export const DomainJobOperation = {
  /** VIR_DOMAIN_JOB_OPERATION_UNKNOWN. Since libvirt 3.3.0. */
  UNKNOWN: 0,
  /** VIR_DOMAIN_JOB_OPERATION_START. Since libvirt 3.3.0. */
  START: 1,
  /** VIR_DOMAIN_JOB_OPERATION_SAVE. Since libvirt 3.3.0. */
  SAVE: 2,
  /** VIR_DOMAIN_JOB_OPERATION_RESTORE. Since libvirt 3.3.0. */
  RESTORE: 3,
  /** VIR_DOMAIN_JOB_OPERATION_MIGRATION_IN. Since libvirt 3.3.0. */
  MIGRATION_IN: 4,
  /** VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT. Since libvirt 3.3.0. */
  MIGRATION_OUT: 5,
  /** VIR_DOMAIN_JOB_OPERATION_SNAPSHOT. Since libvirt 3.3.0. */
  SNAPSHOT: 6,
  /** VIR_DOMAIN_JOB_OPERATION_SNAPSHOT_REVERT. Since libvirt 3.3.0. */
  SNAPSHOT_REVERT: 7,
  /** VIR_DOMAIN_JOB_OPERATION_DUMP. Since libvirt 3.3.0. */
  DUMP: 8,
  /** VIR_DOMAIN_JOB_OPERATION_BACKUP. Since libvirt 6.0.0. */
  BACKUP: 9,
  /** VIR_DOMAIN_JOB_OPERATION_SNAPSHOT_DELETE. Since libvirt 9.0.0. */
  SNAPSHOT_DELETE: 10,
} as const;
/** A value of {@link DomainJobOperation}. */
export type DomainJobOperation = (typeof DomainJobOperation)[keyof typeof DomainJobOperation];

/** `virDomainJobType` */
export const DomainJobType = {
  /** VIR_DOMAIN_JOB_NONE. No job is active Since libvirt 0.7.7. */
  NONE: 0,
  /** VIR_DOMAIN_JOB_BOUNDED. Job with a finite completion time Since libvirt 0.7.7. */
  BOUNDED: 1,
  /** VIR_DOMAIN_JOB_UNBOUNDED. Job without a finite completion time Since libvirt 0.7.7. */
  UNBOUNDED: 2,
  /** VIR_DOMAIN_JOB_COMPLETED. Job has finished, but isn't cleaned up Since libvirt 0.7.7. */
  COMPLETED: 3,
  /** VIR_DOMAIN_JOB_FAILED. Job hit error, but isn't cleaned up Since libvirt 0.7.7. */
  FAILED: 4,
  /** VIR_DOMAIN_JOB_CANCELLED. Job was aborted, but isn't cleaned up Since libvirt 0.7.7. */
  CANCELLED: 5,
} as const;
/** A value of {@link DomainJobType}. */
export type DomainJobType = (typeof DomainJobType)[keyof typeof DomainJobType];

/** `virDomainLifecycle` */
export const DomainLifecycle = {
  /** VIR_DOMAIN_LIFECYCLE_POWEROFF. Since libvirt 3.9.0. */
  POWEROFF: 0,
  /** VIR_DOMAIN_LIFECYCLE_REBOOT. Since libvirt 3.9.0. */
  REBOOT: 1,
  /** VIR_DOMAIN_LIFECYCLE_CRASH. Since libvirt 3.9.0. */
  CRASH: 2,
} as const;
/** A value of {@link DomainLifecycle}. */
export type DomainLifecycle = (typeof DomainLifecycle)[keyof typeof DomainLifecycle];

/** `virDomainLifecycleAction` */
export const DomainLifecycleAction = {
  /** VIR_DOMAIN_LIFECYCLE_ACTION_DESTROY. Since libvirt 3.9.0. */
  DESTROY: 0,
  /** VIR_DOMAIN_LIFECYCLE_ACTION_RESTART. Since libvirt 3.9.0. */
  RESTART: 1,
  /** VIR_DOMAIN_LIFECYCLE_ACTION_RESTART_RENAME. Since libvirt 3.9.0. */
  RESTART_RENAME: 2,
  /** VIR_DOMAIN_LIFECYCLE_ACTION_PRESERVE. Since libvirt 3.9.0. */
  PRESERVE: 3,
  /** VIR_DOMAIN_LIFECYCLE_ACTION_COREDUMP_DESTROY. Since libvirt 3.9.0. */
  COREDUMP_DESTROY: 4,
  /** VIR_DOMAIN_LIFECYCLE_ACTION_COREDUMP_RESTART. Since libvirt 3.9.0. */
  COREDUMP_RESTART: 5,
} as const;
/** A value of {@link DomainLifecycleAction}. */
export type DomainLifecycleAction = (typeof DomainLifecycleAction)[keyof typeof DomainLifecycleAction];

/** `virDomainMemoryFailureActionType` */
export const DomainMemoryFailureActionType = {
  /** VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_IGNORE. the memory failure could be ignored. This will only be the case for action-optional failures. Since libvirt 6.9.0. */
  IGNORE: 0,
  /** VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_INJECT. memory failure occurred in guest memory, the guest enabled MCE handling mechanism, and hypervisor could inject the MCE into the guest successfully. Since libvirt 6.9.0. */
  INJECT: 1,
  /** VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_FATAL. the failure is unrecoverable. This occurs for action-required failures if the recipient is the hypervisor; hypervisor will exit. Since libvirt 6.9.0. */
  FATAL: 2,
  /** VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_RESET. the failure is unrecoverable but confined to the guest. This occurs if the recipient is a guest which is not ready to handle memory failures. Since libvirt 6.9.0. */
  RESET: 3,
} as const;
/** A value of {@link DomainMemoryFailureActionType}. */
export type DomainMemoryFailureActionType = (typeof DomainMemoryFailureActionType)[keyof typeof DomainMemoryFailureActionType];

/** `virDomainMemoryFailureFlags` */
export const DomainMemoryFailureFlags = {
  /** VIR_DOMAIN_MEMORY_FAILURE_ACTION_REQUIRED. whether a memory failure event is action-required or action-optional (e.g. a failure during memory scrub). Since libvirt 6.9.0. */
  ACTION_REQUIRED: 1,
  /** VIR_DOMAIN_MEMORY_FAILURE_RECURSIVE. whether the failure occurred while the previous failure was still in progress. Since libvirt 6.9.0. */
  RECURSIVE: 2,
} as const;
/** A value of {@link DomainMemoryFailureFlags}. */
export type DomainMemoryFailureFlags = (typeof DomainMemoryFailureFlags)[keyof typeof DomainMemoryFailureFlags];

/** `virDomainMemoryFailureRecipientType` */
export const DomainMemoryFailureRecipientType = {
  /** VIR_DOMAIN_EVENT_MEMORY_FAILURE_RECIPIENT_HYPERVISOR. memory failure at hypersivor memory address space Since libvirt 6.9.0. */
  HYPERVISOR: 0,
  /** VIR_DOMAIN_EVENT_MEMORY_FAILURE_RECIPIENT_GUEST. memory failure at guest memory address space Since libvirt 6.9.0. */
  GUEST: 1,
} as const;
/** A value of {@link DomainMemoryFailureRecipientType}. */
export type DomainMemoryFailureRecipientType = (typeof DomainMemoryFailureRecipientType)[keyof typeof DomainMemoryFailureRecipientType];

/** `virDomainMemoryFlags` */
export const DomainMemoryFlags = {
  /** VIR_MEMORY_VIRTUAL. addresses are virtual addresses Since libvirt 0.4.4. */
  VIRTUAL: 1,
  /** VIR_MEMORY_PHYSICAL. addresses are physical addresses Since libvirt 0.7.0. */
  PHYSICAL: 2,
} as const;
/** A value of {@link DomainMemoryFlags}. */
export type DomainMemoryFlags = (typeof DomainMemoryFlags)[keyof typeof DomainMemoryFlags];

/** `virDomainMemoryModFlags` */
export const DomainMemoryModFlags = {
  /** VIR_DOMAIN_MEM_CURRENT. See virDomainModificationImpact Since libvirt 0.9.1. */
  CURRENT: 0,
  /** VIR_DOMAIN_MEM_LIVE. See virDomainModificationImpact Since libvirt 0.9.0. */
  LIVE: 1,
  /** VIR_DOMAIN_MEM_CONFIG. See virDomainModificationImpact Since libvirt 0.9.0. */
  CONFIG: 2,
  /** VIR_DOMAIN_MEM_MAXIMUM. affect Max rather than current Since libvirt 0.9.1. */
  MAXIMUM: 4,
} as const;
/** A value of {@link DomainMemoryModFlags}. */
export type DomainMemoryModFlags = (typeof DomainMemoryModFlags)[keyof typeof DomainMemoryModFlags];

/** `virDomainMemoryStatTags` */
export const DomainMemoryStatTags = {
  /** VIR_DOMAIN_MEMORY_STAT_SWAP_IN. The total amount of data read from swap space (in kB). Since libvirt 0.7.5. */
  SWAP_IN: 0,
  /** VIR_DOMAIN_MEMORY_STAT_SWAP_OUT. The total amount of memory written out to swap space (in kB). Since libvirt 0.7.5. */
  SWAP_OUT: 1,
  /** VIR_DOMAIN_MEMORY_STAT_MAJOR_FAULT. Page faults occur when a process makes a valid access to virtual memory that is not available. When servicing the page fault, if disk IO is required, it is considered a major fault. If not, it is a minor fault. These are expressed as the number of faults that have occurred. Since libvirt 0.7.5. */
  MAJOR_FAULT: 2,
  /** VIR_DOMAIN_MEMORY_STAT_MINOR_FAULT. Since libvirt 0.7.5. */
  MINOR_FAULT: 3,
  /** VIR_DOMAIN_MEMORY_STAT_UNUSED. The amount of memory left completely unused by the system. Memory that is available but used for reclaimable caches should NOT be reported as free. This value is expressed in kB. Since libvirt 0.7.5. */
  UNUSED: 4,
  /** VIR_DOMAIN_MEMORY_STAT_AVAILABLE. The total amount of usable memory as seen by the domain. This value may be less than the amount of memory assigned to the domain if a balloon driver is in use or if the guest OS does not initialize all assigned pages. This value is expressed in kB. Since libvirt 0.7.5. */
  AVAILABLE: 5,
  /** VIR_DOMAIN_MEMORY_STAT_ACTUAL_BALLOON. Current balloon value (in KB). Since libvirt 0.9.3. */
  ACTUAL_BALLOON: 6,
  /** VIR_DOMAIN_MEMORY_STAT_RSS. Resident Set Size of the process running the domain. This value is in kB Since libvirt 0.9.10. */
  RSS: 7,
  /** VIR_DOMAIN_MEMORY_STAT_USABLE. How much the balloon can be inflated without pushing the guest system to swap, corresponds to 'Available' in /proc/meminfo Since libvirt 2.1.0. */
  USABLE: 8,
  /** VIR_DOMAIN_MEMORY_STAT_LAST_UPDATE. Timestamp of the last update of statistics, in seconds. Since libvirt 2.1.0. */
  LAST_UPDATE: 9,
  /** VIR_DOMAIN_MEMORY_STAT_DISK_CACHES. The amount of memory, that can be quickly reclaimed without additional I/O (in kB). Typically these pages are used for caching files from disk. Since libvirt 4.6.0. */
  DISK_CACHES: 10,
  /** VIR_DOMAIN_MEMORY_STAT_HUGETLB_PGALLOC. The number of successful huge page allocations from inside the domain via virtio balloon. Since libvirt 5.4.0. */
  HUGETLB_PGALLOC: 11,
  /** VIR_DOMAIN_MEMORY_STAT_HUGETLB_PGFAIL. The number of failed huge page allocations from inside the domain via virtio balloon. Since libvirt 5.4.0. */
  HUGETLB_PGFAIL: 12,
  /** VIR_DOMAIN_MEMORY_STAT_NR. The number of statistics supported by this version of the interface. To add new statistics, add them to the enum and increase this value. Since libvirt 0.7.5. */
  NR: 13,
} as const;
/** A value of {@link DomainMemoryStatTags}. */
export type DomainMemoryStatTags = (typeof DomainMemoryStatTags)[keyof typeof DomainMemoryStatTags];

/** `virDomainMessageType` */
export const DomainMessageType = {
  /** VIR_DOMAIN_MESSAGE_DEPRECATION. Since libvirt 7.1.0. */
  DEPRECATION: 1,
  /** VIR_DOMAIN_MESSAGE_TAINTING. Since libvirt 7.1.0. */
  TAINTING: 2,
} as const;
/** A value of {@link DomainMessageType}. */
export type DomainMessageType = (typeof DomainMessageType)[keyof typeof DomainMessageType];

/** `virDomainMetadataType` */
export const DomainMetadataType = {
  /** VIR_DOMAIN_METADATA_DESCRIPTION. Operate on \<description\> Since libvirt 0.9.10. */
  DESCRIPTION: 0,
  /** VIR_DOMAIN_METADATA_TITLE. Operate on \<title\> Since libvirt 0.9.10. */
  TITLE: 1,
  /** VIR_DOMAIN_METADATA_ELEMENT. Operate on \<metadata\> Since libvirt 0.9.10. */
  ELEMENT: 2,
} as const;
/** A value of {@link DomainMetadataType}. */
export type DomainMetadataType = (typeof DomainMetadataType)[keyof typeof DomainMetadataType];

/** `virDomainMigrateFlags` */
export const DomainMigrateFlags = {
  /** VIR_MIGRATE_LIVE. Do not pause the domain during migration. The domain's memory will be transferred to the destination host while the domain is running. The migration may never converge if the domain is changing its memory faster then it can be transferred. The domain can be manually paused anytime during migration using virDomainSuspend. Since libvirt 0.3.2. */
  LIVE: 1,
  /** VIR_MIGRATE_PEER2PEER. Tell the source libvirtd to connect directly to the destination host. Without this flag the client (e.g., virsh) connects to both hosts and controls the migration process. In peer-to-peer mode, the source libvirtd controls the migration by calling the destination daemon directly. Since libvirt 0.7.2. */
  PEER2PEER: 2,
  /** VIR_MIGRATE_TUNNELLED. Tunnel migration data over libvirtd connection. Without this flag the source hypervisor sends migration data directly to the destination hypervisor. This flag can only be used when VIR_MIGRATE_PEER2PEER is set as well. Note the less-common spelling that we're stuck with: VIR_MIGRATE_TUNNELLED should be VIR_MIGRATE_TUNNELED. Since libvirt 0.7.2. */
  TUNNELLED: 4,
  /** VIR_MIGRATE_PERSIST_DEST. Define the domain as persistent on the destination host after successful migration. If the domain was persistent on the source host and VIR_MIGRATE_UNDEFINE_SOURCE is not used, it will end up persistent on both hosts. Since libvirt 0.7.3. */
  PERSIST_DEST: 8,
  /** VIR_MIGRATE_UNDEFINE_SOURCE. Undefine the domain on the source host once migration successfully finishes. Since libvirt 0.7.3. */
  UNDEFINE_SOURCE: 16,
  /** VIR_MIGRATE_PAUSED. Leave the domain suspended on the destination host. virDomainResume (on the virDomainPtr returned by the migration API) has to be called explicitly to resume domain's virtual CPUs. Since libvirt 0.7.5. */
  PAUSED: 32,
  /** VIR_MIGRATE_NON_SHARED_DISK. Migrate full disk images in addition to domain's memory. By default only non-shared non-readonly disk images are transferred. The VIR_MIGRATE_PARAM_MIGRATE_DISKS parameter can be used to specify which disks should be migrated. This flag and VIR_MIGRATE_NON_SHARED_INC are mutually exclusive. Since libvirt 0.8.2. */
  NON_SHARED_DISK: 64,
  /** VIR_MIGRATE_NON_SHARED_INC. Migrate disk images in addition to domain's memory. This is similar to VIR_MIGRATE_NON_SHARED_DISK, but only the top level of each disk's backing chain is copied. That is, the rest of the backing chain is expected to be present on the destination and to be exactly the same as on the source host. This flag and VIR_MIGRATE_NON_SHARED_DISK are mutually exclusive. Since libvirt 0.8.2. */
  NON_SHARED_INC: 128,
  /** VIR_MIGRATE_CHANGE_PROTECTION. Protect against domain configuration changes during the migration process. This flag is used automatically when both sides support it. Explicitly setting this flag will cause migration to fail if either the source or the destination does not support it. Since libvirt 0.9.4. */
  CHANGE_PROTECTION: 256,
  /** VIR_MIGRATE_UNSAFE. Force migration even if it is considered unsafe. In some cases libvirt may refuse to migrate the domain because doing so may lead to potential problems such as data corruption, and thus the migration is considered unsafe. For a QEMU domain this may happen if the domain uses disks without explicitly setting cache mode to "none". Migrating such domains is unsafe unless the disk images are stored on coherent clustered filesystem, such as GFS2 or GPFS. Since libvirt 0.9.11. */
  UNSAFE: 512,
  /** VIR_MIGRATE_OFFLINE. Migrate a domain definition without starting the domain on the destination and without stopping it on the source host. Offline migration requires VIR_MIGRATE_PERSIST_DEST to be set. Offline migration may not copy disk storage or any other file based storage (such as UEFI variables). Since libvirt 1.0.1. */
  OFFLINE: 1024,
  /** VIR_MIGRATE_COMPRESSED. Compress migration data. The compression methods can be specified using VIR_MIGRATE_PARAM_COMPRESSION. A hypervisor default method will be used if this parameter is omitted. Individual compression methods can be tuned via their specific VIR_MIGRATE_PARAM_COMPRESSION_* parameters. Since libvirt 1.0.3. */
  COMPRESSED: 2048,
  /** VIR_MIGRATE_ABORT_ON_ERROR. Cancel migration if a soft error (such as I/O error) happens during migration. Since libvirt 1.1.0. */
  ABORT_ON_ERROR: 4096,
  /** VIR_MIGRATE_AUTO_CONVERGE. Enable algorithms that ensure a live migration will eventually converge. This usually means the domain will be slowed down to make sure it does not change its memory faster than a hypervisor can transfer the changed memory to the destination host. VIR_MIGRATE_PARAM_AUTO_CONVERGE_* parameters can be used to tune the algorithm. Since libvirt 1.2.3. */
  AUTO_CONVERGE: 8192,
  /** VIR_MIGRATE_RDMA_PIN_ALL. This flag can be used with RDMA migration (i.e., when VIR_MIGRATE_PARAM_URI starts with "rdma://") to tell the hypervisor to pin all domain's memory at once before migration starts rather then letting it pin memory pages as needed. This means that all memory pages belonging to the domain will be locked in host's memory and the host will not be allowed to swap them out. For QEMU/KVM this requires hard_limit memory tuning element (in the domain XML) to be used and set to the maximum memory configured for the domain plus any memory consumed by the QEMU process itself. Beware of setting the memory limit too high (and thus allowing the domain to lock most of the host's memory). Doing so may be dangerous to both the domain and the host itself since the host's kernel may run out of memory. Since libvirt 1.2.9. */
  RDMA_PIN_ALL: 16384,
  /** VIR_MIGRATE_POSTCOPY. Setting the VIR_MIGRATE_POSTCOPY flag tells libvirt to enable post-copy migration. However, the migration will start normally and virDomainMigrateStartPostCopy needs to be called to switch it into the post-copy mode. See virDomainMigrateStartPostCopy for more details. Since libvirt 1.3.3. */
  POSTCOPY: 32768,
  /** VIR_MIGRATE_TLS. Setting the VIR_MIGRATE_TLS flag will cause the migration to attempt to use the TLS environment configured by the hypervisor in order to perform the migration. If incorrectly configured on either source or destination, the migration will fail. Since libvirt 3.2.0. */
  TLS: 65536,
  /** VIR_MIGRATE_PARALLEL. Send memory pages to the destination host through several network connections. See VIR_MIGRATE_PARAM_PARALLEL_* parameters for configuring the parallel migration. Since libvirt 5.2.0. */
  PARALLEL: 131072,
  /** VIR_MIGRATE_NON_SHARED_SYNCHRONOUS_WRITES. Force the guest writes which happen when copying disk images for non-shared storage migration to be synchronously written to the destination. This ensures the storage migration converges for VMs doing heavy I/O on fast local storage and slow mirror. Requires one of VIR_MIGRATE_NON_SHARED_DISK, VIR_MIGRATE_NON_SHARED_INC to be present as well. Since libvirt 8.0.0. */
  NON_SHARED_SYNCHRONOUS_WRITES: 262144,
  /** VIR_MIGRATE_POSTCOPY_RESUME. Resume migration which failed in post-copy phase. Since libvirt 8.5.0. */
  POSTCOPY_RESUME: 524288,
  /** VIR_MIGRATE_ZEROCOPY. Use zero-copy mechanism for migrating memory pages. For QEMU/KVM this means QEMU will be temporarily allowed to lock all guest pages in host's memory, although only those that are queued for transfer will be locked at the same time. Since libvirt 8.5.0. */
  ZEROCOPY: 1048576,
} as const;
/** A value of {@link DomainMigrateFlags}. */
export type DomainMigrateFlags = (typeof DomainMigrateFlags)[keyof typeof DomainMigrateFlags];

/** `virDomainMigrateMaxSpeedFlags` */
export const DomainMigrateMaxSpeedFlags = {
  /** VIR_DOMAIN_MIGRATE_MAX_SPEED_POSTCOPY. Set or get maximum speed of post-copy migration. Since libvirt 5.1.0. */
  POSTCOPY: 1,
} as const;
/** A value of {@link DomainMigrateMaxSpeedFlags}. */
export type DomainMigrateMaxSpeedFlags = (typeof DomainMigrateMaxSpeedFlags)[keyof typeof DomainMigrateMaxSpeedFlags];

/** `virDomainModificationImpact` */
export const DomainModificationImpact = {
  /** VIR_DOMAIN_AFFECT_CURRENT. Affect current domain state. Since libvirt 0.9.2. */
  CURRENT: 0,
  /** VIR_DOMAIN_AFFECT_LIVE. Affect running domain state. Since libvirt 0.9.2. */
  LIVE: 1,
  /** VIR_DOMAIN_AFFECT_CONFIG. Affect persistent domain state. 1 \<\< 2 is reserved for virTypedParameterFlags Since libvirt 0.9.2. */
  CONFIG: 2,
} as const;
/** A value of {@link DomainModificationImpact}. */
export type DomainModificationImpact = (typeof DomainModificationImpact)[keyof typeof DomainModificationImpact];

/** `virDomainNostateReason` */
export const DomainNostateReason = {
  /** VIR_DOMAIN_NOSTATE_UNKNOWN. Since libvirt 0.9.2. */
  DOMAIN_NOSTATE_UNKNOWN: 0,
} as const;
/** A value of {@link DomainNostateReason}. */
export type DomainNostateReason = (typeof DomainNostateReason)[keyof typeof DomainNostateReason];

/** `virDomainNumatuneMemMode` */
export const DomainNumatuneMemMode = {
  /** VIR_DOMAIN_NUMATUNE_MEM_STRICT. Since libvirt 0.9.9. */
  STRICT: 0,
  /** VIR_DOMAIN_NUMATUNE_MEM_PREFERRED. Since libvirt 0.9.9. */
  PREFERRED: 1,
  /** VIR_DOMAIN_NUMATUNE_MEM_INTERLEAVE. Since libvirt 0.9.9. */
  INTERLEAVE: 2,
  /** VIR_DOMAIN_NUMATUNE_MEM_RESTRICTIVE. Since libvirt 7.3.0. */
  RESTRICTIVE: 3,
} as const;
/** A value of {@link DomainNumatuneMemMode}. */
export type DomainNumatuneMemMode = (typeof DomainNumatuneMemMode)[keyof typeof DomainNumatuneMemMode];

/** `virDomainOpenGraphicsFlags` */
export const DomainOpenGraphicsFlags = {
  /** VIR_DOMAIN_OPEN_GRAPHICS_SKIPAUTH. Since libvirt 0.9.7. */
  SKIPAUTH: 1,
} as const;
/** A value of {@link DomainOpenGraphicsFlags}. */
export type DomainOpenGraphicsFlags = (typeof DomainOpenGraphicsFlags)[keyof typeof DomainOpenGraphicsFlags];

/** `virDomainPMSuspendedDiskReason` */
export const DomainPMSuspendedDiskReason = {
  /** VIR_DOMAIN_PMSUSPENDED_DISK_UNKNOWN. Since libvirt 1.0.0. */
  DOMAIN_PMSUSPENDED_DISK_UNKNOWN: 0,
} as const;
/** A value of {@link DomainPMSuspendedDiskReason}. */
export type DomainPMSuspendedDiskReason = (typeof DomainPMSuspendedDiskReason)[keyof typeof DomainPMSuspendedDiskReason];

/** `virDomainPMSuspendedReason` */
export const DomainPMSuspendedReason = {
  /** VIR_DOMAIN_PMSUSPENDED_UNKNOWN. Since libvirt 0.9.11. */
  DOMAIN_PMSUSPENDED_UNKNOWN: 0,
} as const;
/** A value of {@link DomainPMSuspendedReason}. */
export type DomainPMSuspendedReason = (typeof DomainPMSuspendedReason)[keyof typeof DomainPMSuspendedReason];

/** `virDomainPausedReason` */
export const DomainPausedReason = {
  /** VIR_DOMAIN_PAUSED_UNKNOWN. the reason is unknown Since libvirt 0.9.2. */
  UNKNOWN: 0,
  /** VIR_DOMAIN_PAUSED_USER. paused on user request Since libvirt 0.9.2. */
  USER: 1,
  /** VIR_DOMAIN_PAUSED_MIGRATION. paused for offline migration Since libvirt 0.9.2. */
  MIGRATION: 2,
  /** VIR_DOMAIN_PAUSED_SAVE. paused for save Since libvirt 0.9.2. */
  SAVE: 3,
  /** VIR_DOMAIN_PAUSED_DUMP. paused for offline core dump Since libvirt 0.9.2. */
  DUMP: 4,
  /** VIR_DOMAIN_PAUSED_IOERROR. paused due to a disk I/O error Since libvirt 0.9.2. */
  IOERROR: 5,
  /** VIR_DOMAIN_PAUSED_WATCHDOG. paused due to a watchdog event Since libvirt 0.9.2. */
  WATCHDOG: 6,
  /** VIR_DOMAIN_PAUSED_FROM_SNAPSHOT. paused after restoring from snapshot Since libvirt 0.9.2. */
  FROM_SNAPSHOT: 7,
  /** VIR_DOMAIN_PAUSED_SHUTTING_DOWN. paused during shutdown process Since libvirt 0.9.5. */
  SHUTTING_DOWN: 8,
  /** VIR_DOMAIN_PAUSED_SNAPSHOT. paused while creating a snapshot Since libvirt 1.0.1. */
  SNAPSHOT: 9,
  /** VIR_DOMAIN_PAUSED_CRASHED. paused due to a guest crash Since libvirt 1.1.1. */
  CRASHED: 10,
  /** VIR_DOMAIN_PAUSED_STARTING_UP. the domain is being started Since libvirt 1.2.14. */
  STARTING_UP: 11,
  /** VIR_DOMAIN_PAUSED_POSTCOPY. paused for post-copy migration Since libvirt 1.3.3. */
  POSTCOPY: 12,
  /** VIR_DOMAIN_PAUSED_POSTCOPY_FAILED. paused after failed post-copy Since libvirt 1.3.3. */
  POSTCOPY_FAILED: 13,
} as const;
/** A value of {@link DomainPausedReason}. */
export type DomainPausedReason = (typeof DomainPausedReason)[keyof typeof DomainPausedReason];

/** `virDomainProcessSignal` */
export const DomainProcessSignal = {
  /** VIR_DOMAIN_PROCESS_SIGNAL_NOP. No constant in POSIX/Linux Since libvirt 1.0.1. */
  NOP: 0,
  /** VIR_DOMAIN_PROCESS_SIGNAL_HUP. SIGHUP Since libvirt 1.0.1. */
  HUP: 1,
  /** VIR_DOMAIN_PROCESS_SIGNAL_INT. SIGINT Since libvirt 1.0.1. */
  INT: 2,
  /** VIR_DOMAIN_PROCESS_SIGNAL_QUIT. SIGQUIT Since libvirt 1.0.1. */
  QUIT: 3,
  /** VIR_DOMAIN_PROCESS_SIGNAL_ILL. SIGILL Since libvirt 1.0.1. */
  ILL: 4,
  /** VIR_DOMAIN_PROCESS_SIGNAL_TRAP. SIGTRAP Since libvirt 1.0.1. */
  TRAP: 5,
  /** VIR_DOMAIN_PROCESS_SIGNAL_ABRT. SIGABRT Since libvirt 1.0.1. */
  ABRT: 6,
  /** VIR_DOMAIN_PROCESS_SIGNAL_BUS. SIGBUS Since libvirt 1.0.1. */
  BUS: 7,
  /** VIR_DOMAIN_PROCESS_SIGNAL_FPE. SIGFPE Since libvirt 1.0.1. */
  FPE: 8,
  /** VIR_DOMAIN_PROCESS_SIGNAL_KILL. SIGKILL Since libvirt 1.0.1. */
  KILL: 9,
  /** VIR_DOMAIN_PROCESS_SIGNAL_USR1. SIGUSR1 Since libvirt 1.0.1. */
  USR1: 10,
  /** VIR_DOMAIN_PROCESS_SIGNAL_SEGV. SIGSEGV Since libvirt 1.0.1. */
  SEGV: 11,
  /** VIR_DOMAIN_PROCESS_SIGNAL_USR2. SIGUSR2 Since libvirt 1.0.1. */
  USR2: 12,
  /** VIR_DOMAIN_PROCESS_SIGNAL_PIPE. SIGPIPE Since libvirt 1.0.1. */
  PIPE: 13,
  /** VIR_DOMAIN_PROCESS_SIGNAL_ALRM. SIGALRM Since libvirt 1.0.1. */
  ALRM: 14,
  /** VIR_DOMAIN_PROCESS_SIGNAL_TERM. SIGTERM Since libvirt 1.0.1. */
  TERM: 15,
  /** VIR_DOMAIN_PROCESS_SIGNAL_STKFLT. Not in POSIX (SIGSTKFLT on Linux Since libvirt 1.0.1. */
  STKFLT: 16,
  /** VIR_DOMAIN_PROCESS_SIGNAL_CHLD. SIGCHLD Since libvirt 1.0.1. */
  CHLD: 17,
  /** VIR_DOMAIN_PROCESS_SIGNAL_CONT. SIGCONT Since libvirt 1.0.1. */
  CONT: 18,
  /** VIR_DOMAIN_PROCESS_SIGNAL_STOP. SIGSTOP Since libvirt 1.0.1. */
  STOP: 19,
  /** VIR_DOMAIN_PROCESS_SIGNAL_TSTP. SIGTSTP Since libvirt 1.0.1. */
  TSTP: 20,
  /** VIR_DOMAIN_PROCESS_SIGNAL_TTIN. SIGTTIN Since libvirt 1.0.1. */
  TTIN: 21,
  /** VIR_DOMAIN_PROCESS_SIGNAL_TTOU. SIGTTOU Since libvirt 1.0.1. */
  TTOU: 22,
  /** VIR_DOMAIN_PROCESS_SIGNAL_URG. SIGURG Since libvirt 1.0.1. */
  URG: 23,
  /** VIR_DOMAIN_PROCESS_SIGNAL_XCPU. SIGXCPU Since libvirt 1.0.1. */
  XCPU: 24,
  /** VIR_DOMAIN_PROCESS_SIGNAL_XFSZ. SIGXFSZ Since libvirt 1.0.1. */
  XFSZ: 25,
  /** VIR_DOMAIN_PROCESS_SIGNAL_VTALRM. SIGVTALRM Since libvirt 1.0.1. */
  VTALRM: 26,
  /** VIR_DOMAIN_PROCESS_SIGNAL_PROF. SIGPROF Since libvirt 1.0.1. */
  PROF: 27,
  /** VIR_DOMAIN_PROCESS_SIGNAL_WINCH. Not in POSIX (SIGWINCH on Linux) Since libvirt 1.0.1. */
  WINCH: 28,
  /** VIR_DOMAIN_PROCESS_SIGNAL_POLL. SIGPOLL (also known as SIGIO on Linux) Since libvirt 1.0.1. */
  POLL: 29,
  /** VIR_DOMAIN_PROCESS_SIGNAL_PWR. Not in POSIX (SIGPWR on Linux) Since libvirt 1.0.1. */
  PWR: 30,
  /** VIR_DOMAIN_PROCESS_SIGNAL_SYS. SIGSYS (also known as SIGUNUSED on Linux) Since libvirt 1.0.1. */
  SYS: 31,
  /** VIR_DOMAIN_PROCESS_SIGNAL_RT0. SIGRTMIN Since libvirt 1.0.1. */
  RT0: 32,
  /** VIR_DOMAIN_PROCESS_SIGNAL_RT1. SIGRTMIN + 1 Since libvirt 1.0.1. */
  RT1: 33,
  /** VIR_DOMAIN_PROCESS_SIGNAL_RT2. SIGRTMIN + 2 Since libvirt 1.0.1. */
  RT2: 34,
  /** VIR_DOMAIN_PROCESS_SIGNAL_RT3. SIGRTMIN + 3 Since libvirt 1.0.1. */
  RT3: 35,
  /** VIR_DOMAIN_PROCESS_SIGNAL_RT4. SIGRTMIN + 4 Since libvirt 1.0.1. */
  RT4: 36,
  /** VIR_DOMAIN_PROCESS_SIGNAL_RT5. SIGRTMIN + 5 Since libvirt 1.0.1. */
  RT5: 37,
  /** VIR_DOMAIN_PROCESS_SIGNAL_RT6. SIGRTMIN + 6 Since libvirt 1.0.1. */
  RT6: 38,
  /** VIR_DOMAIN_PROCESS_SIGNAL_RT7. SIGRTMIN + 7 Since libvirt 1.0.1. */
  RT7: 39,
  /** VIR_DOMAIN_PROCESS_SIGNAL_RT8. SIGRTMIN + 8 Since libvirt 1.0.1. */
  RT8: 40,
  /** VIR_DOMAIN_PROCESS_SIGNAL_RT9. SIGRTMIN + 9 Since libvirt 1.0.1. */
  RT9: 41,
  /** VIR_DOMAIN_PROCESS_SIGNAL_RT10. SIGRTMIN + 10 Since libvirt 1.0.1. */
  RT10: 42,
  /** VIR_DOMAIN_PROCESS_SIGNAL_RT11. SIGRTMIN + 11 Since libvirt 1.0.1. */
  RT11: 43,
  /** VIR_DOMAIN_PROCESS_SIGNAL_RT12. SIGRTMIN + 12 Since libvirt 1.0.1. */
  RT12: 44,
  /** VIR_DOMAIN_PROCESS_SIGNAL_RT13. SIGRTMIN + 13 Since libvirt 1.0.1. */
  RT13: 45,
  /** VIR_DOMAIN_PROCESS_SIGNAL_RT14. SIGRTMIN + 14 Since libvirt 1.0.1. */
  RT14: 46,
  /** VIR_DOMAIN_PROCESS_SIGNAL_RT15. SIGRTMIN + 15 Since libvirt 1.0.1. */
  RT15: 47,
  /** VIR_DOMAIN_PROCESS_SIGNAL_RT16. SIGRTMIN + 16 Since libvirt 1.0.1. */
  RT16: 48,
  /** VIR_DOMAIN_PROCESS_SIGNAL_RT17. SIGRTMIN + 17 Since libvirt 1.0.1. */
  RT17: 49,
  /** VIR_DOMAIN_PROCESS_SIGNAL_RT18. SIGRTMIN + 18 Since libvirt 1.0.1. */
  RT18: 50,
  /** VIR_DOMAIN_PROCESS_SIGNAL_RT19. SIGRTMIN + 19 Since libvirt 1.0.1. */
  RT19: 51,
  /** VIR_DOMAIN_PROCESS_SIGNAL_RT20. SIGRTMIN + 20 Since libvirt 1.0.1. */
  RT20: 52,
  /** VIR_DOMAIN_PROCESS_SIGNAL_RT21. SIGRTMIN + 21 Since libvirt 1.0.1. */
  RT21: 53,
  /** VIR_DOMAIN_PROCESS_SIGNAL_RT22. SIGRTMIN + 22 Since libvirt 1.0.1. */
  RT22: 54,
  /** VIR_DOMAIN_PROCESS_SIGNAL_RT23. SIGRTMIN + 23 Since libvirt 1.0.1. */
  RT23: 55,
  /** VIR_DOMAIN_PROCESS_SIGNAL_RT24. SIGRTMIN + 24 Since libvirt 1.0.1. */
  RT24: 56,
  /** VIR_DOMAIN_PROCESS_SIGNAL_RT25. SIGRTMIN + 25 Since libvirt 1.0.1. */
  RT25: 57,
  /** VIR_DOMAIN_PROCESS_SIGNAL_RT26. SIGRTMIN + 26 Since libvirt 1.0.1. */
  RT26: 58,
  /** VIR_DOMAIN_PROCESS_SIGNAL_RT27. SIGRTMIN + 27 Since libvirt 1.0.1. */
  RT27: 59,
  /** VIR_DOMAIN_PROCESS_SIGNAL_RT28. SIGRTMIN + 28 Since libvirt 1.0.1. */
  RT28: 60,
  /** VIR_DOMAIN_PROCESS_SIGNAL_RT29. SIGRTMIN + 29 Since libvirt 1.0.1. */
  RT29: 61,
  /** VIR_DOMAIN_PROCESS_SIGNAL_RT30. SIGRTMIN + 30 Since libvirt 1.0.1. */
  RT30: 62,
  /** VIR_DOMAIN_PROCESS_SIGNAL_RT31. SIGRTMIN + 31 Since libvirt 1.0.1. */
  RT31: 63,
  /** VIR_DOMAIN_PROCESS_SIGNAL_RT32. SIGRTMIN + 32 / SIGRTMAX Since libvirt 1.0.1. */
  RT32: 64,
} as const;
/** A value of {@link DomainProcessSignal}. */
export type DomainProcessSignal = (typeof DomainProcessSignal)[keyof typeof DomainProcessSignal];

/** `virDomainQemuAgentCommandTimeoutValues` */
export const DomainQemuAgentCommandTimeoutValues = {
  /** VIR_DOMAIN_QEMU_AGENT_COMMAND_BLOCK. Since libvirt 0.10.0. */
  BLOCK: -2,
  /** VIR_DOMAIN_QEMU_AGENT_COMMAND_MIN. Since libvirt 0.10.0. */
  MIN: -2,
  /** VIR_DOMAIN_QEMU_AGENT_COMMAND_DEFAULT. Since libvirt 0.10.0. */
  DEFAULT: -1,
  /** VIR_DOMAIN_QEMU_AGENT_COMMAND_NOWAIT. Since libvirt 0.10.0. */
  NOWAIT: 0,
  /** VIR_DOMAIN_QEMU_AGENT_COMMAND_SHUTDOWN. Since libvirt 1.2.15. */
  SHUTDOWN: 60,
} as const;
/** A value of {@link DomainQemuAgentCommandTimeoutValues}. */
export type DomainQemuAgentCommandTimeoutValues = (typeof DomainQemuAgentCommandTimeoutValues)[keyof typeof DomainQemuAgentCommandTimeoutValues];

/** `virDomainQemuMonitorCommandFlags` */
export const DomainQemuMonitorCommandFlags = {
  /** VIR_DOMAIN_QEMU_MONITOR_COMMAND_DEFAULT. Since libvirt 0.8.8. */
  DEFAULT: 0,
  /** VIR_DOMAIN_QEMU_MONITOR_COMMAND_HMP. cmd is in HMP Since libvirt 0.8.8. */
  HMP: 1,
} as const;
/** A value of {@link DomainQemuMonitorCommandFlags}. */
export type DomainQemuMonitorCommandFlags = (typeof DomainQemuMonitorCommandFlags)[keyof typeof DomainQemuMonitorCommandFlags];

/** `virDomainRebootFlagValues` */
export const DomainRebootFlagValues = {
  /** VIR_DOMAIN_REBOOT_DEFAULT. hypervisor choice Since libvirt 0.9.10. */
  DEFAULT: 0,
  /** VIR_DOMAIN_REBOOT_ACPI_POWER_BTN. Send ACPI event Since libvirt 0.9.10. */
  ACPI_POWER_BTN: 1,
  /** VIR_DOMAIN_REBOOT_GUEST_AGENT. Use guest agent Since libvirt 0.9.10. */
  GUEST_AGENT: 2,
  /** VIR_DOMAIN_REBOOT_INITCTL. Use initctl Since libvirt 1.0.1. */
  INITCTL: 4,
  /** VIR_DOMAIN_REBOOT_SIGNAL. Send a signal Since libvirt 1.0.1. */
  SIGNAL: 8,
  /** VIR_DOMAIN_REBOOT_PARAVIRT. Use paravirt guest control Since libvirt 1.2.5. */
  PARAVIRT: 16,
} as const;
/** A value of {@link DomainRebootFlagValues}. */
export type DomainRebootFlagValues = (typeof DomainRebootFlagValues)[keyof typeof DomainRebootFlagValues];

/** `virDomainRunningReason` */
export const DomainRunningReason = {
  /** VIR_DOMAIN_RUNNING_UNKNOWN. Since libvirt 0.9.2. */
  UNKNOWN: 0,
  /** VIR_DOMAIN_RUNNING_BOOTED. normal startup from boot Since libvirt 0.9.2. */
  BOOTED: 1,
  /** VIR_DOMAIN_RUNNING_MIGRATED. migrated from another host Since libvirt 0.9.2. */
  MIGRATED: 2,
  /** VIR_DOMAIN_RUNNING_RESTORED. restored from a state file Since libvirt 0.9.2. */
  RESTORED: 3,
  /** VIR_DOMAIN_RUNNING_FROM_SNAPSHOT. restored from snapshot Since libvirt 0.9.2. */
  FROM_SNAPSHOT: 4,
  /** VIR_DOMAIN_RUNNING_UNPAUSED. returned from paused state Since libvirt 0.9.2. */
  UNPAUSED: 5,
  /** VIR_DOMAIN_RUNNING_MIGRATION_CANCELED. returned from migration Since libvirt 0.9.2. */
  MIGRATION_CANCELED: 6,
  /** VIR_DOMAIN_RUNNING_SAVE_CANCELED. returned from failed save process Since libvirt 0.9.2. */
  SAVE_CANCELED: 7,
  /** VIR_DOMAIN_RUNNING_WAKEUP. returned from pmsuspended due to wakeup event Since libvirt 0.9.11. */
  WAKEUP: 8,
  /** VIR_DOMAIN_RUNNING_CRASHED. resumed from crashed Since libvirt 1.1.1. */
  CRASHED: 9,
  /** VIR_DOMAIN_RUNNING_POSTCOPY. running in post-copy migration mode Since libvirt 1.3.3. */
  POSTCOPY: 10,
  /** VIR_DOMAIN_RUNNING_POSTCOPY_FAILED. running in failed post-copy migration Since libvirt 8.5.0. */
  POSTCOPY_FAILED: 11,
} as const;
/** A value of {@link DomainRunningReason}. */
export type DomainRunningReason = (typeof DomainRunningReason)[keyof typeof DomainRunningReason];

/** `virDomainSaveImageXMLFlags` */
export const DomainSaveImageXMLFlags = {
  /** VIR_DOMAIN_SAVE_IMAGE_XML_SECURE. dump security sensitive information too Since libvirt 5.1.0. */
  SECURE: 1,
} as const;
/** A value of {@link DomainSaveImageXMLFlags}. */
export type DomainSaveImageXMLFlags = (typeof DomainSaveImageXMLFlags)[keyof typeof DomainSaveImageXMLFlags];

/** `virDomainSaveRestoreFlags` */
export const DomainSaveRestoreFlags = {
  /** VIR_DOMAIN_SAVE_BYPASS_CACHE. Avoid file system cache pollution Since libvirt 0.9.4. */
  BYPASS_CACHE: 1,
  /** VIR_DOMAIN_SAVE_RUNNING. Favor running over paused Since libvirt 0.9.5. */
  RUNNING: 2,
  /** VIR_DOMAIN_SAVE_PAUSED. Favor paused over running Since libvirt 0.9.5. */
  PAUSED: 4,
  /** VIR_DOMAIN_SAVE_RESET_NVRAM. Re-initialize NVRAM from template Since libvirt 8.1.0. */
  RESET_NVRAM: 8,
} as const;
/** A value of {@link DomainSaveRestoreFlags}. */
export type DomainSaveRestoreFlags = (typeof DomainSaveRestoreFlags)[keyof typeof DomainSaveRestoreFlags];

/** `virDomainSetTimeFlags` */
export const DomainSetTimeFlags = {
  /** VIR_DOMAIN_TIME_SYNC. Re-sync domain time from domain's RTC Since libvirt 1.2.5. */
  DOMAIN_TIME_SYNC: 1,
} as const;
/** A value of {@link DomainSetTimeFlags}. */
export type DomainSetTimeFlags = (typeof DomainSetTimeFlags)[keyof typeof DomainSetTimeFlags];

/** `virDomainSetUserPasswordFlags` */
export const DomainSetUserPasswordFlags = {
  /** VIR_DOMAIN_PASSWORD_ENCRYPTED. the password is already encrypted Since libvirt 1.2.16. */
  DOMAIN_PASSWORD_ENCRYPTED: 1,
} as const;
/** A value of {@link DomainSetUserPasswordFlags}. */
export type DomainSetUserPasswordFlags = (typeof DomainSetUserPasswordFlags)[keyof typeof DomainSetUserPasswordFlags];

/** `virDomainShutdownFlagValues` */
export const DomainShutdownFlagValues = {
  /** VIR_DOMAIN_SHUTDOWN_DEFAULT. hypervisor choice Since libvirt 0.9.10. */
  DEFAULT: 0,
  /** VIR_DOMAIN_SHUTDOWN_ACPI_POWER_BTN. Send ACPI event Since libvirt 0.9.10. */
  ACPI_POWER_BTN: 1,
  /** VIR_DOMAIN_SHUTDOWN_GUEST_AGENT. Use guest agent Since libvirt 0.9.10. */
  GUEST_AGENT: 2,
  /** VIR_DOMAIN_SHUTDOWN_INITCTL. Use initctl Since libvirt 1.0.1. */
  INITCTL: 4,
  /** VIR_DOMAIN_SHUTDOWN_SIGNAL. Send a signal Since libvirt 1.0.1. */
  SIGNAL: 8,
  /** VIR_DOMAIN_SHUTDOWN_PARAVIRT. Use paravirt guest control Since libvirt 1.2.5. */
  PARAVIRT: 16,
} as const;
/** A value of {@link DomainShutdownFlagValues}. */
export type DomainShutdownFlagValues = (typeof DomainShutdownFlagValues)[keyof typeof DomainShutdownFlagValues];

/** `virDomainShutdownReason` */
export const DomainShutdownReason = {
  /** VIR_DOMAIN_SHUTDOWN_UNKNOWN. the reason is unknown Since libvirt 0.9.2. */
  UNKNOWN: 0,
  /** VIR_DOMAIN_SHUTDOWN_USER. shutting down on user request Since libvirt 0.9.2. */
  USER: 1,
} as const;
/** A value of {@link DomainShutdownReason}. */
export type DomainShutdownReason = (typeof DomainShutdownReason)[keyof typeof DomainShutdownReason];

/** `virDomainShutoffReason` */
export const DomainShutoffReason = {
  /** VIR_DOMAIN_SHUTOFF_UNKNOWN. the reason is unknown Since libvirt 0.9.2. */
  UNKNOWN: 0,
  /** VIR_DOMAIN_SHUTOFF_SHUTDOWN. normal shutdown Since libvirt 0.9.2. */
  SHUTDOWN: 1,
  /** VIR_DOMAIN_SHUTOFF_DESTROYED. forced poweroff Since libvirt 0.9.2. */
  DESTROYED: 2,
  /** VIR_DOMAIN_SHUTOFF_CRASHED. domain crashed Since libvirt 0.9.2. */
  CRASHED: 3,
  /** VIR_DOMAIN_SHUTOFF_MIGRATED. migrated to another host Since libvirt 0.9.2. */
  MIGRATED: 4,
  /** VIR_DOMAIN_SHUTOFF_SAVED. saved to a file Since libvirt 0.9.2. */
  SAVED: 5,
  /** VIR_DOMAIN_SHUTOFF_FAILED. domain failed to start Since libvirt 0.9.2. */
  FAILED: 6,
  /** VIR_DOMAIN_SHUTOFF_FROM_SNAPSHOT. restored from a snapshot which was taken while domain was shutoff Since libvirt 0.9.2. */
  FROM_SNAPSHOT: 7,
  /** VIR_DOMAIN_SHUTOFF_DAEMON. daemon decides to kill domain during reconnection processing Since libvirt 4.10.0. */
  DAEMON: 8,
} as const;
/** A value of {@link DomainShutoffReason}. */
export type DomainShutoffReason = (typeof DomainShutoffReason)[keyof typeof DomainShutoffReason];

/** `virDomainSnapshotCreateFlags` */
export const DomainSnapshotCreateFlags = {
  /** VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE. Restore or alter metadata Since libvirt 0.9.5. */
  REDEFINE: 1,
  /** VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT. With redefine, make snapshot current Since libvirt 0.9.5. */
  CURRENT: 2,
  /** VIR_DOMAIN_SNAPSHOT_CREATE_NO_METADATA. Make snapshot without remembering it Since libvirt 0.9.5. */
  NO_METADATA: 4,
  /** VIR_DOMAIN_SNAPSHOT_CREATE_HALT. Stop running guest after snapshot Since libvirt 0.9.5. */
  HALT: 8,
  /** VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY. disk snapshot, not full system Since libvirt 0.9.5. */
  DISK_ONLY: 16,
  /** VIR_DOMAIN_SNAPSHOT_CREATE_REUSE_EXT. reuse any existing external files Since libvirt 0.9.10. */
  REUSE_EXT: 32,
  /** VIR_DOMAIN_SNAPSHOT_CREATE_QUIESCE. use guest agent to quiesce all mounted file systems within the domain Since libvirt 0.9.10. */
  QUIESCE: 64,
  /** VIR_DOMAIN_SNAPSHOT_CREATE_ATOMIC. atomically avoid partial changes Since libvirt 0.9.11. */
  ATOMIC: 128,
  /** VIR_DOMAIN_SNAPSHOT_CREATE_LIVE. create the snapshot while the guest is running Since libvirt 1.0.1. */
  LIVE: 256,
  /** VIR_DOMAIN_SNAPSHOT_CREATE_VALIDATE. validate the XML against the schema Since libvirt 5.6.0. */
  VALIDATE: 512,
} as const;
/** A value of {@link DomainSnapshotCreateFlags}. */
export type DomainSnapshotCreateFlags = (typeof DomainSnapshotCreateFlags)[keyof typeof DomainSnapshotCreateFlags];

/** `virDomainSnapshotDeleteFlags` */
export const DomainSnapshotDeleteFlags = {
  /** VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN. Also delete children Since libvirt 0.8.0. */
  CHILDREN: 1,
  /** VIR_DOMAIN_SNAPSHOT_DELETE_METADATA_ONLY. Delete just metadata Since libvirt 0.9.5. */
  METADATA_ONLY: 2,
  /** VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN_ONLY. Delete just children Since libvirt 0.9.5. */
  CHILDREN_ONLY: 4,
} as const;
/** A value of {@link DomainSnapshotDeleteFlags}. */
export type DomainSnapshotDeleteFlags = (typeof DomainSnapshotDeleteFlags)[keyof typeof DomainSnapshotDeleteFlags];

/** `virDomainSnapshotListFlags` */
export const DomainSnapshotListFlags = {
  /** VIR_DOMAIN_SNAPSHOT_LIST_DESCENDANTS. List all descendants, not just children, when listing a snapshot Since libvirt 0.9.7. */
  DESCENDANTS: 1,
  /** VIR_DOMAIN_SNAPSHOT_LIST_ROOTS. Filter by snapshots with no parents, when listing a domain Since libvirt 0.9.5. */
  ROOTS: 1,
  /** VIR_DOMAIN_SNAPSHOT_LIST_METADATA. Filter by snapshots which have metadata Since libvirt 0.9.5. */
  METADATA: 2,
  /** VIR_DOMAIN_SNAPSHOT_LIST_LEAVES. Filter by snapshots with no children Since libvirt 0.9.7. */
  LEAVES: 4,
  /** VIR_DOMAIN_SNAPSHOT_LIST_NO_LEAVES. Filter by snapshots that have children Since libvirt 0.9.13. */
  NO_LEAVES: 8,
  /** VIR_DOMAIN_SNAPSHOT_LIST_NO_METADATA. Filter by snapshots with no metadata Since libvirt 0.9.13. */
  NO_METADATA: 16,
  /** VIR_DOMAIN_SNAPSHOT_LIST_INACTIVE. Filter by snapshots taken while guest was shut off Since libvirt 1.0.1. */
  INACTIVE: 32,
  /** VIR_DOMAIN_SNAPSHOT_LIST_ACTIVE. Filter by snapshots taken while guest was active, and with memory state Since libvirt 1.0.1. */
  ACTIVE: 64,
  /** VIR_DOMAIN_SNAPSHOT_LIST_DISK_ONLY. Filter by snapshots taken while guest was active, but without memory state Since libvirt 1.0.1. */
  DISK_ONLY: 128,
  /** VIR_DOMAIN_SNAPSHOT_LIST_INTERNAL. Filter by snapshots stored internal to disk images Since libvirt 1.0.1. */
  INTERNAL: 256,
  /** VIR_DOMAIN_SNAPSHOT_LIST_EXTERNAL. Filter by snapshots that use files external to disk images Since libvirt 1.0.1. */
  EXTERNAL: 512,
  /** VIR_DOMAIN_SNAPSHOT_LIST_TOPOLOGICAL. Ensure parents occur before children in the resulting list Since libvirt 5.2.0. */
  TOPOLOGICAL: 1024,
} as const;
/** A value of {@link DomainSnapshotListFlags}. */
export type DomainSnapshotListFlags = (typeof DomainSnapshotListFlags)[keyof typeof DomainSnapshotListFlags];

/** `virDomainSnapshotRevertFlags` */
export const DomainSnapshotRevertFlags = {
  /** VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING. Run after revert Since libvirt 0.9.5. */
  RUNNING: 1,
  /** VIR_DOMAIN_SNAPSHOT_REVERT_PAUSED. Pause after revert Since libvirt 0.9.5. */
  PAUSED: 2,
  /** VIR_DOMAIN_SNAPSHOT_REVERT_FORCE. Allow risky reverts Since libvirt 0.9.7. */
  FORCE: 4,
  /** VIR_DOMAIN_SNAPSHOT_REVERT_RESET_NVRAM. Re-initialize NVRAM from template Since libvirt 8.1.0. */
  RESET_NVRAM: 8,
} as const;
/** A value of {@link DomainSnapshotRevertFlags}. */
export type DomainSnapshotRevertFlags = (typeof DomainSnapshotRevertFlags)[keyof typeof DomainSnapshotRevertFlags];

/** `virDomainSnapshotXMLFlags` */
export const DomainSnapshotXMLFlags = {
  /** VIR_DOMAIN_SNAPSHOT_XML_SECURE. dump security sensitive information too Since libvirt 5.1.0. */
  SECURE: 1,
} as const;
/** A value of {@link DomainSnapshotXMLFlags}. */
export type DomainSnapshotXMLFlags = (typeof DomainSnapshotXMLFlags)[keyof typeof DomainSnapshotXMLFlags];

/** `virDomainState` */
export const DomainState = {
  /** VIR_DOMAIN_NOSTATE. no state Since libvirt 0.0.1. */
  NOSTATE: 0,
  /** VIR_DOMAIN_RUNNING. the domain is running Since libvirt 0.0.1. */
  RUNNING: 1,
  /** VIR_DOMAIN_BLOCKED. the domain is blocked on resource Since libvirt 0.0.1. */
  BLOCKED: 2,
  /** VIR_DOMAIN_PAUSED. the domain is paused by user Since libvirt 0.0.1. */
  PAUSED: 3,
  /** VIR_DOMAIN_SHUTDOWN. the domain is being shut down Since libvirt 0.0.1. */
  SHUTDOWN: 4,
  /** VIR_DOMAIN_SHUTOFF. the domain is shut off Since libvirt 0.0.1. */
  SHUTOFF: 5,
  /** VIR_DOMAIN_CRASHED. the domain is crashed Since libvirt 0.0.2. */
  CRASHED: 6,
  /** VIR_DOMAIN_PMSUSPENDED. the domain is suspended by guest power management Since libvirt 0.9.11. */
  PMSUSPENDED: 7,
} as const;
/** A value of {@link DomainState}. */
export type DomainState = (typeof DomainState)[keyof typeof DomainState];

/** `virDomainStatsTypes` */
export const DomainStatsTypes = {
  /** VIR_DOMAIN_STATS_STATE. return domain state Since libvirt 1.2.8. */
  STATE: 1,
  /** VIR_DOMAIN_STATS_CPU_TOTAL. return domain CPU info Since libvirt 1.2.9. */
  CPU_TOTAL: 2,
  /** VIR_DOMAIN_STATS_BALLOON. return domain balloon info Since libvirt 1.2.9. */
  BALLOON: 4,
  /** VIR_DOMAIN_STATS_VCPU. return domain virtual CPU info Since libvirt 1.2.9. */
  VCPU: 8,
  /** VIR_DOMAIN_STATS_INTERFACE. return domain interfaces info Since libvirt 1.2.9. */
  INTERFACE: 16,
  /** VIR_DOMAIN_STATS_BLOCK. return domain block info Since libvirt 1.2.9. */
  BLOCK: 32,
  /** VIR_DOMAIN_STATS_PERF. return domain perf event info Since libvirt 1.3.3. */
  PERF: 64,
  /** VIR_DOMAIN_STATS_IOTHREAD. return iothread poll info Since libvirt 4.10.0. */
  IOTHREAD: 128,
  /** VIR_DOMAIN_STATS_MEMORY. return domain memory info Since libvirt 6.0.0. */
  MEMORY: 256,
  /** VIR_DOMAIN_STATS_DIRTYRATE. return domain dirty rate info Since libvirt 7.2.0. */
  DIRTYRATE: 512,
  /** VIR_DOMAIN_STATS_VM. return vm info Since libvirt 8.9.0. */
  VM: 1024,
} as const;
/** A value of {@link DomainStatsTypes}. */
export type DomainStatsTypes = (typeof DomainStatsTypes)[keyof typeof DomainStatsTypes];

/** `virDomainUndefineFlagsValues` */
export const DomainUndefineFlagsValues = {
  /** VIR_DOMAIN_UNDEFINE_MANAGED_SAVE. Also remove any managed save Since libvirt 0.9.4. */
  MANAGED_SAVE: 1,
  /** VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA. If last use of domain, then also remove any snapshot metadata Since libvirt 0.9.5. */
  SNAPSHOTS_METADATA: 2,
  /** VIR_DOMAIN_UNDEFINE_NVRAM. Also remove any nvram file Since libvirt 1.2.9. */
  NVRAM: 4,
  /** VIR_DOMAIN_UNDEFINE_KEEP_NVRAM. Keep nvram file Since libvirt 2.3.0. */
  KEEP_NVRAM: 8,
  /** VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA. If last use of domain, then also remove any checkpoint metadata Since libvirt 5.6.0. */
  CHECKPOINTS_METADATA: 16,
  /** VIR_DOMAIN_UNDEFINE_TPM. Also remove any TPM state Since libvirt 8.9.0. */
  TPM: 32,
  /** VIR_DOMAIN_UNDEFINE_KEEP_TPM. Keep TPM state Future undefine control flags should come here. Since libvirt 8.9.0. */
  KEEP_TPM: 64,
} as const;
/** A value of {@link DomainUndefineFlagsValues}. */
export type DomainUndefineFlagsValues = (typeof DomainUndefineFlagsValues)[keyof typeof DomainUndefineFlagsValues];

/** `virDomainVcpuFlags` */
export const DomainVcpuFlags = {
  /** VIR_DOMAIN_VCPU_CURRENT. See virDomainModificationImpact Since libvirt 0.9.4. */
  CURRENT: 0,
  /** VIR_DOMAIN_VCPU_LIVE. See virDomainModificationImpact Since libvirt 0.8.5. */
  LIVE: 1,
  /** VIR_DOMAIN_VCPU_CONFIG. See virDomainModificationImpact Since libvirt 0.8.5. */
  CONFIG: 2,
  /** VIR_DOMAIN_VCPU_MAXIMUM. Max rather than current count Since libvirt 0.8.5. */
  MAXIMUM: 4,
  /** VIR_DOMAIN_VCPU_GUEST. Modify state of the cpu in the guest Since libvirt 1.1.0. */
  GUEST: 8,
  /** VIR_DOMAIN_VCPU_HOTPLUGGABLE. Make vcpus added hot(un)pluggable Since libvirt 2.4.0. */
  HOTPLUGGABLE: 16,
} as const;
/** A value of {@link DomainVcpuFlags}. */
export type DomainVcpuFlags = (typeof DomainVcpuFlags)[keyof typeof DomainVcpuFlags];

/** `virDomainXMLFlags` */
export const DomainXMLFlags = {
  /** VIR_DOMAIN_XML_SECURE. dump security sensitive information too Since libvirt 0.3.3. */
  SECURE: 1,
  /** VIR_DOMAIN_XML_INACTIVE. dump inactive domain information Since libvirt 0.3.3. */
  INACTIVE: 2,
  /** VIR_DOMAIN_XML_UPDATE_CPU. update guest CPU requirements according to host CPU Since libvirt 0.8.0. */
  UPDATE_CPU: 4,
  /** VIR_DOMAIN_XML_MIGRATABLE. dump XML suitable for migration Since libvirt 1.0.0. */
  MIGRATABLE: 8,
} as const;
/** A value of {@link DomainXMLFlags}. */
export type DomainXMLFlags = (typeof DomainXMLFlags)[keyof typeof DomainXMLFlags];

/** `virErrorDomain` */
export const ErrorDomain = {
  /** VIR_FROM_NONE. Since libvirt 0.1.0. */
  NONE: 0,
  /** VIR_FROM_XEN. Error at Xen hypervisor layer Since libvirt 0.1.0. */
  XEN: 1,
  /** VIR_FROM_XEND. Error at connection with xend daemon Since libvirt 0.1.0. */
  XEND: 2,
  /** VIR_FROM_XENSTORE. Error at connection with xen store Since libvirt 0.1.0. */
  XENSTORE: 3,
  /** VIR_FROM_SEXPR. Error in the S-Expression code Since libvirt 0.1.0. */
  SEXPR: 4,
  /** VIR_FROM_XML. Error in the XML code Since libvirt 0.1.0. */
  XML: 5,
  /** VIR_FROM_DOM. Error when operating on a domain Since libvirt 0.1.0. */
  DOM: 6,
  /** VIR_FROM_RPC. Error in the XML-RPC code Since libvirt 0.1.1. */
  RPC: 7,
  /** VIR_FROM_PROXY. Error in the proxy code; unused since 0.8.6 Since libvirt 0.1.3. */
  PROXY: 8,
  /** VIR_FROM_CONF. Error in the configuration file handling Since libvirt 0.1.6. */
  CONF: 9,
  /** VIR_FROM_QEMU. Error at the QEMU daemon Since libvirt 0.2.0. */
  QEMU: 10,
  /** VIR_FROM_NET. Error when operating on a network Since libvirt 0.2.0. */
  NET: 11,
  /** VIR_FROM_TEST. Error from test driver Since libvirt 0.2.3. */
  TEST: 12,
  /** VIR_FROM_REMOTE. Error from remote driver Since libvirt 0.2.3. */
  REMOTE: 13,
  /** VIR_FROM_OPENVZ. Error from OpenVZ driver Since libvirt 0.3.1. */
  OPENVZ: 14,
  /** VIR_FROM_XENXM. Error at Xen XM layer Since libvirt 0.4.1. */
  XENXM: 15,
  /** VIR_FROM_STATS_LINUX. Error in the Linux Stats code Since libvirt 0.4.1. */
  STATS_LINUX: 16,
  /** VIR_FROM_LXC. Error from Linux Container driver Since libvirt 0.4.2. */
  LXC: 17,
  /** VIR_FROM_STORAGE. Error from storage driver Since libvirt 0.4.1. */
  STORAGE: 18,
  /** VIR_FROM_NETWORK. Error from network config Since libvirt 0.4.6. */
  NETWORK: 19,
  /** VIR_FROM_DOMAIN. Error from domain config Since libvirt 0.4.6. */
  DOMAIN: 20,
  /** VIR_FROM_UML. Error at the UML driver; unused since 5.0.0 Since libvirt 0.5.0. */
  UML: 21,
  /** VIR_FROM_NODEDEV. Error from node device monitor Since libvirt 0.5.0. */
  NODEDEV: 22,
  /** VIR_FROM_XEN_INOTIFY. Error from xen inotify layer Since libvirt 0.5.0. */
  XEN_INOTIFY: 23,
  /** VIR_FROM_SECURITY. Error from security framework Since libvirt 0.6.1. */
  SECURITY: 24,
  /** VIR_FROM_VBOX. Error from VirtualBox driver Since libvirt 0.6.3. */
  VBOX: 25,
  /** VIR_FROM_INTERFACE. Error when operating on an interface Since libvirt 0.6.4. */
  INTERFACE: 26,
  /** VIR_FROM_ONE. The OpenNebula driver no longer exists. Retained for ABI/API compat only Since libvirt 0.6.4. */
  ONE: 27,
  /** VIR_FROM_ESX. Error from ESX driver Since libvirt 0.7.0. */
  ESX: 28,
  /** VIR_FROM_PHYP. Error from the phyp driver, unused since 6.0.0 Since libvirt 0.7.0. */
  PHYP: 29,
  /** VIR_FROM_SECRET. Error from secret storage Since libvirt 0.7.1. */
  SECRET: 30,
  /** VIR_FROM_CPU. Error from CPU driver Since libvirt 0.7.5. */
  CPU: 31,
  /** VIR_FROM_XENAPI. Error from XenAPI Since libvirt 0.8.0. */
  XENAPI: 32,
  /** VIR_FROM_NWFILTER. Error from network filter driver Since libvirt 0.8.0. */
  NWFILTER: 33,
  /** VIR_FROM_HOOK. Error from Synchronous hooks Since libvirt 0.8.0. */
  HOOK: 34,
  /** VIR_FROM_DOMAIN_SNAPSHOT. Error from domain snapshot Since libvirt 0.8.0. */
  DOMAIN_SNAPSHOT: 35,
  /** VIR_FROM_AUDIT. Error from auditing subsystem Since libvirt 0.8.5. */
  AUDIT: 36,
  /** VIR_FROM_SYSINFO. Error from sysinfo/SMBIOS Since libvirt 0.8.6. */
  SYSINFO: 37,
  /** VIR_FROM_STREAMS. Error from I/O streams Since libvirt 0.8.6. */
  STREAMS: 38,
  /** VIR_FROM_VMWARE. Error from VMware driver Since libvirt 0.8.7. */
  VMWARE: 39,
  /** VIR_FROM_EVENT. Error from event loop impl Since libvirt 0.9.0. */
  EVENT: 40,
  /** VIR_FROM_LIBXL. Error from libxenlight driver Since libvirt 0.9.0. */
  LIBXL: 41,
  /** VIR_FROM_LOCKING. Error from lock manager Since libvirt 0.9.2. */
  LOCKING: 42,
  /** VIR_FROM_HYPERV. Error from Hyper-V driver Since libvirt 0.9.5. */
  HYPERV: 43,
  /** VIR_FROM_CAPABILITIES. Error from capabilities Since libvirt 0.9.8. */
  CAPABILITIES: 44,
  /** VIR_FROM_URI. Error from URI handling Since libvirt 0.9.11. */
  URI: 45,
  /** VIR_FROM_AUTH. Error from auth handling Since libvirt 0.9.11. */
  AUTH: 46,
  /** VIR_FROM_DBUS. Error from DBus Since libvirt 0.9.12. */
  DBUS: 47,
  /** VIR_FROM_PARALLELS. Error from Parallels Since libvirt 0.10.0. */
  PARALLELS: 48,
  /** VIR_FROM_DEVICE. Error from Device Since libvirt 0.10.0. */
  DEVICE: 49,
  /** VIR_FROM_SSH. Error from libssh2 connection transport Since libvirt 0.10.0. */
  SSH: 50,
  /** VIR_FROM_LOCKSPACE. Error from lockspace Since libvirt 1.0.0. */
  LOCKSPACE: 51,
  /** VIR_FROM_INITCTL. Error from initctl device communication Since libvirt 1.0.1. */
  INITCTL: 52,
  /** VIR_FROM_IDENTITY. Error from identity code Since libvirt 1.0.4. */
  IDENTITY: 53,
  /** VIR_FROM_CGROUP. Error from cgroups Since libvirt 1.0.5. */
  CGROUP: 54,
  /** VIR_FROM_ACCESS. Error from access control manager Since libvirt 1.1.0. */
  ACCESS: 55,
  /** VIR_FROM_SYSTEMD. Error from systemd code Since libvirt 1.1.1. */
  SYSTEMD: 56,
  /** VIR_FROM_BHYVE. Error from bhyve driver Since libvirt 1.2.2. */
  BHYVE: 57,
  /** VIR_FROM_CRYPTO. Error from crypto code Since libvirt 1.2.3. */
  CRYPTO: 58,
  /** VIR_FROM_FIREWALL. Error from firewall Since libvirt 1.2.4. */
  FIREWALL: 59,
  /** VIR_FROM_POLKIT. Error from polkit code Since libvirt 1.2.9. */
  POLKIT: 60,
  /** VIR_FROM_THREAD. Error from thread utils Since libvirt 1.2.14. */
  THREAD: 61,
  /** VIR_FROM_ADMIN. Error from admin backend Since libvirt 1.2.17. */
  ADMIN: 62,
  /** VIR_FROM_LOGGING. Error from log manager Since libvirt 1.3.0. */
  LOGGING: 63,
  /** VIR_FROM_XENXL. Error from Xen xl config code Since libvirt 1.3.2. */
  XENXL: 64,
  /** VIR_FROM_PERF. Error from perf Since libvirt 1.3.3. */
  PERF: 65,
  /** VIR_FROM_LIBSSH. Error from libssh connection transport Since libvirt 2.5.0. */
  LIBSSH: 66,
  /** VIR_FROM_RESCTRL. Error from resource control Since libvirt 3.7.0. */
  RESCTRL: 67,
  /** VIR_FROM_FIREWALLD. Error from firewalld Since libvirt 5.1.0. */
  FIREWALLD: 68,
  /** VIR_FROM_DOMAIN_CHECKPOINT. Error from domain checkpoint Since libvirt 5.2.0. */
  DOMAIN_CHECKPOINT: 69,
  /** VIR_FROM_TPM. Error from TPM Since libvirt 5.6.0. */
  TPM: 70,
  /** VIR_FROM_BPF. Error from BPF code Since libvirt 5.10.0. */
  BPF: 71,
  /** VIR_FROM_CH. Error from Cloud-Hypervisor driver Since libvirt 7.5.0. */
  CH: 72,
} as const;
/** A value of {@link ErrorDomain}. */
export type ErrorDomain = (typeof ErrorDomain)[keyof typeof ErrorDomain];

/** `virErrorLevel` */
export const ErrorLevel = {
  /** VIR_ERR_NONE. Since libvirt 0.1.0. */
  NONE: 0,
  /** VIR_ERR_WARNING. A simple warning Since libvirt 0.1.0. */
  WARNING: 1,
  /** VIR_ERR_ERROR. An error Since libvirt 0.1.0. */
  ERROR: 2,
} as const;
/** A value of {@link ErrorLevel}. */
export type ErrorLevel = (typeof ErrorLevel)[keyof typeof ErrorLevel];

/** `virErrorNumber` */
export const ErrorNumber = {
  /** VIR_ERR_OK. Since libvirt 0.1.0. */
  OK: 0,
  /** VIR_ERR_INTERNAL_ERROR. internal error Since libvirt 0.1.0. */
  INTERNAL_ERROR: 1,
  /** VIR_ERR_NO_MEMORY. memory allocation failure Since libvirt 0.1.0. */
  NO_MEMORY: 2,
  /** VIR_ERR_NO_SUPPORT. no support for this function Since libvirt 0.1.0. */
  NO_SUPPORT: 3,
  /** VIR_ERR_UNKNOWN_HOST. could not resolve hostname Since libvirt 0.1.0. */
  UNKNOWN_HOST: 4,
  /** VIR_ERR_NO_CONNECT. can't connect to hypervisor Since libvirt 0.1.0. */
  NO_CONNECT: 5,
  /** VIR_ERR_INVALID_CONN. invalid connection object Since libvirt 0.1.0. */
  INVALID_CONN: 6,
  /** VIR_ERR_INVALID_DOMAIN. invalid domain object Since libvirt 0.1.0. */
  INVALID_DOMAIN: 7,
  /** VIR_ERR_INVALID_ARG. invalid function argument Since libvirt 0.1.0. */
  INVALID_ARG: 8,
  /** VIR_ERR_OPERATION_FAILED. a command to hypervisor failed Since libvirt 0.1.0. */
  OPERATION_FAILED: 9,
  /** VIR_ERR_GET_FAILED. a HTTP GET command to failed Since libvirt 0.1.0. */
  GET_FAILED: 10,
  /** VIR_ERR_POST_FAILED. a HTTP POST command to failed Since libvirt 0.1.0. */
  POST_FAILED: 11,
  /** VIR_ERR_HTTP_ERROR. unexpected HTTP error code Since libvirt 0.1.0. */
  HTTP_ERROR: 12,
  /** VIR_ERR_SEXPR_SERIAL. failure to serialize an S-Expr Since libvirt 0.1.0. */
  SEXPR_SERIAL: 13,
  /** VIR_ERR_NO_XEN. could not open Xen hypervisor control Since libvirt 0.1.0. */
  NO_XEN: 14,
  /** VIR_ERR_XEN_CALL. failure doing an hypervisor call Since libvirt 0.1.0. */
  XEN_CALL: 15,
  /** VIR_ERR_OS_TYPE. unknown OS type Since libvirt 0.1.0. */
  OS_TYPE: 16,
  /** VIR_ERR_NO_KERNEL. missing kernel information Since libvirt 0.1.0. */
  NO_KERNEL: 17,
  /** VIR_ERR_NO_ROOT. missing root device information Since libvirt 0.1.0. */
  NO_ROOT: 18,
  /** VIR_ERR_NO_SOURCE. missing source device information Since libvirt 0.1.0. */
  NO_SOURCE: 19,
  /** VIR_ERR_NO_TARGET. missing target device information Since libvirt 0.1.0. */
  NO_TARGET: 20,
  /** VIR_ERR_NO_NAME. missing domain name information Since libvirt 0.1.0. */
  NO_NAME: 21,
  /** VIR_ERR_NO_OS. missing domain OS information Since libvirt 0.1.0. */
  NO_OS: 22,
  /** VIR_ERR_NO_DEVICE. missing domain devices information Since libvirt 0.1.0. */
  NO_DEVICE: 23,
  /** VIR_ERR_NO_XENSTORE. could not open Xen Store control Since libvirt 0.1.0. */
  NO_XENSTORE: 24,
  /** VIR_ERR_DRIVER_FULL. too many drivers registered Since libvirt 0.1.0. */
  DRIVER_FULL: 25,
  /** VIR_ERR_CALL_FAILED. not supported by the drivers (DEPRECATED) Since libvirt 0.1.0. */
  CALL_FAILED: 26,
  /** VIR_ERR_XML_ERROR. an XML description is not well formed or broken Since libvirt 0.1.1. */
  XML_ERROR: 27,
  /** VIR_ERR_DOM_EXIST. the domain already exist Since libvirt 0.1.1. */
  DOM_EXIST: 28,
  /** VIR_ERR_OPERATION_DENIED. operation forbidden on read-only connections Since libvirt 0.1.4. */
  OPERATION_DENIED: 29,
  /** VIR_ERR_OPEN_FAILED. failed to open a conf file Since libvirt 0.1.6. */
  OPEN_FAILED: 30,
  /** VIR_ERR_READ_FAILED. failed to read a conf file Since libvirt 0.1.6. */
  READ_FAILED: 31,
  /** VIR_ERR_PARSE_FAILED. failed to parse a conf file Since libvirt 0.1.6. */
  PARSE_FAILED: 32,
  /** VIR_ERR_CONF_SYNTAX. failed to parse the syntax of a conf file Since libvirt 0.1.6. */
  CONF_SYNTAX: 33,
  /** VIR_ERR_WRITE_FAILED. failed to write a conf file Since libvirt 0.1.6. */
  WRITE_FAILED: 34,
  /** VIR_ERR_XML_DETAIL. detail of an XML error Since libvirt 0.1.9. */
  XML_DETAIL: 35,
  /** VIR_ERR_INVALID_NETWORK. invalid network object Since libvirt 0.2.0. */
  INVALID_NETWORK: 36,
  /** VIR_ERR_NETWORK_EXIST. the network already exist Since libvirt 0.2.0. */
  NETWORK_EXIST: 37,
  /** VIR_ERR_SYSTEM_ERROR. general system call failure Since libvirt 0.2.1. */
  SYSTEM_ERROR: 38,
  /** VIR_ERR_RPC. some sort of RPC error Since libvirt 0.2.3. */
  RPC: 39,
  /** VIR_ERR_GNUTLS_ERROR. error from a GNUTLS call Since libvirt 0.2.3. */
  GNUTLS_ERROR: 40,
  /** VIR_WAR_NO_NETWORK. failed to start network Since libvirt 0.2.3. */
  WAR_NO_NETWORK: 41,
  /** VIR_ERR_NO_DOMAIN. domain not found or unexpectedly disappeared Since libvirt 0.3.0. */
  NO_DOMAIN: 42,
  /** VIR_ERR_NO_NETWORK. network not found Since libvirt 0.3.0. */
  NO_NETWORK: 43,
  /** VIR_ERR_INVALID_MAC. invalid MAC address Since libvirt 0.3.1. */
  INVALID_MAC: 44,
  /** VIR_ERR_AUTH_FAILED. authentication failed Since libvirt 0.4.1. */
  AUTH_FAILED: 45,
  /** VIR_ERR_INVALID_STORAGE_POOL. invalid storage pool object Since libvirt 0.4.1. */
  INVALID_STORAGE_POOL: 46,
  /** VIR_ERR_INVALID_STORAGE_VOL. invalid storage vol object Since libvirt 0.4.1. */
  INVALID_STORAGE_VOL: 47,
  /** VIR_WAR_NO_STORAGE. failed to start storage Since libvirt 0.4.1. */
  WAR_NO_STORAGE: 48,
  /** VIR_ERR_NO_STORAGE_POOL. storage pool not found Since libvirt 0.4.1. */
  NO_STORAGE_POOL: 49,
  /** VIR_ERR_NO_STORAGE_VOL. storage volume not found Since libvirt 0.4.1. */
  NO_STORAGE_VOL: 50,
  /** VIR_WAR_NO_NODE. failed to start node driver Since libvirt 0.5.0. */
  WAR_NO_NODE: 51,
  /** VIR_ERR_INVALID_NODE_DEVICE. invalid node device object Since libvirt 0.5.0. */
  INVALID_NODE_DEVICE: 52,
  /** VIR_ERR_NO_NODE_DEVICE. node device not found Since libvirt 0.5.0. */
  NO_NODE_DEVICE: 53,
  /** VIR_ERR_NO_SECURITY_MODEL. security model not found Since libvirt 0.6.1. */
  NO_SECURITY_MODEL: 54,
  /** VIR_ERR_OPERATION_INVALID. operation is not applicable at this time Since libvirt 0.6.4. */
  OPERATION_INVALID: 55,
  /** VIR_WAR_NO_INTERFACE. failed to start interface driver Since libvirt 0.6.4. */
  WAR_NO_INTERFACE: 56,
  /** VIR_ERR_NO_INTERFACE. interface driver not running Since libvirt 0.6.4. */
  NO_INTERFACE: 57,
  /** VIR_ERR_INVALID_INTERFACE. invalid interface object Since libvirt 0.6.4. */
  INVALID_INTERFACE: 58,
  /** VIR_ERR_MULTIPLE_INTERFACES. more than one matching interface found Since libvirt 0.7.0. */
  MULTIPLE_INTERFACES: 59,
  /** VIR_WAR_NO_NWFILTER. failed to start nwfilter driver Since libvirt 0.8.0. */
  WAR_NO_NWFILTER: 60,
  /** VIR_ERR_INVALID_NWFILTER. invalid nwfilter object Since libvirt 0.8.0. */
  INVALID_NWFILTER: 61,
  /** VIR_ERR_NO_NWFILTER. nw filter pool not found Since libvirt 0.8.0. */
  NO_NWFILTER: 62,
  /** VIR_ERR_BUILD_FIREWALL. nw filter pool not found Since libvirt 0.8.0. */
  BUILD_FIREWALL: 63,
  /** VIR_WAR_NO_SECRET. failed to start secret storage Since libvirt 0.7.1. */
  WAR_NO_SECRET: 64,
  /** VIR_ERR_INVALID_SECRET. invalid secret Since libvirt 0.7.1. */
  INVALID_SECRET: 65,
  /** VIR_ERR_NO_SECRET. secret not found Since libvirt 0.7.1. */
  NO_SECRET: 66,
  /** VIR_ERR_CONFIG_UNSUPPORTED. unsupported configuration construct Since libvirt 0.7.3. */
  CONFIG_UNSUPPORTED: 67,
  /** VIR_ERR_OPERATION_TIMEOUT. timeout occurred during operation Since libvirt 0.7.3. */
  OPERATION_TIMEOUT: 68,
  /** VIR_ERR_MIGRATE_PERSIST_FAILED. a migration worked, but making the VM persist on the dest host failed Since libvirt 0.7.3. */
  MIGRATE_PERSIST_FAILED: 69,
  /** VIR_ERR_HOOK_SCRIPT_FAILED. a synchronous hook script failed Since libvirt 0.8.0. */
  HOOK_SCRIPT_FAILED: 70,
  /** VIR_ERR_INVALID_DOMAIN_SNAPSHOT. invalid domain snapshot Since libvirt 0.8.0. */
  INVALID_DOMAIN_SNAPSHOT: 71,
  /** VIR_ERR_NO_DOMAIN_SNAPSHOT. domain snapshot not found Since libvirt 0.8.0. */
  NO_DOMAIN_SNAPSHOT: 72,
  /** VIR_ERR_INVALID_STREAM. stream pointer not valid Since libvirt 0.9.0. */
  INVALID_STREAM: 73,
  /** VIR_ERR_ARGUMENT_UNSUPPORTED. valid API use but unsupported by the given driver Since libvirt 0.9.4. */
  ARGUMENT_UNSUPPORTED: 74,
  /** VIR_ERR_STORAGE_PROBE_FAILED. storage pool probe failed Since libvirt 0.9.5. */
  STORAGE_PROBE_FAILED: 75,
  /** VIR_ERR_STORAGE_POOL_BUILT. storage pool already built Since libvirt 0.9.5. */
  STORAGE_POOL_BUILT: 76,
  /** VIR_ERR_SNAPSHOT_REVERT_RISKY. force was not requested for a risky domain snapshot revert Since libvirt 0.9.7. */
  SNAPSHOT_REVERT_RISKY: 77,
  /** VIR_ERR_OPERATION_ABORTED. operation on a domain was canceled/aborted by user Since libvirt 0.9.9. */
  OPERATION_ABORTED: 78,
  /** VIR_ERR_AUTH_CANCELLED. authentication cancelled Since libvirt 0.9.10. */
  AUTH_CANCELLED: 79,
  /** VIR_ERR_NO_DOMAIN_METADATA. The metadata is not present Since libvirt 0.9.10. */
  NO_DOMAIN_METADATA: 80,
  /** VIR_ERR_MIGRATE_UNSAFE. Migration is not safe Since libvirt 0.9.11. */
  MIGRATE_UNSAFE: 81,
  /** VIR_ERR_OVERFLOW. integer overflow Since libvirt 0.9.11. */
  OVERFLOW: 82,
  /** VIR_ERR_BLOCK_COPY_ACTIVE. action prevented by block copy job Since libvirt 0.9.12. */
  BLOCK_COPY_ACTIVE: 83,
  /** VIR_ERR_OPERATION_UNSUPPORTED. The requested operation is not supported Since libvirt 0.10.0. */
  OPERATION_UNSUPPORTED: 84,
  /** VIR_ERR_SSH. error in ssh transport driver Since libvirt 0.10.0. */
  SSH: 85,
  /** VIR_ERR_AGENT_UNRESPONSIVE. guest agent is unresponsive, not running or not usable Since libvirt 0.10.0. */
  AGENT_UNRESPONSIVE: 86,
  /** VIR_ERR_RESOURCE_BUSY. resource is already in use Since libvirt 1.0.0. */
  RESOURCE_BUSY: 87,
  /** VIR_ERR_ACCESS_DENIED. operation on the object/resource was denied Since libvirt 1.1.0. */
  ACCESS_DENIED: 88,
  /** VIR_ERR_DBUS_SERVICE. error from a dbus service Since libvirt 1.1.1. */
  DBUS_SERVICE: 89,
  /** VIR_ERR_STORAGE_VOL_EXIST. the storage vol already exists Since libvirt 1.1.4. */
  STORAGE_VOL_EXIST: 90,
  /** VIR_ERR_CPU_INCOMPATIBLE. given CPU is incompatible with host CPU Since libvirt 1.2.6. */
  CPU_INCOMPATIBLE: 91,
  /** VIR_ERR_XML_INVALID_SCHEMA. XML document doesn't validate against schema Since libvirt 1.2.12. */
  XML_INVALID_SCHEMA: 92,
  /** VIR_ERR_MIGRATE_FINISH_OK. Finish API succeeded but it is expected to return NULL Since libvirt 1.2.18. */
  MIGRATE_FINISH_OK: 93,
  /** VIR_ERR_AUTH_UNAVAILABLE. authentication unavailable Since libvirt 1.3.3. */
  AUTH_UNAVAILABLE: 94,
  /** VIR_ERR_NO_SERVER. Server was not found Since libvirt 1.3.3. */
  NO_SERVER: 95,
  /** VIR_ERR_NO_CLIENT. Client was not found Since libvirt 1.3.5. */
  NO_CLIENT: 96,
  /** VIR_ERR_AGENT_UNSYNCED. guest agent replies with wrong id to guest-sync command (DEPRECATED) Since libvirt 2.3.0. */
  AGENT_UNSYNCED: 97,
  /** VIR_ERR_LIBSSH. error in libssh transport driver Since libvirt 2.5.0. */
  LIBSSH: 98,
  /** VIR_ERR_DEVICE_MISSING. fail to find the desired device Since libvirt 4.1.0. */
  DEVICE_MISSING: 99,
  /** VIR_ERR_INVALID_NWFILTER_BINDING. invalid nwfilter binding Since libvirt 4.5.0. */
  INVALID_NWFILTER_BINDING: 100,
  /** VIR_ERR_NO_NWFILTER_BINDING. no nwfilter binding Since libvirt 4.5.0. */
  NO_NWFILTER_BINDING: 101,
  /** VIR_ERR_INVALID_DOMAIN_CHECKPOINT. invalid domain checkpoint Since libvirt 5.2.0. */
  INVALID_DOMAIN_CHECKPOINT: 102,
  /** VIR_ERR_NO_DOMAIN_CHECKPOINT. domain checkpoint not found Since libvirt 5.2.0. */
  NO_DOMAIN_CHECKPOINT: 103,
  /** VIR_ERR_NO_DOMAIN_BACKUP. domain backup job id not found Since libvirt 5.2.0. */
  NO_DOMAIN_BACKUP: 104,
  /** VIR_ERR_INVALID_NETWORK_PORT. invalid network port object Since libvirt 5.5.0. */
  INVALID_NETWORK_PORT: 105,
  /** VIR_ERR_NETWORK_PORT_EXIST. the network port already exist Since libvirt 5.5.0. */
  NETWORK_PORT_EXIST: 106,
  /** VIR_ERR_NO_NETWORK_PORT. network port not found Since libvirt 5.5.0. */
  NO_NETWORK_PORT: 107,
  /** VIR_ERR_NO_HOSTNAME. no domain's hostname found Since libvirt 6.1.0. */
  NO_HOSTNAME: 108,
  /** VIR_ERR_CHECKPOINT_INCONSISTENT. checkpoint can't be used Since libvirt 6.10.0. */
  CHECKPOINT_INCONSISTENT: 109,
  /** VIR_ERR_MULTIPLE_DOMAINS. more than one matching domain found Since libvirt 7.1.0. */
  MULTIPLE_DOMAINS: 110,
} as const;
/** A value of {@link ErrorNumber}. */
export type ErrorNumber = (typeof ErrorNumber)[keyof typeof ErrorNumber];

/** `virEventHandleType` */
export const EventHandleType = {
  /** VIR_EVENT_HANDLE_READABLE. Since libvirt 0.5.0. */
  READABLE: 1,
  /** VIR_EVENT_HANDLE_WRITABLE. Since libvirt 0.5.0. */
  WRITABLE: 2,
  /** VIR_EVENT_HANDLE_ERROR. Since libvirt 0.5.0. */
  ERROR: 4,
  /** VIR_EVENT_HANDLE_HANGUP. Since libvirt 0.5.0. */
  HANGUP: 8,
} as const;
/** A value of {@link EventHandleType}. */
export type EventHandleType = (typeof EventHandleType)[keyof typeof EventHandleType];

/** `virIPAddrType` */
export const IPAddrType = {
  /** VIR_IP_ADDR_TYPE_IPV4. Since libvirt 1.2.6. */
  TYPE_IPV4: 0,
  /** VIR_IP_ADDR_TYPE_IPV6. Since libvirt 1.2.6. */
  TYPE_IPV6: 1,
} as const;
/** A value of {@link IPAddrType}. */
export type IPAddrType = (typeof IPAddrType)[keyof typeof IPAddrType];

/** `virInterfaceDefineFlags` */
export const InterfaceDefineFlags = {
  /** VIR_INTERFACE_DEFINE_VALIDATE. Validate the XML document against schema Since libvirt 7.7.0. */
  VALIDATE: 1,
} as const;
/** A value of {@link InterfaceDefineFlags}. */
export type InterfaceDefineFlags = (typeof InterfaceDefineFlags)[keyof typeof InterfaceDefineFlags];

/** `virInterfaceXMLFlags` */
export const InterfaceXMLFlags = {
  /** VIR_INTERFACE_XML_INACTIVE. dump inactive interface information Since libvirt 0.7.3. */
  INACTIVE: 1,
} as const;
/** A value of {@link InterfaceXMLFlags}. */
export type InterfaceXMLFlags = (typeof InterfaceXMLFlags)[keyof typeof InterfaceXMLFlags];

/** `virKeycodeSet` */
export const KeycodeSet = {
  /** VIR_KEYCODE_SET_LINUX. Since libvirt 0.9.3. */
  LINUX: 0,
  /** VIR_KEYCODE_SET_XT. Since libvirt 0.9.3. */
  XT: 1,
  /** VIR_KEYCODE_SET_ATSET1. Since libvirt 0.9.3. */
  ATSET1: 2,
  /** VIR_KEYCODE_SET_ATSET2. Since libvirt 0.9.3. */
  ATSET2: 3,
  /** VIR_KEYCODE_SET_ATSET3. Since libvirt 0.9.3. */
  ATSET3: 4,
  /** VIR_KEYCODE_SET_OSX. Since libvirt 0.9.4. */
  OSX: 5,
  /** VIR_KEYCODE_SET_XT_KBD. Since libvirt 0.9.4. */
  XT_KBD: 6,
  /** VIR_KEYCODE_SET_USB. Since libvirt 0.9.4. */
  USB: 7,
  /** VIR_KEYCODE_SET_WIN32. Since libvirt 0.9.4. */
  WIN32: 8,
  /** VIR_KEYCODE_SET_QNUM. Since libvirt 4.2.0. */
  QNUM: 9,
} as const;
/** A value of {@link KeycodeSet}. */
export type KeycodeSet = (typeof KeycodeSet)[keyof typeof KeycodeSet];

/** `virMemoryParameterType` */
export const MemoryParameterType = {
  /** VIR_DOMAIN_MEMORY_PARAM_INT. Since libvirt 0.8.5. */
  INT: 1,
  /** VIR_DOMAIN_MEMORY_PARAM_UINT. Since libvirt 0.8.5. */
  UINT: 2,
  /** VIR_DOMAIN_MEMORY_PARAM_LLONG. Since libvirt 0.8.5. */
  LLONG: 3,
  /** VIR_DOMAIN_MEMORY_PARAM_ULLONG. Since libvirt 0.8.5. */
  ULLONG: 4,
  /** VIR_DOMAIN_MEMORY_PARAM_DOUBLE. Since libvirt 0.8.5. */
  DOUBLE: 5,
  /** VIR_DOMAIN_MEMORY_PARAM_BOOLEAN. Since libvirt 0.8.5. */
  BOOLEAN: 6,
} as const;
/** A value of {@link MemoryParameterType}. */
export type MemoryParameterType = (typeof MemoryParameterType)[keyof typeof MemoryParameterType];

/** `virNWFilterBindingCreateFlags` */
export const NWFilterBindingCreateFlags = {
  /** VIR_NWFILTER_BINDING_CREATE_VALIDATE. Validate the XML document against schema Since libvirt 7.8.0. */
  NWFILTER_BINDING_CREATE_VALIDATE: 1,
} as const;
/** A value of {@link NWFilterBindingCreateFlags}. */
export type NWFilterBindingCreateFlags = (typeof NWFilterBindingCreateFlags)[keyof typeof NWFilterBindingCreateFlags];

/** `virNWFilterDefineFlags` */
export const NWFilterDefineFlags = {
  /** VIR_NWFILTER_DEFINE_VALIDATE. Validate the XML document against schema Since libvirt 7.7.0. */
  NWFILTER_DEFINE_VALIDATE: 1,
} as const;
/** A value of {@link NWFilterDefineFlags}. */
export type NWFilterDefineFlags = (typeof NWFilterDefineFlags)[keyof typeof NWFilterDefineFlags];

/** `virNetworkCreateFlags` */
export const NetworkCreateFlags = {
  /** VIR_NETWORK_CREATE_VALIDATE. Validate the XML document against schema Since libvirt 7.8.0. */
  VALIDATE: 1,
} as const;
/** A value of {@link NetworkCreateFlags}. */
export type NetworkCreateFlags = (typeof NetworkCreateFlags)[keyof typeof NetworkCreateFlags];

/** `virNetworkDefineFlags` */
export const NetworkDefineFlags = {
  /** VIR_NETWORK_DEFINE_VALIDATE. Validate the XML document against schema Since libvirt 7.7.0. */
  VALIDATE: 1,
} as const;
/** A value of {@link NetworkDefineFlags}. */
export type NetworkDefineFlags = (typeof NetworkDefineFlags)[keyof typeof NetworkDefineFlags];

/** `virNetworkEventID` */
export const NetworkEventID = {
  /** VIR_NETWORK_EVENT_ID_LIFECYCLE. virConnectNetworkEventLifecycleCallback Since libvirt 1.2.1. */
  LIFECYCLE: 0,
} as const;
/** A value of {@link NetworkEventID}. */
export type NetworkEventID = (typeof NetworkEventID)[keyof typeof NetworkEventID];

/** `virNetworkEventLifecycleType` */
export const NetworkEventLifecycleType = {
  /** VIR_NETWORK_EVENT_DEFINED. Since libvirt 1.2.1. */
  DEFINED: 0,
  /** VIR_NETWORK_EVENT_UNDEFINED. Since libvirt 1.2.1. */
  UNDEFINED: 1,
  /** VIR_NETWORK_EVENT_STARTED. Since libvirt 1.2.1. */
  STARTED: 2,
  /** VIR_NETWORK_EVENT_STOPPED. Since libvirt 1.2.1. */
  STOPPED: 3,
} as const;
/** A value of {@link NetworkEventLifecycleType}. */
export type NetworkEventLifecycleType = (typeof NetworkEventLifecycleType)[keyof typeof NetworkEventLifecycleType];

/** `virNetworkPortCreateFlags` */
export const NetworkPortCreateFlags = {
  /** VIR_NETWORK_PORT_CREATE_RECLAIM. reclaim existing used resources Since libvirt 5.5.0. */
  RECLAIM: 1,
  /** VIR_NETWORK_PORT_CREATE_VALIDATE. Validate the XML document against schema Since libvirt 7.8.0. */
  VALIDATE: 2,
} as const;
/** A value of {@link NetworkPortCreateFlags}. */
export type NetworkPortCreateFlags = (typeof NetworkPortCreateFlags)[keyof typeof NetworkPortCreateFlags];

/** `virNetworkUpdateCommand` */
export const NetworkUpdateCommand = {
  /** VIR_NETWORK_UPDATE_COMMAND_NONE. invalid Since libvirt 0.10.2. */
  NONE: 0,
  /** VIR_NETWORK_UPDATE_COMMAND_MODIFY. modify an existing element Since libvirt 0.10.2. */
  MODIFY: 1,
  /** VIR_NETWORK_UPDATE_COMMAND_DELETE. delete an existing element Since libvirt 0.10.2. */
  DELETE: 2,
  /** VIR_NETWORK_UPDATE_COMMAND_ADD_LAST. add an element at end of list Since libvirt 0.10.2. */
  ADD_LAST: 3,
  /** VIR_NETWORK_UPDATE_COMMAND_ADD_FIRST. add an element at start of list Since libvirt 0.10.2. */
  ADD_FIRST: 4,
} as const;
/** A value of {@link NetworkUpdateCommand}. */
export type NetworkUpdateCommand = (typeof NetworkUpdateCommand)[keyof typeof NetworkUpdateCommand];

/** `virNetworkUpdateFlags` */
export const NetworkUpdateFlags = {
  /** VIR_NETWORK_UPDATE_AFFECT_CURRENT. affect live if network is active, config if it's not active Since libvirt 0.10.2. */
  AFFECT_CURRENT: 0,
  /** VIR_NETWORK_UPDATE_AFFECT_LIVE. affect live state of network only Since libvirt 0.10.2. */
  AFFECT_LIVE: 1,
  /** VIR_NETWORK_UPDATE_AFFECT_CONFIG. affect persistent config only Since libvirt 0.10.2. */
  AFFECT_CONFIG: 2,
} as const;
/** A value of {@link NetworkUpdateFlags}. */
export type NetworkUpdateFlags = (typeof NetworkUpdateFlags)[keyof typeof NetworkUpdateFlags];

/** `virNetworkUpdateSection` */
export const NetworkUpdateSection = {
  /** VIR_NETWORK_SECTION_NONE. invalid Since libvirt 0.10.2. */
  NONE: 0,
  /** VIR_NETWORK_SECTION_BRIDGE. \<bridge\> Since libvirt 0.10.2. */
  BRIDGE: 1,
  /** VIR_NETWORK_SECTION_DOMAIN. \<domain\> Since libvirt 0.10.2. */
  DOMAIN: 2,
  /** VIR_NETWORK_SECTION_IP. \<ip\> Since libvirt 0.10.2. */
  IP: 3,
  /** VIR_NETWORK_SECTION_IP_DHCP_HOST. \<ip\>/\<dhcp\>/\<host\> Since libvirt 0.10.2. */
  IP_DHCP_HOST: 4,
  /** VIR_NETWORK_SECTION_IP_DHCP_RANGE. \<ip\>/\<dhcp\>/\<range\> Since libvirt 0.10.2. */
  IP_DHCP_RANGE: 5,
  /** VIR_NETWORK_SECTION_FORWARD. \<forward\> Since libvirt 0.10.2. */
  FORWARD: 6,
  /** VIR_NETWORK_SECTION_FORWARD_INTERFACE. \<forward\>/\<interface\> Since libvirt 0.10.2. */
  FORWARD_INTERFACE: 7,
  /** VIR_NETWORK_SECTION_FORWARD_PF. \<forward\>/\<pf\> Since libvirt 0.10.2. */
  FORWARD_PF: 8,
  /** VIR_NETWORK_SECTION_PORTGROUP. \<portgroup\> Since libvirt 0.10.2. */
  PORTGROUP: 9,
  /** VIR_NETWORK_SECTION_DNS_HOST. \<dns\>/\<host\> Since libvirt 0.10.2. */
  DNS_HOST: 10,
  /** VIR_NETWORK_SECTION_DNS_TXT. \<dns\>/\<txt\> Since libvirt 0.10.2. */
  DNS_TXT: 11,
  /** VIR_NETWORK_SECTION_DNS_SRV. \<dns\>/\<srv\> Since libvirt 0.10.2. */
  DNS_SRV: 12,
} as const;
/** A value of {@link NetworkUpdateSection}. */
export type NetworkUpdateSection = (typeof NetworkUpdateSection)[keyof typeof NetworkUpdateSection];

/** `virNetworkXMLFlags` */
export const NetworkXMLFlags = {
  /** VIR_NETWORK_XML_INACTIVE. dump inactive network information Since libvirt 0.9.10. */
  INACTIVE: 1,
} as const;
/** A value of {@link NetworkXMLFlags}. */
export type NetworkXMLFlags = (typeof NetworkXMLFlags)[keyof typeof NetworkXMLFlags];

/** `virNodeAllocPagesFlags` */
export const NodeAllocPagesFlags = {
  /** VIR_NODE_ALLOC_PAGES_ADD. Add `pageCounts` to the pages pool. This can be used only to size up the pool. Since libvirt 1.2.9. */
  ADD: 0,
  /** VIR_NODE_ALLOC_PAGES_SET. Don't add `pageCounts`, instead set passed number of pages. This can be used to free allocated pages. Since libvirt 1.2.9. */
  SET: 1,
} as const;
/** A value of {@link NodeAllocPagesFlags}. */
export type NodeAllocPagesFlags = (typeof NodeAllocPagesFlags)[keyof typeof NodeAllocPagesFlags];

/** `virNodeDeviceCreateXMLFlags` */
export const NodeDeviceCreateXMLFlags = {
  /** VIR_NODE_DEVICE_CREATE_XML_VALIDATE. Validate the XML document against schema Since libvirt 8.10.0. */
  VALIDATE: 1,
} as const;
/** A value of {@link NodeDeviceCreateXMLFlags}. */
export type NodeDeviceCreateXMLFlags = (typeof NodeDeviceCreateXMLFlags)[keyof typeof NodeDeviceCreateXMLFlags];

/** `virNodeDeviceDefineXMLFlags` */
export const NodeDeviceDefineXMLFlags = {
  /** VIR_NODE_DEVICE_DEFINE_XML_VALIDATE. Validate the XML document against schema Since libvirt 8.10.0. */
  VALIDATE: 1,
} as const;
/** A value of {@link NodeDeviceDefineXMLFlags}. */
export type NodeDeviceDefineXMLFlags = (typeof NodeDeviceDefineXMLFlags)[keyof typeof NodeDeviceDefineXMLFlags];

/** `virNodeDeviceEventID` */
export const NodeDeviceEventID = {
  /** VIR_NODE_DEVICE_EVENT_ID_LIFECYCLE. virConnectNodeDeviceEventLifecycleCallback Since libvirt 2.2.0. */
  LIFECYCLE: 0,
  /** VIR_NODE_DEVICE_EVENT_ID_UPDATE. virConnectNodeDeviceEventGenericCallback Since libvirt 2.2.0. */
  UPDATE: 1,
} as const;
/** A value of {@link NodeDeviceEventID}. */
export type NodeDeviceEventID = (typeof NodeDeviceEventID)[keyof typeof NodeDeviceEventID];

/** `virNodeDeviceEventLifecycleType` */
export const NodeDeviceEventLifecycleType = {
  /** VIR_NODE_DEVICE_EVENT_CREATED. Since libvirt 2.2.0. */
  CREATED: 0,
  /** VIR_NODE_DEVICE_EVENT_DELETED. Since libvirt 2.2.0. */
  DELETED: 1,
  /** VIR_NODE_DEVICE_EVENT_DEFINED. Since libvirt 7.3.0. */
  DEFINED: 2,
  /** VIR_NODE_DEVICE_EVENT_UNDEFINED. Since libvirt 7.3.0. */
  UNDEFINED: 3,
} as const;
/** A value of {@link NodeDeviceEventLifecycleType}. */
export type NodeDeviceEventLifecycleType = (typeof NodeDeviceEventLifecycleType)[keyof typeof NodeDeviceEventLifecycleType];

/** `virNodeGetCPUStatsAllCPUs` */
export const NodeGetCPUStatsAllCPUs = {
  /** VIR_NODE_CPU_STATS_ALL_CPUS. Since libvirt 0.9.3. */
  NODE_CPU_STATS_ALL_CPUS: -1,
} as const;
/** A value of {@link NodeGetCPUStatsAllCPUs}. */
export type NodeGetCPUStatsAllCPUs = (typeof NodeGetCPUStatsAllCPUs)[keyof typeof NodeGetCPUStatsAllCPUs];

/** `virNodeGetMemoryStatsAllCells` */
export const NodeGetMemoryStatsAllCells = {
  /** VIR_NODE_MEMORY_STATS_ALL_CELLS. Since libvirt 0.9.3. */
  NODE_MEMORY_STATS_ALL_CELLS: -1,
} as const;
/** A value of {@link NodeGetMemoryStatsAllCells}. */
export type NodeGetMemoryStatsAllCells = (typeof NodeGetMemoryStatsAllCells)[keyof typeof NodeGetMemoryStatsAllCells];

/** `virNodeSuspendTarget` */
export const NodeSuspendTarget = {
  /** VIR_NODE_SUSPEND_TARGET_MEM. Since libvirt 0.9.8. */
  MEM: 0,
  /** VIR_NODE_SUSPEND_TARGET_DISK. Since libvirt 0.9.8. */
  DISK: 1,
  /** VIR_NODE_SUSPEND_TARGET_HYBRID. Since libvirt 0.9.8. */
  HYBRID: 2,
} as const;
/** A value of {@link NodeSuspendTarget}. */
export type NodeSuspendTarget = (typeof NodeSuspendTarget)[keyof typeof NodeSuspendTarget];

/** `virSchedParameterType` */
export const SchedParameterType = {
  /** VIR_DOMAIN_SCHED_FIELD_INT. Since libvirt 0.2.3. */
  INT: 1,
  /** VIR_DOMAIN_SCHED_FIELD_UINT. Since libvirt 0.2.3. */
  UINT: 2,
  /** VIR_DOMAIN_SCHED_FIELD_LLONG. Since libvirt 0.2.3. */
  LLONG: 3,
  /** VIR_DOMAIN_SCHED_FIELD_ULLONG. Since libvirt 0.2.3. */
  ULLONG: 4,
  /** VIR_DOMAIN_SCHED_FIELD_DOUBLE. Since libvirt 0.2.3. */
  DOUBLE: 5,
  /** VIR_DOMAIN_SCHED_FIELD_BOOLEAN. Since libvirt 0.2.3. */
  BOOLEAN: 6,
} as const;
/** A value of {@link SchedParameterType}. */
export type SchedParameterType = (typeof SchedParameterType)[keyof typeof SchedParameterType];

/** `virSecretDefineFlags` */
export const SecretDefineFlags = {
  /** VIR_SECRET_DEFINE_VALIDATE. Validate the XML document against schema Since libvirt 7.7.0. */
  VALIDATE: 1,
} as const;
/** A value of {@link SecretDefineFlags}. */
export type SecretDefineFlags = (typeof SecretDefineFlags)[keyof typeof SecretDefineFlags];

/** `virSecretEventID` */
export const SecretEventID = {
  /** VIR_SECRET_EVENT_ID_LIFECYCLE. virConnectSecretEventLifecycleCallback Since libvirt 3.0.0. */
  LIFECYCLE: 0,
  /** VIR_SECRET_EVENT_ID_VALUE_CHANGED. virConnectSecretEventGenericCallback Since libvirt 3.0.0. */
  VALUE_CHANGED: 1,
} as const;
/** A value of {@link SecretEventID}. */
export type SecretEventID = (typeof SecretEventID)[keyof typeof SecretEventID];

/** `virSecretEventLifecycleType` */
export const SecretEventLifecycleType = {
  /** VIR_SECRET_EVENT_DEFINED. Since libvirt 3.0.0. */
  DEFINED: 0,
  /** VIR_SECRET_EVENT_UNDEFINED. Since libvirt 3.0.0. */
  UNDEFINED: 1,
} as const;
/** A value of {@link SecretEventLifecycleType}. */
export type SecretEventLifecycleType = (typeof SecretEventLifecycleType)[keyof typeof SecretEventLifecycleType];

/** `virSecretUsageType` */
export const SecretUsageType = {
  /** VIR_SECRET_USAGE_TYPE_NONE. Since libvirt 0.7.1. */
  TYPE_NONE: 0,
  /** VIR_SECRET_USAGE_TYPE_VOLUME. Since libvirt 0.7.1. */
  TYPE_VOLUME: 1,
  /** VIR_SECRET_USAGE_TYPE_CEPH. Since libvirt 0.9.7. */
  TYPE_CEPH: 2,
  /** VIR_SECRET_USAGE_TYPE_ISCSI. Since libvirt 1.0.4. */
  TYPE_ISCSI: 3,
  /** VIR_SECRET_USAGE_TYPE_TLS. Since libvirt 2.3.0. */
  TYPE_TLS: 4,
  /** VIR_SECRET_USAGE_TYPE_VTPM. Since libvirt 5.6.0. */
  TYPE_VTPM: 5,
} as const;
/** A value of {@link SecretUsageType}. */
export type SecretUsageType = (typeof SecretUsageType)[keyof typeof SecretUsageType];

/** `virStoragePoolBuildFlags` */
export const StoragePoolBuildFlags = {
  /** VIR_STORAGE_POOL_BUILD_NEW. Regular build from scratch Since libvirt 0.4.1. */
  NEW: 0,
  /** VIR_STORAGE_POOL_BUILD_REPAIR. Repair / reinitialize Since libvirt 0.4.1. */
  REPAIR: 1,
  /** VIR_STORAGE_POOL_BUILD_RESIZE. Extend existing pool Since libvirt 0.4.1. */
  RESIZE: 2,
  /** VIR_STORAGE_POOL_BUILD_NO_OVERWRITE. Do not overwrite existing pool Since libvirt 0.9.5. */
  NO_OVERWRITE: 4,
  /** VIR_STORAGE_POOL_BUILD_OVERWRITE. Overwrite data Since libvirt 0.9.5. */
  OVERWRITE: 8,
} as const;
/** A value of {@link StoragePoolBuildFlags}. */
export type StoragePoolBuildFlags = (typeof StoragePoolBuildFlags)[keyof typeof StoragePoolBuildFlags];

/** `virStoragePoolCreateFlags` */
export const StoragePoolCreateFlags = {
  /** VIR_STORAGE_POOL_CREATE_NORMAL. Create the pool but do not perform pool build Since libvirt 1.3.1. */
  NORMAL: 0,
  /** VIR_STORAGE_POOL_CREATE_WITH_BUILD. Create the pool and perform pool build without any flags Since libvirt 1.3.1. */
  WITH_BUILD: 1,
  /** VIR_STORAGE_POOL_CREATE_WITH_BUILD_OVERWRITE. Create the pool and perform pool build using the VIR_STORAGE_POOL_BUILD_OVERWRITE flag. This is mutually exclusive to VIR_STORAGE_POOL_CREATE_WITH_BUILD_NO_OVERWRITE Since libvirt 1.3.1. */
  WITH_BUILD_OVERWRITE: 2,
  /** VIR_STORAGE_POOL_CREATE_WITH_BUILD_NO_OVERWRITE. Create the pool and perform pool build using the VIR_STORAGE_POOL_BUILD_NO_OVERWRITE flag. This is mutually exclusive to VIR_STORAGE_POOL_CREATE_WITH_BUILD_OVERWRITE Since libvirt 1.3.1. */
  WITH_BUILD_NO_OVERWRITE: 4,
} as const;
/** A value of {@link StoragePoolCreateFlags}. */
export type StoragePoolCreateFlags = (typeof StoragePoolCreateFlags)[keyof typeof StoragePoolCreateFlags];

/** `virStoragePoolDefineFlags` */
export const StoragePoolDefineFlags = {
  /** VIR_STORAGE_POOL_DEFINE_VALIDATE. Validate the XML document against schema Since libvirt 7.7.0. */
  VALIDATE: 1,
} as const;
/** A value of {@link StoragePoolDefineFlags}. */
export type StoragePoolDefineFlags = (typeof StoragePoolDefineFlags)[keyof typeof StoragePoolDefineFlags];

/** `virStoragePoolDeleteFlags` */
export const StoragePoolDeleteFlags = {
  /** VIR_STORAGE_POOL_DELETE_NORMAL. Delete metadata only (fast) Since libvirt 0.4.1. */
  NORMAL: 0,
  /** VIR_STORAGE_POOL_DELETE_ZEROED. Clear all data to zeros (slow) Since libvirt 0.4.1. */
  ZEROED: 1,
} as const;
/** A value of {@link StoragePoolDeleteFlags}. */
export type StoragePoolDeleteFlags = (typeof StoragePoolDeleteFlags)[keyof typeof StoragePoolDeleteFlags];

/** `virStoragePoolEventID` */
export const StoragePoolEventID = {
  /** VIR_STORAGE_POOL_EVENT_ID_LIFECYCLE. virConnectStoragePoolEventLifecycleCallback Since libvirt 2.0.0. */
  LIFECYCLE: 0,
  /** VIR_STORAGE_POOL_EVENT_ID_REFRESH. virConnectStoragePoolEventGenericCallback Since libvirt 2.0.0. */
  REFRESH: 1,
} as const;
/** A value of {@link StoragePoolEventID}. */
export type StoragePoolEventID = (typeof StoragePoolEventID)[keyof typeof StoragePoolEventID];

/** `virStoragePoolEventLifecycleType` */
export const StoragePoolEventLifecycleType = {
  /** VIR_STORAGE_POOL_EVENT_DEFINED. Since libvirt 2.0.0. */
  DEFINED: 0,
  /** VIR_STORAGE_POOL_EVENT_UNDEFINED. Since libvirt 2.0.0. */
  UNDEFINED: 1,
  /** VIR_STORAGE_POOL_EVENT_STARTED. Since libvirt 2.0.0. */
  STARTED: 2,
  /** VIR_STORAGE_POOL_EVENT_STOPPED. Since libvirt 2.0.0. */
  STOPPED: 3,
  /** VIR_STORAGE_POOL_EVENT_CREATED. Since libvirt 3.8.0. */
  CREATED: 4,
  /** VIR_STORAGE_POOL_EVENT_DELETED. Since libvirt 3.8.0. */
  DELETED: 5,
} as const;
/** A value of {@link StoragePoolEventLifecycleType}. */
export type StoragePoolEventLifecycleType = (typeof StoragePoolEventLifecycleType)[keyof typeof StoragePoolEventLifecycleType];

/** `virStoragePoolState` */
export const StoragePoolState = {
  /** VIR_STORAGE_POOL_INACTIVE. Not running Since libvirt 0.4.1. */
  INACTIVE: 0,
  /** VIR_STORAGE_POOL_BUILDING. Initializing pool, not available Since libvirt 0.4.1. */
  BUILDING: 1,
  /** VIR_STORAGE_POOL_RUNNING. Running normally Since libvirt 0.4.1. */
  RUNNING: 2,
  /** VIR_STORAGE_POOL_DEGRADED. Running degraded Since libvirt 0.4.1. */
  DEGRADED: 3,
  /** VIR_STORAGE_POOL_INACCESSIBLE. Running, but not accessible Since libvirt 0.8.2. */
  INACCESSIBLE: 4,
} as const;
/** A value of {@link StoragePoolState}. */
export type StoragePoolState = (typeof StoragePoolState)[keyof typeof StoragePoolState];

/** `virStorageVolCreateFlags` */
export const StorageVolCreateFlags = {
  /** VIR_STORAGE_VOL_CREATE_PREALLOC_METADATA. Since libvirt 1.0.1. */
  PREALLOC_METADATA: 1,
  /** VIR_STORAGE_VOL_CREATE_REFLINK. perform a btrfs lightweight copy Since libvirt 1.2.13. */
  REFLINK: 2,
  /** VIR_STORAGE_VOL_CREATE_VALIDATE. Validate the XML document against schema Since libvirt 8.10.0. */
  VALIDATE: 4,
} as const;
/** A value of {@link StorageVolCreateFlags}. */
export type StorageVolCreateFlags = (typeof StorageVolCreateFlags)[keyof typeof StorageVolCreateFlags];

/** `virStorageVolDeleteFlags` */
export const StorageVolDeleteFlags = {
  /** VIR_STORAGE_VOL_DELETE_NORMAL. Delete metadata only (fast) Since libvirt 0.4.1. */
  NORMAL: 0,
  /** VIR_STORAGE_VOL_DELETE_ZEROED. Clear all data to zeros (slow) Since libvirt 0.4.1. */
  ZEROED: 1,
  /** VIR_STORAGE_VOL_DELETE_WITH_SNAPSHOTS. Force removal of volume, even if in use Since libvirt 1.2.21. */
  WITH_SNAPSHOTS: 2,
} as const;
/** A value of {@link StorageVolDeleteFlags}. */
export type StorageVolDeleteFlags = (typeof StorageVolDeleteFlags)[keyof typeof StorageVolDeleteFlags];

/** `virStorageVolDownloadFlags` */
export const StorageVolDownloadFlags = {
  /** VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM. Use sparse stream Since libvirt 3.4.0. */
  SPARSE_STREAM: 1,
} as const;
/** A value of {@link StorageVolDownloadFlags}. */
export type StorageVolDownloadFlags = (typeof StorageVolDownloadFlags)[keyof typeof StorageVolDownloadFlags];

/** `virStorageVolInfoFlags` */
export const StorageVolInfoFlags = {
  /** VIR_STORAGE_VOL_USE_ALLOCATION. Since libvirt 3.0.0. */
  USE_ALLOCATION: 0,
  /** VIR_STORAGE_VOL_GET_PHYSICAL. Return the physical size in allocation Since libvirt 3.0.0. */
  GET_PHYSICAL: 1,
} as const;
/** A value of {@link StorageVolInfoFlags}. */
export type StorageVolInfoFlags = (typeof StorageVolInfoFlags)[keyof typeof StorageVolInfoFlags];

/** `virStorageVolResizeFlags` */
export const StorageVolResizeFlags = {
  /** VIR_STORAGE_VOL_RESIZE_ALLOCATE. force allocation of new size Since libvirt 0.9.10. */
  ALLOCATE: 1,
  /** VIR_STORAGE_VOL_RESIZE_DELTA. size is relative to current Since libvirt 0.9.10. */
  DELTA: 2,
  /** VIR_STORAGE_VOL_RESIZE_SHRINK. allow decrease in capacity Since libvirt 0.9.10. */
  SHRINK: 4,
} as const;
/** A value of {@link StorageVolResizeFlags}. */
export type StorageVolResizeFlags = (typeof StorageVolResizeFlags)[keyof typeof StorageVolResizeFlags];

/** `virStorageVolType` */
export const StorageVolType = {
  /** VIR_STORAGE_VOL_FILE. Regular file based volumes Since libvirt 0.4.1. */
  FILE: 0,
  /** VIR_STORAGE_VOL_BLOCK. Block based volumes Since libvirt 0.4.1. */
  BLOCK: 1,
  /** VIR_STORAGE_VOL_DIR. Directory-passthrough based volume Since libvirt 0.9.5. */
  DIR: 2,
  /** VIR_STORAGE_VOL_NETWORK. Network volumes like RBD (RADOS Block Device) Since libvirt 0.9.13. */
  NETWORK: 3,
  /** VIR_STORAGE_VOL_NETDIR. Network accessible directory that can contain other network volumes Since libvirt 1.2.0. */
  NETDIR: 4,
  /** VIR_STORAGE_VOL_PLOOP. Ploop based volumes Since libvirt 1.3.4. */
  PLOOP: 5,
} as const;
/** A value of {@link StorageVolType}. */
export type StorageVolType = (typeof StorageVolType)[keyof typeof StorageVolType];

/** `virStorageVolUploadFlags` */
export const StorageVolUploadFlags = {
  /** VIR_STORAGE_VOL_UPLOAD_SPARSE_STREAM. Use sparse stream Since libvirt 3.4.0. */
  SPARSE_STREAM: 1,
} as const;
/** A value of {@link StorageVolUploadFlags}. */
export type StorageVolUploadFlags = (typeof StorageVolUploadFlags)[keyof typeof StorageVolUploadFlags];

/** `virStorageVolWipeAlgorithm` */
export const StorageVolWipeAlgorithm = {
  /** VIR_STORAGE_VOL_WIPE_ALG_ZERO. 1-pass, all zeroes Since libvirt 0.9.10. */
  ZERO: 0,
  /** VIR_STORAGE_VOL_WIPE_ALG_NNSA. 4-pass NNSA Policy Letter NAP-14.1-C (XVI-8) Since libvirt 0.9.10. */
  NNSA: 1,
  /** VIR_STORAGE_VOL_WIPE_ALG_DOD. 4-pass DoD 5220.22-M section 8-306 procedure Since libvirt 0.9.10. */
  DOD: 2,
  /** VIR_STORAGE_VOL_WIPE_ALG_BSI. 9-pass method recommended by the German Center of Security in Information Technologies Since libvirt 0.9.10. */
  BSI: 3,
  /** VIR_STORAGE_VOL_WIPE_ALG_GUTMANN. The canonical 35-pass sequence Since libvirt 0.9.10. */
  GUTMANN: 4,
  /** VIR_STORAGE_VOL_WIPE_ALG_SCHNEIER. 7-pass method described by Bruce Schneier in "Applied Cryptography" (1996) Since libvirt 0.9.10. */
  SCHNEIER: 5,
  /** VIR_STORAGE_VOL_WIPE_ALG_PFITZNER7. 7-pass random data Since libvirt 0.9.10. */
  PFITZNER7: 6,
  /** VIR_STORAGE_VOL_WIPE_ALG_PFITZNER33. 33-pass random data Since libvirt 0.9.10. */
  PFITZNER33: 7,
  /** VIR_STORAGE_VOL_WIPE_ALG_RANDOM. 1-pass random data Since libvirt 0.9.10. */
  RANDOM: 8,
  /** VIR_STORAGE_VOL_WIPE_ALG_TRIM. 1-pass, trim all data on the volume by using TRIM or DISCARD Since libvirt 1.3.2. */
  TRIM: 9,
} as const;
/** A value of {@link StorageVolWipeAlgorithm}. */
export type StorageVolWipeAlgorithm = (typeof StorageVolWipeAlgorithm)[keyof typeof StorageVolWipeAlgorithm];

/** `virStorageXMLFlags` */
export const StorageXMLFlags = {
  /** VIR_STORAGE_XML_INACTIVE. dump inactive pool/volume information Since libvirt 0.9.13. */
  INACTIVE: 1,
} as const;
/** A value of {@link StorageXMLFlags}. */
export type StorageXMLFlags = (typeof StorageXMLFlags)[keyof typeof StorageXMLFlags];

/** `virStreamEventType` */
export const StreamEventType = {
  /** VIR_STREAM_EVENT_READABLE. Since libvirt 0.7.2. */
  READABLE: 1,
  /** VIR_STREAM_EVENT_WRITABLE. Since libvirt 0.7.2. */
  WRITABLE: 2,
  /** VIR_STREAM_EVENT_ERROR. Since libvirt 0.7.2. */
  ERROR: 4,
  /** VIR_STREAM_EVENT_HANGUP. Since libvirt 0.7.2. */
  HANGUP: 8,
} as const;
/** A value of {@link StreamEventType}. */
export type StreamEventType = (typeof StreamEventType)[keyof typeof StreamEventType];

/** `virStreamFlags` */
export const StreamFlags = {
  /** VIR_STREAM_NONBLOCK. Since libvirt 0.7.2. */
  NONBLOCK: 1,
} as const;
/** A value of {@link StreamFlags}. */
export type StreamFlags = (typeof StreamFlags)[keyof typeof StreamFlags];

/** `virStreamRecvFlagsValues` */
export const StreamRecvFlagsValues = {
  /** VIR_STREAM_RECV_STOP_AT_HOLE. Since libvirt 3.4.0. */
  STOP_AT_HOLE: 1,
} as const;
/** A value of {@link StreamRecvFlagsValues}. */
export type StreamRecvFlagsValues = (typeof StreamRecvFlagsValues)[keyof typeof StreamRecvFlagsValues];

/** `virTypedParameterFlags` */
export const TypedParameterFlags = {
  /** VIR_TYPED_PARAM_STRING_OKAY. 1 \<\< 0 is reserved for virDomainModificationImpact 1 \<\< 1 is reserved for virDomainModificationImpact Older servers lacked the ability to handle string typed parameters. Attempts to set a string parameter with an older server will fail at the client, but attempts to retrieve parameters must not return strings from a new server to an older client, so this flag exists to identify newer clients to newer servers. This flag is automatically set when needed, so the user does not have to worry about it; however, manually setting the flag can be used to reject servers that cannot return typed strings, even if no strings would be returned. Since libvirt 0.9.8. */
  TYPED_PARAM_STRING_OKAY: 4,
} as const;
/** A value of {@link TypedParameterFlags}. */
export type TypedParameterFlags = (typeof TypedParameterFlags)[keyof typeof TypedParameterFlags];

/** `virTypedParameterType` */
export const TypedParameterType = {
  /** VIR_TYPED_PARAM_INT. integer case Since libvirt 0.9.2. */
  INT: 1,
  /** VIR_TYPED_PARAM_UINT. unsigned integer case Since libvirt 0.9.2. */
  UINT: 2,
  /** VIR_TYPED_PARAM_LLONG. long long case Since libvirt 0.9.2. */
  LLONG: 3,
  /** VIR_TYPED_PARAM_ULLONG. unsigned long long case Since libvirt 0.9.2. */
  ULLONG: 4,
  /** VIR_TYPED_PARAM_DOUBLE. double case Since libvirt 0.9.2. */
  DOUBLE: 5,
  /** VIR_TYPED_PARAM_BOOLEAN. boolean(character) case Since libvirt 0.9.2. */
  BOOLEAN: 6,
  /** VIR_TYPED_PARAM_STRING. string case Since libvirt 0.9.8. */
  STRING: 7,
} as const;
/** A value of {@link TypedParameterType}. */
export type TypedParameterType = (typeof TypedParameterType)[keyof typeof TypedParameterType];

/** `virVcpuHostCpuState` */
export const VcpuHostCpuState = {
  /** VIR_VCPU_INFO_CPU_UNAVAILABLE. the hypervisor does not expose real CPU information Since libvirt 6.10.0. */
  UNAVAILABLE: -2,
  /** VIR_VCPU_INFO_CPU_OFFLINE. the vCPU is offline Since libvirt 6.10.0. */
  OFFLINE: -1,
} as const;
/** A value of {@link VcpuHostCpuState}. */
export type VcpuHostCpuState = (typeof VcpuHostCpuState)[keyof typeof VcpuHostCpuState];

/** `virVcpuState` */
export const VcpuState = {
  /** VIR_VCPU_OFFLINE. the virtual CPU is offline Since libvirt 0.1.4. */
  OFFLINE: 0,
  /** VIR_VCPU_RUNNING. the virtual CPU is running Since libvirt 0.1.4. */
  RUNNING: 1,
  /** VIR_VCPU_BLOCKED. the virtual CPU is blocked on resource Since libvirt 0.1.4. */
  BLOCKED: 2,
} as const;
/** A value of {@link VcpuState}. */
export type VcpuState = (typeof VcpuState)[keyof typeof VcpuState];
