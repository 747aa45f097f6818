/** What libvirt's description does not say about a function: by function, with the reason where it is not plain. */

/** Read from memory of the handle itself, without a call of a driver: synchronous methods. */
export const LOCAL = new Set([
  'virDomainGetName',
  'virDomainGetID',
  'virDomainGetUUID',
  'virDomainGetUUIDString',
  'virDomainSnapshotGetName',
  'virDomainCheckpointGetName',
  'virNetworkGetName',
  'virNetworkGetUUID',
  'virNetworkGetUUIDString',
  'virNetworkPortGetUUID',
  'virNetworkPortGetUUIDString',
  'virInterfaceGetName',
  'virInterfaceGetMACString',
  'virStoragePoolGetName',
  'virStoragePoolGetUUID',
  'virStoragePoolGetUUIDString',
  'virStorageVolGetName',
  'virStorageVolGetKey',
  'virNodeDeviceGetName',
  'virSecretGetUUID',
  'virSecretGetUUIDString',
  'virSecretGetUsageType',
  'virSecretGetUsageID',
  'virNWFilterGetName',
  'virNWFilterGetUUID',
  'virNWFilterGetUUIDString',
  'virNWFilterBindingGetPortDev',
  'virNWFilterBindingGetFilterName',
]);

/** A returned NULL without an error means that there is none. */
export const NULLABLE_RETURN = new Set([
  'virNodeDeviceGetParent',
  'virSecretGetUsageID',
  'virInterfaceGetMACString',
]);

/** The enum of a parameter whose description does not name it, only its values. */
export const ENUM_OF: Readonly<Record<string, string>> = {
  'virInterfaceGetXMLDesc.flags': 'virInterfaceXMLFlags',
  'virNodeSuspendForDuration.target': 'virNodeSuspendTarget',
};

/** A handle that the library still owns: a reference is taken. */
export const BORROWED_RETURN = new Set([
  'virDomainSnapshotGetDomain',
  'virDomainCheckpointGetDomain',
  'virNetworkPortGetNetwork',
]);

/** The returned number is a result although 0 is "success" in the words of the description, or the other way round. */
export const RETURN_STATUS = new Set([
  'virConnectGetLibVersion',
  'virConnectGetVersion',
  'virDomainMigrateToURI',
  'virDomainMigrateToURI2',
  'virDomainMigrateToURI3',
  'virDomainOpenChannel',
  'virDomainOpenConsole',
  'virStorageVolDownload',
  'virStorageVolUpload',
  'virStoragePoolRefresh',
  'virDomainSnapshotDelete',
  'virConnectSetIdentity',
  'virDomainGetJobStats',
]);
/** Positive results that mean more than success. */
export const RETURN_NUMBER = new Set([
  'virConnectSetKeepAlive',
  'virConnectCompareCPU',
  'virConnectCompareHypervisorCPU',
]);

/** A 64-bit result that is a small number: versions. `function.parameter`. */
export const OUT_NUMBER = new Set(['virConnectGetLibVersion.libVer', 'virConnectGetVersion.hvVer']);

/** Parameters that may be missing although their description does not say NULL. `function.parameter`. */
export const OPTIONAL = new Set([
  'virDomainOpenConsole.dev_name',
  'virDomainOpenChannel.name',
  'virConnectGetMaxVcpus.type',
  'virDomainBlockCommit.base',
  'virDomainBlockCommit.top',
  'virDomainBlockRebase.base',
  'virDomainFSTrim.mountPoint',
  'virNodeNumOfDevices.cap',
  'virNodeListDevices.cap',
  'virConnectFindStoragePoolSources.srcSpec',
  'virNetworkGetDHCPLeases.mac',
  'virDomainGetMetadata.uri',
  'virDomainSetMetadata.metadata',
  'virDomainSetMetadata.key',
  'virDomainSetMetadata.uri',
  'virDomainBackupBegin.checkpointXML',
  'virDomainGetBlockIoTune.disk',
  'virNodeDeviceDetachFlags.driverName',
  'virDomainMigrateToURI2.dconnuri',
  'virDomainMigrateToURI3.dconnuri',
  ...['emulatorbin', 'arch', 'machine', 'virttype'].map((name) => `virConnectGetDomainCapabilities.${name}`),
  ...['emulator', 'arch', 'machine', 'virttype'].flatMap((name) => [
    `virConnectBaselineHypervisorCPU.${name}`,
    `virConnectCompareHypervisorCPU.${name}`,
  ]),
]);

/** Parameters whose description mentions NULL, though not of the parameter itself. */
export const REQUIRED = new Set(['virInterfaceLookupByMACString.macstr']);

/** `function.parameter` of an int that is yes or no. */
export const BOOLEAN = /^vir\w+(Get|Set)Autostart\.autostart$/;

/** Functions that native/libvirt/custom.cc carries out: their arrays have sizes that only other calls tell. */
export const CUSTOM: Readonly<
  Record<string, { readonly result: string; readonly parameters: readonly string[] }>
> = {
  virDomainGetVcpus: { result: 'VcpuWithMap[]', parameters: [] },
  virDomainGetVcpuPinInfo: { result: 'number[][]', parameters: ['flags'] },
  virDomainGetEmulatorPinInfo: { result: 'number[]', parameters: ['flags'] },
  virDomainGetCPUStats: { result: 'TypedParams[]', parameters: ['start_cpu', 'ncpus', 'flags'] },
  virDomainGetSecurityLabelList: { result: 'SecurityLabel[]', parameters: [] },
  virNodeGetCPUMap: { result: 'NodeCpuMap', parameters: ['flags'] },
  virDomainQemuMonitorCommandWithFiles: { result: 'MonitorReply', parameters: ['cmd', 'infiles', 'flags'] },
};

/** Old functions that a newer one replaces in full. */
export const DEPRECATED: Readonly<Record<string, string>> = {
  virDomainCreateLinux: 'domainCreateXML',
  virNodeDeviceDettach: 'detachFlags',
  virConnectNumOfDomains: 'listAllDomains',
  virConnectListDomains: 'listAllDomains',
  virConnectNumOfDefinedDomains: 'listAllDomains',
  virConnectListDefinedDomains: 'listAllDomains',
  virConnectNumOfNetworks: 'listAllNetworks',
  virConnectListNetworks: 'listAllNetworks',
  virConnectNumOfDefinedNetworks: 'listAllNetworks',
  virConnectListDefinedNetworks: 'listAllNetworks',
  virConnectNumOfInterfaces: 'listAllInterfaces',
  virConnectListInterfaces: 'listAllInterfaces',
  virConnectNumOfDefinedInterfaces: 'listAllInterfaces',
  virConnectListDefinedInterfaces: 'listAllInterfaces',
  virConnectNumOfStoragePools: 'listAllStoragePools',
  virConnectListStoragePools: 'listAllStoragePools',
  virConnectNumOfDefinedStoragePools: 'listAllStoragePools',
  virConnectListDefinedStoragePools: 'listAllStoragePools',
  virStoragePoolNumOfVolumes: 'listAllVolumes',
  virStoragePoolListVolumes: 'listAllVolumes',
  virConnectNumOfSecrets: 'listAllSecrets',
  virConnectListSecrets: 'listAllSecrets',
  virConnectNumOfNWFilters: 'listAllNWFilters',
  virConnectListNWFilters: 'listAllNWFilters',
  virNodeNumOfDevices: 'listAllNodeDevices',
  virNodeListDevices: 'listAllNodeDevices',
  virDomainSnapshotNum: 'listAllSnapshots',
  virDomainSnapshotListNames: 'listAllSnapshots',
  virDomainSnapshotNumChildren: 'listAllChildren',
  virDomainSnapshotListChildrenNames: 'listAllChildren',
};

/** 0 means that there is none, 1 that the struct was filled. */
export const RETURN_FOUND = new Set(['virDomainGetBlockJobInfo']);

/** The name of the returned value beside other results. */
export const RETURN_KEY: Readonly<Record<string, string>> = { virDomainGetSchedulerType: 'type' };

/** Method names where the rule (the C name without `vir` and the class) reads badly. */
export const METHOD_NAMES: Readonly<Record<string, string>> = {
  virDomainRevertToSnapshot: 'revert',
};
