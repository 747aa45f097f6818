// Made by native/libvirt/generate from libvirt's description of its API; not to be edited.

import { flagBits, type Flags } from '../flags.js';
import { Handle, rawOf } from '../handle.js';
import { invoke, invokeNow } from '../invoke.js';
import { type Stream } from '../stream.js';
import { StorageVolDeleteFlags, StorageVolDownloadFlags, StorageVolInfoFlags, StorageVolResizeFlags, StorageVolUploadFlags, type StorageVolWipeAlgorithm } from './enums.js';
import { F } from './functions.js';
import { type StoragePool } from './storage-pool.js';
import { type StorageVolInfo } from './structs.js';

/** A virStorageVolPtr. Made by calls of its connection; see {@link Handle} for its lifetime. */
export class StorageVol extends Handle {
  /**
   * Fetch a storage pool which contains a particular volume
   *
   * virStoragePoolFree should be used to free the resources after the
   * storage pool object is no longer needed.
   *
   * C: virStoragePoolLookupByVolume, since libvirt 0.4.1.
   *
   * @returns C: a virStoragePoolPtr object, or NULL if no matching pool is found
   */
  storagePoolLookupByVolume(): Promise<StoragePool> {
    return invoke<StoragePool>(this, F.virStoragePoolLookupByVolume);
  }

  /**
   * Delete the storage volume from the pool
   *
   * C: virStorageVolDelete, since libvirt 0.4.1.
   *
   * @param flags bitwise-OR of virStorageVolDeleteFlags @default 0
   */
  delete(flags: Flags<typeof StorageVolDeleteFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virStorageVolDelete, flagBits(StorageVolDeleteFlags, flags));
  }

  /**
   * Download the content of the volume as a stream. If `length`
   * is zero, then the remaining contents of the volume after
   * `offset` will be downloaded. Please note that the stream
   * transports the volume itself as is, so the downloaded data may
   * not correspond to guest OS visible state in cases when a
   * complex storage format such as qcow2 or vmdk is used.
   *
   * If VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM is set in `flags`
   * effective transmission of holes is enabled. This assumes using
   * the `stream` with combination of virStreamSparseRecvAll() or
   * virStreamRecvFlags(stream, ..., flags =
   * VIR_STREAM_RECV_STOP_AT_HOLE) for honouring holes sent by
   * server.
   *
   * This call sets up an asynchronous stream; subsequent use of
   * stream APIs is necessary to transfer the actual data,
   * determine how much data is successfully transferred, and
   * detect any errors. The results will be unpredictable if
   * another active stream is writing to the storage volume.
   *
   * C: virStorageVolDownload, since libvirt 0.9.0.
   *
   * @param stream stream to use as output
   * @param offset position in `vol` to start reading from
   * @param length limit on amount of data to download
   * @param flags bitwise-OR of virStorageVolDownloadFlags @default 0
   */
  download(stream: Stream, offset: number | bigint, length: number | bigint, flags: Flags<typeof StorageVolDownloadFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virStorageVolDownload, rawOf(stream), offset, length, flagBits(StorageVolDownloadFlags, flags));
  }

  /**
   * Fetches volatile information about the storage
   * volume such as its current allocation
   *
   * C: virStorageVolGetInfo, since libvirt 0.4.1.
   *
   * @returns C: 0 on success, or -1 on failure
   */
  getInfo(): Promise<StorageVolInfo> {
    return invoke<StorageVolInfo>(this, F.virStorageVolGetInfo);
  }

  /**
   * Fetches volatile information about the storage
   * volume such as its current allocation.
   *
   * If the `flags` argument is VIR_STORAGE_VOL_GET_PHYSICAL, then the physical
   * bytes used for the volume will be returned in the `info` allocation field.
   * This is useful for sparse files and certain volume file types where the
   * physical on disk usage can be different than the calculated allocation value
   * as is the case with qcow2 files.
   *
   * C: virStorageVolGetInfoFlags, since libvirt 3.0.0.
   *
   * @param flags bitwise-OR of virStorageVolInfoFlags @default 0
   * @returns C: 0 on success, or -1 on failure
   */
  getInfoFlags(flags: Flags<typeof StorageVolInfoFlags> = 0): Promise<StorageVolInfo> {
    return invoke<StorageVolInfo>(this, F.virStorageVolGetInfoFlags, flagBits(StorageVolInfoFlags, flags));
  }

  /**
   * Fetch the storage volume key. This is globally
   * unique, so the same volume will have the same
   * key no matter what host it is accessed from
   *
   * C: virStorageVolGetKey, since libvirt 0.4.1.
   *
   * @returns C: the volume key, or NULL on error
   */
  getKey(): string {
    return invokeNow<string>(this, F.virStorageVolGetKey);
  }

  /**
   * Fetch the storage volume name. This is unique
   * within the scope of a pool
   *
   * C: virStorageVolGetName, since libvirt 0.4.1.
   *
   * @returns C: the volume name, or NULL on error
   */
  getName(): string {
    return invokeNow<string>(this, F.virStorageVolGetName);
  }

  /**
   * Fetch the storage volume path. Depending on the pool
   * configuration this is either persistent across hosts,
   * or dynamically assigned at pool startup. Consult
   * pool documentation for information on getting the
   * persistent naming
   *
   * C: virStorageVolGetPath, since libvirt 0.4.1.
   *
   * @returns C: the storage volume path, or NULL on error. The caller must free() the returned path after use.
   */
  getPath(): Promise<string> {
    return invoke<string>(this, F.virStorageVolGetPath);
  }

  /**
   * Fetch an XML document describing all aspects of
   * the storage volume
   *
   * C: virStorageVolGetXMLDesc, since libvirt 0.4.1.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: the XML document, or NULL on error
   */
  getXMLDesc(flags: number = 0): Promise<string> {
    return invoke<string>(this, F.virStorageVolGetXMLDesc, flags);
  }

  /**
   * Changes the capacity of the storage volume `vol` to `capacity`. The
   * operation will fail if the new capacity requires allocation that would
   * exceed the remaining free space in the parent pool.  The contents of
   * the new capacity will appear as all zero bytes. The capacity value will
   * be rounded to the granularity supported by the hypervisor.
   *
   * Normally, the operation will attempt to affect capacity with a minimum
   * impact on allocation (that is, the default operation favors a sparse
   * resize).  If `flags` contains VIR_STORAGE_VOL_RESIZE_ALLOCATE, then the
   * operation will ensure that allocation is sufficient for the new
   * capacity; this may make the operation take noticeably longer.
   *
   * Normally, the operation treats `capacity` as the new size in bytes;
   * but if `flags` contains VIR_STORAGE_VOL_RESIZE_DELTA, then `capacity`
   * represents the size difference to add to the current size.  It is
   * up to the storage pool implementation whether unaligned requests are
   * rounded up to the next valid boundary, or rejected.
   *
   * Normally, this operation should only be used to enlarge capacity;
   * but if `flags` contains VIR_STORAGE_VOL_RESIZE_SHRINK, it is possible to
   * attempt a reduction in capacity even though it might cause data loss.
   * If VIR_STORAGE_VOL_RESIZE_DELTA is also present, then `capacity` is
   * subtracted from the current size; without it, `capacity` represents
   * the absolute new size regardless of whether it is larger or smaller
   * than the current size.
   *
   * C: virStorageVolResize, since libvirt 0.9.10.
   *
   * @param capacity new capacity, in bytes
   * @param flags bitwise-OR of virStorageVolResizeFlags @default 0
   */
  resize(capacity: number | bigint, flags: Flags<typeof StorageVolResizeFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virStorageVolResize, capacity, flagBits(StorageVolResizeFlags, flags));
  }

  /**
   * Upload new content to the volume from a stream. This call
   * will fail if `offset` + `length` exceeds the size of the
   * volume. Otherwise, if `length` is non-zero, an error
   * will be raised if an attempt is made to upload greater
   * than `length` bytes of data. Please note that the stream
   * transports the volume itself as is, so the downloaded data may
   * not correspond to guest OS visible state in cases when a
   * complex storage format such as qcow2 or vmdk is used.
   *
   * If VIR_STORAGE_VOL_UPLOAD_SPARSE_STREAM is set in `flags`
   * effective transmission of holes is enabled. This assumes using
   * the `stream` with combination of virStreamSparseSendAll() or
   * virStreamSendHole() to preserve source file sparseness.
   *
   * This call sets up an asynchronous stream; subsequent use of
   * stream APIs is necessary to transfer the actual data,
   * determine how much data is successfully transferred, and
   * detect any errors. The results will be unpredictable if
   * another active stream is writing to the storage volume.
   *
   * When the data stream is closed whether the upload is successful
   * or not an attempt will be made to refresh the target storage pool
   * if an asynchronous build is not running in order to reflect pool
   * and volume changes as a result of the upload. Depending on
   * the target volume storage backend and the source stream type
   * for a successful upload, the target volume may take on the
   * characteristics from the source stream such as format type,
   * capacity, and allocation.
   *
   * C: virStorageVolUpload, since libvirt 0.9.0.
   *
   * @param stream stream to use as input
   * @param offset position to start writing to
   * @param length limit on amount of data to upload
   * @param flags bitwise-OR of virStorageVolUploadFlags @default 0
   */
  upload(stream: Stream, offset: number | bigint, length: number | bigint, flags: Flags<typeof StorageVolUploadFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virStorageVolUpload, rawOf(stream), offset, length, flagBits(StorageVolUploadFlags, flags));
  }

  /**
   * Ensure data previously on a volume is not accessible to future reads.
   *
   * The data to be wiped may include the format and possibly size information,
   * so non-raw images might become raw with a different size. It is storage
   * backend dependent whether the format and size information is regenerated
   * once the initial volume wipe is completed.
   *
   * Depending on the actual volume representation, this call may not
   * overwrite the physical location of the volume. For instance, files
   * stored journaled, log structured, copy-on-write, versioned, and
   * network file systems are known to be problematic.
   *
   * C: virStorageVolWipe, since libvirt 0.8.0.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   */
  wipe(flags: number = 0): Promise<void> {
    return invoke<void>(this, F.virStorageVolWipe, flags);
  }

  /**
   * Similar to virStorageVolWipe, but one can choose between
   * different wiping algorithms. Also note, that depending on the
   * actual volume representation, this call may not really
   * overwrite the physical location of the volume. For instance,
   * files stored journaled, log structured, copy-on-write,
   * versioned, and network file systems are known to be
   * problematic.
   *
   * C: virStorageVolWipePattern, since libvirt 0.9.10.
   *
   * @param algorithm one of virStorageVolWipeAlgorithm
   * @param flags future flags, use 0 for now @default 0
   */
  wipePattern(algorithm: StorageVolWipeAlgorithm, flags: number = 0): Promise<void> {
    return invoke<void>(this, F.virStorageVolWipePattern, algorithm, flags);
  }
}
