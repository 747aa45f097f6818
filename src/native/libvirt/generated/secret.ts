// Made by native/libvirt/generate from libvirt's description of its API; not to be edited.

import { Handle } from '../handle.js';
import { invoke, invokeNow } from '../invoke.js';
import { type SecretUsageType } from './enums.js';
import { F } from './functions.js';

/** A virSecretPtr. Made by calls of its connection; see {@link Handle} for its lifetime. */
export class Secret extends Handle {
  /**
   * Fetches the UUID of the secret.
   *
   * C: virSecretGetUUID, since libvirt 0.7.1.
   *
   * @returns C: 0 on success with the uuid buffer being filled, or -1 upon failure.
   */
  getUUID(): Uint8Array<ArrayBuffer> {
    return invokeNow<Uint8Array<ArrayBuffer>>(this, F.virSecretGetUUID);
  }

  /**
   * Get the UUID for a secret as string. For more information about
   * UUID see RFC4122.
   *
   * C: virSecretGetUUIDString, since libvirt 0.7.1.
   *
   * @returns C: -1 in case of error, 0 in case of success
   */
  getUUIDString(): string {
    return invokeNow<string>(this, F.virSecretGetUUIDString);
  }

  /**
   * Get the unique identifier of the object with which this
   * secret is to be used. The format of the identifier is
   * dependent on the usage type of the secret. For a secret
   * with a usage type of VIR_SECRET_USAGE_TYPE_VOLUME the
   * identifier will be a fully qualified path name. The
   * identifiers are intended to be unique within the set of
   * all secrets sharing the same usage type. ie, there shall
   * only ever be one secret for each volume path.
   *
   * C: virSecretGetUsageID, since libvirt 0.7.1.
   *
   * @returns C: a string identifying the object using the secret, or NULL upon error
   */
  getUsageID(): string | null {
    return invokeNow<string | null>(this, F.virSecretGetUsageID);
  }

  /**
   * Get the type of object which uses this secret. The returned
   * value is one of the constants defined in the virSecretUsageType
   * enumeration. More values may be added to this enumeration in
   * the future, so callers should expect to see usage types they
   * do not explicitly know about.
   *
   * C: virSecretGetUsageType, since libvirt 0.7.1.
   *
   * @returns C: a positive integer identifying the type of object, or -1 upon error.
   */
  getUsageType(): SecretUsageType {
    return invokeNow<SecretUsageType>(this, F.virSecretGetUsageType);
  }

  /**
   * Fetches the value of a secret.
   *
   * C: virSecretGetValue, since libvirt 0.7.1.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: the secret value on success, NULL on failure. The caller must free() the secret value.
   */
  getValue(flags: number = 0): Promise<Uint8Array<ArrayBuffer>> {
    return invoke<Uint8Array<ArrayBuffer>>(this, F.virSecretGetValue, flags);
  }

  /**
   * Fetches an XML document describing attributes of the secret.
   *
   * C: virSecretGetXMLDesc, since libvirt 0.7.1.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: the XML document on success, NULL on failure. The caller must free() the XML.
   */
  getXMLDesc(flags: number = 0): Promise<string> {
    return invoke<string>(this, F.virSecretGetXMLDesc, flags);
  }

  /**
   * Sets the value of a secret.
   *
   * C: virSecretSetValue, since libvirt 0.7.1.
   *
   * @param value Value of the secret
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   */
  setValue(value: Uint8Array, flags: number = 0): Promise<void> {
    return invoke<void>(this, F.virSecretSetValue, value, flags);
  }

  /**
   * Deletes the specified secret.  This does not free the associated
   * virSecretPtr object.
   *
   * C: virSecretUndefine, since libvirt 0.7.1.
   *
   */
  undefine(): Promise<void> {
    return invoke<void>(this, F.virSecretUndefine);
  }
}
