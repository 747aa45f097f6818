// Made by native/libvirt/generate from libvirt's description of its API; not to be edited.

import { Handle } from '../handle.js';
import { invoke, invokeNow } from '../invoke.js';
import { F } from './functions.js';

/** A virNWFilterBindingPtr. Made by calls of its connection; see {@link Handle} for its lifetime. */
export class NWFilterBinding extends Handle {
  /**
   * Delete the binding object. This does not free the
   * associated virNWFilterBindingPtr object. This API
   * may be used to remove the network port binding filter
   * currently in use for the guest while the guest is
   * running without needing to restart the guest. Restoring
   * the network port binding filter for the running guest
   * would be accomplished by using virNWFilterBindingCreateXML.
   *
   * C: virNWFilterBindingDelete, since libvirt 4.5.0.
   *
   */
  delete(): Promise<void> {
    return invoke<void>(this, F.virNWFilterBindingDelete);
  }

  /**
   * Get the filter name for the network filter binding
   *
   * C: virNWFilterBindingGetFilterName, since libvirt 4.5.0.
   *
   * @returns C: a pointer to the name or NULL, the string need not be deallocated its lifetime will be the same as the binding object.
   */
  getFilterName(): string {
    return invokeNow<string>(this, F.virNWFilterBindingGetFilterName);
  }

  /**
   * Get the port dev name for the network filter binding
   *
   * C: virNWFilterBindingGetPortDev, since libvirt 4.5.0.
   *
   * @returns C: a pointer to the name or NULL, the string need not be deallocated its lifetime will be the same as the binding object.
   */
  getPortDev(): string {
    return invokeNow<string>(this, F.virNWFilterBindingGetPortDev);
  }

  /**
   * Provide an XML description of the network filter. The description may be
   * reused later to redefine the network filter with virNWFilterCreateXML().
   *
   * C: virNWFilterBindingGetXMLDesc, since libvirt 4.5.0.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: a 0 terminated UTF-8 encoded XML instance, or NULL in case of error. The caller must free() the returned value.
   */
  getXMLDesc(flags: number = 0): Promise<string> {
    return invoke<string>(this, F.virNWFilterBindingGetXMLDesc, flags);
  }
}
