// Made by native/libvirt/generate from libvirt's description of its API; not to be edited.

import { Handle } from '../handle.js';
import { invoke, invokeNow } from '../invoke.js';
import { F } from './functions.js';

/** A virNWFilterPtr. Made by calls of its connection; see {@link Handle} for its lifetime. */
export class NWFilter extends Handle {
  /**
   * Get the public name for the network filter
   *
   * C: virNWFilterGetName, since libvirt 0.8.0.
   *
   * @returns C: a pointer to the name or NULL, the string need not be deallocated its lifetime will be the same as the nwfilter object.
   */
  getName(): string {
    return invokeNow<string>(this, F.virNWFilterGetName);
  }

  /**
   * Get the UUID for a network filter
   *
   * C: virNWFilterGetUUID, since libvirt 0.8.0.
   *
   * @returns C: -1 in case of error, 0 in case of success
   */
  getUUID(): Uint8Array<ArrayBuffer> {
    return invokeNow<Uint8Array<ArrayBuffer>>(this, F.virNWFilterGetUUID);
  }

  /**
   * Get the UUID for a network filter as string. For more information about
   * UUID see RFC4122.
   *
   * C: virNWFilterGetUUIDString, since libvirt 0.8.0.
   *
   * @returns C: -1 in case of error, 0 in case of success
   */
  getUUIDString(): string {
    return invokeNow<string>(this, F.virNWFilterGetUUIDString);
  }

  /**
   * Provide an XML description of the network filter. The description may be
   * reused later to redefine the network filter with virNWFilterCreateXML().
   *
   * C: virNWFilterGetXMLDesc, since libvirt 0.8.0.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: a 0 terminated UTF-8 encoded XML instance, or NULL in case of error. The caller must free() the returned value.
   */
  getXMLDesc(flags: number = 0): Promise<string> {
    return invoke<string>(this, F.virNWFilterGetXMLDesc, flags);
  }

  /**
   * Undefine the nwfilter object. This call will not succeed if
   * a running VM is referencing the filter. This does not free the
   * associated virNWFilterPtr object.
   *
   * C: virNWFilterUndefine, since libvirt 0.8.0.
   *
   */
  undefine(): Promise<void> {
    return invoke<void>(this, F.virNWFilterUndefine);
  }
}
