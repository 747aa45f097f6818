// libvirtd in dom0 of the test hosts, while the VM suites run with engine libvirt. Debian's has an end when nobody is connected for
// two minutes, and saves and stops all domains that it does not know when it starts: there must be none.
import { SetupError } from '../lib/step.mjs';
import { output } from './program.mjs';

const DROP_IN = '/run/systemd/system/libvirtd.service.d';
const START = `command -v xl >/dev/null && [ -d /proc/xen ] || { echo none; exit; }
if pgrep -x libvirtd >/dev/null; then echo was; exit; fi
if [ "$(xl list | wc -l)" -gt 2 ]; then echo domains; exit; fi
mkdir -p ${DROP_IN}
printf '[Service]\\nEnvironment=LIBVIRTD_ARGS=\\n' >${DROP_IN}/vmwright.conf
systemctl daemon-reload && systemctl start libvirtd >&2 && echo started`;
const STOP = `systemctl stop libvirtd 'libvirtd*.socket'; rm -r ${DROP_IN}; systemctl daemon-reload`;

const LIMIT_MS = 120_000;

function onHost({ url, sshConfig }, script) {
  const { hostname, port, username } = new URL(url);
  const config = sshConfig === undefined ? [] : ['-F', sshConfig];
  const where = [...config, '-o', 'BatchMode=yes', '-p', port || '22', '-l', username || 'root', hostname];
  return output(['ssh', ...where, 'sh'], { input: script, timeoutMs: LIMIT_MS }).trim();
}

/** Starts it where it does not run; gives what stops it again. */
export function startXenLibvirtd(hosts) {
  const started = hosts.filter((host) => {
    const said = onHost(host, START);
    if (said === 'domains')
      throw new SetupError(`${host.name} runs domains, which libvirtd would stop when it starts`);
    return said === 'started';
  });
  return () => {
    for (const host of started) onHost(host, STOP);
  };
}
