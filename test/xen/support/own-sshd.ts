import assert from 'node:assert/strict';
import { HostSshd } from '../../hosts/support/host-sshd.js';
import { parseRealHost } from '../../hosts/support/real-host.js';
import { skipBecause } from '../../support/skip.js';
import type { Target } from '../../support/targets.js';
import { limit } from './xen-target.js';

/** An sshd of its own on the target's host, for the tests of the suite that asks for it. */
export function ownSshd({ options }: Target): () => HostSshd {
  let sshd: HostSshd | undefined;
  before('starts an sshd of its own', async function () {
    this.timeout(limit(1));
    if (options.host === undefined) skipBecause(this, 'the target is this machine');
    sshd = await HostSshd.start(parseRealHost(options.host));
  });
  after(() => sshd?.stop());
  return () => {
    assert.ok(sshd !== undefined);
    return sshd;
  };
}
