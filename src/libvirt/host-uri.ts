import { OptionError } from '../core/errors.js';

/** Which libvirt is meant, and where. */
export interface LibvirtUri {
  /** The URL of the host in its normal form: its id. */
  readonly id: string;
  /** `ssh://…` of the machine whose libvirt it is; undefined: this one. */
  readonly ssh: string | undefined;
  /** What that machine's own libvirt calls the hypervisor: `qemu:///system`. */
  readonly uri: string;
}

const PREFIX = 'libvirt+';
const SHAPE = /^([a-z]+)(?:\+([a-z]+))?:\/\/([^/?#]*)(\/[^?#]*)?(\?[^#]*)?$/;

/** Parses `libvirt+qemu:///system`, `libvirt+qemu+ssh://user@name:port/system`, `libvirt+xen:///system`, … */
export function parseLibvirtUrl(host: string): LibvirtUri {
  const match = SHAPE.exec(host.slice(PREFIX.length));
  if (match === null)
    throw bad(host, 'it has the form libvirt+qemu:///system or libvirt+qemu+ssh://user@name/system');
  const [, driver = '', transport, authority = '', path = '/', query = ''] = match;
  if (transport === undefined || transport === 'unix') {
    if (authority !== '')
      throw bad(host, 'another machine is reached over ssh: libvirt+qemu+ssh://user@name/system');
    const scheme = transport === undefined ? driver : `${driver}+${transport}`;
    return { id: host, ssh: undefined, uri: `${scheme}://${path}${query}` };
  }
  if (transport !== 'ssh') {
    throw bad(
      host,
      `the transport ${transport} has no way to the host's files; open it with 'vmwright/libvirt'`,
    );
  }
  if (authority === '') throw bad(host, 'the name of the machine is missing');
  if (query !== '') throw bad(host, 'how to log in is said by the option ssh, not in the URL');
  return { id: host, ssh: `ssh://${authority}`, uri: `${driver}://${path}` };
}

function bad(host: string, why: string): OptionError {
  return new OptionError(`host '${host}' is not a usable URL: ${why}`);
}

/** What a URI of libvirt without a host name says. */
export interface LocalUri {
  readonly driver: string;
  /** The daemon of the user, or that of the system; `other`: a driver without a daemon, as `test:///default`. */
  readonly scope: 'system' | 'session' | 'other';
  /** Given in the URI itself. */
  readonly socket: string | undefined;
}

export function parseLocalUri(uri: string): LocalUri {
  const [, driver = '', , , path = '', query = ''] = SHAPE.exec(uri) ?? [];
  const scope = path === '/system' || path === '/session' ? (path.slice(1) as 'system' | 'session') : 'other';
  return { driver, scope, socket: new URLSearchParams(query).get('socket') ?? undefined };
}
