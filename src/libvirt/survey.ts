import { resolve } from 'node:path/posix';
import { PerRunner } from '../engine/per-runner.js';
import type { Runner } from '../remote/runner.js';
import type { LocalUri } from './host-uri.js';

/** Who may serve a driver, best first, as libvirt itself looks for them; `libvirt` is the name that the socket of libvirtd has. */
const daemonsOf = (driver: string): readonly string[] => [`virt${driver}d`, 'libvirt'];

/**
 * What there is of libvirt on a host, in one round trip, without asking libvirt itself: that would start its daemon where
 * systemd listens for it. On a dom0 `domains` tells how many domains xl knows besides dom0 itself.
 */
const SURVEY = `session=$XDG_RUNTIME_DIR
if [ -z "$session" ]; then session=$HOME/.cache; fi
echo "uid $(id -u)"
for scope in system session; do
  folder=/run; if [ $scope = session ]; then folder=$session; fi
  for socket in "$folder"/libvirt/virt*d-sock "$folder"/libvirt/libvirt-sock; do
    if [ -S "$socket" ]; then name=\${socket##*/}; echo "socket $scope \${name%-sock} $socket"; fi
  done
done
for file in /run/libvirtd.pid /run/virt*d.pid; do
  name=\${file##*/} name=\${name%.pid} comm=
  pid=$(cat "$file" 2>/dev/null)
  if [ -n "$pid" ]; then comm=$(cat "/proc/$pid/comm" 2>/dev/null); fi
  if [ "$comm" = "$name" ]; then echo "running $name"; fi
done
for program in qemu-img virt-ssh-helper libvirtd virtqemud virtxend; do
  if command -v "$program" >/dev/null; then echo "program $program"; fi
done
if grep -qs control_d /proc/xen/capabilities; then
  echo dom0
  if domains=$(timeout 10 xl list 2>/dev/null); then echo "domains $(echo "$domains" | tail -n +2 | grep -vc '^Domain-0 ')"; fi
fi
exit 0
`;

/** Milliseconds for the script; an emulated host on a busy machine took more than thirty seconds. */
const LIMIT = 90_000;
/** Milliseconds for which an answer is believed: who just fixed something wants to see it. */
const AGE = 1000;

interface DaemonSocket {
  readonly scope: string;
  readonly daemon: string;
  readonly path: string;
}

/** What a host has of libvirt. */
export interface LibvirtSurvey {
  readonly sockets: readonly DaemonSocket[];
  /** Daemons that run now. */
  readonly running: readonly string[];
  readonly programs: readonly string[];
  readonly dom0: boolean;
  /** libvirt knows no daemon of root's own: to root each is that of the system. */
  readonly root: boolean;
  /** Domains of xl besides dom0; undefined when it is no dom0 or xl does not tell. */
  readonly xlDomains: number | undefined;
}

const surveys = new PerRunner(survey, () => AGE);

/** Looks at a Linux host; `anew`: something changed there just now. */
export function surveyLibvirt(runner: Runner, { anew = false } = {}): Promise<LibvirtSurvey> {
  return anew ? survey(runner) : surveys.get(runner);
}

async function survey(runner: Runner): Promise<LibvirtSurvey> {
  const argv = ['sh', '-c', SURVEY, 'vmwright-libvirt'];
  const { stdout } = await runner.run(argv, { env: { LC_ALL: 'C' }, timeout: LIMIT });
  return parseSurvey(stdout);
}

/** Reads what the script printed. */
export function parseSurvey(text: string): LibvirtSurvey {
  const lines = text.split('\n').map((line) => line.split(' '));
  const told = (key: string) => lines.filter(([first]) => first === key).map(([, ...rest]) => rest);
  const domains = told('domains')[0]?.[0];
  return {
    sockets: told('socket').map(([scope = '', daemon = '', ...path]) => ({
      scope,
      daemon,
      path: path.join(' '),
    })),
    running: told('running').flat(),
    programs: told('program').flat(),
    dom0: told('dom0').length > 0,
    root: told('uid')[0]?.[0] === '0',
    xlDomains: domains === undefined ? undefined : Number(domains),
  };
}

/** The socket that serves a URI: a modular daemon's before that of libvirtd, which on such hosts is a proxy. */
export function socketFor(
  { sockets }: LibvirtSurvey,
  { driver, scope, socket }: LocalUri,
): string | undefined {
  if (socket !== undefined) return socket;
  const wanted = scope === 'other' ? 'system' : scope;
  return daemonsOf(driver)
    .map((daemon) => sockets.find((each) => each.scope === wanted && each.daemon === daemon)?.path)
    .find((path) => path !== undefined);
}

/** Why nobody may talk to libvirt on this host now; undefined when one may. `local`: the host is this machine. */
export function obstacleOf(
  survey: LibvirtSurvey,
  uri: LocalUri,
  local: boolean,
): { reason: string; remedy: string } | undefined {
  const asleep = survey.dom0 ? asleepFor(survey, uri, local) : undefined;
  if (asleep !== undefined) return sleepingOnDom0(survey, asleep);
  const { scope, socket } = uri;
  if (scope === 'other' || socket !== undefined) return undefined;
  const daemon = survey.programs.some((name) => /^libvirtd$|^virt\w+d$/.test(name));
  if (socketFor(survey, uri) !== undefined || (scope === 'session' && daemon)) return undefined;
  return daemon
    ? { reason: "libvirt's daemon does not listen", remedy: 'systemctl enable --now libvirtd.socket' }
    : { reason: 'libvirt is not installed', remedy: 'apt-get install libvirt-daemon-system' };
}

/** The daemon of the system that a connection would start; undefined when none would be. */
function asleepFor(survey: LibvirtSurvey, uri: LocalUri, local: boolean): string | undefined {
  const daemon = systemDaemonOf(survey, uri, local);
  if (daemon === undefined) return undefined;
  const program = daemon === 'libvirt' ? 'libvirtd' : daemon;
  return survey.running.includes(program) ? undefined : program;
}

/** Whose socket a URI leads to, as libvirt itself chooses; undefined: a user's own daemon, or none at all. */
function systemDaemonOf(
  { sockets, root }: LibvirtSurvey,
  { driver, remote, scope, socket, mode }: LocalUri,
  local: boolean,
): string | undefined {
  if (socket !== undefined) return ownerOf(socket);
  if (scope === 'session' && !root) return undefined;
  if (driver === 'test' && local && !remote) return undefined; // it is part of the library
  const [direct = '', legacy = ''] = daemonsOf(driver);
  if (mode === 'direct') return direct;
  if (mode === 'legacy') return legacy;
  return sockets.some((each) => each.scope === 'system' && each.daemon === direct) ? direct : legacy;
}

/** The daemon of the system that listens to a socket, by its name, as systemd may be the one who does. */
function ownerOf(socket: string): string | undefined {
  const [, name] = /^(?:\/var)?\/run\/libvirt\/(.*)$/.exec(resolve(socket)) ?? [];
  return name?.replace(/(-admin)?-sock(-ro)?$/, '');
}

/** Where systemd listens for it, a mere connection starts libvirtd; Debian's conflicts with the service of xl's domains. */
function sleepingOnDom0({ xlDomains }: LibvirtSurvey, program: string): { reason: string; remedy: string } {
  const what = xlDomains === undefined ? 'the domains' : `the ${xlDomains} domains`;
  return {
    reason:
      xlDomains === 0
        ? `${program} does not run on this dom0; it is not started for you, as libvirt's daemon ends all domains that xl runs by then`
        : `${program} does not run on this dom0, and to start libvirt's daemon would save and stop ${what} that xl runs (Conflicts=xendomains.service)`,
    remedy: `Use the engine xen; or, when no domain of xl is left, start it yourself: systemctl start ${program}`,
  };
}
