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

/** The paths that these drivers take on a host; any other would reach a daemon that refuses it, and may have started it. */
const PATHS: Readonly<Record<string, readonly string[]>> = {
  qemu: ['/system', '/session'],
  xen: ['/system'],
};

const PREFIX = 'libvirt+';
const SHAPE = /^([a-z]+)(?:\+([a-z]+))?:\/\/([^/?#]*)(\/[^?#]*)?(\?[^#]*)?$/;

/** Parses `libvirt+qemu:///system`, `libvirt+qemu+ssh://user@name:port/system`, `libvirt+xen:///system`, … */
export function parseLibvirtUrl(host: string): LibvirtUri {
  const match = SHAPE.exec(host.slice(PREFIX.length));
  if (match === null)
    throw bad(host, 'it has the form libvirt+qemu:///system or libvirt+qemu+ssh://user@name/system');
  const [, driver = '', transport, authority = '', path = '/', query = ''] = match;
  const paths = PATHS[driver];
  if (paths !== undefined && !paths.includes(path)) throw bad(host, wrongPath(driver, path, paths));
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

function wrongPath(driver: string, path: string, paths: readonly string[]): string {
  return driver === 'qemu' && path === '/embed'
    ? "QEMU without a daemon, in this process, is opened with 'vmwright/libvirt'"
    : `the path of ${driver} is ${paths.join(' or ')}, not '${path}'`;
}

function bad(host: string, why: string): OptionError {
  return new OptionError(`host '${host}' is not a usable URL: ${why}`);
}

/** What a URI of libvirt without a host name says. */
export interface LocalUri {
  readonly driver: string;
  /** Its calls go through a socket even where the driver is part of the library. */
  readonly remote: boolean;
  /** The daemon of the user, or that of the system; `other`: a path of another kind, as in `test:///default`. */
  readonly scope: 'system' | 'session' | 'other';
  /** Given in the URI itself. */
  readonly socket: string | undefined;
  /** `direct`: the driver's own daemon, `legacy`: libvirtd, otherwise whichever is there. */
  readonly mode: string | undefined;
}

export function parseLocalUri(uri: string): LocalUri {
  const [, driver = '', transport, , path = '', query = ''] = SHAPE.exec(uri) ?? [];
  const scope = path === '/system' || path === '/session' ? (path.slice(1) as 'system' | 'session') : 'other';
  const parameters = readQuery(query);
  return {
    driver,
    remote: transport !== undefined,
    scope,
    socket: parameters.get('socket'),
    mode: parameters.get('mode'),
  };
}

/** As libvirt reads it: `&` or `;` between, names in any case, the last one counts. */
function readQuery(query: string): ReadonlyMap<string, string> {
  const entries = [...new URLSearchParams(query.replaceAll(';', '&').replaceAll('+', '%2B'))];
  return new Map(entries.map(([name, value]) => [name.toLowerCase(), value]));
}
