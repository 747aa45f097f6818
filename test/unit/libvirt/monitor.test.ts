import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DomainWatcher } from '#src/libvirt/connection.js';
import type { Lease } from '#src/libvirt/connections.js';
import { LibvirtMonitor } from '#src/libvirt/monitor.js';
import type { Domain } from '#src/native/libvirt/generated/domain.js';
import { DomainState } from '#src/native/libvirt/generated/enums.js';

/** Milliseconds after which who lost the agent asks whether the VM ends: END_KNOWN_WITHIN of vm-life.ts. */
const ASKED = 1000;

/** A libvirt whose daemon answers as if nothing was until `noticed`, and then not before it has cleared up. */
class FakeLibvirt {
  noticed = false;
  clearUp: () => void = () => {};
  watcher: DomainWatcher | undefined;

  readonly lease = {
    connection: {
      local: { driver: 'qemu' },
      connect: { isAlive: async () => true },
      watch: async (_uuid: string, watcher: DomainWatcher) => {
        this.watcher = watcher;
      },
      unwatch: () => {},
    },
    release: () => {},
  } as unknown as Lease;

  readonly domain = {
    getState: async () => {
      if (this.noticed) {
        await new Promise<void>((resolve) => {
          this.clearUp = resolve;
        });
        throw new Error('no domain');
      }
      return { state: DomainState.RUNNING, reason: 1 };
    },
  } as unknown as Domain;
}

describe('a domain whose agent let go', () => {
  it('may be ending for as long as libvirt does not tell, even when it notices late', async () => {
    const fake = new FakeLibvirt();
    const monitor = new LibvirtMonitor(fake.lease, 'uuid', { jailed: true, missing: [] });
    await monitor.listen();
    await monitor.adopt(fake.domain);
    monitor.doubt();
    await sleep(ASKED / 2);
    fake.noticed = true;
    await sleep(ASKED / 2 + 100);
    assert.equal(monitor.isDoubtful, true);
    fake.watcher?.stopped('failed');
    fake.clearUp();
    await monitor.closed;
    await sleep(0);
    assert.equal(monitor.isDoubtful, false);
  });

  it('runs on when libvirt says so for a while', async () => {
    const fake = new FakeLibvirt();
    const monitor = new LibvirtMonitor(fake.lease, 'uuid', { jailed: true, missing: [] });
    await monitor.adopt(fake.domain);
    monitor.doubt();
    await sleep(ASKED);
    assert.equal(monitor.isDoubtful, true);
    await sleep(2 * ASKED);
    assert.equal(monitor.isDoubtful, false);
    assert.equal(monitor.isClosed, false);
    monitor.close();
  });
});
