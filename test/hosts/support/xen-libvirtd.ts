import assert from 'node:assert/strict';
import { type RealHost, runOnHost } from './real-host.js';

/** When it starts, libvirtd stops the domains that it does not know: there must be none. */
const START = `if pgrep -x libvirtd >/dev/null; then echo was; exit; fi
if [ "$(xl list | wc -l)" -gt 2 ]; then echo domains; exit; fi
systemctl start libvirtd && echo started`;

/** libvirtd in dom0 while a test needs it; one that ran before stays. */
export class XenLibvirtd implements AsyncDisposable {
  readonly #host: RealHost;
  readonly #ours: boolean;

  private constructor(host: RealHost, ours: boolean) {
    this.#host = host;
    this.#ours = ours;
  }

  static async start(host: RealHost): Promise<XenLibvirtd> {
    const said = (await runOnHost(host, START)).trim();
    assert.ok(said === 'was' || said === 'started', `libvirtd in dom0: ${said}`);
    return new XenLibvirtd(host, said === 'started');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#ours) await runOnHost(this.#host, "systemctl stop libvirtd 'libvirtd*.socket'");
  }
}
