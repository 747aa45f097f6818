import { PerRunner } from '../engine/per-runner.js';
import type { Runner } from '../remote/runner.js';
import type { LocalUri } from './host-uri.js';

/** Who may serve a driver, best first; `libvirt` is the name that the socket of libvirtd has. */
const DAEMONS: Readonly<Record<string, readonly string[]>> = {
  qemu: ['virtqemud', 'libvirt'],
  xen: ['virtxend', 'libvirt'],
};

/**
 * What there is of libvirt on a host, in one round trip, without asking libvirt itself: that would start its daemon where
 * systemd listens for it. On a dom0 `domains` tells how many domains xl knows besides dom0 itself.
 */
const SURVEY = `session=$XDG_RUNTIME_DIR
if [ -z "$session" ]; then session=$HOME/.cache; fi
for name in virtqemud virtxend libvirt; do
  for socket in "/run/libvirt/$name-sock" "$session/libvirt/$name-sock"; do
    if [ -S "$socket" ]; then case $socket in /run/libvirt/*) echo "socket system $name $socket" ;; *) echo "socket session $name $socket" ;; esac; fi
  done
done
for name in libvirtd virtqemud virtxend; do
  pid=$(cat "/run/$name.pid" 2>/dev/null)
  if [ -n "$pid" ] && [ -d "/proc/$pid" ]; then echo "running $name"; fi
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
  /** Domains of xl besides dom0; undefined when it is no dom0 or xl does not tell. */
  readonly xlDomains: number | undefined;
}

const surveys = new PerRunner(survey, () => AGE);

/** Looks at a Linux host. */
export function surveyLibvirt(runner: Runner): Promise<LibvirtSurvey> {
  return surveys.get(runner);
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
  const daemons = DAEMONS[driver] ?? ['libvirt'];
  return daemons
    .map((daemon) => sockets.find((each) => each.scope === wanted && each.daemon === daemon)?.path)
    .find((path) => path !== undefined);
}

/** Why nobody may talk to libvirt on this host now; undefined when one may. */
export function obstacleOf(
  survey: LibvirtSurvey,
  uri: LocalUri,
): { reason: string; remedy: string } | undefined {
  const { scope, socket } = uri;
  if (scope === 'other' || socket !== undefined) return undefined;
  if (survey.dom0 && scope === 'system' && survey.running.length === 0) return sleepingOnDom0(survey);
  const daemon = survey.programs.some((name) => /^libvirtd$|^virt\w+d$/.test(name));
  if (socketFor(survey, uri) !== undefined || (scope === 'session' && daemon)) return undefined;
  return daemon
    ? { reason: "libvirt's daemon does not listen", remedy: 'systemctl enable --now libvirtd.socket' }
    : { reason: 'libvirt is not installed', remedy: 'apt-get install libvirt-daemon-system' };
}

/** Where systemd listens for it, a mere connection starts libvirtd; Debian's conflicts with the service of xl's domains. */
function sleepingOnDom0({ xlDomains }: LibvirtSurvey): { reason: string; remedy: string } {
  const what = xlDomains === undefined ? 'the domains' : `the ${xlDomains} domains`;
  return {
    reason:
      xlDomains === 0
        ? 'libvirtd does not run on this dom0; it is not started for you, as it would end all domains that xl runs by then'
        : `libvirtd does not run on this dom0, and to start it would save and stop ${what} that xl runs (Conflicts=xendomains.service)`,
    remedy:
      'Use the engine xen; or, when no domain of xl is left, start it yourself: systemctl start libvirtd',
  };
}
