// Made by native/libvirt/generate from libvirt's description of its API; not to be edited.

import { flagBits, type Flags } from '../flags.js';
import { Handle, rawOf } from '../handle.js';
import { invoke, invokeNow } from '../invoke.js';
import { StoragePoolBuildFlags, StoragePoolCreateFlags, StoragePoolDeleteFlags, StorageVolCreateFlags, StorageXMLFlags } from './enums.js';
import { F } from './functions.js';
import { type StorageVol } from './storage-vol.js';
import { type StoragePoolInfo } from './structs.js';

/** A virStoragePoolPtr. Made by calls of its connection; see {@link Handle} for its lifetime. */
export class StoragePool extends Handle {
  /**
   * Currently only filesystem pool accepts flags VIR_STORAGE_POOL_BUILD_OVERWRITE
   * and VIR_STORAGE_POOL_BUILD_NO_OVERWRITE.
   *
   * Build the underlying storage pool
   *
   * C: virStoragePoolBuild, since libvirt 0.4.1.
   *
   * @param flags bitwise-OR of virStoragePoolBuildFlags @default 0
   */
  build(flags: Flags<typeof StoragePoolBuildFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virStoragePoolBuild, flagBits(StoragePoolBuildFlags, flags));
  }

  /**
   * Starts an inactive storage pool
   *
   * C: virStoragePoolCreate, since libvirt 0.4.1.
   *
   * @param flags bitwise-OR of virStoragePoolCreateFlags @default 0
   */
  create(flags: Flags<typeof StoragePoolCreateFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virStoragePoolCreate, flagBits(StoragePoolCreateFlags, flags));
  }

  /**
   * Delete the underlying pool resources. This is
   * a non-recoverable operation. The virStoragePoolPtr object
   * itself is not free'd.
   *
   * C: virStoragePoolDelete, since libvirt 0.4.1.
   *
   * @param flags bitwise-OR of virStoragePoolDeleteFlags @default 0
   */
  delete(flags: Flags<typeof StoragePoolDeleteFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virStoragePoolDelete, flagBits(StoragePoolDeleteFlags, flags));
  }

  /**
   * Destroy an active storage pool. This will deactivate the
   * pool on the host, but keep any persistent config associated
   * with it. If it has a persistent config it can later be
   * restarted with virStoragePoolCreate(). This does not free
   * the associated virStoragePoolPtr object.
   *
   * C: virStoragePoolDestroy, since libvirt 0.4.1.
   *
   */
  destroy(): Promise<void> {
    return invoke<void>(this, F.virStoragePoolDestroy);
  }

  /**
   * Fetches the value of the autostart flag, which determines
   * whether the pool is automatically started at boot time
   *
   * C: virStoragePoolGetAutostart, since libvirt 0.4.1.
   *
   * @returns C: 0 on success, -1 on failure
   */
  getAutostart(): Promise<boolean> {
    return invoke<boolean>(this, F.virStoragePoolGetAutostart);
  }

  /**
   * Get volatile information about the storage pool
   * such as free space / usage summary
   *
   * C: virStoragePoolGetInfo, since libvirt 0.4.1.
   *
   * @returns C: 0 on success, or -1 on failure.
   */
  getInfo(): Promise<StoragePoolInfo> {
    return invoke<StoragePoolInfo>(this, F.virStoragePoolGetInfo);
  }

  /**
   * Fetch the locally unique name of the storage pool
   *
   * C: virStoragePoolGetName, since libvirt 0.4.1.
   *
   * @returns C: the name of the pool, or NULL on error
   */
  getName(): string {
    return invokeNow<string>(this, F.virStoragePoolGetName);
  }

  /**
   * Fetch the globally unique ID of the storage pool
   *
   * C: virStoragePoolGetUUID, since libvirt 0.4.1.
   *
   * @returns C: 0 on success, or -1 on error;
   */
  getUUID(): Uint8Array<ArrayBuffer> {
    return invokeNow<Uint8Array<ArrayBuffer>>(this, F.virStoragePoolGetUUID);
  }

  /**
   * Fetch the globally unique ID of the storage pool as a string
   *
   * C: virStoragePoolGetUUIDString, since libvirt 0.4.1.
   *
   * @returns C: 0 on success, or -1 on error;
   */
  getUUIDString(): string {
    return invokeNow<string>(this, F.virStoragePoolGetUUIDString);
  }

  /**
   * Fetch an XML document describing all aspects of the
   * storage pool. This is suitable for later feeding back
   * into the virStoragePoolCreateXML method.
   *
   * C: virStoragePoolGetXMLDesc, since libvirt 0.4.1.
   *
   * @param flags bitwise-OR of virStorageXMLFlags @default 0
   * @returns C: a XML document (caller frees), or NULL on error
   */
  getXMLDesc(flags: Flags<typeof StorageXMLFlags> = 0): Promise<string> {
    return invoke<string>(this, F.virStoragePoolGetXMLDesc, flagBits(StorageXMLFlags, flags));
  }

  /**
   * Determine if the storage pool is currently running
   *
   * C: virStoragePoolIsActive, since libvirt 0.7.3.
   *
   * @returns C: 1 if running, 0 if inactive, -1 on error
   */
  isActive(): Promise<boolean> {
    return invoke<boolean>(this, F.virStoragePoolIsActive);
  }

  /**
   * Determine if the storage pool has a persistent configuration
   * which means it will still exist after shutting down
   *
   * C: virStoragePoolIsPersistent, since libvirt 0.7.3.
   *
   * @returns C: 1 if persistent, 0 if transient, -1 on error
   */
  isPersistent(): Promise<boolean> {
    return invoke<boolean>(this, F.virStoragePoolIsPersistent);
  }

  /**
   * Collect the list of storage volumes, and allocate an array to store those
   * objects.
   *
   * C: virStoragePoolListAllVolumes, since libvirt 0.10.2.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: the number of storage volumes found or -1 and sets `vols` to NULL in case of error. On success, the array stored into `vols` is guaranteed to have an extra allocated element set to NULL but not included in the return count, to make iteration easier. The caller is responsible for calling virStorageVolFree() on each array element, then calling free() on `vols`.
   */
  listAllVolumes(flags: number = 0): Promise<StorageVol[]> {
    return invoke<StorageVol[]>(this, F.virStoragePoolListAllVolumes, flags);
  }

  /**
   * Fetch list of storage volume names, limiting to
   * at most maxnames.
   *
   * The use of this function is discouraged. Instead, use
   * virStoragePoolListAllVolumes().
   *
   * C: virStoragePoolListVolumes, since libvirt 0.4.1.
   *
   * @returns C: the number of names fetched, or -1 on error
   * @deprecated Use listAllVolumes().
   */
  listVolumes(): Promise<string[]> {
    return invoke<string[]>(this, F.virStoragePoolListVolumes);
  }

  /**
   * Fetch the number of storage volumes within a pool
   *
   * C: virStoragePoolNumOfVolumes, since libvirt 0.4.1.
   *
   * @returns C: the number of storage pools, or -1 on failure
   * @deprecated Use listAllVolumes().
   */
  numOfVolumes(): Promise<number> {
    return invoke<number>(this, F.virStoragePoolNumOfVolumes);
  }

  /**
   * Request that the pool refresh its list of volumes. This may
   * involve communicating with a remote server, and/or initializing
   * new devices at the OS layer
   *
   * C: virStoragePoolRefresh, since libvirt 0.4.1.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   */
  refresh(flags: number = 0): Promise<void> {
    return invoke<void>(this, F.virStoragePoolRefresh, flags);
  }

  /**
   * Configure the storage pool to be automatically started
   * when the host machine boots.
   *
   * C: virStoragePoolSetAutostart, since libvirt 0.4.1.
   *
   * @param autostart whether the storage pool should be automatically started 0 or 1
   */
  setAutostart(autostart: boolean): Promise<void> {
    return invoke<void>(this, F.virStoragePoolSetAutostart, autostart);
  }

  /**
   * Undefine an inactive storage pool
   *
   * C: virStoragePoolUndefine, since libvirt 0.4.1.
   *
   */
  undefine(): Promise<void> {
    return invoke<void>(this, F.virStoragePoolUndefine);
  }

  /**
   * Create a storage volume within a pool based
   * on an XML description. Not all pools support
   * creation of volumes.
   *
   * Since 1.0.1 VIR_STORAGE_VOL_CREATE_PREALLOC_METADATA
   * in flags can be used to get higher performance with
   * qcow2 image files which don't support full preallocation,
   * by creating a sparse image file with metadata.
   *
   * virStorageVolFree should be used to free the resources after the
   * storage volume object is no longer needed.
   *
   * C: virStorageVolCreateXML, since libvirt 0.4.1.
   *
   * @param xmlDesc description of volume to create
   * @param flags bitwise-OR of virStorageVolCreateFlags @default 0
   * @returns C: the storage volume, or NULL on error
   */
  storageVolCreateXML(xmlDesc: string, flags: Flags<typeof StorageVolCreateFlags> = 0): Promise<StorageVol> {
    return invoke<StorageVol>(this, F.virStorageVolCreateXML, xmlDesc, flagBits(StorageVolCreateFlags, flags));
  }

  /**
   * Create a storage volume in the parent pool, using the
   * 'clonevol' volume as input. Information for the new
   * volume (name, perms)  are passed via a typical volume
   * XML description.
   *
   * Since 1.0.1 VIR_STORAGE_VOL_CREATE_PREALLOC_METADATA
   * in flags can be used to get higher performance with
   * qcow2 image files which don't support full preallocation,
   * by creating a sparse image file with metadata.
   *
   * virStorageVolFree should be used to free the resources after the
   * storage volume object is no longer needed.
   *
   * C: virStorageVolCreateXMLFrom, since libvirt 0.6.4.
   *
   * @param xmlDesc description of volume to create
   * @param clonevol storage volume to use as input
   * @param flags bitwise-OR of virStorageVolCreateFlags @default 0
   * @returns C: the storage volume, or NULL on error
   */
  storageVolCreateXMLFrom(xmlDesc: string, clonevol: StorageVol, flags: Flags<typeof StorageVolCreateFlags> = 0): Promise<StorageVol> {
    return invoke<StorageVol>(this, F.virStorageVolCreateXMLFrom, xmlDesc, rawOf(clonevol), flagBits(StorageVolCreateFlags, flags));
  }

  /**
   * Fetch a pointer to a storage volume based on its name
   * within a pool
   *
   * virStorageVolFree should be used to free the resources after the
   * storage volume object is no longer needed.
   *
   * C: virStorageVolLookupByName, since libvirt 0.4.1.
   *
   * @param name name of storage volume
   * @returns C: a storage volume, or NULL if not found / error
   */
  storageVolLookupByName(name: string): Promise<StorageVol> {
    return invoke<StorageVol>(this, F.virStorageVolLookupByName, name);
  }
}
