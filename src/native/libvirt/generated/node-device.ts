// Made by native/libvirt/generate from libvirt's description of its API; not to be edited.

import { Handle } from '../handle.js';
import { invoke, invokeNow } from '../invoke.js';
import { F } from './functions.js';

/** A virNodeDevicePtr. Made by calls of its connection; see {@link Handle} for its lifetime. */
export class NodeDevice extends Handle {
  /**
   * Start a defined node device:
   *
   * C: virNodeDeviceCreate, since libvirt 7.3.0.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   */
  create(flags: number = 0): Promise<void> {
    return invoke<void>(this, F.virNodeDeviceCreate, flags);
  }

  /**
   * Destroy the device object. The virtual device (only works for vHBA
   * currently) is removed from the host operating system.  This function
   * may require privileged access.
   *
   * C: virNodeDeviceDestroy, since libvirt 0.6.3.
   *
   */
  destroy(): Promise<void> {
    return invoke<void>(this, F.virNodeDeviceDestroy);
  }

  /**
   * Detach the node device from the node itself so that it may be
   * assigned to a guest domain.
   *
   * Depending on the hypervisor, this may involve operations such as
   * unbinding any device drivers from the device, binding the device to
   * a dummy device driver and resetting the device. Different backend
   * drivers expect the device to be bound to different dummy
   * devices. For example, QEMU's "kvm" backend driver (the default)
   * expects the device to be bound to "pci-stub", but its "vfio"
   * backend driver expects the device to be bound to "vfio-pci".
   *
   * If the device is currently in use by the node, this method may
   * fail.
   *
   * Once the device is not assigned to any guest, it may be re-attached
   * to the node using the virNodeDeviceReAttach() method.
   *
   * C: virNodeDeviceDetachFlags, since libvirt 1.0.5.
   *
   * @param driverName name of backend driver that will be used for later device assignment to a domain. NULL means "use the hypervisor default driver" @default null
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   */
  detachFlags(driverName: string | null = null, flags: number = 0): Promise<void> {
    return invoke<void>(this, F.virNodeDeviceDetachFlags, driverName, flags);
  }

  /**
   * Detach the node device from the node itself so that it may be
   * assigned to a guest domain.
   *
   * Depending on the hypervisor, this may involve operations such
   * as unbinding any device drivers from the device, binding the
   * device to a dummy device driver and resetting the device.
   *
   * If the device is currently in use by the node, this method may
   * fail.
   *
   * Once the device is not assigned to any guest, it may be re-attached
   * to the node using the virNodeDeviceReattach() method.
   *
   * If the caller needs control over which backend driver will be used
   * during PCI device assignment (to use something other than the
   * default, for example VFIO), the newer virNodeDeviceDetachFlags()
   * API should be used instead.
   *
   * C: virNodeDeviceDettach, since libvirt 0.6.1.
   *
   * @deprecated Use detachFlags().
   */
  dettach(): Promise<void> {
    return invoke<void>(this, F.virNodeDeviceDettach);
  }

  /**
   * Provides a boolean value indicating whether the node device is configured to
   * be automatically started when the host machine boots or the parent device
   * becomes available.
   *
   * C: virNodeDeviceGetAutostart, since libvirt 7.8.0.
   *
   * @returns C: -1 in case of error, 0 in case of success
   */
  getAutostart(): Promise<boolean> {
    return invoke<boolean>(this, F.virNodeDeviceGetAutostart);
  }

  /**
   * Just return the device name
   *
   * C: virNodeDeviceGetName, since libvirt 0.5.0.
   *
   * @returns C: the device name or NULL in case of error
   */
  getName(): string {
    return invokeNow<string>(this, F.virNodeDeviceGetName);
  }

  /**
   * Accessor for the parent of the device
   *
   * C: virNodeDeviceGetParent, since libvirt 0.5.0.
   *
   * @returns C: the name of the device's parent, or NULL if an error occurred or when the device has no parent.
   */
  getParent(): Promise<string | null> {
    return invoke<string | null>(this, F.virNodeDeviceGetParent);
  }

  /**
   * Fetch an XML document describing all aspects of
   * the device.
   *
   * C: virNodeDeviceGetXMLDesc, since libvirt 0.5.0.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: the XML document, or NULL on error
   */
  getXMLDesc(flags: number = 0): Promise<string> {
    return invoke<string>(this, F.virNodeDeviceGetXMLDesc, flags);
  }

  /**
   * Determine if the node device is currently active
   *
   * C: virNodeDeviceIsActive, since libvirt 7.8.0.
   *
   * @returns C: 1 if active, 0 if inactive, -1 on error
   */
  isActive(): Promise<boolean> {
    return invoke<boolean>(this, F.virNodeDeviceIsActive);
  }

  /**
   * Determine if the node device has a persistent configuration
   * which means it will still exist after shutting down
   *
   * C: virNodeDeviceIsPersistent, since libvirt 7.8.0.
   *
   * @returns C: 1 if persistent, 0 if transient, -1 on error
   */
  isPersistent(): Promise<boolean> {
    return invoke<boolean>(this, F.virNodeDeviceIsPersistent);
  }

  /**
   * Lists the names of the capabilities supported by the device.
   *
   * C: virNodeDeviceListCaps, since libvirt 0.5.0.
   *
   * @returns C: the number of capability names listed in `names` or -1 in case of error.
   */
  listCaps(): Promise<string[]> {
    return invoke<string[]>(this, F.virNodeDeviceListCaps);
  }

  /**
   * Accessor for the number of capabilities supported by the device.
   *
   * C: virNodeDeviceNumOfCaps, since libvirt 0.5.0.
   *
   * @returns C: the number of capabilities supported by the device or -1 in case of error.
   */
  numOfCaps(): Promise<number> {
    return invoke<number>(this, F.virNodeDeviceNumOfCaps);
  }

  /**
   * Re-attach a previously detached node device to the node so that it
   * may be used by the node again.
   *
   * Depending on the hypervisor, this may involve operations such
   * as resetting the device, unbinding it from a dummy device driver
   * and binding it to its appropriate driver.
   *
   * If the device is currently in use by a guest, this method may fail.
   *
   * C: virNodeDeviceReAttach, since libvirt 0.6.1.
   *
   */
  reAttach(): Promise<void> {
    return invoke<void>(this, F.virNodeDeviceReAttach);
  }

  /**
   * Reset a previously detached node device to the node before or
   * after assigning it to a guest.
   *
   * The exact reset semantics depends on the hypervisor and device
   * type but, for example, KVM will attempt to reset PCI devices with
   * a Function Level Reset, Secondary Bus Reset or a Power Management
   * D-State reset.
   *
   * If the reset will affect other devices which are currently in use,
   * this function may fail.
   *
   * C: virNodeDeviceReset, since libvirt 0.6.1.
   *
   */
  reset(): Promise<void> {
    return invoke<void>(this, F.virNodeDeviceReset);
  }

  /**
   * Configure the node device to be automatically started when the host machine
   * boots or the parent device becomes available.
   *
   * C: virNodeDeviceSetAutostart, since libvirt 7.8.0.
   *
   * @param autostart whether the device should be automatically started
   */
  setAutostart(autostart: boolean): Promise<void> {
    return invoke<void>(this, F.virNodeDeviceSetAutostart, autostart);
  }

  /**
   * Undefine the device object. The virtual device  is removed from the host
   * operating system.  This function may require privileged access.
   *
   * C: virNodeDeviceUndefine, since libvirt 7.3.0.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   */
  undefine(flags: number = 0): Promise<void> {
    return invoke<void>(this, F.virNodeDeviceUndefine, flags);
  }
}
