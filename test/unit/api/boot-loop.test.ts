import assert from 'node:assert/strict';
import { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { GuestLink } from '#src/api/guest-link.js';
import { VmLife } from '#src/api/vm-life.js';
import { VmError } from '#src/core/errors.js';
import { EventHub } from '#src/core/event-hub.js';
import type { Machine, MachineEvent } from '#src/engine/engine.js';
import { plainSpec } from '../support/plain-vm.js';

/** Apart far enough to count as several. */
const BETWEEN_RESETS = 1100;

describe('a guest that resets itself while it boots', () => {
  it('has crashed when it does it again and again, though its channel is gone before each reset is told', async function () {
    this.timeout(20_000);
    const events = new EventHub<MachineEvent>();
    const machine: Partial<Machine> = {
      spec: plainSpec,
      engine: 'libvirt',
      state: 'running',
      ending: false,
      events,
      agentStream: async () => {
        const stream = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
        setImmediate(() => stream.push(null)); // its device model has ended
        return stream;
      },
    };
    const life = new VmLife(machine as Machine, new GuestLink(machine as Machine), true);
    const ready = life.becomeReady();
    ready.catch(() => {});
    for (let reset = 0; reset < 3; reset += 1) {
      await delay(BETWEEN_RESETS);
      events.emit({ type: 'rebooted' });
    }
    await assert.rejects(ready, (error) => {
      assert.ok(error instanceof VmError && error.code === 'VM_CRASHED', String(error));
      assert.match(error.message, /reset itself 3 times/);
      return true;
    });
  });
});
