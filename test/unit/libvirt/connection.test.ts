import assert from 'node:assert/strict';
import { Connection, type DomainWatcher } from '#src/libvirt/connection.js';
import type { Connect } from '#src/native/libvirt/connect.js';

const URI = 'qemu:///system';
const nobody = {} as DomainWatcher;

/** A libvirt that refuses some events. */
class FakeConnect {
  readonly refused = new Set<string>();
  readonly open: string[] = [];

  async on(name: string): Promise<{ close(): Promise<void> }> {
    await new Promise(setImmediate);
    if (this.refused.has(name)) throw new Error(`no ${name}`);
    this.open.push(name);
    return { close: async () => void this.open.splice(this.open.indexOf(name), 1) };
  }
}

describe('connection to libvirt', () => {
  it('that cannot tell all events of a domain keeps none, and may be asked again', async () => {
    const fake = new FakeConnect();
    const connection = await Connection.adopt(fake as unknown as Connect, 'local', URI, undefined);
    fake.refused.add('domain:reboot');
    await assert.rejects(connection.watch('1', nobody), /no domain:reboot/);
    assert.deepEqual(fake.open, ['close']);
    fake.refused.clear();
    await connection.watch('1', nobody);
    assert.deepEqual(fake.open.sort(), ['close', 'domain:lifecycle', 'domain:reboot', 'qemu:monitor']);
    connection.unwatch('1', nobody);
    await new Promise(setImmediate);
    assert.deepEqual(fake.open, ['close']);
  });
});
