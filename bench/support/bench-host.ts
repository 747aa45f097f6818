import { namedHosts } from './named-hosts.js';

/** The host that a benchmark over ssh uses, and how `ssh` and the library reach it. */
export interface BenchHost {
  /** What the library takes. */
  readonly url: string;
  readonly configFile: string | undefined;
  /** Options for `ssh` and `sftp`. */
  readonly options: readonly string[];
  readonly destination: string;
}

/** What to do where no such host is named. */
const how = (
  name: string,
) => `this benchmark needs the host ${name}, which is reached over ssh, and none is named.
Either bring the emulated one up: npm run hosts:up && eval "$(npm run --silent hosts:env)"
or name your own: export VMWRIGHT_TEST_HOSTS=${name}=ssh://root@${name}1`;

/** A host of VMWRIGHT_TEST_HOSTS, which `npm run hosts:env` prints. */
export function benchHost(name: 'kvm' | 'xen' = 'kvm'): BenchHost {
  const url = namedHosts().get(name);
  if (url === undefined) {
    console.error(how(name));
    process.exit(1);
  }
  const configFile = process.env.VMWRIGHT_SSH_CONFIG;
  const { hostname, port, username } = new URL(url);
  const destination = username === '' ? hostname : `${username}@${hostname}`;
  const options = [
    ...(configFile === undefined ? [] : ['-F', configFile]),
    ...(port === '' ? [] : ['-o', `Port=${port}`]),
  ];
  return { url, configFile, options, destination };
}
