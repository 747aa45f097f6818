// Made by native/libvirt/generate from libvirt's description of its API; not to be edited.

import { flagBits, type Flags } from '../flags.js';
import { Handle } from '../handle.js';
import { invoke, invokeNow } from '../invoke.js';
import { InterfaceXMLFlags } from './enums.js';
import { F } from './functions.js';

/** A virInterfacePtr. Made by calls of its connection; see {@link Handle} for its lifetime. */
export class Interface extends Handle {
  /**
   * Activate an interface (i.e. call "ifup").
   *
   * If there was an open network config transaction at the time this
   * interface was defined (that is, if virInterfaceChangeBegin() had
   * been called), the interface will be brought back down (and then
   * undefined) if virInterfaceChangeRollback() is called.
   *
   * C: virInterfaceCreate, since libvirt 0.6.4.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   */
  create(flags: number = 0): Promise<void> {
    return invoke<void>(this, F.virInterfaceCreate, flags);
  }

  /**
   * deactivate an interface (ie call "ifdown")
   * This does not remove the interface from the config, and
   * does not free the associated virInterfacePtr object.
   *
   * If there is an open network config transaction at the time this
   * interface is destroyed (that is, if virInterfaceChangeBegin() had
   * been called), and if the interface is later undefined and then
   * virInterfaceChangeRollback() is called, the restoral of the
   * interface definition will also bring the interface back up.
   *
   * C: virInterfaceDestroy, since libvirt 0.6.4.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   */
  destroy(flags: number = 0): Promise<void> {
    return invoke<void>(this, F.virInterfaceDestroy, flags);
  }

  /**
   * Get the MAC for an interface as string. For more information about
   * MAC see RFC4122.
   *
   * C: virInterfaceGetMACString, since libvirt 0.6.4.
   *
   * @returns C: a pointer to the MAC address (in null-terminated ASCII format) or NULL, the string need not be deallocated its lifetime will be the same as the interface object.
   */
  getMACString(): string | null {
    return invokeNow<string | null>(this, F.virInterfaceGetMACString);
  }

  /**
   * Get the public name for that interface
   *
   * C: virInterfaceGetName, since libvirt 0.6.4.
   *
   * @returns C: a pointer to the name or NULL, the string need not be deallocated its lifetime will be the same as the interface object.
   */
  getName(): string {
    return invokeNow<string>(this, F.virInterfaceGetName);
  }

  /**
   * VIR_INTERFACE_XML_INACTIVE - return the static configuration,
   *                                   suitable for use redefining the
   *                                   interface via virInterfaceDefineXML()
   *
   * Provide an XML description of the interface. If
   * VIR_INTERFACE_XML_INACTIVE is set, the description may be reused
   * later to redefine the interface with virInterfaceDefineXML(). If it
   * is not set, the ip address and netmask will be the current live
   * setting of the interface, not the settings from the config files.
   *
   * C: virInterfaceGetXMLDesc, since libvirt 0.6.4.
   *
   * @param flags bitwise-OR of extraction flags. Current valid bits: @default 0
   * @returns C: a 0 terminated UTF-8 encoded XML instance, or NULL in case of error. The caller must free() the returned value.
   */
  getXMLDesc(flags: Flags<typeof InterfaceXMLFlags> = 0): Promise<string> {
    return invoke<string>(this, F.virInterfaceGetXMLDesc, flagBits(InterfaceXMLFlags, flags));
  }

  /**
   * Determine if the interface is currently running
   *
   * C: virInterfaceIsActive, since libvirt 0.7.3.
   *
   * @returns C: 1 if running, 0 if inactive, -1 on error
   */
  isActive(): Promise<boolean> {
    return invoke<boolean>(this, F.virInterfaceIsActive);
  }

  /**
   * Undefine an interface, ie remove it from the config.
   * This does not free the associated virInterfacePtr object.
   *
   * Normally this change in the interface configuration is
   * permanent/persistent, but if virInterfaceChangeBegin() has been
   * previously called (i.e. if an interface config transaction is
   * open), the removal of the interface definition will only become
   * permanent if virInterfaceChangeCommit() is called prior to the next
   * reboot of the system running libvirtd. Prior to that time, the
   * definition can be explicitly restored using
   * virInterfaceChangeRollback(), or will be automatically restored
   * during the next reboot of the system running libvirtd.
   *
   * C: virInterfaceUndefine, since libvirt 0.6.4.
   *
   */
  undefine(): Promise<void> {
    return invoke<void>(this, F.virInterfaceUndefine);
  }
}
