// Made by native/libvirt/generate from libvirt's description of its API; not to be edited.

import { flagBits, type Flags } from '../flags.js';
import { Handle } from '../handle.js';
import { invoke, invokeNow } from '../invoke.js';
import { NetworkPortCreateFlags, type NetworkUpdateCommand, NetworkUpdateFlags, type NetworkUpdateSection, NetworkXMLFlags } from './enums.js';
import { F } from './functions.js';
import { type NetworkPort } from './network-port.js';
import { type NetworkDHCPLease } from './structs.js';

/** A virNetworkPtr. Made by calls of its connection; see {@link Handle} for its lifetime. */
export class Network extends Handle {
  /**
   * Create and start a defined network. If the call succeed the network
   * moves from the defined to the running networks pools.
   *
   * C: virNetworkCreate, since libvirt 0.2.0.
   *
   */
  create(): Promise<void> {
    return invoke<void>(this, F.virNetworkCreate);
  }

  /**
   * Destroy the network object. The running instance is shutdown if not down
   * already and all resources used by it are given back to the hypervisor. This
   * does not free the associated virNetworkPtr object.
   * This function may require privileged access
   *
   * C: virNetworkDestroy, since libvirt 0.2.0.
   *
   */
  destroy(): Promise<void> {
    return invoke<void>(this, F.virNetworkDestroy);
  }

  /**
   * Provides a boolean value indicating whether the network
   * configured to be automatically started when the host
   * machine boots.
   *
   * C: virNetworkGetAutostart, since libvirt 0.2.1.
   *
   * @returns C: -1 in case of error, 0 in case of success
   */
  getAutostart(): Promise<boolean> {
    return invoke<boolean>(this, F.virNetworkGetAutostart);
  }

  /**
   * Provides a bridge interface name to which a domain may connect
   * a network interface in order to join the network.
   *
   * C: virNetworkGetBridgeName, since libvirt 0.2.0.
   *
   * @returns C: a 0 terminated interface name, or NULL in case of error. The caller must free() the returned value.
   */
  getBridgeName(): Promise<string> {
    return invoke<string>(this, F.virNetworkGetBridgeName);
  }

  /**
   * For DHCPv4, the information returned:
   * - Network Interface Name
   * - Expiry Time
   * - MAC address
   * - IAID (NULL)
   * - IPv4 address (with type and prefix)
   * - Hostname (can be NULL)
   * - Client ID (can be NULL)
   *
   * For DHCPv6, the information returned:
   * - Network Interface Name
   * - Expiry Time
   * - MAC address
   * - IAID (can be NULL, only in rare cases)
   * - IPv6 address (with type and prefix)
   * - Hostname (can be NULL)
   * - Client DUID
   *
   * Note: `mac`, `iaid`, `ipaddr`, `clientid` are in ASCII form, not raw bytes.
   * Note: `expirytime` can 0, in case the lease is for infinite time.
   *
   * The API fetches leases info of guests in the specified network. If the
   * optional parameter `mac` is specified, the returned list will contain only
   * lease info about a specific guest interface with `mac`. There can be
   * multiple leases for a single `mac` because this API supports DHCPv6 too.
   *
   * On success, the array stored into `leases` is guaranteed to
   * have an extra allocated element set to NULL but not included in the return
   * count, to make iteration easier. The caller is responsible for calling
   * virNetworkDHCPLeaseFree() on each array element, then calling free() on `leases`.
   *
   * See also virNetworkGetDHCPLeasesForMAC() as a convenience for filtering
   * the list to a single MAC address.
   *
   * Example of usage:
   *
   *   virNetworkDHCPLeasePtr *leases = NULL;
   *   virNetworkPtr network = ... obtain a network pointer here ...;
   *   size_t i;
   *   int nleases;
   *   unsigned int flags = 0;
   *
   *   nleases = virNetworkGetDHCPLeases(network, NULL, &leases, flags);
   *   if (nleases \< 0)
   *       error();
   *
   *   ... do something with returned values, for example:
   *
   *   for (i = 0; i \< nleases; i++) \{
   *       virNetworkDHCPLeasePtr lease = leases[i];
   *
   *       printf("Time(epoch): %lu, MAC address: %s, "
   *              "IP address: %s, Hostname: %s, ClientID: %s\n",
   *              lease-\>expirytime, lease-\>mac, lease-\>ipaddr,
   *              lease-\>hostname, lease-\>clientid);
   *
   *              virNetworkDHCPLeaseFree(leases[i]);
   *   \}
   *
   *   free(leases);
   *
   * C: virNetworkGetDHCPLeases, since libvirt 1.2.6.
   *
   * @param mac Optional ASCII formatted MAC address of an interface @default null
   * @param flags Extra flags, not used yet, so callers should always pass 0 @default 0
   * @returns C: the number of leases found or -1 and sets `leases` to NULL in case of error.
   */
  getDHCPLeases(mac: string | null = null, flags: number = 0): Promise<NetworkDHCPLease[]> {
    return invoke<NetworkDHCPLease[]>(this, F.virNetworkGetDHCPLeases, mac, flags);
  }

  /**
   * Get the public name for that network
   *
   * C: virNetworkGetName, since libvirt 0.2.0.
   *
   * @returns C: a pointer to the name or NULL, the string need not be deallocated its lifetime will be the same as the network object.
   */
  getName(): string {
    return invokeNow<string>(this, F.virNetworkGetName);
  }

  /**
   * Get the UUID for a network
   *
   * C: virNetworkGetUUID, since libvirt 0.2.0.
   *
   * @returns C: -1 in case of error, 0 in case of success
   */
  getUUID(): Uint8Array<ArrayBuffer> {
    return invokeNow<Uint8Array<ArrayBuffer>>(this, F.virNetworkGetUUID);
  }

  /**
   * Get the UUID for a network as string. For more information about
   * UUID see RFC4122.
   *
   * C: virNetworkGetUUIDString, since libvirt 0.2.0.
   *
   * @returns C: -1 in case of error, 0 in case of success
   */
  getUUIDString(): string {
    return invokeNow<string>(this, F.virNetworkGetUUIDString);
  }

  /**
   * Provide an XML description of the network. The description may be reused
   * later to relaunch the network with virNetworkCreateXML().
   *
   * Normally, if a network included a physical function, the output includes
   * all virtual functions tied to that physical interface.  If `flags` includes
   * VIR_NETWORK_XML_INACTIVE, then the expansion of virtual interfaces is
   * not performed.
   *
   * C: virNetworkGetXMLDesc, since libvirt 0.2.0.
   *
   * @param flags bitwise-OR of virNetworkXMLFlags @default 0
   * @returns C: a 0 terminated UTF-8 encoded XML instance, or NULL in case of error. The caller must free() the returned value.
   */
  getXMLDesc(flags: Flags<typeof NetworkXMLFlags> = 0): Promise<string> {
    return invoke<string>(this, F.virNetworkGetXMLDesc, flagBits(NetworkXMLFlags, flags));
  }

  /**
   * Determine if the network is currently running
   *
   * C: virNetworkIsActive, since libvirt 0.7.3.
   *
   * @returns C: 1 if running, 0 if inactive, -1 on error
   */
  isActive(): Promise<boolean> {
    return invoke<boolean>(this, F.virNetworkIsActive);
  }

  /**
   * Determine if the network has a persistent configuration
   * which means it will still exist after shutting down
   *
   * C: virNetworkIsPersistent, since libvirt 0.7.3.
   *
   * @returns C: 1 if persistent, 0 if transient, -1 on error
   */
  isPersistent(): Promise<boolean> {
    return invoke<boolean>(this, F.virNetworkIsPersistent);
  }

  /**
   * Collect the list of network ports, and allocate an array to store those
   * objects.
   *
   * C: virNetworkListAllPorts, since libvirt 5.5.0.
   *
   * @param flags extra flags; not used yet, so callers should always pass 0 @default 0
   * @returns C: the number of network ports found or -1 and sets `ports` to NULL in case of error. On success, the array stored into `ports` is guaranteed to have an extra allocated element set to NULL but not included in the return count, to make iteration easier. The caller is responsible for calling virNetworkPortFree() on each array element, then calling free() on `ports`.
   */
  listAllPorts(flags: number = 0): Promise<NetworkPort[]> {
    return invoke<NetworkPort[]>(this, F.virNetworkListAllPorts, flags);
  }

  /**
   * Create a new network port, based on an XML description
   * similar to the one returned by virNetworkPortGetXMLDesc()
   *
   * virNetworkPortFree should be used to free the resources after the
   * network port object is no longer needed.
   *
   * C: virNetworkPortCreateXML, since libvirt 5.5.0.
   *
   * @param xmldesc an XML description of the port
   * @param flags bitwise-OR of virNetworkPortCreateFlags @default 0
   * @returns C: a new network port object or NULL in case of failure
   */
  portCreateXML(xmldesc: string, flags: Flags<typeof NetworkPortCreateFlags> = 0): Promise<NetworkPort> {
    return invoke<NetworkPort>(this, F.virNetworkPortCreateXML, xmldesc, flagBits(NetworkPortCreateFlags, flags));
  }

  /**
   * Try to lookup a port on the given network based on its UUID.
   *
   * virNetworkPortFree should be used to free the resources after the
   * network port object is no longer needed.
   *
   * C: virNetworkPortLookupByUUID, since libvirt 5.5.0.
   *
   * @param uuid the raw UUID for the network port
   * @returns C: a new network port object or NULL in case of failure. If the network port cannot be found, then VIR_ERR_NO_NETWORK_PORT error is raised.
   */
  portLookupByUUID(uuid: Uint8Array): Promise<NetworkPort> {
    return invoke<NetworkPort>(this, F.virNetworkPortLookupByUUID, uuid);
  }

  /**
   * Try to lookup a port on the given network based on its UUID.
   *
   * C: virNetworkPortLookupByUUIDString, since libvirt 5.5.0.
   *
   * @param uuidstr the string UUID for the port
   * @returns C: a new network port object or NULL in case of failure. If the network port cannot be found, then VIR_ERR_NO_NETWORK_PORT error is raised.
   */
  portLookupByUUIDString(uuidstr: string): Promise<NetworkPort> {
    return invoke<NetworkPort>(this, F.virNetworkPortLookupByUUIDString, uuidstr);
  }

  /**
   * Configure the network to be automatically started
   * when the host machine boots.
   *
   * C: virNetworkSetAutostart, since libvirt 0.2.1.
   *
   * @param autostart whether the network should be automatically started 0 or 1
   */
  setAutostart(autostart: boolean): Promise<void> {
    return invoke<void>(this, F.virNetworkSetAutostart, autostart);
  }

  /**
   * Undefine a network but does not stop it if it is running
   *
   * C: virNetworkUndefine, since libvirt 0.2.0.
   *
   */
  undefine(): Promise<void> {
    return invoke<void>(this, F.virNetworkUndefine);
  }

  /**
   * Update the definition of an existing network, either its live
   * running state, its persistent configuration, or both.
   *
   * C: virNetworkUpdate, since libvirt 0.10.2.
   *
   * @param command what action to perform (add/delete/modify) (see virNetworkUpdateCommand for descriptions)
   * @param section which section of the network to update (see virNetworkUpdateSection for descriptions)
   * @param parentIndex which parent element, if there are multiple parents of the same type (e.g. which \<ip\> element when modifying a \<dhcp\>/\<host\> element), or "-1" for "don't care" or "automatically find appropriate one".
   * @param xml the XML description for the network, preferably in UTF-8
   * @param flags bitwise OR of virNetworkUpdateFlags. @default 0
   */
  update(command: NetworkUpdateCommand, section: NetworkUpdateSection, parentIndex: number, xml: string, flags: Flags<typeof NetworkUpdateFlags> = 0): Promise<void> {
    return invoke<void>(this, F.virNetworkUpdate, command, section, parentIndex, xml, flagBits(NetworkUpdateFlags, flags));
  }
}
