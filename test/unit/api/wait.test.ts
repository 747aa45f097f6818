import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { waitFor } from '#src/api/wait.js';
import { isVmError } from '#src/core/errors.js';
import { runOperation } from '#src/core/operation.js';
import type { Machine } from '#src/engine/engine.js';

describe('waitFor a console line', () => {
  let console: PassThrough;
  const waiting = (log: RegExp, timeout?: number) => {
    console = new PassThrough();
    const machine = { followConsole: async () => console } as unknown as Machine; // nothing else is asked of it
    const unused = () => Promise.reject(new Error('not needed for a console line'));
    return runOperation('wait', { timeout }, (op) =>
      waitFor({ log }, { machine, client: unused, run: unused }, op),
    );
  };

  it('gives the whole line, however it arrives', async () => {
    const line = waiting(/mark-\d+/);
    console.write('boot\r\nmark-4');
    setTimeout(() => console.write('2 is here\r\nmore'), 20);
    assert.equal(await line, 'mark-42 is here');
    assert.ok(console.destroyed);
  });

  it('takes a prompt that nothing follows, and the last line without an end', async () => {
    const prompt = waiting(/login: $/);
    console.write('box login: ');
    assert.equal(await prompt, 'box login: ');
    const last = waiting(/bye/);
    console.end('good bye');
    assert.equal(await last, 'good bye');
  });

  it('fails when the console ends without it, breaks, or is too slow', async () => {
    const never = waiting(/never/);
    console.end('bye\n');
    await assert.rejects(never, (error) => isVmError(error) && error.code === 'VM_STOPPED');
    const broken = waiting(/never/);
    console.destroy(new Error('cut'));
    await assert.rejects(broken, /cut/);
    await assert.rejects(waiting(/never/, 20), (error) => isVmError(error) && error.code === 'TIMEOUT');
    assert.ok(console.destroyed);
  });
});
