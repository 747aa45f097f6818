import { createHash } from 'node:crypto';
import type { VmSpec } from '../engine/vm-spec.js';
import { type Xml, xml } from './xml.js';
import type { XmlNode } from './xml-reader.js';

/** The name space of our element in a domain's metadata; the number is that of its format. */
const NAMESPACE = 'urn:vmwright:vm:1';

/**
 * What libvirt keeps of the spec, so that a VM can be told from others by `virsh dumpxml`, too. Everybody who may read from
 * libvirt can read it, so the environment of commands is left out.
 */
export function metadataXml({ exec, ...spec }: VmSpec): Xml {
  const told = { ...spec, exec: { env: {}, ...(exec.user === undefined ? {} : { user: exec.user }) } };
  return xml(
    'metadata',
    {},
    xml('vmwright:vm', { 'xmlns:vmwright': NAMESPACE, id: spec.id }, JSON.stringify(told)),
  );
}

/** The spec of a VM of ours, from its domain's document; undefined for others' domains. */
export function readMetadata(domain: XmlNode): VmSpec | undefined {
  const element = domain
    .all('metadata')
    .flatMap(({ children }) => children)
    .find((each) => each.name.endsWith(':vm') && [...each.attributes.values()].includes(NAMESPACE));
  if (element === undefined) return undefined;
  try {
    return JSON.parse(element.text) as VmSpec;
  } catch {
    return undefined; // somebody edited it: then it is a domain as any other
  }
}

/** The UUID of a VM's domain: made from its id, so that whoever knows one knows the other (RFC 9562, version 8). */
export function uuidOf(id: string): string {
  const bytes = createHash('sha256').update(`vmwright:${id}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
