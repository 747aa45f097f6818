import assert from 'node:assert/strict';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { isVmError, VmError } from '#src/core/errors.js';
import { QmpClient } from '#src/vm-process/qmp-client.js';
import { QMP_OVER, type QmpEvent } from '#src/vm-process/qmp-types.js';

const withCode = (code: string, text: RegExp) => (error: unknown) =>
  isVmError(error) && error.code === code && text.test(error.message);

describe('QmpClient', () => {
  let fromQemu: PassThrough;
  let toQemu: PassThrough;
  let client: QmpClient;
  beforeEach(() => {
    fromQemu = new PassThrough();
    toQemu = new PassThrough();
    client = new QmpClient({ input: fromQemu, output: toQemu }, 'QEMU');
  });
  afterEach(() => client.close());

  const say = (message: object) => fromQemu.write(`${JSON.stringify(message)}\r\n`);
  const heard = async () => {
    const text = String(((await once(toQemu, 'data')) as [Buffer])[0]);
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { execute: string; id: number });
  };

  it('negotiates before the greeting arrives', async () => {
    assert.deepEqual(await heard(), [{ execute: 'qmp_capabilities', id: 1 }]);
    say({ QMP: { version: {}, capabilities: [] } });
    say({ return: {}, id: 1 });
    await client.ready;
  });

  it('gives each answer to its command, in any order and however it is cut', async () => {
    const status = client.execute('query-status');
    const blocks = client.execute('query-blockstats');
    const text = '{"return": [], "id": 3}\r\n{"return": {"running": true, "status": "läuft"}, "id": 2}\r\n';
    for (const byte of Buffer.from(text)) fromQemu.write(Buffer.of(byte));
    assert.deepEqual(await blocks, []);
    assert.deepEqual(await status, { running: true, status: 'läuft' });
  });

  it('rejects with the words of QEMU', async () => {
    const refused = client.execute('cont');
    say({ error: { class: 'GenericError', desc: 'Resetting the machine is required' }, id: 2 });
    await assert.rejects(refused, withCode('ENGINE_FAILED', /cont: Resetting the machine/));
  });

  it('gives typed events and drops others', async () => {
    const seen: QmpEvent[] = [];
    client.events.onAny((event) => seen.push(event));
    say({ event: 'RTC_CHANGE', data: { offset: 1 } });
    say({ event: 'STOP' });
    say({ event: 'SHUTDOWN', data: { guest: true, reason: 'guest-shutdown' } });
    say({ event: 'VSERPORT_CHANGE', data: { id: 'agent1', open: true } });
    await new Promise(setImmediate);
    assert.deepEqual(seen, [
      { type: 'STOP' },
      { type: 'SHUTDOWN', guest: true, reason: 'guest-shutdown', detail: '' },
      { type: 'VSERPORT_CHANGE', id: 'agent1', open: true },
    ]);
  });

  it('rejects everything that waits when QEMU ends, and everything afterwards', async () => {
    const waiting = client.execute('query-status');
    fromQemu.end();
    await assert.rejects(waiting, withCode('VM_STOPPED', /closed/));
    await assert.rejects(client.ready, withCode('VM_STOPPED', /closed/));
    await assert.rejects(client.execute('stop'), withCode('VM_STOPPED', /closed/));
    await client.closed;
  });

  it('gives up on what is not QMP', async () => {
    fromQemu.write('Segmentation fault\n');
    await assert.rejects(client.ready, withCode('VM_STOPPED', /not QMP: Segmentation fault/));
    assert.ok(toQemu.destroyed);
  });

  it('ends when told that QEMU ended, though the pipe stays open', async () => {
    const status = client.execute('query-status');
    say({ event: QMP_OVER });
    await assert.rejects(status, withCode('VM_STOPPED', /QEMU ended/));
    assert.equal(client.lost, undefined);
    assert.ok(!fromQemu.destroyed);
  });

  it('tells a lost host from a QEMU that ended', async () => {
    const loss = new VmError('HOST_LOST', 'the cable was cut');
    const status = client.execute('query-status');
    fromQemu.destroy(loss);
    await assert.rejects(status, withCode('HOST_LOST', /cable/));
    assert.equal(client.lost, loss);
  });
});
