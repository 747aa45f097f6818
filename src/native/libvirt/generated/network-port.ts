// Made by native/libvirt/generate from libvirt's description of its API; not to be edited.

import { Handle } from '../handle.js';
import { invoke, invokeNow } from '../invoke.js';
import { typedParamList, type TypedParams, type TypedParamsInput } from '../typed-params.js';
import { F } from './functions.js';
import { type Network } from './network.js';

/** A virNetworkPortPtr. Made by calls of its connection; see {@link Handle} for its lifetime. */
export class NetworkPort extends Handle {
  /**
   * Delete the network port. This does not free the
   * associated virNetworkPortPtr object. It is the
   * caller's responsibility to ensure the port is not
   * still in use by a virtual machine before deleting
   * port.
   *
   * C: virNetworkPortDelete, since libvirt 5.5.0.
   *
   * @param flags currently unused, pass 0 @default 0
   */
  delete(flags: number = 0): Promise<void> {
    return invoke<void>(this, F.virNetworkPortDelete, flags);
  }

  /**
   * Provides the network pointer associated with a port.  The
   * reference counter on the connection is not increased by this
   * call.
   *
   * C: virNetworkPortGetNetwork, since libvirt 5.5.0.
   *
   * @returns C: the virNetworkPtr or NULL in case of failure.
   */
  getNetwork(): Promise<Network> {
    return invoke<Network>(this, F.virNetworkPortGetNetwork);
  }

  /**
   * Get all interface parameters. On input, `params` should be initialized
   * to NULL. On return `params` will be allocated with the size large
   * enough to hold all parameters, and `nparams` will be updated to say
   * how many parameters are present. `params` should be freed by the caller
   * on success.
   *
   * C: virNetworkPortGetParameters, since libvirt 5.5.0.
   *
   * @param flags currently unused, pass 0 @default 0
   * @returns C: -1 in case of error, 0 in case of success.
   */
  getParameters(flags: number = 0): Promise<TypedParams> {
    return invoke<TypedParams>(this, F.virNetworkPortGetParameters, flags);
  }

  /**
   * Get the UUID for a network port
   *
   * C: virNetworkPortGetUUID, since libvirt 5.5.0.
   *
   * @returns C: -1 in case of error, 0 in case of success
   */
  getUUID(): Uint8Array<ArrayBuffer> {
    return invokeNow<Uint8Array<ArrayBuffer>>(this, F.virNetworkPortGetUUID);
  }

  /**
   * Get the UUID for a network as string. For more information about
   * UUID see RFC4122.
   *
   * C: virNetworkPortGetUUIDString, since libvirt 5.5.0.
   *
   * @returns C: -1 in case of error, 0 in case of success
   */
  getUUIDString(): string {
    return invokeNow<string>(this, F.virNetworkPortGetUUIDString);
  }

  /**
   * Provide an XML description of the network port. The description may be reused
   * later to recreate the port with virNetworkPortCreateXML().
   *
   * C: virNetworkPortGetXMLDesc, since libvirt 5.5.0.
   *
   * @param flags currently unused, pass 0 @default 0
   * @returns C: a 0 terminated UTF-8 encoded XML instance, or NULL in case of error. the caller must free() the returned value.
   */
  getXMLDesc(flags: number = 0): Promise<string> {
    return invoke<string>(this, F.virNetworkPortGetXMLDesc, flags);
  }

  /**
   * Change a subset or all parameters of the network port; currently this
   * includes bandwidth parameters.
   *
   * C: virNetworkPortSetParameters, since libvirt 5.5.0.
   *
   * @param params pointer to interface parameter objects
   * @param flags currently unused, pass 0 @default 0
   */
  setParameters(params: TypedParamsInput, flags: number = 0): Promise<void> {
    return invoke<void>(this, F.virNetworkPortSetParameters, typedParamList(params), flags);
  }
}
